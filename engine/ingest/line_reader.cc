#include "engine/ingest/line_reader.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/ingest/json_line.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Line ends are looked for again from the start of the line when a window
// grows; doubling keeps that linear.
constexpr size_t kGrowth = 2;

// What is read after a jump; it doubles while lines follow each other.
constexpr size_t kFirstFillBytes = size_t{8} << 10;

const char* FindLineEnd(const char* begin, size_t size) {
  return static_cast<const char*>(std::memchr(begin, '\n', size));
}

// Counts the lines of a text, given in pieces, that hold more than white space.
class FullLines {
 public:
  void Add(absl::string_view piece) {
    while (!piece.empty()) {
      const char* const end = FindLineEnd(piece.data(), piece.size());
      const size_t size = end == nullptr
                              ? piece.size()
                              : static_cast<size_t>(end - piece.data());
      is_full_ =
          is_full_ ||
          !absl::StripLeadingAsciiWhitespace(piece.substr(0, size)).empty();
      if (end == nullptr) return;
      count_ += is_full_ ? 1 : 0;
      is_full_ = false;
      piece.remove_prefix(size + 1);
    }
  }

  [[nodiscard]] uint64_t count() const { return count_ + (is_full_ ? 1 : 0); }

 private:
  uint64_t count_ = 0;
  bool is_full_ = false;  // the line that has no end so far
};

}  // namespace

LineReader::LineReader(const InputFile& file, size_t window_bytes,
                       size_t max_line_bytes)
    : file_(file),
      // One byte more than a small file shows that it has ended.
      window_bytes_(std::min<size_t>(window_bytes, file.size_bytes() + 1)),
      max_line_bytes_(max_line_bytes) {
  Allocate(window_bytes_);
}

LineReader::~LineReader() = default;

absl::StatusOr<bool> LineReader::ReadAt(uint64_t offset, Line& line) {
  if (offset < begin_ || offset >= begin_ + filled_) {
    RETURN_IF_ERROR(Fill(offset));
  }
  if (offset == 0 && filled_ >= kByteOrderMark.size() &&
      absl::StartsWith(absl::string_view(buffer_.get(), filled_),
                       kByteOrderMark)) {
    offset = kByteOrderMark.size();
  }
  if (offset == begin_ + filled_) {
    RETURN_IF_ERROR(Fill(offset));
    if (filled_ == 0) return false;
  }
  size_t start = static_cast<size_t>(offset - begin_);
  const char* end = FindLineEnd(buffer_.get() + start, filled_ - start);
  bool at_end = false;
  while (end == nullptr && !at_end && filled_ - start <= max_line_bytes_) {
    if (start > 0) {
      RETURN_IF_ERROR(Fill(offset));
      start = 0;
    } else {
      const size_t before = filled_;
      RETURN_IF_ERROR(Grow());
      at_end = filled_ == before;
    }
    end = FindLineEnd(buffer_.get() + start, filled_ - start);
  }
  const char* const text = buffer_.get() + start;
  size_t size =
      end != nullptr ? static_cast<size_t>(end - text) : filled_ - start;
  next_offset_ = offset + size + (end != nullptr ? 1 : 0);
  line.offset = offset;
  line.is_too_long = size > max_line_bytes_;
  if (line.is_too_long) {
    line.text = absl::string_view(text, max_line_bytes_);
    if (end == nullptr) RETURN_IF_ERROR(SkipLongLine());
    return true;
  }
  if (size > 0 && text[size - 1] == '\r') --size;
  line.text = absl::string_view(text, size);
  return true;
}

// Moves the window to `offset`.
absl::Status LineReader::Fill(uint64_t offset) {
  const bool follows = offset >= begin_ && offset <= begin_ + filled_;
  fill_bytes_ = follows ? kGrowth * fill_bytes_ : 0;
  fill_bytes_ = std::clamp(
      fill_bytes_, std::min(kFirstFillBytes, window_bytes_), window_bytes_);
  if (capacity_ > window_bytes_) Allocate(window_bytes_);
  begin_ = offset;
  filled_ = 0;
  ASSIGN_OR_RETURN(filled_, file_.ReadAt(offset, buffer_.get(), fill_bytes_));
  return absl::OkStatus();
}

// Makes the window longer at its end.
absl::Status LineReader::Grow() {
  if (filled_ == capacity_) {
    std::unique_ptr<char[]> old = std::move(buffer_);
    Allocate(std::min(kGrowth * capacity_, max_line_bytes_ + window_bytes_));
    std::memcpy(buffer_.get(), old.get(), filled_);
  }
  const size_t more =
      std::min(capacity_ - filled_, std::max(filled_, kFirstFillBytes));
  ASSIGN_OR_RETURN(
      const size_t got,
      file_.ReadAt(begin_ + filled_, buffer_.get() + filled_, more));
  filled_ += got;
  return absl::OkStatus();
}

// Finds where the line after one ends whose end is not in the window.
absl::Status LineReader::SkipLongLine() {
  std::vector<char> piece(window_bytes_);
  while (true) {
    ASSIGN_OR_RETURN(const size_t got,
                     file_.ReadAt(next_offset_, piece.data(), piece.size()));
    const char* const end = FindLineEnd(piece.data(), got);
    if (end != nullptr) {
      next_offset_ += static_cast<uint64_t>(end - piece.data()) + 1;
      return absl::OkStatus();
    }
    next_offset_ += got;
    if (got < piece.size()) return absl::OkStatus();
  }
}

void LineReader::Allocate(size_t capacity) {
  buffer_.reset(new char[capacity + JsonParser::kPadding]);
  std::memset(buffer_.get() + capacity, 0, JsonParser::kPadding);
  capacity_ = capacity;
}

absl::StatusOr<FileHash> HashFile(const InputFile& file) {
  static constexpr size_t kPieceBytes = size_t{1} << 20;
  std::vector<char> piece(std::min<size_t>(kPieceBytes, file.size_bytes() + 1));
  InputHasher hasher;
  FullLines lines;
  FileHash result;
  while (true) {
    ASSIGN_OR_RETURN(const size_t got, file.ReadAt(result.size_bytes,
                                                   piece.data(), piece.size()));
    hasher.Update(absl::string_view(piece.data(), got));
    lines.Add(absl::string_view(piece.data(), got));
    result.size_bytes += got;
    if (got < piece.size()) break;
  }
  result.sha256 = hasher.Finish();
  result.full_lines = lines.count();
  return result;
}

}  // namespace attest
