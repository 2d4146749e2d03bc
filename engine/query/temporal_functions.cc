// The functions that make dates, times and durations.

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/query/argument_types.h"
#include "engine/query/calendar.h"
#include "engine/query/edtf_functions.h"
#include "engine/query/functions.h"
#include "engine/query/temporal_between.h"
#include "engine/query/temporal_construction.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_truncation.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;
using Args = absl::Span<const Value>;

constexpr TypeSet kWithDate =
    SetOf(Type::kDate) | SetOf(Type::kLocalDateTime) | SetOf(Type::kDateTime);
constexpr TypeSet kWithTime = SetOf(Type::kLocalTime) | SetOf(Type::kTime) |
                              SetOf(Type::kLocalDateTime) |
                              SetOf(Type::kDateTime);

// date(...) and its like, and now without an argument.
template <Type kType>
absl::StatusOr<Value> Make(const FunctionContext& context, Args args) {
  if (args.empty()) return TemporalNow(kType, TimeZone(), context.now);
  return MakeTemporal(kType, args[0], context.now);
}

// date.statement(...) and its like: now, in a zone.
template <Type kType>
absl::StatusOr<Value> Now(const FunctionContext& context, Args args) {
  if (args.empty()) return TemporalNow(kType, TimeZone(), context.now);
  ASSIGN_OR_RETURN(const TimeZone zone, TimeZone::Find(args[0].string()));
  return TemporalNow(kType, zone, context.now);
}

template <Type kType>
absl::StatusOr<Value> Truncate(const FunctionContext& context, Args args) {
  const Value fields = args.size() > 2 ? args[2] : Value::Null();
  if (args.size() > 1) {
    return TruncateTemporal(kType, args[0].string(), args[1], fields);
  }
  ASSIGN_OR_RETURN(const Value now,
                   TemporalNow(kType, TimeZone(), context.now));
  return TruncateTemporal(kType, args[0].string(), now, fields);
}

// One of the five types, as its functions are called.
struct Names {
  Type type;
  TypeSet takes;  // beside strings and maps
  absl::string_view name;
  absl::string_view signature;
  FunctionBody make;
  // Of the same number and order: realtime, statement, transaction, truncate.
  std::array<absl::string_view, 4> further_names;
  std::array<absl::string_view, 4> further_signatures;
  FunctionBody now;
  FunctionBody truncate;
};

constexpr Names kNames[] = {
    {Type::kDate,
     kWithDate,
     "date",
     "date(text or map or date) :: DATE",
     Make<Type::kDate>,
     {"date.realtime", "date.statement", "date.transaction", "date.truncate"},
     {"date.realtime(zone) :: DATE", "date.statement(zone) :: DATE",
      "date.transaction(zone) :: DATE",
      "date.truncate(unit, date, fields) :: DATE"},
     Now<Type::kDate>,
     Truncate<Type::kDate>},
    {Type::kLocalTime,
     kWithTime,
     "localtime",
     "localtime(text or map or time) :: LOCAL TIME",
     Make<Type::kLocalTime>,
     {"localtime.realtime", "localtime.statement", "localtime.transaction",
      "localtime.truncate"},
     {"localtime.realtime(zone) :: LOCAL TIME",
      "localtime.statement(zone) :: LOCAL TIME",
      "localtime.transaction(zone) :: LOCAL TIME",
      "localtime.truncate(unit, time, fields) :: LOCAL TIME"},
     Now<Type::kLocalTime>,
     Truncate<Type::kLocalTime>},
    {Type::kTime,
     kWithTime,
     "time",
     "time(text or map or time) :: TIME",
     Make<Type::kTime>,
     {"time.realtime", "time.statement", "time.transaction", "time.truncate"},
     {"time.realtime(zone) :: TIME", "time.statement(zone) :: TIME",
      "time.transaction(zone) :: TIME",
      "time.truncate(unit, time, fields) :: TIME"},
     Now<Type::kTime>,
     Truncate<Type::kTime>},
    {Type::kLocalDateTime,
     kWithDate,
     "localdatetime",
     "localdatetime(text or map or date) :: LOCAL DATETIME",
     Make<Type::kLocalDateTime>,
     {"localdatetime.realtime", "localdatetime.statement",
      "localdatetime.transaction", "localdatetime.truncate"},
     {"localdatetime.realtime(zone) :: LOCAL DATETIME",
      "localdatetime.statement(zone) :: LOCAL DATETIME",
      "localdatetime.transaction(zone) :: LOCAL DATETIME",
      "localdatetime.truncate(unit, date, fields) :: LOCAL DATETIME"},
     Now<Type::kLocalDateTime>,
     Truncate<Type::kLocalDateTime>},
    {Type::kDateTime,
     kWithDate,
     "datetime",
     "datetime(text or map or date) :: DATETIME",
     Make<Type::kDateTime>,
     {"datetime.realtime", "datetime.statement", "datetime.transaction",
      "datetime.truncate"},
     {"datetime.realtime(zone) :: DATETIME",
      "datetime.statement(zone) :: DATETIME",
      "datetime.transaction(zone) :: DATETIME",
      "datetime.truncate(unit, date, fields) :: DATETIME"},
     Now<Type::kDateTime>,
     Truncate<Type::kDateTime>},
};

absl::StatusOr<Value> FromEpoch(const FunctionContext&, Args args) {
  const int64_t nanos = args[1].integer();
  Instant instant;
  if (__builtin_add_overflow(args[0].integer(),
                             FloorDivide(nanos, kNanosPerSecond),
                             &instant.seconds)) {
    return TemporalOverflow("the seconds are more than an integer holds");
  }
  instant.nanos = FloorModulo(nanos, kNanosPerSecond);
  ASSIGN_OR_RETURN(DateTime time, TimeZone().At(instant));
  return Value::FromDateTime(std::move(time));
}

absl::StatusOr<Value> FromEpochMillis(const FunctionContext&, Args args) {
  const int64_t millis = args[0].integer();
  ASSIGN_OR_RETURN(
      DateTime time,
      TimeZone().At(Instant{.seconds = FloorDivide(millis, 1000),
                            .nanos = FloorModulo(millis, 1000) * 1'000'000}));
  return Value::FromDateTime(std::move(time));
}

absl::StatusOr<Value> MakeDurationOf(const FunctionContext&, Args args) {
  return MakeDuration(args[0]);
}

using Between = absl::StatusOr<Duration> (*)(const Value&, const Value&);

template <Between kBetween>
absl::StatusOr<Value> BetweenOf(const FunctionContext&, Args args) {
  ASSIGN_OR_RETURN(const Duration duration, kBetween(args[0], args[1]));
  return Value::FromDuration(duration);
}

void AppendMaking(const Names& names, std::vector<Function>& functions) {
  const TypeSet gives = SetOf(names.type);
  functions.push_back({.name = names.name,
                       .takes = {kStrings | kMaps | names.takes},
                       .gives = gives,
                       .body = names.make,
                       .signature = names.signature,
                       // now, or in a zone of now
                       .is_pure = false});
  for (size_t i = 0; i < names.further_names.size(); ++i) {
    const bool is_truncate = i + 1 == names.further_names.size();
    Function function = {.name = names.further_names[i],
                         .takes = {kStrings},
                         .gives = gives,
                         .body = is_truncate ? names.truncate : names.now,
                         .signature = names.further_signatures[i],
                         .is_pure = false};
    if (is_truncate) {
      function.takes = {kStrings, kWithDate | kWithTime, kMaps};
      function.least_args = 1;
    }
    functions.push_back(std::move(function));
  }
}

void AppendDurations(std::vector<Function>& functions) {
  constexpr TypeSet kTimes = kWithDate | kWithTime;
  functions.push_back({.name = "duration",
                       .takes = {kStrings | kMaps | kDurations},
                       .least_args = 1,
                       .gives = kDurations,
                       .body = MakeDurationOf,
                       .signature = "duration(text or map) :: DURATION"});
  const auto append = [&functions](absl::string_view name,
                                   absl::string_view signature,
                                   FunctionBody body) {
    functions.push_back({.name = name,
                         .takes = {kTimes, kTimes},
                         .least_args = 2,
                         .gives = kDurations,
                         .body = body,
                         .signature = signature});
  };
  append("duration.between", "duration.between(from, to) :: DURATION",
         BetweenOf<DurationBetween>);
  append("duration.inMonths", "duration.inMonths(from, to) :: DURATION",
         BetweenOf<MonthsBetween>);
  append("duration.inDays", "duration.inDays(from, to) :: DURATION",
         BetweenOf<DaysBetween>);
  append("duration.inSeconds", "duration.inSeconds(from, to) :: DURATION",
         BetweenOf<SecondsBetween>);
}

}  // namespace

std::vector<Function> TemporalFunctions() {
  std::vector<Function> functions = EdtfFunctions();
  for (const Names& names : kNames) AppendMaking(names, functions);
  functions.push_back(
      {.name = "datetime.fromepoch",
       .takes = {kIntegers, kIntegers},
       .least_args = 2,
       .gives = SetOf(Type::kDateTime),
       .body = FromEpoch,
       .signature = "datetime.fromepoch(seconds, nanoseconds) :: DATETIME"});
  functions.push_back(
      {.name = "datetime.fromepochmillis",
       .takes = {kIntegers},
       .least_args = 1,
       .gives = SetOf(Type::kDateTime),
       .body = FromEpochMillis,
       .signature = "datetime.fromepochmillis(milliseconds) :: DATETIME"});
  AppendDurations(functions);
  return functions;
}

}  // namespace attest::query
