// Sums, differences, products and quotients with durations.
//
// A duration is added to a date or time part by part: its months first, after
// which a day beyond the end of the month becomes its last, then its days, then
// its seconds. A time of day takes the seconds alone and wraps at midnight; a
// date takes the months and days, and the whole days of the seconds. In a
// named zone months and days move the clock's face and seconds the instant; a
// face that a change of the clocks skips is moved forward by its gap.
//
// Where a duration is multiplied or divided, what is left of a month is carried
// into days and seconds at its average length, 2,629,746 seconds, and what is
// left of a day at 24 hours.
//
// Errors, of query_error.h at run time: TypeError, InvalidArgumentType, for
// operands that do not go together; ArithmeticError, NumberOutOfRange, for what
// leaves the calendar or overflows and for a factor that is no finite number,
// and ArithmeticError, DivisionByZero.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_ARITHMETIC_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_ARITHMETIC_H_

#include "absl/status/statusor.h"
#include "engine/query/temporal.h"
#include "engine/query/value.h"

namespace attest::query {

// The operators, where at least one operand is temporal and none is null.
[[nodiscard]] absl::StatusOr<Value> TemporalAdd(const Value& a, const Value& b);
[[nodiscard]] absl::StatusOr<Value> TemporalSubtract(const Value& a,
                                                     const Value& b);
[[nodiscard]] absl::StatusOr<Value> TemporalMultiply(const Value& a,
                                                     const Value& b);
[[nodiscard]] absl::StatusOr<Value> TemporalDivide(const Value& a,
                                                   const Value& b);
// The minus before one operand.
[[nodiscard]] absl::StatusOr<Value> TemporalNegate(const Value& value);

[[nodiscard]] absl::StatusOr<Date> Add(const Date& date,
                                       const Duration& duration);
[[nodiscard]] LocalTime Add(const LocalTime& time, const Duration& duration);
[[nodiscard]] absl::StatusOr<LocalDateTime> Add(const LocalDateTime& time,
                                                const Duration& duration);
[[nodiscard]] absl::StatusOr<DateTime> Add(const DateTime& time,
                                           const Duration& duration);
[[nodiscard]] absl::StatusOr<Duration> Add(const Duration& a,
                                           const Duration& b);
[[nodiscard]] absl::StatusOr<Duration> Negated(const Duration& duration);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_ARITHMETIC_H_
