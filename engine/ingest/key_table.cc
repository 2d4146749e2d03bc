#include "engine/ingest/key_table.h"

#include <cstring>
#include <new>

#include "absl/hash/hash.h"

namespace attest {
namespace {

constexpr size_t kFirstSlots = 1024;

}  // namespace

KeyTable::KeyTable() : slots_(kFirstSlots) {}

std::pair<KeyHandle, bool> KeyTable::Intern(absl::string_view key) {
  if (4 * (size_ + 1) > 3 * slots_.size()) GrowSlots();
  const uint64_t hash = absl::Hash<absl::string_view>()(key);
  const auto tag = static_cast<uint32_t>(hash >> 32);
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.handle_plus_1 == 0) {
      const KeyHandle handle = Append(key);
      slot = {tag, handle + 1};
      ++size_;
      return {handle, true};
    }
    const KeyHandle handle = slot.handle_plus_1 - 1;
    if (slot.tag == tag && this->key(handle) == key) return {handle, false};
  }
}

void KeyTable::Visit(absl::FunctionRef<bool(KeyHandle)> visit) const {
  for (size_t block = 0; block < blocks_.size(); ++block) {
    for (size_t unit = 0; unit < block_used_[block];) {
      const auto handle = static_cast<KeyHandle>(block * kBlockUnits + unit);
      if (!visit(handle)) return;
      unit += UnitsOf(entry(handle).key_bytes);
    }
  }
}

KeyHandle KeyTable::Append(absl::string_view key) {
  const size_t units = UnitsOf(key.size());
  if (blocks_.empty() || block_used_.back() + units > kBlockUnits) {
    blocks_.emplace_back(new uint64_t[kBlockUnits]);
    block_used_.push_back(0);
  }
  const auto handle = static_cast<KeyHandle>(
      (blocks_.size() - 1) * kBlockUnits + block_used_.back());
  block_used_.back() += units;
  auto* const entry = new (At(handle)) KeyEntry;
  entry->key_bytes = static_cast<uint16_t>(key.size());
  std::memcpy(At(handle) + sizeof(KeyEntry), key.data(), key.size());
  return handle;
}

void KeyTable::GrowSlots() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  // Only the keys know their whole hash.
  for (const Slot& slot : old) {
    if (slot.handle_plus_1 == 0) continue;
    const uint64_t hash =
        absl::Hash<absl::string_view>()(key(slot.handle_plus_1 - 1));
    size_t at = hash & mask;
    while (slots_[at].handle_plus_1 != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace attest
