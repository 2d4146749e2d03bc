// SfmDefined remembers which keys an import has made, by their hashes, and
// beside each a small number: the confidence that was given. It is compact, as
// a table of a million rows makes eight million keys.
//
// Memory: 16 bytes a slot, of which between a half and four fifths are in use;
// it grows by parts, so that hardly any of it is there twice while it does.
// Thread-safety: none.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_DEFINED_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_DEFINED_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/numeric/int128.h"

namespace attest {

class SfmDefined {
 public:
  static constexpr uint8_t kMaxNumber = 3;

  // Adds `hash`, with the number 0. False when it is there.
  // Hashes are told apart by all but their last two bits, and must be those of
  // a function whose bits are as good as random.
  bool Add(absl::uint128 hash);
  [[nodiscard]] bool Contains(absl::uint128 hash) const;
  void Remove(absl::uint128 hash);

  // The number beside `hash`; 0 where it is not there.
  [[nodiscard]] uint8_t NumberOf(absl::uint128 hash) const;
  // Sets it, adding `hash` where it is not there. Requires: number <=
  // kMaxNumber.
  void SetNumber(absl::uint128 hash, uint8_t number);

  [[nodiscard]] size_t size() const;

 private:
  // All zero: empty.
  struct Slot {
    uint64_t high = 0;
    uint64_t low = 0;  // the number in the last two bits

    [[nodiscard]] bool is_empty() const { return high == 0 && low == 0; }
    [[nodiscard]] bool Has(const Slot& other) const {
      return high == other.high &&
             (low | kMaxNumber) == (other.low | kMaxNumber);
    }
  };
  struct Part {
    std::vector<Slot> slots;  // open addressing, without gaps behind a home
    size_t used = 0;
  };
  static constexpr size_t kPartBits = 8;

  static Slot SlotOf(absl::uint128 hash);
  static size_t HomeOf(const Slot& slot, size_t slots);
  static void Place(const Slot& slot, std::vector<Slot>& slots);
  static void Grow(Part& part);
  static const Slot* Find(const Part& part, const Slot& slot);
  static Slot& FindOrAdd(Part& part, const Slot& slot, bool& is_new);
  Part& PartOf(const Slot& slot) {
    return parts_[slot.high >> (64 - kPartBits)];
  }
  [[nodiscard]] const Part& PartOf(const Slot& slot) const {
    return parts_[slot.high >> (64 - kPartBits)];
  }

  std::array<Part, size_t{1} << kPartBits> parts_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_DEFINED_H_
