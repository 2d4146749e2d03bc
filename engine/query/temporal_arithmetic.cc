#include "engine/query/temporal_arithmetic.h"

#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/duration_units.h"
#include "engine/query/query_error.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_order.h"
#include "engine/query/time_zone.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

absl::Status NoSuchOperation(absl::string_view op, const Value& a,
                             const Value& b) {
  return RunError(ErrorType::kType, "InvalidArgumentType",
                  absl::StrCat("`", op, "` takes no ", NameOf(a.type()),
                               " and ", NameOf(b.type())));
}

absl::Status BeyondCalendar() {
  return TemporalOverflow(absl::StrCat("the sum lies beyond the years ",
                                       kFirstYear, " to ", kLastYear));
}

absl::Status DurationOverflow() {
  return TemporalOverflow("the duration is larger than its parts can count");
}

// The date `months` and `days` on.
absl::StatusOr<Date> Moved(const Date& date, int64_t months, int64_t days) {
  CivilDay day = CivilDayOf(date.days);
  int64_t month = 0;  // since year 0
  if (__builtin_add_overflow(day.year * 12 + day.month - 1, months, &month)) {
    return BeyondCalendar();
  }
  day.year = FloorDivide(month, 12);
  day.month = static_cast<int>(FloorModulo(month, 12)) + 1;
  if (day.year < kFirstYear || day.year > kLastYear) return BeyondCalendar();
  if (day.day > DaysInMonth(day.year, day.month)) {
    day.day = DaysInMonth(day.year, day.month);
  }
  Date moved;
  if (__builtin_add_overflow(DayNumberOf(day), days, &moved.days) ||
      !IsDay(moved.days)) {
    return BeyondCalendar();
  }
  return moved;
}

// The instant `duration`'s seconds on, not yet within the calendar.
absl::StatusOr<Instant> Moved(const Instant& instant,
                              const Duration& duration) {
  Instant moved = {.seconds = 0, .nanos = instant.nanos + duration.nanos};
  if (__builtin_add_overflow(instant.seconds, duration.seconds,
                             &moved.seconds) ||
      __builtin_add_overflow(moved.seconds, moved.nanos / kNanosPerSecond,
                             &moved.seconds)) {
    return BeyondCalendar();
  }
  moved.nanos %= kNanosPerSecond;
  return moved;
}

absl::StatusOr<Value> AddDuration(const Value& value,
                                  const Duration& duration) {
  switch (value.type()) {
    case Type::kDate: {
      ASSIGN_OR_RETURN(const Date sum, Add(value.date(), duration));
      return Value::FromDate(sum);
    }
    case Type::kLocalTime:
      return Value::FromLocalTime(Add(value.local_time(), duration));
    case Type::kTime: {
      Time sum = value.time();
      sum.local = Add(sum.local, duration);
      return Value::FromTime(sum);
    }
    case Type::kLocalDateTime: {
      ASSIGN_OR_RETURN(const LocalDateTime sum,
                       Add(value.local_date_time(), duration));
      return Value::FromLocalDateTime(sum);
    }
    case Type::kDateTime: {
      ASSIGN_OR_RETURN(DateTime sum, Add(value.date_time(), duration));
      return Value::FromDateTime(std::move(sum));
    }
    default: {
      ASSIGN_OR_RETURN(const Duration sum, Add(value.duration(), duration));
      return Value::FromDuration(sum);
    }
  }
}

}  // namespace

absl::StatusOr<Date> Add(const Date& date, const Duration& duration) {
  // Whole days of the time count, rounded towards none.
  int64_t days = duration.seconds / kSecondsPerDay;
  if (duration.seconds < 0 && duration.seconds % kSecondsPerDay == 0 &&
      duration.nanos > 0) {
    ++days;
  }
  if (__builtin_add_overflow(days, duration.days, &days)) {
    return BeyondCalendar();
  }
  return Moved(date, duration.months, days);
}

LocalTime Add(const LocalTime& time, const Duration& duration) {
  const int64_t nanos = time.nanos +
                        duration.seconds % kSecondsPerDay * kNanosPerSecond +
                        duration.nanos;
  return {.nanos = FloorModulo(nanos, kNanosPerDay)};
}

absl::StatusOr<LocalDateTime> Add(const LocalDateTime& time,
                                  const Duration& duration) {
  LocalDateTime face = time;
  ASSIGN_OR_RETURN(face.date, Moved(time.date, duration.months, duration.days));
  ASSIGN_OR_RETURN(const Instant sum, Moved(InstantOf(face), duration));
  const std::optional<LocalDateTime> moved = FaceOf(sum);
  if (!moved.has_value()) return BeyondCalendar();
  return *moved;
}

absl::StatusOr<DateTime> Add(const DateTime& time, const Duration& duration) {
  ASSIGN_OR_RETURN(const TimeZone zone, TimeZone::Of(time));
  DateTime moved = time;
  if (duration.months != 0 || duration.days != 0) {
    LocalDateTime face = time.local;
    ASSIGN_OR_RETURN(face.date,
                     Moved(face.date, duration.months, duration.days));
    ASSIGN_OR_RETURN(moved, zone.At(face, time.offset_seconds));
  }
  if (duration.seconds == 0 && duration.nanos == 0) return moved;
  ASSIGN_OR_RETURN(const Instant sum, Moved(InstantOf(moved), duration));
  return zone.At(sum);
}

absl::StatusOr<Duration> Add(const Duration& a, const Duration& b) {
  Duration sum;
  sum.nanos = a.nanos + b.nanos;
  if (__builtin_add_overflow(a.months, b.months, &sum.months) ||
      __builtin_add_overflow(a.days, b.days, &sum.days) ||
      __builtin_add_overflow(a.seconds, b.seconds, &sum.seconds) ||
      __builtin_add_overflow(sum.seconds, sum.nanos / kNanosPerSecond,
                             &sum.seconds)) {
    return DurationOverflow();
  }
  sum.nanos %= kNanosPerSecond;
  return sum;
}

absl::StatusOr<Duration> Negated(const Duration& duration) {
  Duration negated;
  const int64_t borrowed = duration.nanos > 0 ? 1 : 0;
  negated.nanos = borrowed * kNanosPerSecond - duration.nanos;
  if (__builtin_sub_overflow(int64_t{0}, duration.months, &negated.months) ||
      __builtin_sub_overflow(int64_t{0}, duration.days, &negated.days) ||
      __builtin_sub_overflow(-borrowed, duration.seconds, &negated.seconds)) {
    return DurationOverflow();
  }
  return negated;
}

absl::StatusOr<Value> TemporalAdd(const Value& a, const Value& b) {
  if (IsTemporal(a.type()) && b.Is(Type::kDuration)) {
    return AddDuration(a, b.duration());
  }
  if (a.Is(Type::kDuration) && IsTemporal(b.type())) {
    return AddDuration(b, a.duration());
  }
  return NoSuchOperation("+", a, b);
}

absl::StatusOr<Value> TemporalSubtract(const Value& a, const Value& b) {
  if (!IsTemporal(a.type()) || !b.Is(Type::kDuration)) {
    return NoSuchOperation("-", a, b);
  }
  ASSIGN_OR_RETURN(const Duration negated, Negated(b.duration()));
  return AddDuration(a, negated);
}

absl::StatusOr<Value> TemporalMultiply(const Value& a, const Value& b) {
  const bool is_first = a.Is(Type::kDuration);
  const Value& number = is_first ? b : a;
  if (!(is_first || b.Is(Type::kDuration)) || !number.IsNumber()) {
    return NoSuchOperation("*", a, b);
  }
  const Duration& duration = (is_first ? a : b).duration();
  ASSIGN_OR_RETURN(const Duration product,
                   number.Is(Type::kInteger)
                       ? DurationSum::Product(duration, number.integer())
                       : DurationSum::Product(duration, number.floating()));
  return Value::FromDuration(product);
}

absl::StatusOr<Value> TemporalDivide(const Value& a, const Value& b) {
  if (!a.Is(Type::kDuration) || !b.IsNumber()) {
    return NoSuchOperation("/", a, b);
  }
  ASSIGN_OR_RETURN(const Duration quotient,
                   b.Is(Type::kInteger)
                       ? DurationSum::Quotient(a.duration(), b.integer())
                       : DurationSum::Quotient(a.duration(), b.floating()));
  return Value::FromDuration(quotient);
}

absl::StatusOr<Value> TemporalNegate(const Value& value) {
  if (!value.Is(Type::kDuration)) {
    return RunError(ErrorType::kType, "InvalidArgumentType",
                    absl::StrCat("`-` takes no ", NameOf(value.type())));
  }
  ASSIGN_OR_RETURN(const Duration negated, Negated(value.duration()));
  return Value::FromDuration(negated);
}

}  // namespace attest::query
