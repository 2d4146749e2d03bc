#include "engine/query/temporal_construction.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/duration_units.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

absl::Status Lacks(Type type, const Value& from, absl::string_view what) {
  return RunError(ErrorType::kType, "InvalidArgumentValue",
                  absl::StrCat("a ", NameOf(from.type()), " has no ", what,
                               " for a ", NameOf(type)));
}

Instant InstantAt(absl::Time now) {
  const int64_t seconds = absl::ToUnixSeconds(now);
  return {
      .seconds = seconds,
      .nanos = absl::ToInt64Nanoseconds(now - absl::FromUnixSeconds(seconds))};
}

absl::StatusOr<Value> FromText(Type type, absl::string_view text) {
  switch (type) {
    case Type::kDate: {
      ASSIGN_OR_RETURN(const Date date, ParseDate(text));
      return Value::FromDate(date);
    }
    case Type::kLocalTime: {
      ASSIGN_OR_RETURN(const LocalTime time, ParseLocalTime(text));
      return Value::FromLocalTime(time);
    }
    case Type::kTime: {
      ASSIGN_OR_RETURN(const Time time, ParseTime(text));
      return Value::FromTime(time);
    }
    case Type::kLocalDateTime: {
      ASSIGN_OR_RETURN(const LocalDateTime time, ParseLocalDateTime(text));
      return Value::FromLocalDateTime(time);
    }
    default: {
      ASSIGN_OR_RETURN(DateTime time, ParseDateTime(text));
      return Value::FromDateTime(std::move(time));
    }
  }
}

absl::StatusOr<Value> FromSides(Type type, const Value& from) {
  TemporalSides sides = SidesOf(from);
  if (HasDate(type) && !sides.date.has_value()) {
    return Lacks(type, from, "date");
  }
  if (HasTime(type) && !HasDate(type) && !sides.time.has_value()) {
    return Lacks(type, from, "time");
  }
  if (!sides.date.has_value()) sides.date = Date();
  DateTime time = {.local = sides.face(), .offset_seconds = 0, .zone = ""};
  // As it is: a face that comes twice keeps its offset.
  time.offset_seconds = sides.offset.value_or(0);
  time.zone = sides.zone;
  return PartOf(type, time);
}

absl::StatusOr<TimeZone> ZoneNamed(const TemporalEntries& entries) {
  return entries.timezone.has_value() ? TimeZone::Find(*entries.timezone)
                                      : TimeZone();
}

// {epochSeconds: 1, nanosecond: 2}.
absl::StatusOr<Value> FromEpoch(Type type, const TemporalEntries& entries) {
  TimeFields rest = entries.time;
  rest.nanosecond.reset();
  if (entries.has_base || !entries.date.IsEmpty() || !rest.IsEmpty() ||
      (entries.epoch_seconds.has_value() && entries.epoch_millis.has_value())) {
    return TemporalFault(
        "epochSeconds and epochMillis stand alone, or with nanosecond and "
        "timezone");
  }
  const bool is_millis = entries.epoch_millis.has_value();
  const int64_t millis = entries.epoch_millis.value_or(0);
  ASSIGN_OR_RETURN(
      const int64_t nanos,
      FractionOf(entries.time, is_millis ? 1'000'000 : kNanosPerSecond));
  const Instant instant = {
      .seconds = is_millis ? FloorDivide(millis, 1000) : *entries.epoch_seconds,
      .nanos = FloorModulo(millis, 1000) * 1'000'000 + nanos};
  ASSIGN_OR_RETURN(const TimeZone zone, ZoneNamed(entries));
  ASSIGN_OR_RETURN(const DateTime time, zone.At(instant));
  return PartOf(type, time);
}

// What a clock shows according to the fields and the values they stand beside.
absl::StatusOr<LocalDateTime> FaceOf(Type type, const TemporalEntries& entries,
                                     const Date& today) {
  LocalDateTime face;
  if (HasDate(type)) {
    ASSIGN_OR_RETURN(face.date, MakeDate(entries.date, entries.base.date));
  } else {
    face.date =
        entries.base.date.value_or(entries.date_of_time.value_or(today));
  }
  // A date without a time means midnight, a time without fields nothing.
  std::optional<LocalTime> base = entries.base.time;
  if (HasDate(type) && !base.has_value() && entries.time.IsEmpty()) {
    base = LocalTime();
  }
  if (HasTime(type)) {
    ASSIGN_OR_RETURN(face.time, MakeTime(entries.time, base));
  }
  return face;
}

absl::StatusOr<Value> FromMap(Type type, const Value& map, absl::Time now) {
  ASSIGN_OR_RETURN(const TemporalEntries entries, ReadEntries(type, map));
  if (entries.has_null) return Value::Null();
  if (entries.epoch_seconds.has_value() || entries.epoch_millis.has_value()) {
    return FromEpoch(type, entries);
  }
  if (!entries.has_base && entries.date.IsEmpty() && entries.time.IsEmpty()) {
    ASSIGN_OR_RETURN(const TimeZone zone, ZoneNamed(entries));
    return TemporalNow(type, zone, now);
  }
  if (!HasZone(type) && entries.timezone.has_value()) {
    return TemporalFault(
        absl::StrCat("a ", NameOf(type), " has no part `timezone`"));
  }
  ASSIGN_OR_RETURN(const DateTime today, TimeZone().At(InstantAt(now)));
  ASSIGN_OR_RETURN(const LocalDateTime face,
                   FaceOf(type, entries, today.local.date));
  if (!HasZone(type)) {
    return PartOf(type, {.local = face, .offset_seconds = 0, .zone = ""});
  }
  ASSIGN_OR_RETURN(const std::optional<TimeZone> base_zone,
                   entries.base.FindZone());
  ASSIGN_OR_RETURN(const TimeZone zone, ZoneNamed(entries));
  ASSIGN_OR_RETURN(DateTime time,
                   base_zone.value_or(zone).At(face, entries.base.offset));
  if (base_zone.has_value() && entries.timezone.has_value()) {
    ASSIGN_OR_RETURN(time, zone.At(InstantOf(time)));
  }
  return PartOf(type, time);
}

}  // namespace

Value PartOf(Type type, const DateTime& time) {
  switch (type) {
    case Type::kDate:
      return Value::FromDate(time.local.date);
    case Type::kLocalTime:
      return Value::FromLocalTime(time.local.time);
    case Type::kTime:
      return Value::FromTime(
          {.local = time.local.time, .offset_seconds = time.offset_seconds});
    case Type::kLocalDateTime:
      return Value::FromLocalDateTime(time.local);
    default:
      return Value::FromDateTime(time);
  }
}

absl::StatusOr<Value> TemporalNow(Type type, const TimeZone& zone,
                                  absl::Time now) {
  ASSIGN_OR_RETURN(const DateTime time, zone.At(InstantAt(now)));
  return PartOf(type, time);
}

absl::StatusOr<Value> MakeTemporal(Type type, const Value& from,
                                   absl::Time now) {
  switch (from.type()) {
    case Type::kString:
      return FromText(type, from.string());
    case Type::kMap:
      return FromMap(type, from, now);
    default:
      return FromSides(type, from);
  }
}

absl::StatusOr<Value> MakeDuration(const Value& from) {
  if (from.Is(Type::kDuration)) return from;
  if (from.Is(Type::kString)) {
    ASSIGN_OR_RETURN(const Duration duration, ParseDuration(from.string()));
    return Value::FromDuration(duration);
  }
  DurationSum sum;
  for (const auto& [name, count] : from.map()) {
    const std::optional<DurationUnit> unit = DurationUnitOf(name);
    if (!unit.has_value()) {
      return TemporalFault(
          absl::StrCat("a DURATION has no part ", ShownText(name)));
    }
    if (count.IsNull()) return Value::Null();
    if (!count.IsNumber()) {
      return TemporalFault(absl::StrCat(
          ShownText(name), " is a ", NameOf(count.type()), "; want a number"));
    }
    RETURN_IF_ERROR(count.Is(Type::kInteger)
                        ? sum.Add(*unit, count.integer())
                        : sum.Add(*unit, count.floating()));
  }
  ASSIGN_OR_RETURN(const Duration duration, sum.Finish());
  return Value::FromDuration(duration);
}

}  // namespace attest::query
