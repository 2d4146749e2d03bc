// The parts of temporal values: d.year, d.weekDay, d.timezone.
//
// Of dates: year quarter month week weekYear day ordinalDay weekDay (or
// dayOfWeek) dayOfQuarter (or quarterDay). Of times: hour minute second
// millisecond microsecond nanosecond, each of the three counting the fraction
// of the second. Of what has an offset: timezone offset offsetMinutes
// offsetSeconds. Of date-times: epochSeconds epochMillis.
//
// Of durations: years quarters months weeks days hours minutes seconds
// milliseconds microseconds nanoseconds count one of the three groups (months,
// days, seconds) in whole units; quartersOfYear monthsOfYear monthsOfQuarter
// daysOfWeek minutesOfHour secondsOfMinute millisecondsOfSecond
// microsecondsOfSecond nanosecondsOfSecond count what a larger unit leaves.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_MEMBER_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_MEMBER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/value.h"

namespace attest::query {

// `value.key`, `key` in any case. Errors: ArgumentError, InvalidArgumentValue,
// when values of this type have no such part; ArithmeticError, NumberOutOfRange
// for a count that no integer holds. Requires: a value that IsTemporal.
[[nodiscard]] absl::StatusOr<Value> TemporalMember(const Value& value,
                                                   absl::string_view key);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_MEMBER_H_
