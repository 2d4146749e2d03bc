// LineReader gives the lines of a file, in order or by position, through a
// window; memory does not grow with the file.

#ifndef ATTEST_ENGINE_INGEST_LINE_READER_H_
#define ATTEST_ENGINE_INGEST_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/input_hasher.h"

namespace attest {

// One line without its line end. JsonParser::kPadding bytes behind `text` are
// readable.
struct Line {
  uint64_t offset = 0;  // of its first byte
  absl::string_view text;
  // It is longer than the limit; `text` is its beginning.
  bool is_too_long = false;
};

// A byte order mark at the start of the file belongs to no line. Lines end at
// LF; a CR before it belongs to the line end. What follows the last LF is a
// line unless it is empty.
//
// Lifetime: a line is valid until the next call. Requires: `file` outlives
// the reader, and a window has 4 bytes or more.
class LineReader {
 public:
  LineReader(const InputFile& file, size_t window_bytes, size_t max_line_bytes);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // Reads the line that begins at `offset`, 0 meaning behind the byte order
  // mark. Returns false when the file ends there.
  absl::StatusOr<bool> ReadAt(uint64_t offset, Line& line);

  // Where the line after the one read last begins.
  [[nodiscard]] uint64_t next_offset() const { return next_offset_; }

 private:
  absl::Status Fill(uint64_t offset);
  absl::Status Grow();
  absl::Status SkipLongLine();
  void Allocate(size_t capacity);

  const InputFile& file_;
  const size_t window_bytes_;
  const size_t max_line_bytes_;
  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  uint64_t begin_ = 0;  // the window holds bytes [begin_, begin_ + filled_)
  size_t filled_ = 0;
  size_t fill_bytes_ = 0;  // read by the last Fill
  uint64_t next_offset_ = 0;
};

// The SHA-256 of the whole file, its size, and the number of its lines that
// hold more than white space, as they are now.
struct FileHash {
  Sha256 sha256 = {};
  uint64_t size_bytes = 0;
  uint64_t full_lines = 0;

  friend bool operator==(const FileHash&, const FileHash&) = default;
};
absl::StatusOr<FileHash> HashFile(const InputFile& file);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_LINE_READER_H_
