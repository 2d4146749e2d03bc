// Floats as text, and text as floats and integers.

#ifndef ATTEST_ENGINE_QUERY_NUMBER_TEXT_H_
#define ATTEST_ENGINE_QUERY_NUMBER_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace attest::query {

// The shortest text that reads as the same float: "1.0", "0.00001", "1e-305",
// "-1.5e30". Without an exponent when the first digit stands at most 21 places
// before the point or 7 behind. "NaN", "Infinity", "-Infinity".
[[nodiscard]] std::string FloatText(double value);

// Decimal, with a sign or not, white space around it aside; also "NaN",
// "Infinity" and "-Infinity" in any case. None for everything else.
[[nodiscard]] std::optional<double> ReadFloat(absl::string_view text);

// Of "42" and "-7" the number, of "2.9" and "1e3" the number without its
// fraction. None for what is no number or no 64-bit integer.
[[nodiscard]] std::optional<int64_t> ReadInteger(absl::string_view text);

// `value` without its fraction; none when that is no 64-bit integer.
[[nodiscard]] std::optional<int64_t> Truncated(double value);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_NUMBER_TEXT_H_
