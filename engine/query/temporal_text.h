// The text of temporal values: ISO 8601 with the zone's name in brackets.
//
// Written is one form: 2015-07-21, 21:40:32.142, 21:40+01:00,
// 2015-07-21T21:40Z, 2015-07-21T21:40+02:00[Europe/Stockholm],
// P1Y2M3DT4H5M6.7S. Seconds are left out when they are 0, zeros at the end of a
// fraction always. Years beyond 9999 have a `+`. What is written reads as the
// same value.
//
// Read are the extended and the basic form:
//     date      2015-07-21 20150721 2015-07 201507 2015 2015-W30-2 2015W302
//               2015-W30 2015W30 2015-202 2015202 2015-Q3-21 2015-Q3; a year
//               with a sign has 4 to 9 digits, and then needs the hyphens when
//               something follows it
//     time      21:40:32.142 214032.142 21:40:32 214032 21:40 2140 21, with
//               `.` or `,` and 1 to 9 digits
//     offset    Z +01 +0100 +01:00 +01:00:28 +010028, up to 18 hours
//     zone      [Europe/Stockholm] after the time or after an offset, which
//               chooses one of two instants where the clocks are set back
//     duration  P12Y5M14DT16H12M70S P2W, any part with a sign and any with a
//               fraction, also the whole with a sign; P2012-02-02T14:37:21.545
// A date-time is a date, `T` and a time; the time may be missing, and means
// midnight.
//
// Errors, of query_error.h at run time: ArgumentError, InvalidArgumentValue.
// Time is linear in the text; longer texts than kMaxTemporalBytes are refused.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_TEXT_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/temporal.h"
#include "engine/query/value.h"

namespace attest::query {

inline constexpr size_t kMaxTemporalBytes = 256;

[[nodiscard]] std::string TextOf(const Date& value);
[[nodiscard]] std::string TextOf(const LocalTime& value);
[[nodiscard]] std::string TextOf(const Time& value);
[[nodiscard]] std::string TextOf(const LocalDateTime& value);
[[nodiscard]] std::string TextOf(const DateTime& value);
[[nodiscard]] std::string TextOf(const Duration& value);
// "Z", "+01:00", "+00:53:28".
[[nodiscard]] std::string OffsetText(int32_t offset_seconds);
// Requires: a value that IsTemporal.
[[nodiscard]] std::string TemporalText(const Value& value);

[[nodiscard]] absl::StatusOr<Date> ParseDate(absl::string_view text);
[[nodiscard]] absl::StatusOr<LocalTime> ParseLocalTime(absl::string_view text);
// Without an offset: UTC.
[[nodiscard]] absl::StatusOr<Time> ParseTime(absl::string_view text);
[[nodiscard]] absl::StatusOr<LocalDateTime> ParseLocalDateTime(
    absl::string_view text);
// Without an offset and a zone: UTC.
[[nodiscard]] absl::StatusOr<DateTime> ParseDateTime(absl::string_view text);
[[nodiscard]] absl::StatusOr<Duration> ParseDuration(absl::string_view text);
// Seconds east of UTC.
[[nodiscard]] absl::StatusOr<int32_t> ParseOffset(absl::string_view text);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_TEXT_H_
