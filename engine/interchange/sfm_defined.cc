#include "engine/interchange/sfm_defined.h"

#include <utility>

namespace attest {
namespace {

constexpr size_t kFirstSlots = 8;

}  // namespace

SfmDefined::Slot SfmDefined::SlotOf(absl::uint128 hash) {
  Slot slot{.high = absl::Uint128High64(hash),
            .low = absl::Uint128Low64(hash) & ~uint64_t{kMaxNumber}};
  // Zero stands for nothing.
  if (slot.is_empty()) slot.low = kMaxNumber + 1;
  return slot;
}

// The bits that did not choose the part.
size_t SfmDefined::HomeOf(const Slot& slot, size_t slots) {
  const uint64_t bits = (slot.high << kPartBits) >> 32;
  return static_cast<size_t>((bits * slots) >> 32);
}

void SfmDefined::Place(const Slot& slot, std::vector<Slot>& slots) {
  size_t at = HomeOf(slot, slots.size());
  while (!slots[at].is_empty()) at = at + 1 == slots.size() ? 0 : at + 1;
  slots[at] = slot;
}

void SfmDefined::Grow(Part& part) {
  const size_t count = part.slots.size();
  std::vector<Slot> grown(count == 0 ? kFirstSlots : count + count / 2);
  for (const Slot& slot : part.slots) {
    if (!slot.is_empty()) Place(slot, grown);
  }
  part.slots = std::move(grown);
}

const SfmDefined::Slot* SfmDefined::Find(const Part& part, const Slot& slot) {
  const size_t count = part.slots.size();
  if (count == 0) return nullptr;
  for (size_t at = HomeOf(slot, count);; at = at + 1 == count ? 0 : at + 1) {
    const Slot& found = part.slots[at];
    if (found.is_empty()) return nullptr;
    if (found.Has(slot)) return &found;
  }
}

SfmDefined::Slot& SfmDefined::FindOrAdd(Part& part, const Slot& slot,
                                        bool& is_new) {
  if (5 * (part.used + 1) > 4 * part.slots.size()) Grow(part);
  const size_t count = part.slots.size();
  for (size_t at = HomeOf(slot, count);; at = at + 1 == count ? 0 : at + 1) {
    Slot& found = part.slots[at];
    is_new = found.is_empty();
    if (is_new) {
      found = slot;
      ++part.used;
    }
    if (is_new || found.Has(slot)) return found;
  }
}

bool SfmDefined::Add(absl::uint128 hash) {
  const Slot slot = SlotOf(hash);
  bool is_new = false;
  FindOrAdd(PartOf(slot), slot, is_new);
  return is_new;
}

bool SfmDefined::Contains(absl::uint128 hash) const {
  const Slot slot = SlotOf(hash);
  return Find(PartOf(slot), slot) != nullptr;
}

void SfmDefined::Remove(absl::uint128 hash) {
  const Slot slot = SlotOf(hash);
  Part& part = PartOf(slot);
  const Slot* const found = Find(part, slot);
  if (found == nullptr) return;
  std::vector<Slot>& slots = part.slots;
  auto at = static_cast<size_t>(found - slots.data());
  slots[at] = Slot();
  --part.used;
  // What stands behind it may have been pushed there by it.
  while (true) {
    at = at + 1 == slots.size() ? 0 : at + 1;
    if (slots[at].is_empty()) return;
    Place(std::exchange(slots[at], Slot()), slots);
  }
}

uint8_t SfmDefined::NumberOf(absl::uint128 hash) const {
  const Slot slot = SlotOf(hash);
  const Slot* const found = Find(PartOf(slot), slot);
  return found == nullptr ? uint8_t{0}
                          : static_cast<uint8_t>(found->low & kMaxNumber);
}

void SfmDefined::SetNumber(absl::uint128 hash, uint8_t number) {
  const Slot slot = SlotOf(hash);
  bool is_new = false;
  Slot& found = FindOrAdd(PartOf(slot), slot, is_new);
  found.low = slot.low | number;
}

size_t SfmDefined::size() const {
  size_t size = 0;
  for (const Part& part : parts_) size += part.used;
  return size;
}

}  // namespace attest
