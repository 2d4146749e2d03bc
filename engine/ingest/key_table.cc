#include "engine/ingest/key_table.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include "absl/hash/hash.h"

namespace attest {
namespace {

constexpr size_t kFirstSlots = 1024;
constexpr size_t kLargePageBytes = size_t{2} << 20;

uint64_t HashOf(absl::string_view key) {
  return absl::Hash<absl::string_view>()(key);
}

uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

}  // namespace

KeyTable::KeyTable() { AllocateSlots(kFirstSlots); }

void* KeyTable::Allocate(size_t bytes, Pages pages) {
  void* const memory = std::aligned_alloc(
      pages == Pages::kLarge ? kLargePageBytes : alignof(std::max_align_t),
      bytes);
  // As where `new` fails: there is nothing to go on with.
  if (memory == nullptr) std::abort();
  // It is as good without.
  if (pages == Pages::kLarge) madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

void KeyTable::AllocateSlots(size_t count) {
  const size_t bytes = count * sizeof(Slot);
  slots_.reset(static_cast<Slot*>(
      Allocate(bytes, bytes < kLargePageBytes ? Pages::kAny : Pages::kLarge)));
  slot_count_ = count;
  std::uninitialized_fill_n(slots_.get(), count, Slot());
}

void KeyTable::Prefetch(absl::Span<const absl::string_view> keys) const {
  static constexpr size_t kAtOnce = 16;
  std::array<uint64_t, kAtOnce> hashes = {};
  const size_t count = std::min(keys.size(), kAtOnce);
  const size_t mask = slot_count_ - 1;
  for (size_t i = 0; i < count; ++i) {
    hashes[i] = HashOf(keys[i]);
    __builtin_prefetch(&slots_[hashes[i] & mask]);
  }
  for (size_t i = 0; i < count; ++i) {
    // Nearly always it is in its home slot, or not far from it.
    for (size_t at = hashes[i] & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.handle_plus_1 == 0) break;
      if (slot.tag != TagOf(hashes[i])) continue;
      const char* const found = At(slot.handle_plus_1 - 1);
      __builtin_prefetch(found);
      __builtin_prefetch(found + sizeof(KeyEntry) + keys[i].size());
      break;
    }
  }
}

std::pair<KeyHandle, bool> KeyTable::Intern(absl::string_view key) {
  if (4 * (size_ + 1) > 3 * slot_count_) GrowSlots();
  const uint64_t hash = HashOf(key);
  const uint32_t tag = TagOf(hash);
  const size_t mask = slot_count_ - 1;
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
    // The table of a small file takes no more than it needs.
    blocks_.emplace_back(static_cast<uint64_t*>(
        Allocate(kBlockUnits * kUnitBytes,
                 blocks_.empty() ? Pages::kAny : Pages::kLarge)));
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
  const std::unique_ptr<Slot[], Free> old = std::move(slots_);
  const size_t old_count = slot_count_;
  AllocateSlots(2 * old_count);
  const size_t mask = slot_count_ - 1;
  // Only the keys know their whole hash.
  for (size_t i = 0; i < old_count; ++i) {
    const Slot& slot = old[i];
    if (slot.handle_plus_1 == 0) continue;
    size_t at = HashOf(key(slot.handle_plus_1 - 1)) & mask;
    while (slots_[at].handle_plus_1 != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace attest
