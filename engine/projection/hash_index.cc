#include "engine/projection/hash_index.h"

#include "absl/status/status.h"

namespace attest {

absl::StatusOr<HashIndex> HashIndex::Over(absl::Span<const uint32_t> stored,
                                          uint32_t ordinal_limit) {
  if (stored.empty() || stored.back() == 0 || stored.back() > 32) {
    return absl::DataLossError("hash index: no table");
  }
  HashIndex index;
  index.base_ = stored.first(stored.size() - 1);
  index.base_ordinal_bits_ = stored.back();
  const uint32_t mask = MaskOf(index.base_ordinal_bits_);
  bool sound = true;
  for (const uint32_t slot : index.base_) {
    const bool used = slot != kEmpty;
    sound &= !used || (slot & mask) < ordinal_limit;
    index.base_size_ += used;
  }
  if (!sound) return absl::DataLossError("hash index: ordinal out of range");
  return index;
}

}  // namespace attest
