#include "engine/query/temporal_truncation.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_construction.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_sides.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

enum class DateUnit : uint8_t {
  kYears,  // a number of them
  kWeekYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
};

struct Unit {
  absl::string_view name;
  DateUnit date_unit;  // of a unit of time: the day
  int64_t years;       // of kYears
  // What a time keeps is a multiple of it.
  int64_t nanos;
};

constexpr Unit kUnits[] = {
    {"millennium", DateUnit::kYears, 1000, kNanosPerDay},
    {"century", DateUnit::kYears, 100, kNanosPerDay},
    {"decade", DateUnit::kYears, 10, kNanosPerDay},
    {"year", DateUnit::kYears, 1, kNanosPerDay},
    {"weekYear", DateUnit::kWeekYear, 0, kNanosPerDay},
    {"quarter", DateUnit::kQuarter, 0, kNanosPerDay},
    {"month", DateUnit::kMonth, 0, kNanosPerDay},
    {"week", DateUnit::kWeek, 0, kNanosPerDay},
    {"day", DateUnit::kDay, 0, kNanosPerDay},
    {"hour", DateUnit::kDay, 0, 3600 * kNanosPerSecond},
    {"minute", DateUnit::kDay, 0, 60 * kNanosPerSecond},
    {"second", DateUnit::kDay, 0, kNanosPerSecond},
    {"millisecond", DateUnit::kDay, 0, 1'000'000},
    {"microsecond", DateUnit::kDay, 0, 1'000},
};

bool Suits(const Unit& unit, Type type) {
  if (!HasTime(type)) return unit.nanos == kNanosPerDay;
  return HasDate(type) || unit.date_unit == DateUnit::kDay;
}

absl::StatusOr<Unit> FindUnit(Type type, absl::string_view name) {
  std::string names;
  for (const Unit& unit : kUnits) {
    if (!Suits(unit, type)) continue;
    if (absl::EqualsIgnoreCase(unit.name, name)) return unit;
    absl::StrAppend(&names, names.empty() ? "" : ", ", unit.name);
  }
  return TemporalFault(absl::StrCat("a ", NameOf(type), " has no unit ",
                                    ShownText(name), "; want one of ", names));
}

absl::StatusOr<Date> Truncated(const Date& date, const Unit& unit) {
  CivilDay day = CivilDayOf(date.days);
  Date truncated = date;
  switch (unit.date_unit) {
    case DateUnit::kYears:
      day = {.year = FloorDivide(day.year, unit.years) * unit.years};
      truncated.days = DayNumberOf(day);
      break;
    case DateUnit::kWeekYear:
      truncated.days = DayNumberOf(
          WeekDay{.year = WeekDayOf(date.days).year, .week = 1, .weekday = 1});
      break;
    case DateUnit::kQuarter:
      truncated.days -= DayOfQuarter(date.days) - 1;
      break;
    case DateUnit::kMonth:
      truncated.days -= day.day - 1;
      break;
    case DateUnit::kWeek:
      truncated.days -= WeekDayOf(date.days).weekday - 1;
      break;
    case DateUnit::kDay:
      break;
  }
  if (!IsDay(truncated.days)) {
    return TemporalOverflow(absl::StrCat(
        "the ", unit.name, " begins before the year ", kFirstYear));
  }
  return truncated;
}

// `fields` laid over a time that was cut off at `unit`.
absl::StatusOr<LocalTime> Overlaid(TimeFields fields, const Unit& unit,
                                   const LocalTime& time) {
  ASSIGN_OR_RETURN(const int64_t fraction,
                   FractionOf(fields, std::min(unit.nanos, kNanosPerSecond)));
  fields.millisecond.reset();
  fields.microsecond.reset();
  fields.nanosecond.reset();
  ASSIGN_OR_RETURN(LocalTime overlaid, MakeTime(fields, time));
  // Below the unit there is room for it.
  overlaid.nanos += fraction;
  return overlaid;
}

absl::StatusOr<TemporalEntries> ReadOverlay(Type type, const Value& fields) {
  if (fields.IsNull()) return TemporalEntries();
  ASSIGN_OR_RETURN(TemporalEntries entries, ReadEntries(type, fields));
  if (entries.has_base || entries.epoch_seconds.has_value() ||
      entries.epoch_millis.has_value() ||
      (entries.timezone.has_value() && !HasZone(type))) {
    return TemporalFault(
        "what is truncated takes fields of a date or time, and a timezone if "
        "it has one");
  }
  return entries;
}

}  // namespace

absl::StatusOr<Value> TruncateTemporal(Type type, absl::string_view unit_name,
                                       const Value& from, const Value& fields) {
  ASSIGN_OR_RETURN(const Unit unit, FindUnit(type, unit_name));
  ASSIGN_OR_RETURN(const TemporalEntries entries, ReadOverlay(type, fields));
  if (entries.has_null) return Value::Null();
  TemporalSides sides = SidesOf(from);
  if ((HasDate(type) && !sides.date.has_value()) ||
      (!HasDate(type) && !sides.time.has_value())) {
    return RunError(
        ErrorType::kType, "InvalidArgumentValue",
        absl::StrCat("a ", NameOf(from.type()), " has no ",
                     HasDate(type) ? "date" : "time", " for a ", NameOf(type)));
  }
  // Of a time of day the date decides alone on a zone's offset.
  LocalDateTime face = {.date = sides.date.value_or(Date()),
                        .time = sides.time.value_or(LocalTime())};
  if (HasDate(type)) {
    ASSIGN_OR_RETURN(face.date, Truncated(face.date, unit));
    ASSIGN_OR_RETURN(face.date, MakeDate(entries.date, face.date));
  }
  if (HasTime(type)) {
    face.time.nanos -= face.time.nanos % unit.nanos;
    ASSIGN_OR_RETURN(face.time, Overlaid(entries.time, unit, face.time));
  }
  if (!HasZone(type)) {
    return PartOf(type, {.local = face, .offset_seconds = 0, .zone = ""});
  }
  ASSIGN_OR_RETURN(std::optional<TimeZone> zone, sides.FindZone());
  if (entries.timezone.has_value()) {
    ASSIGN_OR_RETURN(zone, TimeZone::Find(*entries.timezone));
  }
  ASSIGN_OR_RETURN(const DateTime time,
                   zone.value_or(TimeZone()).At(face, sides.offset));
  return PartOf(type, time);
}

}  // namespace attest::query
