#include "engine/query/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace attest::query {
namespace {

// Exponents of the first digit between which no `e` is written.
constexpr int kLeastPlain = -7;
constexpr int kMostPlain = 20;

// "-?digits" with the point behind the first one's `exponent` followers.
struct Digits {
  bool is_negative = false;
  std::string digits;
  int exponent = 0;
};

Digits ShortestDigits(double value) {
  std::array<char, 64> buffer = {};
  const std::to_chars_result end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                    std::chars_format::scientific);
  const absl::string_view text(buffer.data(),
                               static_cast<size_t>(end.ptr - buffer.data()));
  Digits digits;
  const size_t e = text.find('e');
  for (const char c : text.substr(0, e)) {
    if (c == '-') digits.is_negative = true;
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits.digits.push_back(c);
    }
  }
  // Read by SimpleAtoi with its sign.
  if (!absl::SimpleAtoi(text.substr(e + 1), &digits.exponent)) return {};
  return digits;
}

// Is `text` written as a decimal number: digits, at most one point, an
// exponent?
bool IsDecimal(absl::string_view text) {
  size_t at = 0;
  const auto skip_sign = [&] {
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  };
  const auto skip_digits = [&] {
    const size_t begin = at;
    while (at < text.size() &&
           absl::ascii_isdigit(static_cast<unsigned char>(text[at]))) {
      ++at;
    }
    return at - begin;
  };
  skip_sign();
  size_t digits = skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    skip_sign();
    if (skip_digits() == 0) return false;
  }
  return at == text.size();
}

}  // namespace

std::string FloatText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  const Digits shortest = ShortestDigits(value);
  const std::string& digits = shortest.digits;
  const std::string sign = shortest.is_negative ? "-" : "";
  const int exponent = shortest.exponent;
  if (exponent < kLeastPlain || exponent > kMostPlain) {
    const std::string rest =
        digits.size() > 1 ? absl::StrCat(".", digits.substr(1)) : "";
    return absl::StrCat(sign, digits.substr(0, 1), rest, "e", exponent);
  }
  if (exponent < 0) {
    return absl::StrCat(sign, "0.",
                        std::string(static_cast<size_t>(-exponent - 1), '0'),
                        digits);
  }
  const auto before = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= before) {
    return absl::StrCat(sign, digits, std::string(before - digits.size(), '0'),
                        ".0");
  }
  return absl::StrCat(sign, digits.substr(0, before), ".",
                      digits.substr(before));
}

std::optional<double> ReadFloat(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (absl::EqualsIgnoreCase(text, "NaN")) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (absl::EqualsIgnoreCase(text, "Infinity")) return kInfinity;
  if (absl::EqualsIgnoreCase(text, "-Infinity")) return -kInfinity;
  double value = 0;
  if (!IsDecimal(text) || !absl::SimpleAtod(text, &value)) return std::nullopt;
  return value;
}

std::optional<int64_t> ReadInteger(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (!IsDecimal(text)) return std::nullopt;
  if (text.find_first_of("eE") == absl::string_view::npos) {
    // Digit by digit, since a float holds no more than 53 bits.
    absl::string_view whole = text.substr(0, text.find('.'));
    if (whole.empty() || whole == "-" || whole == "+") return 0;
    int64_t value = 0;
    if (!absl::SimpleAtoi(whole, &value)) return std::nullopt;
    return value;
  }
  double value = 0;
  if (!absl::SimpleAtod(text, &value)) return std::nullopt;
  return Truncated(value);
}

std::optional<int64_t> Truncated(double value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (!(value >= -kLimit && value < kLimit)) return std::nullopt;
  return static_cast<int64_t>(value);
}

}  // namespace attest::query
