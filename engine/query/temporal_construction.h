// Dates, times and durations made of texts, of maps of their parts, and of each
// other: what date(...), time(...), duration(...) do.
//
// A map has fields (year, week, hour, ... : temporal_fields.h), `timezone`, and
// may have `date`, `time` or `datetime`: another value, from which comes what
// no field says. When that has a zone and `timezone` names another, the result
// is the same instant there; without either the zone is UTC. `epochSeconds` and
// `epochMillis` stand for all fields but `nanosecond`. A map of `timezone`
// alone, which may be empty too, means now. A null in a map makes null.
//
// Errors: ArgumentError, InvalidArgumentValue, for fields that do not exist, do
// not go together or are of the wrong type; TypeError, InvalidArgumentValue,
// for a value that lacks what is to be made.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_CONSTRUCTION_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_CONSTRUCTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_sides.h"
#include "engine/query/value.h"

namespace attest::query {

// `type`: one of the five types of dates and times, here and below. `from`: a
// string, a map, or a date or time.
[[nodiscard]] absl::StatusOr<Value> MakeTemporal(Value::Type type,
                                                 const Value& from,
                                                 absl::Time now);

// `now` as a clock in `zone` shows it.
[[nodiscard]] absl::StatusOr<Value> TemporalNow(Value::Type type,
                                                const TimeZone& zone,
                                                absl::Time now);

// `from`: a string, a map of counts (years, ... nanoseconds: integers or
// floats), or a duration.
[[nodiscard]] absl::StatusOr<Value> MakeDuration(const Value& from);

[[nodiscard]] bool HasDate(Value::Type type);
[[nodiscard]] bool HasTime(Value::Type type);
[[nodiscard]] bool HasZone(Value::Type type);

// The parts of `time` that `type` has.
[[nodiscard]] Value PartOf(Value::Type type, const DateTime& time);

// The entries of a map, sorted out; which of them a type has is checked.
struct TemporalEntries {
  DateFields date;
  TimeFields time;
  std::optional<std::string> timezone;
  std::optional<int64_t> epoch_seconds;
  std::optional<int64_t> epoch_millis;
  // All that `date`, `time` and `datetime` give.
  TemporalSides base;
  // The date of a `time` in a named zone, which decides on its offset.
  std::optional<Date> date_of_time;
  bool has_base = false;
  bool has_null = false;
};
[[nodiscard]] absl::StatusOr<TemporalEntries> ReadEntries(Value::Type type,
                                                          const Value& map);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_CONSTRUCTION_H_
