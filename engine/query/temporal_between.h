// The duration from one date or time to another.
//
// Where one of the two has no date, it is taken as of the other's, and only the
// time counts; where one has no time, it is midnight. Where one has no zone, it
// is taken as in the other's; where both have one, the second is seen from the
// first's. Months and days are those of the clock's face, the rest is the time
// that passes. All parts have one sign, save where a zone's clocks are set
// between, and the sum of the first and the duration is the second.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_BETWEEN_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_BETWEEN_H_

#include "absl/status/statusor.h"
#include "engine/query/temporal.h"
#include "engine/query/value.h"

namespace attest::query {

// Requires of all: dates and times, no durations. Errors: those of sums, near
// the ends of the calendar.

[[nodiscard]] absl::StatusOr<Duration> DurationBetween(const Value& from,
                                                       const Value& to);
// The whole months, days and seconds alone.
[[nodiscard]] absl::StatusOr<Duration> MonthsBetween(const Value& from,
                                                     const Value& to);
[[nodiscard]] absl::StatusOr<Duration> DaysBetween(const Value& from,
                                                   const Value& to);
[[nodiscard]] absl::StatusOr<Duration> SecondsBetween(const Value& from,
                                                      const Value& to);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_BETWEEN_H_
