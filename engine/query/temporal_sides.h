// What a date or time has of date, time of day and zone: the common ground of
// the five types.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_SIDES_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_SIDES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/query/temporal.h"
#include "engine/query/time_zone.h"
#include "engine/query/value.h"

namespace attest::query {

struct TemporalSides {
  std::optional<Date> date;
  std::optional<LocalTime> time;
  std::optional<int32_t> offset;
  std::string zone;  // empty: none, or the offset alone

  // What a clock shows: midnight without a time. Requires: a date.
  [[nodiscard]] LocalDateTime face() const {
    return {.date = *date, .time = time.value_or(LocalTime())};
  }
  // None without an offset.
  [[nodiscard]] absl::StatusOr<std::optional<TimeZone>> FindZone() const;
};

// All empty for values that are no date or time.
[[nodiscard]] TemporalSides SidesOf(const Value& value);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_SIDES_H_
