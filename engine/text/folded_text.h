// FoldedText is a text under folding (folding.h) that knows where each of its
// bytes came from, so that a passage found in it is given in the original.
//
// Thread-safety: const methods run concurrently.
// Lifetime: borrows the original, which must outlive it unmoved.

#ifndef ATTEST_ENGINE_TEXT_FOLDED_TEXT_H_
#define ATTEST_ENGINE_TEXT_FOLDED_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// Bytes [begin, end).
struct ByteRange {
  size_t begin = 0;
  size_t end = 0;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

// A stretch of folded text, up to where the next piece begins, and its source.
struct FoldedPiece {
  uint32_t folded_begin;
  uint32_t original_begin;
  // 0: every code point of the piece stands, equally long, at the same
  // distance from original_begin. Else the piece as a whole comes from that
  // many bytes, which cannot be divided: a normalisation segment such as a
  // ligature or a letter with its marks.
  uint32_t original_size;
};

class FoldedText {
 public:
  // `pieces` ascend, the first begins at 0, and none is empty; there is none
  // when `folded` is empty.
  FoldedText(absl::string_view original, std::string folded,
             std::vector<FoldedPiece> pieces);

  [[nodiscard]] absl::string_view text() const { return folded_; }
  [[nodiscard]] absl::string_view original() const { return original_; }

  // Returns the bytes of the original that the folded bytes `folded` came
  // from, from the first real character to the last: what folding dropped in
  // between is inside, what it dropped before and after is not. A range that
  // cuts a normalisation segment gets the whole segment.
  // Requires: `folded` is not empty, lies in text() and begins and ends at
  // code point boundaries. O(log pieces).
  [[nodiscard]] ByteRange OriginalRange(ByteRange folded) const;

 private:
  [[nodiscard]] const FoldedPiece& PieceAt(size_t folded_position) const;

  absl::string_view original_;
  std::string folded_;
  std::vector<FoldedPiece> pieces_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_FOLDED_TEXT_H_
