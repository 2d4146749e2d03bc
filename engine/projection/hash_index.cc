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
  // Without branches, for the compiler to take many slots at once.
  uint32_t used = 0;
  uint32_t wrong = 0;
  for (const uint32_t slot : index.base_) {
    const uint32_t is_used = slot != kEmpty ? 1 : 0;
    const uint32_t is_beyond = (slot & mask) >= ordinal_limit ? 1 : 0;
    used += is_used;
    wrong |= is_used & is_beyond;
  }
  index.base_size_ = used;
  if (wrong != 0)
    return absl::DataLossError("hash index: ordinal out of range");
  return index;
}

}  // namespace attest
