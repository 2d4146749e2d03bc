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
// Keys whose slots are fetched from memory together.
constexpr size_t kAtOnce = 16;
constexpr size_t kLargePageBytes = size_t{2} << 20;

uint64_t HashOf(absl::string_view key) {
  return absl::Hash<absl::string_view>()(key);
}

uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

}  // namespace

KeyTable::KeyTable(const Options& options)
    : options_(options), file_(kBlockUnits * kUnitBytes) {
  AllocateSlots(kFirstSlots);
}

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
    for (size_t unit = 0; unit < blocks_[block].used;) {
      const KeyHandle handle = HandleAt(block, unit);
      if (!visit(handle)) return;
      unit += UnitsOf(entry(handle).key_bytes);
    }
  }
}

void KeyTable::AddBlock() {
  void* units = nullptr;
  if (blocks_.size() >= options_.held_blocks) {
    if (++added_to_file_ > options_.blocks_at_once) {
      file_.LetGoAll();
      added_to_file_ = 1;
    }
    units = file_.Add();
  }
  const bool is_in_file = units != nullptr;
  // Where there is no room on disk there may be in memory.
  if (!is_in_file) {
    // The table of a small file takes no more than it needs.
    units = Allocate(kBlockUnits * kUnitBytes,
                     blocks_.empty() ? Pages::kAny : Pages::kLarge);
    held_.emplace_back(static_cast<uint64_t*>(units));
  }
  blocks_.push_back(
      {.units = static_cast<uint64_t*>(units), .is_in_file = is_in_file});
}

KeyHandle KeyTable::Append(absl::string_view key) {
  const size_t units = UnitsOf(key.size());
  if (blocks_.empty() || blocks_.back().used + units > kBlockUnits) AddBlock();
  const KeyHandle handle = HandleAt(blocks_.size() - 1, blocks_.back().used);
  blocks_.back().used += units;
  auto* const entry = new (At(handle)) KeyEntry;
  entry->key_bytes = static_cast<uint16_t>(key.size());
  std::memcpy(At(handle) + sizeof(KeyEntry), key.data(), key.size());
  return handle;
}

// Only the keys know their whole hash. They are gone through as they lie, so
// that each block is touched once.
void KeyTable::GrowSlots() {
  slots_.reset();
  AllocateSlots(2 * slot_count_);
  std::array<KeyHandle, kAtOnce> handles = {};
  for (size_t block = 0; block < blocks_.size(); ++block) {
    size_t count = 0;
    for (size_t unit = 0; unit < blocks_[block].used;) {
      handles[count] = HandleAt(block, unit);
      unit += UnitsOf(entry(handles[count]).key_bytes);
      if (++count < kAtOnce && unit < blocks_[block].used) continue;
      PlaceAll(absl::MakeConstSpan(handles.data(), count));
      count = 0;
    }
    if (blocks_[block].is_in_file) file_.LetGo(blocks_[block].units);
  }
}

// Requires: at most kAtOnce, none of which has a slot.
void KeyTable::PlaceAll(absl::Span<const KeyHandle> handles) {
  const size_t mask = slot_count_ - 1;
  std::array<uint64_t, kAtOnce> hashes = {};
  for (size_t i = 0; i < handles.size(); ++i) {
    hashes[i] = HashOf(key(handles[i]));
    __builtin_prefetch(&slots_[hashes[i] & mask], 1);
  }
  for (size_t i = 0; i < handles.size(); ++i) {
    size_t at = hashes[i] & mask;
    while (slots_[at].handle_plus_1 != 0) at = (at + 1) & mask;
    slots_[at] = {TagOf(hashes[i]), handles[i] + 1};
  }
}

}  // namespace attest
