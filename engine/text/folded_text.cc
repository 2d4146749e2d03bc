#include "engine/text/folded_text.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace attest {

FoldedText::FoldedText(absl::string_view original, std::string folded,
                       std::vector<FoldedPiece> pieces)
    : original_(original),
      folded_(std::move(folded)),
      pieces_(std::move(pieces)) {
  assert(folded_.empty() == pieces_.empty());
}

const FoldedPiece& FoldedText::PieceAt(size_t folded_position) const {
  const auto next =
      std::upper_bound(pieces_.begin(), pieces_.end(), folded_position,
                       [](size_t position, const FoldedPiece& piece) {
                         return position < piece.folded_begin;
                       });
  return *std::prev(next);
}

ByteRange FoldedText::OriginalRange(ByteRange folded) const {
  assert(folded.begin < folded.end && folded.end <= folded_.size());
  const FoldedPiece& first = PieceAt(folded.begin);
  const FoldedPiece& last = PieceAt(folded.end - 1);
  ByteRange range = {first.original_begin, last.original_begin};
  if (first.original_size == 0) {
    range.begin += folded.begin - first.folded_begin;
  }
  range.end += last.original_size == 0 ? folded.end - last.folded_begin
                                       : last.original_size;
  return range;
}

}  // namespace attest
