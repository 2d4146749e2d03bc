#include "engine/projection/string_column.h"

#include <cassert>

namespace attest {

bool StringColumn::PlacesCheck::operator()(absl::Span<const uint32_t> piece) {
  bool sound = true;
  for (size_t i = 0; i < piece.size(); i += kBlock) {
    sound = sound && block_ < blocks_.size() &&
            Block(blocks_[block_], piece.subspan(i, kBlock));
    ++block_;
  }
  return sound;
}

bool StringColumn::PlacesCheck::Block(uint64_t start,
                                      absl::Span<const uint32_t> places) {
  if (start > bytes_ || places[0] > bytes_ - start) return false;
  const uint64_t first = start + places[0];
  if (first < last_ || first - last_ > kMaxStringBytes) return false;
  // Without branches, for the compiler to take many at once.
  uint32_t wrong = 0;
  for (size_t i = 1; i < places.size(); ++i) {
    const uint32_t before = places.data()[i - 1];
    const uint32_t here = places.data()[i];
    wrong |= here < before || here - before > kMaxStringBytes ? 1U : 0U;
  }
  last_ = start + places.back();
  return wrong == 0 && last_ <= bytes_;
}

bool StringColumn::PlacesCheck::Finished() const {
  return blocks_.size() == (places_ + kBlock - 1) / kBlock &&
         block_ == blocks_.size() && bytes_ >= last_ &&
         bytes_ - last_ <= kMaxStringBytes && (places_ > 0 || bytes_ == 0);
}

void StringColumn::push_back(absl::string_view value) {
  assert(value.size() <= kMaxStringBytes);
  if (size() % kBlock == 0) blocks_.push_back(bytes_.size());
  places_.push_back(static_cast<uint32_t>(bytes_.size() - blocks_.back()));
  bytes_.Append(absl::MakeConstSpan(value.data(), value.size()));
}

void StringColumn::Reserve(size_t strings, size_t bytes) {
  blocks_.Reserve((strings + kBlock - 1) / kBlock);
  places_.Reserve(strings);
  bytes_.Reserve(bytes);
}

void StringColumn::ShrinkToFit() {
  blocks_.ShrinkToFit();
  places_.ShrinkToFit();
  bytes_.ShrinkToFit();
}

}  // namespace attest
