// The fields that dates and times are made of, as a map or a text gives them:
// each may be missing, and none is checked yet.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_FIELDS_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/temporal.h"

namespace attest::query {

// An ArgumentError, InvalidArgumentValue, at run time.
[[nodiscard]] absl::Status TemporalFault(absl::string_view message);
// An ArithmeticError, NumberOutOfRange, at run time.
[[nodiscard]] absl::Status TemporalOverflow(absl::string_view message);
// `text` as messages show it: bounded, and without bytes that are no text.
[[nodiscard]] std::string ShownText(absl::string_view text);

// A year, and then one of: month and day; week and weekday; the day of the
// year; quarter and its day.
struct DateFields {
  std::optional<int64_t> year;
  std::optional<int64_t> month;
  std::optional<int64_t> day;
  std::optional<int64_t> week;
  std::optional<int64_t> weekday;
  std::optional<int64_t> ordinal_day;
  std::optional<int64_t> quarter;
  std::optional<int64_t> day_of_quarter;

  [[nodiscard]] bool IsEmpty() const;
};

// What is missing comes from `base`; without one the year must be there, a
// smaller field only below its larger one, and the missing smaller ones are 1.
// Where weeks are given, the year is that of the week.
[[nodiscard]] absl::StatusOr<Date> MakeDate(const DateFields& fields,
                                            const std::optional<Date>& base);

struct TimeFields {
  std::optional<int64_t> hour;
  std::optional<int64_t> minute;
  std::optional<int64_t> second;
  // Each counts within the next larger one that is given, within the second
  // otherwise.
  std::optional<int64_t> millisecond;
  std::optional<int64_t> microsecond;
  std::optional<int64_t> nanosecond;

  [[nodiscard]] bool IsEmpty() const;
  [[nodiscard]] bool HasFraction() const {
    return millisecond.has_value() || microsecond.has_value() ||
           nanosecond.has_value();
  }
};

// The fraction of a second, in nanoseconds, which the three smallest fields
// make. `limit`: it must be below.
[[nodiscard]] absl::StatusOr<int64_t> FractionOf(const TimeFields& fields,
                                                 int64_t limit);

// What is missing comes from `base`; without one a smaller field needs the
// larger ones, and the missing ones are 0. Any of the fields of the fraction
// replaces all of it.
[[nodiscard]] absl::StatusOr<LocalTime> MakeTime(
    const TimeFields& fields, const std::optional<LocalTime>& base);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_FIELDS_H_
