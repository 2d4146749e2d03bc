#include "engine/query/decimal_rounding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace attest::query {
namespace {

constexpr std::array<std::pair<absl::string_view, RoundingMode>, 7> kModes = {{
    {"UP", RoundingMode::kUp},
    {"DOWN", RoundingMode::kDown},
    {"CEILING", RoundingMode::kCeiling},
    {"FLOOR", RoundingMode::kFloor},
    {"HALF_UP", RoundingMode::kHalfUp},
    {"HALF_DOWN", RoundingMode::kHalfDown},
    {"HALF_EVEN", RoundingMode::kHalfEven},
}};

// Without a sign: "0.005", "120".
std::string PlainDigits(double magnitude) {
  std::array<char, 2048> buffer = {};
  const std::to_chars_result end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude,
                    std::chars_format::fixed);
  return {buffer.data(), end.ptr};
}

// Does the magnitude grow when `left_out` is cut off behind `last`?
bool GoesUp(RoundingMode mode, bool is_negative, char last,
            absl::string_view left_out) {
  if (left_out.find_first_not_of('0') == absl::string_view::npos) return false;
  const bool is_half =
      left_out[0] == '5' &&
      left_out.find_first_not_of('0', 1) == absl::string_view::npos;
  const bool is_more = left_out[0] >= '5' && !is_half;
  switch (mode) {
    case RoundingMode::kUp:
      return true;
    case RoundingMode::kDown:
      return false;
    case RoundingMode::kCeiling:
      return !is_negative;
    case RoundingMode::kFloor:
      return is_negative;
    case RoundingMode::kHalfUp:
      return is_more || is_half;
    case RoundingMode::kHalfDown:
      return is_more;
    case RoundingMode::kHalfEven:
      return is_more || (is_half && (last - '0') % 2 == 1);
  }
  return false;
}

// Adds 1 to the last digit.
void Increment(std::string& digits) {
  for (size_t i = digits.size(); i-- > 0;) {
    if (digits[i] == '.') continue;
    if (digits[i] != '9') {
      ++digits[i];
      return;
    }
    digits[i] = '0';
  }
  digits.insert(digits.begin(), '1');
}

}  // namespace

std::optional<RoundingMode> ReadRoundingMode(absl::string_view name) {
  for (const auto& [mode_name, mode] : kModes) {
    if (absl::EqualsIgnoreCase(mode_name, name)) return mode;
  }
  return std::nullopt;
}

double Rounded(double value, int64_t places, RoundingMode mode) {
  if (!std::isfinite(value)) return value;
  const bool is_negative = std::signbit(value);
  std::string digits = PlainDigits(std::fabs(value));
  const size_t point = digits.find('.');
  if (point == std::string::npos) return value;
  const size_t decimals = digits.size() - point - 1;
  if (static_cast<uint64_t>(places) >= decimals) return value;
  const size_t kept = point + 1 + static_cast<size_t>(places);
  const std::string left_out = digits.substr(kept);
  const char last = digits[places == 0 ? point - 1 : kept - 1];
  digits.resize(kept);
  if (GoesUp(mode, is_negative, last, left_out)) Increment(digits);
  double rounded = 0;
  // Digits, a point and digits always read.
  static_cast<void>(absl::SimpleAtod(digits, &rounded));
  return is_negative ? -rounded : rounded;
}

}  // namespace attest::query
