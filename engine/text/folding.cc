#include "engine/text/folding.h"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/text/folding_rules.h"
#include "engine/text/normalizers.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kMaxSegmentCodePoints = 32;
constexpr size_t kAsciiChunkBytes = 4096;

bool IsAscii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

enum class AsciiKind : uint8_t { kKept, kSpace, kQuotationMark };

AsciiKind KindOf(char byte) {
  if (byte == ' ' || (byte >= '\t' && byte <= '\r')) return AsciiKind::kSpace;
  return byte == '`' ? AsciiKind::kQuotationMark : AsciiKind::kKept;
}

// Returns the end of the ASCII that `text` begins with.
size_t AsciiEnd(absl::string_view text) {
  size_t end = 0;
  for (; end + 8 <= text.size(); end += 8) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + end, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (end < text.size() && IsAscii(text[end])) ++end;
  return end;
}

// A base and what attaches to it, without ignorables: the code points between
// two normalisation boundaries.
struct Segment {
  std::array<UChar32, kMaxSegmentCodePoints> code_points = {};
  size_t size = 0;
  ByteRange bytes;  // from the first code point to the last
  uint8_t first_class = 0;
  bool only_dropped_marks_follow = true;
};

// Folds one text, left to right.
class Folder {
 public:
  explicit Folder(absl::string_view text)
      : text_(text), small_classes_(SmallCodePointClasses()) {
    folded_.reserve(text.size());
  }

  FoldedText Run() && {
    while (position_ < text_.size()) {
      if (AtPlainAscii()) {
        FoldAscii();
      } else {
        FoldSegment();
      }
    }
    return {text_, std::move(folded_), std::move(pieces_)};
  }

 private:
  // A mark may attach to the last ASCII character before others, so that one
  // is left to FoldSegment.
  [[nodiscard]] bool AtPlainAscii() const {
    return IsAscii(text_[position_]) &&
           (position_ + 1 == text_.size() || IsAscii(text_[position_ + 1]));
  }

  [[nodiscard]] uint8_t ClassOf(UChar32 code_point) const {
    const auto index = static_cast<size_t>(code_point);
    return index < small_classes_.size() ? small_classes_[index]
                                         : ComputeClass(code_point);
  }

  // Decodes the code point at `position` and moves past it.
  UChar32 Next(size_t& position) const {
    UChar32 code_point = 0;
    U8_NEXT_UNSAFE(text_.data(), position, code_point);
    return code_point;
  }

  void FoldAscii() {
    const size_t begin = position_;
    size_t end = begin + AsciiEnd(text_.substr(begin, kAsciiChunkBytes));
    if (end < text_.size()) --end;
    size_t kept = begin;  // where the bytes not yet emitted begin
    for (size_t i = begin; i < end; ++i) {
      const AsciiKind kind = KindOf(text_[i]);
      if (kind == AsciiKind::kKept) {
        after_space_ = false;
        continue;
      }
      if (text_[i] == ' ' && !after_space_) {
        after_space_ = true;
        continue;
      }
      EmitAligned(text_.substr(kept, i - kept), kept);
      kept = i + 1;
      Emit(kind == AsciiKind::kSpace ? ' ' : '\'', {i, i + 1});
    }
    EmitAligned(text_.substr(kept, end - kept), kept);
    position_ = end;
  }

  void FoldSegment() {
    if (!ReadSegment()) return;
    const ByteRange bytes = segment_.bytes;
    if ((segment_.first_class & kSimpleClass) == 0 ||
        !segment_.only_dropped_marks_follow) {
      EmitNormalized();
    } else if (segment_.size == 1 &&
               (segment_.first_class & kPlainClass) != 0) {
      after_space_ = false;
      EmitAligned(text_.substr(bytes.begin, bytes.end - bytes.begin),
                  bytes.begin);
    } else {
      Emit(FoldCodePoint(segment_.code_points[0]), bytes);
    }
  }

  // Reads the segment at position_ and moves past it and the ignorables after
  // it, so that no byte is read more than twice. False: an ignorable stood
  // there.
  bool ReadSegment() {
    const size_t begin = position_;
    const UChar32 first = Next(position_);
    segment_.first_class = ClassOf(first);
    if ((segment_.first_class & kIgnorableClass) != 0) return false;
    segment_.code_points[0] = BeforeNormalization(first);
    segment_.size = 1;
    segment_.bytes = {begin, position_};
    segment_.only_dropped_marks_follow = true;
    while (position_ < text_.size() && !IsAscii(text_[position_]) &&
           segment_.size < kMaxSegmentCodePoints) {
      size_t after = position_;
      const UChar32 code_point = Next(after);
      const uint8_t code_point_class = ClassOf(code_point);
      if ((code_point_class & kBoundaryClass) != 0) break;
      position_ = after;
      if ((code_point_class & kIgnorableClass) != 0) continue;
      segment_.code_points[segment_.size++] = code_point;
      segment_.bytes.end = after;
      if ((code_point_class & kDroppedMarkClass) == 0) {
        segment_.only_dropped_marks_follow = false;
      }
    }
    return true;
  }

  void EmitNormalized() {
    icu::UnicodeString content;
    for (size_t i = 0; i < segment_.size; ++i) {
      content.append(segment_.code_points[i]);
    }
    content = Normalized(Nfkc(), content);
    const size_t folded_begin = folded_.size();
    for (int32_t i = 0; i < content.length(); i = content.moveIndex32(i, 1)) {
      Append(FoldCodePoint(content.char32At(i)));
    }
    AddPiece(folded_begin, segment_.bytes);
  }

  // Emits a code point that stands for the whole of `source`.
  void Emit(UChar32 code_point, ByteRange source) {
    const size_t folded_begin = folded_.size();
    Append(code_point);
    AddPiece(folded_begin, source);
  }

  // Emits bytes that are the same in the original.
  void EmitAligned(absl::string_view bytes, size_t original_begin) {
    if (bytes.empty()) return;
    AlignAt(folded_.size(), original_begin);
    folded_.append(bytes.data(), bytes.size());
  }

  void Append(UChar32 code_point) {
    if (code_point == kDropped) return;
    if (code_point == ' ' && after_space_) return;
    after_space_ = code_point == ' ';
    AppendCodePoint(code_point, folded_);
  }

  // Records that the folded bytes from `folded_begin` on come from `source`.
  void AddPiece(size_t folded_begin, ByteRange source) {
    if (folded_.size() == folded_begin) return;
    const size_t source_size = source.end - source.begin;
    // One byte for one byte cannot be cut, so it needs no piece of its own.
    if (source_size == 1 && folded_.size() == folded_begin + 1) {
      AlignAt(folded_begin, source.begin);
      return;
    }
    pieces_.push_back({static_cast<uint32_t>(folded_begin),
                       static_cast<uint32_t>(source.begin),
                       static_cast<uint32_t>(source_size)});
  }

  // Begins an aligned piece, unless the last one goes on.
  void AlignAt(size_t folded_begin, size_t original_begin) {
    if (!pieces_.empty() && pieces_.back().original_size == 0 &&
        folded_begin - pieces_.back().folded_begin ==
            original_begin - pieces_.back().original_begin) {
      return;
    }
    pieces_.push_back({static_cast<uint32_t>(folded_begin),
                       static_cast<uint32_t>(original_begin), 0});
  }

  absl::string_view text_;
  const ClassTable& small_classes_;
  size_t position_ = 0;
  bool after_space_ = false;
  Segment segment_;  // the one being folded
  std::string folded_;
  std::vector<FoldedPiece> pieces_;
};

}  // namespace

absl::StatusOr<FoldedText> FoldForQuote(absl::string_view text) {
  if (text.size() > kMaxFoldedBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "text of ", text.size(), " bytes, want at most ", kMaxFoldedBytes));
  }
  if (const std::optional<size_t> bad = FindInvalidUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not UTF-8: bad byte at ", *bad));
  }
  return Folder(text).Run();
}

}  // namespace attest
