// Counts of years, days, hours and so on with fractions, and the duration that
// they make.
//
// What is left of a month goes into days and seconds at a month's average
// length, a 4,800th of the 400 years' cycle; what is left of a day into seconds
// at 24 hours. All of it is reckoned exactly and rounded once, to a nanosecond,
// halves to the even one.

#ifndef ATTEST_ENGINE_QUERY_DURATION_UNITS_H_
#define ATTEST_ENGINE_QUERY_DURATION_UNITS_H_

#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/temporal.h"

namespace attest::query {

inline constexpr int64_t kSecondsPerMonth = 2'629'746;  // on average

enum class DurationUnit : uint8_t {
  kYears,
  kQuarters,
  kMonths,
  kWeeks,
  kDays,
  kHours,
  kMinutes,
  kSeconds,
  kMilliseconds,
  kMicroseconds,
  kNanoseconds,
};

// "years": none for other names.
[[nodiscard]] std::optional<DurationUnit> DurationUnitOf(
    absl::string_view name);

// What a duration is made of, summed up. The errors of all functions are
// ArithmeticErrors for what overflows, and for a number that is none.
class DurationSum {
 public:
  [[nodiscard]] absl::Status Add(DurationUnit unit, int64_t count);
  [[nodiscard]] absl::Status Add(DurationUnit unit, double count);
  // `digits`: those of a fraction, at most 9, of the sign of `sign`.
  [[nodiscard]] absl::Status AddFraction(DurationUnit unit,
                                         absl::string_view digits, int sign);
  [[nodiscard]] absl::StatusOr<Duration> Finish() const;

  [[nodiscard]] static absl::StatusOr<Duration> Product(
      const Duration& duration, int64_t factor);
  [[nodiscard]] static absl::StatusOr<Duration> Product(
      const Duration& duration, double factor);
  [[nodiscard]] static absl::StatusOr<Duration> Quotient(
      const Duration& duration, int64_t divisor);
  [[nodiscard]] static absl::StatusOr<Duration> Quotient(
      const Duration& duration, double divisor);

 private:
  absl::int128& GroupOf(DurationUnit unit);

  // In nanoseconds, each group at the average length of its unit.
  absl::int128 months_ = 0;
  absl::int128 days_ = 0;
  absl::int128 seconds_ = 0;
};

// The length of a duration at the average length of its months, without its
// nanoseconds.
[[nodiscard]] absl::int128 AverageSeconds(const Duration& duration);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_DURATION_UNITS_H_
