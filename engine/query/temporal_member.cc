#include "engine/query/temporal_member.h"

#include <optional>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_sides.h"
#include "engine/query/temporal_text.h"
#include "engine/query/time_zone.h"

namespace attest::query {
namespace {

// A part that is a number. It may be more than an integer holds: none of them
// is more than a 64-bit integer times 10^9.
template <class T>
struct Part {
  absl::string_view name;
  absl::int128 (*of)(const T& value);
};

constexpr Part<Date> kDateParts[] = {
    {"year",
     [](const Date& d) -> absl::int128 { return CivilDayOf(d.days).year; }},
    {"quarter",
     [](const Date& d) -> absl::int128 {
       return QuarterOf(CivilDayOf(d.days).month);
     }},
    {"month",
     [](const Date& d) -> absl::int128 { return CivilDayOf(d.days).month; }},
    {"week",
     [](const Date& d) -> absl::int128 { return WeekDayOf(d.days).week; }},
    {"weekYear",
     [](const Date& d) -> absl::int128 { return WeekDayOf(d.days).year; }},
    {"day",
     [](const Date& d) -> absl::int128 { return CivilDayOf(d.days).day; }},
    {"ordinalDay",
     [](const Date& d) -> absl::int128 { return OrdinalDayOf(d.days); }},
    {"weekDay",
     [](const Date& d) -> absl::int128 { return WeekDayOf(d.days).weekday; }},
    {"dayOfWeek",
     [](const Date& d) -> absl::int128 { return WeekDayOf(d.days).weekday; }},
    {"dayOfQuarter",
     [](const Date& d) -> absl::int128 { return DayOfQuarter(d.days); }},
    {"quarterDay",
     [](const Date& d) -> absl::int128 { return DayOfQuarter(d.days); }},
};

constexpr Part<LocalTime> kTimeParts[] = {
    {"hour",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos / kNanosPerSecond / 3600;
     }},
    {"minute",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos / kNanosPerSecond / 60 % 60;
     }},
    {"second",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos / kNanosPerSecond % 60;
     }},
    {"millisecond",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos % kNanosPerSecond / 1'000'000;
     }},
    {"microsecond",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos % kNanosPerSecond / 1'000;
     }},
    {"nanosecond",
     [](const LocalTime& t) -> absl::int128 {
       return t.nanos % kNanosPerSecond;
     }},
};

constexpr Part<int32_t> kOffsetParts[] = {
    {"offsetMinutes",
     [](const int32_t& offset) -> absl::int128 { return offset / 60; }},
    {"offsetSeconds",
     [](const int32_t& offset) -> absl::int128 { return offset; }},
};

constexpr Part<Instant> kInstantParts[] = {
    {"epochSeconds",
     [](const Instant& i) -> absl::int128 { return i.seconds; }},
    {"epochMillis",
     [](const Instant& i) -> absl::int128 {
       return absl::int128(i.seconds) * 1000 + i.nanos / 1'000'000;
     }},
};

constexpr Part<Duration> kDurationParts[] = {
    {"years", [](const Duration& d) -> absl::int128 { return d.months / 12; }},
    {"quarters",
     [](const Duration& d) -> absl::int128 { return d.months / 3; }},
    {"months", [](const Duration& d) -> absl::int128 { return d.months; }},
    {"weeks", [](const Duration& d) -> absl::int128 { return d.days / 7; }},
    {"days", [](const Duration& d) -> absl::int128 { return d.days; }},
    {"hours",
     [](const Duration& d) -> absl::int128 { return d.seconds / 3600; }},
    {"minutes",
     [](const Duration& d) -> absl::int128 { return d.seconds / 60; }},
    {"seconds", [](const Duration& d) -> absl::int128 { return d.seconds; }},
    {"milliseconds",
     [](const Duration& d) -> absl::int128 {
       return absl::int128(d.seconds) * 1000 + d.nanos / 1'000'000;
     }},
    {"microseconds",
     [](const Duration& d) -> absl::int128 {
       return absl::int128(d.seconds) * 1'000'000 + d.nanos / 1'000;
     }},
    {"nanoseconds",
     [](const Duration& d) -> absl::int128 {
       return absl::int128(d.seconds) * kNanosPerSecond + d.nanos;
     }},
    {"quartersOfYear",
     [](const Duration& d) -> absl::int128 { return d.months % 12 / 3; }},
    {"monthsOfYear",
     [](const Duration& d) -> absl::int128 { return d.months % 12; }},
    {"monthsOfQuarter",
     [](const Duration& d) -> absl::int128 { return d.months % 3; }},
    {"daysOfWeek",
     [](const Duration& d) -> absl::int128 { return d.days % 7; }},
    {"minutesOfHour",
     [](const Duration& d) -> absl::int128 { return d.seconds / 60 % 60; }},
    {"secondsOfMinute",
     [](const Duration& d) -> absl::int128 { return d.seconds % 60; }},
    {"millisecondsOfSecond",
     [](const Duration& d) -> absl::int128 { return d.nanos / 1'000'000; }},
    {"microsecondsOfSecond",
     [](const Duration& d) -> absl::int128 { return d.nanos / 1'000; }},
    {"nanosecondsOfSecond",
     [](const Duration& d) -> absl::int128 { return d.nanos; }},
};

template <class T, size_t kCount>
std::optional<absl::int128> Find(const Part<T> (&parts)[kCount],
                                 absl::string_view key, const T& value) {
  for (const Part<T>& part : parts) {
    if (absl::EqualsIgnoreCase(part.name, key)) return part.of(value);
  }
  return std::nullopt;
}

template <class T, size_t kCount>
void AppendNames(const Part<T> (&parts)[kCount], std::string& names) {
  for (const Part<T>& part : parts) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", part.name);
  }
}

std::optional<Instant> FindInstant(const TemporalSides& sides) {
  if (!sides.date.has_value() || !sides.offset.has_value()) return std::nullopt;
  Instant instant = InstantOf(sides.face());
  instant.seconds -= *sides.offset;
  return instant;
}

std::optional<absl::int128> FindNumber(const Value& value,
                                       const TemporalSides& sides,
                                       absl::string_view key) {
  if (value.Is(Value::Type::kDuration)) {
    return Find(kDurationParts, key, value.duration());
  }
  std::optional<absl::int128> number;
  if (sides.date.has_value()) number = Find(kDateParts, key, *sides.date);
  if (!number.has_value() && sides.time.has_value()) {
    number = Find(kTimeParts, key, *sides.time);
  }
  if (!number.has_value() && sides.offset.has_value()) {
    number = Find(kOffsetParts, key, *sides.offset);
  }
  const std::optional<Instant> instant = FindInstant(sides);
  if (!number.has_value() && instant.has_value()) {
    number = Find(kInstantParts, key, *instant);
  }
  return number;
}

absl::Status NoSuchPart(const Value& value, const TemporalSides& sides,
                        absl::string_view key) {
  std::string names;
  if (value.Is(Value::Type::kDuration)) AppendNames(kDurationParts, names);
  if (sides.date.has_value()) AppendNames(kDateParts, names);
  if (sides.time.has_value()) AppendNames(kTimeParts, names);
  if (sides.offset.has_value()) {
    absl::StrAppend(&names, ", timezone, offset");
    AppendNames(kOffsetParts, names);
  }
  if (FindInstant(sides).has_value()) AppendNames(kInstantParts, names);
  return TemporalFault(absl::StrCat("a ", NameOf(value.type()), " has no part ",
                                    ShownText(key), "; want one of ", names));
}

}  // namespace

absl::StatusOr<Value> TemporalMember(const Value& value,
                                     absl::string_view key) {
  const TemporalSides sides = SidesOf(value);
  if (sides.offset.has_value()) {
    const bool is_zone = absl::EqualsIgnoreCase(key, "timezone");
    if (is_zone && !sides.zone.empty()) {
      return Value::String(sides.zone);
    }
    if (is_zone || absl::EqualsIgnoreCase(key, "offset")) {
      return Value::String(OffsetText(*sides.offset));
    }
  }
  const std::optional<absl::int128> number = FindNumber(value, sides, key);
  if (!number.has_value()) return NoSuchPart(value, sides, key);
  const int64_t integer = static_cast<int64_t>(*number);
  if (integer != *number) {
    return TemporalOverflow(
        absl::StrCat("`", key, "` is more than an integer holds"));
  }
  return Value::Integer(integer);
}

}  // namespace attest::query
