#include "engine/query/temporal_sides.h"

#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<std::optional<TimeZone>> TemporalSides::FindZone() const {
  if (!offset.has_value()) return std::nullopt;
  if (zone.empty()) return TimeZone::AtOffset(*offset);
  ASSIGN_OR_RETURN(TimeZone found, TimeZone::Find(zone));
  return std::optional<TimeZone>(std::move(found));
}

TemporalSides SidesOf(const Value& value) {
  TemporalSides sides;
  switch (value.type()) {
    case Value::Type::kDate:
      sides.date = value.date();
      break;
    case Value::Type::kLocalTime:
      sides.time = value.local_time();
      break;
    case Value::Type::kTime:
      sides.time = value.time().local;
      sides.offset = value.time().offset_seconds;
      break;
    case Value::Type::kLocalDateTime:
      sides.date = value.local_date_time().date;
      sides.time = value.local_date_time().time;
      break;
    case Value::Type::kDateTime:
      sides.date = value.date_time().local.date;
      sides.time = value.date_time().local.time;
      sides.offset = value.date_time().offset_seconds;
      sides.zone = value.date_time().zone;
      break;
    default:
      break;
  }
  return sides;
}

}  // namespace attest::query
