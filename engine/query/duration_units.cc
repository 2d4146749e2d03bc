#include "engine/query/duration_units.h"

#include <array>
#include <cmath>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_fields.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using absl::int128;

constexpr int64_t kNanosPerMonth = kSecondsPerMonth * kNanosPerSecond;
constexpr int64_t kMaxInteger = std::numeric_limits<int64_t>::max();
constexpr int64_t kMinInteger = std::numeric_limits<int64_t>::min();

struct UnitName {
  absl::string_view name;
  int64_t nanos;
};
// By DurationUnit.
constexpr std::array<UnitName, 11> kUnits = {{{"years", 12 * kNanosPerMonth},
                                              {"quarters", 3 * kNanosPerMonth},
                                              {"months", kNanosPerMonth},
                                              {"weeks", 7 * kNanosPerDay},
                                              {"days", kNanosPerDay},
                                              {"hours", 3600 * kNanosPerSecond},
                                              {"minutes", 60 * kNanosPerSecond},
                                              {"seconds", kNanosPerSecond},
                                              {"milliseconds", 1'000'000},
                                              {"microseconds", 1'000},
                                              {"nanoseconds", 1}}};

int64_t NanosOf(DurationUnit unit) {
  return kUnits[static_cast<size_t>(unit)].nanos;
}

absl::Status Overflow() {
  return TemporalOverflow("the duration is larger than its parts can count");
}

bool FitsInteger(int128 value) {
  return value >= kMinInteger && value <= kMaxInteger;
}

// The quotient rounded to the nearest integer, halves to the even one.
// Requires: `divisor` > 0, and twice it does not overflow.
int128 RoundedQuotient(int128 value, int128 divisor) {
  int128 quotient = value / divisor;
  int128 rest = value % divisor;
  if (rest < 0) {
    rest += divisor;
    quotient -= 1;
  }
  const int128 twice = rest * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += 1;
  return quotient;
}

// A finite number is mantissa * 2^exponent.
struct Factor {
  int64_t mantissa = 0;
  int exponent = 0;
};

absl::StatusOr<Factor> FactorOf(double number) {
  if (!std::isfinite(number)) {
    return TemporalOverflow("a duration takes no NaN and nothing infinite");
  }
  int exponent = 0;
  const double fraction = std::frexp(number, &exponent);
  Factor factor = {.mantissa = static_cast<int64_t>(std::ldexp(fraction, 53)),
                   .exponent = exponent - 53};
  while (factor.mantissa != 0 && factor.mantissa % 2 == 0) {
    factor.mantissa /= 2;
    ++factor.exponent;
  }
  if (factor.mantissa == 0) factor.exponent = 0;
  return factor;
}

// `count` * `factor` units of `unit_nanos` each, in nanoseconds. The number of
// whole units must fit an integer.
absl::StatusOr<int128> Scaled(int64_t count, const Factor& factor,
                              int64_t unit_nanos) {
  int128 product = int128(count) * factor.mantissa;
  if (product == 0) return int128(0);
  if (factor.exponent >= 0) {
    if (factor.exponent > 62) return Overflow();
    const int128 limit = int128(kMaxInteger) >> factor.exponent;
    if (product > limit || product < -limit) return Overflow();
    return (product << factor.exponent) * unit_nanos;
  }
  // What is shifted out first is less than 2^-64 of a unit.
  constexpr int kBits = 64;
  int bits = -factor.exponent;
  int128 whole = 0;
  if (bits <= 126) {
    const int128 one = int128(1) << bits;
    whole = product / one;
    product %= one;
  }
  if (!FitsInteger(whole)) return Overflow();
  if (bits > kBits) {
    product = bits - kBits > 126 ? int128(0)
                                 : product / (int128(1) << (bits - kBits));
    bits = kBits;
  }
  return whole * unit_nanos +
         RoundedQuotient(product * unit_nanos, int128(1) << bits);
}

absl::Status DivisionByZero() {
  return RunError(ErrorType::kArithmetic, "DivisionByZero",
                  "a duration is divided by zero");
}

}  // namespace

std::optional<DurationUnit> DurationUnitOf(absl::string_view name) {
  for (size_t i = 0; i < kUnits.size(); ++i) {
    if (absl::EqualsIgnoreCase(kUnits[i].name, name)) {
      return static_cast<DurationUnit>(i);
    }
  }
  return std::nullopt;
}

absl::int128& DurationSum::GroupOf(DurationUnit unit) {
  if (unit <= DurationUnit::kMonths) return months_;
  return unit <= DurationUnit::kDays ? days_ : seconds_;
}

// 2^63 of the longest unit are 2^118 nanoseconds, and few are ever added up:
// the sums do not overflow.
absl::Status DurationSum::Add(DurationUnit unit, int64_t count) {
  GroupOf(unit) += int128(count) * NanosOf(unit);
  return absl::OkStatus();
}

absl::Status DurationSum::Add(DurationUnit unit, double count) {
  ASSIGN_OR_RETURN(const Factor factor, FactorOf(count));
  ASSIGN_OR_RETURN(const int128 nanos, Scaled(1, factor, NanosOf(unit)));
  GroupOf(unit) += nanos;
  return absl::OkStatus();
}

absl::Status DurationSum::AddFraction(DurationUnit unit,
                                      absl::string_view digits, int sign) {
  int128 numerator = 0;
  int128 denominator = 1;
  for (const char digit : digits) {
    numerator = numerator * 10 + (digit - '0');
    denominator *= 10;
  }
  GroupOf(unit) +=
      sign * RoundedQuotient(numerator * NanosOf(unit), denominator);
  return absl::OkStatus();
}

absl::StatusOr<Duration> DurationSum::Finish() const {
  const int128 months = months_ / kNanosPerMonth;
  const int128 days_nanos = days_ + months_ % kNanosPerMonth;
  const int128 days = days_nanos / kNanosPerDay;
  const int128 nanos = seconds_ + days_nanos % kNanosPerDay;
  int128 seconds = nanos / kNanosPerSecond;
  int128 fraction = nanos % kNanosPerSecond;
  if (fraction < 0) {
    fraction += kNanosPerSecond;
    seconds -= 1;
  }
  if (!FitsInteger(months) || !FitsInteger(days) || !FitsInteger(seconds)) {
    return Overflow();
  }
  return Duration{.months = static_cast<int64_t>(months),
                  .days = static_cast<int64_t>(days),
                  .seconds = static_cast<int64_t>(seconds),
                  .nanos = static_cast<int64_t>(fraction)};
}

absl::StatusOr<Duration> DurationSum::Product(const Duration& duration,
                                              int64_t factor) {
  const int128 months = int128(duration.months) * factor;
  const int128 days = int128(duration.days) * factor;
  const int128 seconds = int128(duration.seconds) * factor;
  if (!FitsInteger(months) || !FitsInteger(days) || !FitsInteger(seconds)) {
    return Overflow();
  }
  DurationSum sum;
  sum.months_ = months * kNanosPerMonth;
  sum.days_ = days * kNanosPerDay;
  sum.seconds_ = seconds * kNanosPerSecond + int128(duration.nanos) * factor;
  return sum.Finish();
}

absl::StatusOr<Duration> DurationSum::Product(const Duration& duration,
                                              double number) {
  ASSIGN_OR_RETURN(const Factor factor, FactorOf(number));
  DurationSum sum;
  ASSIGN_OR_RETURN(sum.months_,
                   Scaled(duration.months, factor, kNanosPerMonth));
  ASSIGN_OR_RETURN(sum.days_, Scaled(duration.days, factor, kNanosPerDay));
  ASSIGN_OR_RETURN(sum.seconds_,
                   Scaled(duration.seconds, factor, kNanosPerSecond));
  ASSIGN_OR_RETURN(const int128 nanos, Scaled(duration.nanos, factor, 1));
  sum.seconds_ += nanos;
  return sum.Finish();
}

absl::StatusOr<Duration> DurationSum::Quotient(const Duration& duration,
                                               int64_t divisor) {
  if (divisor == 0) return DivisionByZero();
  const int128 sign = divisor < 0 ? -1 : 1;
  const int128 size = sign * divisor;
  DurationSum sum;
  sum.months_ = RoundedQuotient(sign * duration.months * kNanosPerMonth, size);
  sum.days_ = RoundedQuotient(sign * duration.days * kNanosPerDay, size);
  sum.seconds_ = RoundedQuotient(
      sign * (int128(duration.seconds) * kNanosPerSecond + duration.nanos),
      size);
  return sum.Finish();
}

absl::StatusOr<Duration> DurationSum::Quotient(const Duration& duration,
                                               double divisor) {
  if (divisor == 0) return DivisionByZero();
  if (std::abs(divisor) < 0x1p62 && divisor == std::trunc(divisor)) {
    return Quotient(duration, static_cast<int64_t>(divisor));
  }
  return Product(duration, 1 / divisor);
}

absl::int128 AverageSeconds(const Duration& duration) {
  return int128(duration.months) * kSecondsPerMonth +
         int128(duration.days) * kSecondsPerDay + duration.seconds;
}

}  // namespace attest::query
