// Quantity is a number of something as a source put it: exactly, at least, at
// most, about so many, or between two bounds. Numbers are whole, from 0 to
// 2^53.

#ifndef ATTEST_ENGINE_MODEL_QUANTITY_H_
#define ATTEST_ENGINE_MODEL_QUANTITY_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace attest {

// The whole numbers [low, high], both included; `high` is kUnlimited when
// nothing limits them.
struct QuantityInterval {
  static constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

  int64_t low = 0;
  int64_t high = kUnlimited;

  // Is every number of `inner` one of this interval?
  [[nodiscard]] constexpr bool Contains(const QuantityInterval& inner) const {
    return low <= inner.low && inner.high <= high;
  }
  // Do the two have a number in common?
  [[nodiscard]] constexpr bool Overlaps(const QuantityInterval& other) const {
    return low <= other.high && other.low <= high;
  }

  friend constexpr bool operator==(const QuantityInterval&,
                                   const QuantityInterval&) = default;
};

enum class QuantityForm : uint8_t {
  kExact,
  kAtLeast,
  kAtMost,
  kAbout,
  kRange,
};

// The fields are as read; Validate says whether they make sense. Two
// quantities are equal when they say the same in the same form: exactly 5 is
// not the range from 5 to 5.
struct Quantity {
  static constexpr int64_t kMaxNumber = int64_t{1} << 53;

  QuantityForm form = QuantityForm::kExact;
  // The number of every form but kRange, for which it is 0.
  int64_t number = 0;
  // The bounds and the best estimate of kRange; 0 and none otherwise.
  int64_t low = 0;
  std::optional<int64_t> best;
  int64_t high = 0;
  // What is counted; empty when the source gives no unit.
  std::string unit;

  [[nodiscard]] static Quantity Exact(int64_t number, std::string unit);
  [[nodiscard]] static Quantity AtLeast(int64_t number, std::string unit);
  [[nodiscard]] static Quantity AtMost(int64_t number, std::string unit);
  [[nodiscard]] static Quantity About(int64_t number, std::string unit);
  [[nodiscard]] static Quantity Range(int64_t low, std::optional<int64_t> best,
                                      int64_t high, std::string unit);

  // InvalidArgument when a number is outside [0, kMaxNumber], when not
  // low <= best <= high, or when a field is set that the form does not have.
  [[nodiscard]] absl::Status Validate() const;

  // The numbers meant. exact n: [n, n]; at least n: [n, unlimited]; at most
  // n: [0, n]; about n: [0.9 n rounded down, 1.1 n rounded up]; a range: its
  // bounds. Requires: valid.
  [[nodiscard]] QuantityInterval interval() const;

  // JSON with sorted names and no spaces, the unit left out when empty:
  // {"about":100,"unit":"persons"}. Requires: valid.
  [[nodiscard]] std::string CanonicalJson() const;

  friend bool operator==(const Quantity&, const Quantity&) = default;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_QUANTITY_H_
