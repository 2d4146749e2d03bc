// HashIndex finds ordinals by key. It holds no keys: the caller brings hashes
// and equality, and the ordinal names a place in the caller's columns.
//
// Like a column it has two parts: a table that is never written, used where
// it lies in a mapped snapshot, and a small one in memory for what came later.
//
// Algorithm: open addressing with linear probing, at most three quarters full.
// A slot is 32 bits: the ordinal, and above it as many bits of the hash as fit,
// so that a wrong key is hardly ever compared. The home slot is the upper half
// of the hash times the number of slots, without the lower 32 bits (Lemire,
// "Fast random integer generation in an interval", 2019), so that a table
// need not have a power of two of slots.
//
// Hashes must be those of StableHash or as stable, for the table to be saved.
// Thread-safety: const methods run concurrently with each other.

#ifndef ATTEST_ENGINE_PROJECTION_HASH_INDEX_H_
#define ATTEST_ENGINE_PROJECTION_HASH_INDEX_H_

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace attest {

class HashIndex {
 public:
  HashIndex() = default;

  // An index over a table that Stored() made, borrowed from a snapshot.
  // DataLoss unless every ordinal in it is below `ordinal_limit`: O(slots).
  [[nodiscard]] static absl::StatusOr<HashIndex> Over(
      absl::Span<const uint32_t> stored, uint32_t ordinal_limit);

  // The number of ordinals.
  [[nodiscard]] size_t size() const { return base_size_ + tail_size_; }

  // The first ordinal put in with `hash` for which equal(uint32_t ordinal)
  // holds.
  template <class Equal>
  [[nodiscard]] std::optional<uint32_t> Find(uint64_t hash,
                                             Equal&& equal) const {
    const std::optional<uint32_t> found = Probe(Base(), hash, equal);
    return found ? found : Probe(Tail(), hash, equal);
  }

  // Makes room for `count` more ordinals, none above `top`, so that they go in
  // without the table growing. `hash_of` is that of Insert.
  template <class HashOf>
  void Reserve(size_t count, uint32_t top, HashOf&& hash_of) {
    const size_t slots = SlotsFor(tail_size_ + count);
    if (slots > tail_.size()) {
      RebuildTail(slots, std::max(top, tail_top_), hash_of);
    }
  }

  // Puts `ordinal` in. `hash_of(uint32_t)` gives the hash of an ordinal that is
  // in already; it is called when the table grows, then for all in the tail.
  // Requires: ordinal < 2^32 - 1.
  template <class HashOf>
  void Insert(uint64_t hash, uint32_t ordinal, HashOf&& hash_of) {
    assert(ordinal < kEmpty);
    if (IsFull(tail_size_ + 1) || ordinal >= MaskOf(tail_ordinal_bits_)) {
      GrowTail(ordinal, hash_of);
    }
    Place(tail_, tail_ordinal_bits_, hash, ordinal);
    tail_top_ = std::max(tail_top_, ordinal);
    ++tail_size_;
  }

  // The whole index as one table, to be saved and given to Over().
  template <class HashOf>
  [[nodiscard]] std::vector<uint32_t> Stored(HashOf&& hash_of) const {
    uint32_t top = 0;
    ForEach([&top](uint32_t ordinal) { top = std::max(top, ordinal); });
    const uint32_t ordinal_bits = OrdinalBits(top);
    std::vector<uint32_t> table(SlotsFor(size()), kEmpty);
    ForEach([&](uint32_t ordinal) {
      Place(table, ordinal_bits, hash_of(ordinal), ordinal);
    });
    table.push_back(ordinal_bits);
    return table;
  }

  // Calls visit(uint32_t ordinal) on every ordinal, in no order.
  template <class Visitor>
  void ForEach(Visitor&& visit) const {
    for (const Table& table : {Base(), Tail()}) {
      for (const uint32_t slot : table.slots) {
        if (slot != kEmpty) visit(slot & table.ordinal_mask);
      }
    }
  }

  // Held on the heap; the mapped table is not counted.
  [[nodiscard]] size_t memory_bytes() const {
    return tail_.capacity() * sizeof(uint32_t);
  }

 private:
  static constexpr uint32_t kEmpty = 0xffffffff;
  static constexpr size_t kMinSlots = 16;

  struct Table {
    absl::Span<const uint32_t> slots;
    uint32_t ordinal_mask = 0;
  };

  static constexpr uint32_t MaskOf(uint32_t bits) {
    return bits >= 32 ? kEmpty : (uint32_t{1} << bits) - 1;
  }
  // All ones is left free, so that no slot in use can look empty.
  static constexpr uint32_t OrdinalBits(uint32_t top) {
    return static_cast<uint32_t>(std::bit_width(top + 1));
  }
  static constexpr size_t SlotsFor(size_t size) { return size + size / 3 + 1; }
  static size_t Home(uint64_t hash, size_t slots) {
    return static_cast<size_t>(((hash >> 32) * slots) >> 32);
  }

  [[nodiscard]] Table Base() const {
    return {base_, MaskOf(base_ordinal_bits_)};
  }
  [[nodiscard]] Table Tail() const {
    return {tail_, MaskOf(tail_ordinal_bits_)};
  }
  [[nodiscard]] bool IsFull(size_t size) const {
    return size * 4 > tail_.size() * 3;
  }

  template <class Equal>
  static std::optional<uint32_t> Probe(const Table& table, uint64_t hash,
                                       Equal&& equal) {
    const size_t slots = table.slots.size();
    const uint32_t tag = static_cast<uint32_t>(hash) & ~table.ordinal_mask;
    size_t at = Home(hash, slots);
    // A forged table may have no empty slot: look at each but once.
    for (size_t left = slots; left > 0; --left) {
      const uint32_t slot = table.slots[at];
      if (slot == kEmpty) return std::nullopt;
      const uint32_t ordinal = slot & table.ordinal_mask;
      if ((slot & ~table.ordinal_mask) == tag && equal(ordinal)) {
        return ordinal;
      }
      if (++at == slots) at = 0;
    }
    return std::nullopt;
  }

  static void Place(std::vector<uint32_t>& slots, uint32_t ordinal_bits,
                    uint64_t hash, uint32_t ordinal) {
    const uint32_t mask = MaskOf(ordinal_bits);
    size_t at = Home(hash, slots.size());
    while (slots[at] != kEmpty) {
      if (++at == slots.size()) at = 0;
    }
    slots[at] = (static_cast<uint32_t>(hash) & ~mask) | ordinal;
  }

  // Rebuilds the tail with room for another ordinal, `next`, and more.
  template <class HashOf>
  void GrowTail(uint32_t next, HashOf&& hash_of) {
    const size_t slots = IsFull(tail_size_ + 1)
                             ? std::max(kMinSlots, tail_.size() * 2)
                             : tail_.size();
    const uint64_t top = std::max<uint64_t>(next, tail_top_) + slots / 2;
    RebuildTail(slots,
                static_cast<uint32_t>(std::min<uint64_t>(top, kEmpty - 1)),
                hash_of);
  }

  // Rebuilds the tail with so many slots, for ordinals up to `top`.
  template <class HashOf>
  void RebuildTail(size_t slots, uint32_t top, HashOf&& hash_of) {
    const uint32_t bits = OrdinalBits(top);
    std::vector<uint32_t> grown(slots, kEmpty);
    const uint32_t mask = MaskOf(tail_ordinal_bits_);
    for (const uint32_t slot : tail_) {
      if (slot == kEmpty) continue;
      Place(grown, bits, hash_of(slot & mask), slot & mask);
    }
    tail_ = std::move(grown);
    tail_ordinal_bits_ = bits;
  }

  absl::Span<const uint32_t> base_;
  uint32_t base_ordinal_bits_ = 0;
  size_t base_size_ = 0;
  std::vector<uint32_t> tail_;
  uint32_t tail_ordinal_bits_ = 0;
  uint32_t tail_top_ = 0;  // its largest ordinal
  size_t tail_size_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_HASH_INDEX_H_
