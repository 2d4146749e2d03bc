// Rounding of floats as the decimal numbers that they are written as: 1.005
// rounds to 1.01 in two places, although the float lies a little below.

#ifndef ATTEST_ENGINE_QUERY_DECIMAL_ROUNDING_H_
#define ATTEST_ENGINE_QUERY_DECIMAL_ROUNDING_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace attest::query {

enum class RoundingMode : uint8_t {
  kUp,        // away from 0
  kDown,      // towards 0
  kCeiling,   // towards infinity
  kFloor,     // towards minus infinity
  kHalfUp,    // to the nearest, of two the one away from 0
  kHalfDown,  // of two the one towards 0
  kHalfEven,  // of two the one with an even last digit
};

// "HALF_UP", in any case.
[[nodiscard]] std::optional<RoundingMode> ReadRoundingMode(
    absl::string_view name);

// `value` with `places` decimals. Requires: `places` >= 0.
[[nodiscard]] double Rounded(double value, int64_t places, RoundingMode mode);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_DECIMAL_ROUNDING_H_
