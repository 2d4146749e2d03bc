// Temporal values for tests: written as texts, called for by function, and
// drawn at random over the whole calendar.

#ifndef ATTEST_TESTS_QUERY_TEMPORAL_VALUES_H_
#define ATTEST_TESTS_QUERY_TEMPORAL_VALUES_H_

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/query/calendar.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal.h"
#include "engine/query/temporal_order.h"
#include "engine/query/temporal_text.h"
#include "engine/query/time_zone.h"
#include "engine/query/value.h"

namespace attest::query::temporal_values {

// 2020-09-13T12:26:40.5Z: when the queries of the tests began.
inline absl::Time TestNow() { return absl::FromUnixMillis(1'600'000'000'500); }

// What the function `name` gives for `args`, checked by their number and types.
inline absl::StatusOr<Value> TryCall(absl::string_view name,
                                     const std::vector<Value>& args) {
  static const auto& functions =
      *new std::vector<Function>(TemporalFunctions());
  FunctionContext context;
  context.now = TestNow();
  for (const Function& function : functions) {
    if (!absl::EqualsIgnoreCase(function.name, name)) continue;
    if (args.size() < static_cast<size_t>(function.least_args) ||
        args.size() > function.takes.size()) {
      return absl::InternalError("wrong number of arguments");
    }
    for (size_t i = 0; i < args.size(); ++i) {
      if (args[i].IsNull()) return Value::Null();
      if ((function.takes[i] & SetOf(args[i].type())) == 0) {
        return absl::InternalError("wrong type of argument");
      }
    }
    return function.body(context, args);
  }
  return absl::InternalError(absl::StrCat("no function ", name));
}

inline Value Called(absl::string_view name, const std::vector<Value>& args) {
  const absl::StatusOr<Value> value = TryCall(name, args);
  EXPECT_TRUE(value.ok()) << name << ": " << value.status();
  return value.ok() ? *value : Value::Null();
}

inline Value Text(absl::string_view text) {
  return Value::String(std::string(text));
}
inline Value DateOf(absl::string_view text) {
  return Called("date", {Text(text)});
}
inline Value LocalTimeOf(absl::string_view text) {
  return Called("localtime", {Text(text)});
}
inline Value TimeOf(absl::string_view text) {
  return Called("time", {Text(text)});
}
inline Value LocalDateTimeOf(absl::string_view text) {
  return Called("localdatetime", {Text(text)});
}
inline Value DateTimeOf(absl::string_view text) {
  return Called("datetime", {Text(text)});
}
inline Value DurationOf(absl::string_view text) {
  return Called("duration", {Text(text)});
}
inline Value IntegerMap(
    const std::vector<std::pair<std::string, int64_t>>& entries) {
  Value::Map map;
  for (const auto& [key, number] : entries) {
    map.emplace_back(key, Value::Integer(number));
  }
  return Value::MakeMap(std::move(map));
}

// The text of what came out, or the type of its error.
inline std::string Shown(const absl::StatusOr<Value>& value) {
  if (!value.ok()) {
    const std::optional<QueryFault> fault = FaultOf(value.status());
    return fault.has_value() ? absl::StrCat(NameOf(fault->type))
                             : std::string(value.status().message());
  }
  if (value->IsNull()) return "null";
  if (value->Is(Value::Type::kInteger)) return absl::StrCat(value->integer());
  if (value->Is(Value::Type::kString)) return value->string();
  return IsTemporal(value->type()) ? TemporalText(*value) : "?";
}

// -- At random ----------------------------------------------------------------

inline int64_t Between(std::mt19937_64& random, int64_t least, int64_t most) {
  return std::uniform_int_distribution<int64_t>(least, most)(random);
}

// A day of any year; more often than not one near our time, or the first or
// last of a month, a year or the calendar.
inline Date RandomDate(std::mt19937_64& random) {
  switch (Between(random, 0, 5)) {
    case 0:
      return {.days = Between(random, kFirstDayNumber, kLastDayNumber)};
    case 1: {
      const int64_t year = Between(random, kFirstYear, kLastYear);
      const int month = static_cast<int>(Between(random, 1, 12));
      const int day = Between(random, 0, 1) == 0 ? 1 : DaysInMonth(year, month);
      return {.days = DayNumberOf(
                  CivilDay{.year = year, .month = month, .day = day})};
    }
    case 2:
      return {.days = Between(random, 0, 1) == 0
                          ? kFirstDayNumber + Between(random, 0, 800)
                          : kLastDayNumber - Between(random, 0, 800)};
    default:
      return {.days = Between(random, -150'000, 150'000)};
  }
}

inline LocalTime RandomLocalTime(std::mt19937_64& random) {
  static constexpr std::array<int64_t, 5> kUnits = {
      1, 1'000'000, kNanosPerSecond, 60 * kNanosPerSecond,
      3600 * kNanosPerSecond};
  const int64_t unit = kUnits[static_cast<size_t>(Between(random, 0, 4))];
  return {.nanos = Between(random, 0, kNanosPerDay / unit - 1) * unit};
}

inline int32_t RandomOffset(std::mt19937_64& random) {
  const int64_t unit = Between(random, 0, 3) == 0 ? 1 : 900;
  return static_cast<int32_t>(
      Between(random, -kMaxOffsetSeconds / unit, kMaxOffsetSeconds / unit) *
      unit);
}

inline LocalDateTime RandomLocalDateTime(std::mt19937_64& random) {
  return {.date = RandomDate(random), .time = RandomLocalTime(random)};
}

// At an offset, or in a zone whose clocks are set forward and back.
inline DateTime RandomDateTime(std::mt19937_64& random) {
  static constexpr std::array<const char*, 5> kZones = {
      "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe",
      "Asia/Kathmandu", "UTC"};
  const LocalDateTime face = RandomLocalDateTime(random);
  if (Between(random, 0, 1) == 0) {
    return {.local = face, .offset_seconds = RandomOffset(random), .zone = ""};
  }
  const absl::StatusOr<DateTime> time =
      TimeZone::Find(kZones[static_cast<size_t>(Between(random, 0, 4))])
          ->At(face);
  if (time.ok()) return *time;
  return {.local = face, .offset_seconds = 0, .zone = ""};
}

inline Duration RandomDuration(std::mt19937_64& random) {
  static constexpr std::array<int64_t, 4> kSizes = {3, 1000, 1'000'000,
                                                    int64_t{1} << 62};
  const auto draw = [&random] {
    const int64_t size = kSizes[static_cast<size_t>(Between(random, 0, 3))];
    return Between(random, 0, 2) == 0 ? 0 : Between(random, -size, size);
  };
  const int64_t nanos = Between(random, 0, 2);
  return {.months = draw(),
          .days = draw(),
          .seconds = draw(),
          .nanos = nanos == 0   ? 0
                   : nanos == 1 ? Between(random, 0, 999) * 1'000'000
                                : Between(random, 0, kNanosPerSecond - 1)};
}

inline Value RandomTemporal(Value::Type type, std::mt19937_64& random) {
  switch (type) {
    case Value::Type::kDate:
      return Value::FromDate(RandomDate(random));
    case Value::Type::kLocalTime:
      return Value::FromLocalTime(RandomLocalTime(random));
    case Value::Type::kTime:
      return Value::FromTime({.local = RandomLocalTime(random),
                              .offset_seconds = RandomOffset(random)});
    case Value::Type::kLocalDateTime:
      return Value::FromLocalDateTime(RandomLocalDateTime(random));
    case Value::Type::kDateTime:
      return Value::FromDateTime(RandomDateTime(random));
    default:
      return Value::FromDuration(RandomDuration(random));
  }
}

// Each of the six types and the function that reads it.
struct TemporalType {
  Value::Type type;
  const char* function;
};
inline constexpr std::array<TemporalType, 6> kTemporalTypes = {
    {{Value::Type::kDate, "date"},
     {Value::Type::kLocalTime, "localtime"},
     {Value::Type::kTime, "time"},
     {Value::Type::kLocalDateTime, "localdatetime"},
     {Value::Type::kDateTime, "datetime"},
     {Value::Type::kDuration, "duration"}}};

}  // namespace attest::query::temporal_values

#endif  // ATTEST_TESTS_QUERY_TEMPORAL_VALUES_H_
