#include "engine/query/temporal_fields.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr size_t kShownBytes = 64;
constexpr int64_t kNanosPerMinute = 60 * kNanosPerSecond;
constexpr int64_t kNanosPerHour = 60 * kNanosPerMinute;

absl::Status CheckField(absl::string_view name, int64_t value, int64_t least,
                        int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return TemporalFault(absl::StrCat(name, " ", value, " does not exist; want ",
                                    least, " to ", most));
}

absl::Status Missing(absl::string_view wanted, absl::string_view given) {
  return TemporalFault(
      absl::StrCat("a ", given, " is given without the ", wanted));
}

// How the days of a year are counted.
enum class System { kMonths, kWeeks, kOrdinal, kQuarters };

absl::StatusOr<System> SystemOf(const DateFields& fields) {
  const bool months = fields.month.has_value() || fields.day.has_value();
  const bool weeks = fields.week.has_value() || fields.weekday.has_value();
  const bool ordinal = fields.ordinal_day.has_value();
  const bool quarters =
      fields.quarter.has_value() || fields.day_of_quarter.has_value();
  if (int{months} + int{weeks} + int{ordinal} + int{quarters} > 1) {
    return TemporalFault(
        "a date has month and day, or week and dayOfWeek, or ordinalDay, or "
        "quarter and dayOfQuarter; got fields of two of these");
  }
  if (weeks) return System::kWeeks;
  if (ordinal) return System::kOrdinal;
  return quarters ? System::kQuarters : System::kMonths;
}

absl::StatusOr<Date> FromMonths(const DateFields& fields,
                                const std::optional<Date>& base) {
  CivilDay day;
  if (base.has_value()) day = CivilDayOf(base->days);
  if (!base.has_value() && fields.day.has_value() &&
      !fields.month.has_value()) {
    return Missing("month", "day");
  }
  day.year = fields.year.value_or(day.year);
  RETURN_IF_ERROR(CheckField("year", day.year, kFirstYear, kLastYear));
  const int64_t default_month = base.has_value() ? day.month : 1;
  const int64_t month = fields.month.value_or(default_month);
  RETURN_IF_ERROR(CheckField("month", month, 1, 12));
  day.month = static_cast<int>(month);
  const int64_t default_day = base.has_value() ? day.day : 1;
  const int64_t day_of_month = fields.day.value_or(default_day);
  RETURN_IF_ERROR(
      CheckField("day", day_of_month, 1, DaysInMonth(day.year, day.month)));
  day.day = static_cast<int>(day_of_month);
  return Date{.days = DayNumberOf(day)};
}

absl::StatusOr<Date> FromWeeks(const DateFields& fields,
                               const std::optional<Date>& base) {
  WeekDay day = {.year = 1970, .week = 1, .weekday = 1};
  if (base.has_value()) day = WeekDayOf(base->days);
  if (!base.has_value() && !fields.week.has_value()) {
    return Missing("week", "dayOfWeek");
  }
  day.year = fields.year.value_or(day.year);
  RETURN_IF_ERROR(CheckField("year", day.year, kFirstYear, kLastYear));
  const int64_t week = fields.week.value_or(day.week);
  RETURN_IF_ERROR(CheckField("week", week, 1, WeeksInYear(day.year)));
  const int64_t weekday = fields.weekday.value_or(day.weekday);
  RETURN_IF_ERROR(CheckField("dayOfWeek", weekday, 1, 7));
  day.week = static_cast<int>(week);
  day.weekday = static_cast<int>(weekday);
  const Date date = {.days = DayNumberOf(day)};
  if (!IsDay(date.days)) {
    return TemporalFault("the week lies beyond the first or the last year");
  }
  return date;
}

absl::StatusOr<Date> FromOrdinal(const DateFields& fields,
                                 const std::optional<Date>& base) {
  const int64_t year = fields.year.value_or(
      base.has_value() ? CivilDayOf(base->days).year : int64_t{1970});
  RETURN_IF_ERROR(CheckField("year", year, kFirstYear, kLastYear));
  const int64_t ordinal = *fields.ordinal_day;
  RETURN_IF_ERROR(
      CheckField("ordinalDay", ordinal, 1, IsLeapYear(year) ? 366 : 365));
  return Date{.days = DayNumberOf(CivilDay{.year = year}) + ordinal - 1};
}

absl::StatusOr<Date> FromQuarters(const DateFields& fields,
                                  const std::optional<Date>& base) {
  int64_t year = 1970;
  int64_t quarter = 1;
  int64_t day = 1;
  if (base.has_value()) {
    const CivilDay civil = CivilDayOf(base->days);
    year = civil.year;
    quarter = QuarterOf(civil.month);
    day = DayOfQuarter(base->days);
  } else if (!fields.quarter.has_value()) {
    return Missing("quarter", "dayOfQuarter");
  }
  year = fields.year.value_or(year);
  RETURN_IF_ERROR(CheckField("year", year, kFirstYear, kLastYear));
  quarter = fields.quarter.value_or(quarter);
  RETURN_IF_ERROR(CheckField("quarter", quarter, 1, 4));
  day = fields.day_of_quarter.value_or(day);
  const int month = static_cast<int>(quarter) * 3 - 2;
  const int length = DaysInMonth(year, month) + DaysInMonth(year, month + 1) +
                     DaysInMonth(year, month + 2);
  RETURN_IF_ERROR(CheckField("dayOfQuarter", day, 1, length));
  return Date{.days = DayNumberOf(CivilDay{.year = year, .month = month}) +
                      day - 1};
}

// Each field of a time but the first needs the one before it.
absl::Status CheckNoneIsMissing(const TimeFields& fields) {
  if (!fields.hour.has_value()) {
    return TemporalFault("a time is given without the hour");
  }
  if (!fields.minute.has_value() && fields.second.has_value()) {
    return Missing("minute", "second");
  }
  if (!fields.second.has_value() && fields.HasFraction()) {
    return Missing("second", "fraction of one");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TemporalFault(absl::string_view message) {
  return RunError(ErrorType::kArgument, "InvalidArgumentValue", message);
}

absl::Status TemporalOverflow(absl::string_view message) {
  return RunError(ErrorType::kArithmetic, "NumberOutOfRange", message);
}

std::string ShownText(absl::string_view text) {
  const bool is_long = text.size() > kShownBytes;
  return absl::StrCat("`", absl::CHexEscape(text.substr(0, kShownBytes)),
                      is_long ? "...`" : "`");
}

bool DateFields::IsEmpty() const {
  return !year.has_value() && !month.has_value() && !day.has_value() &&
         !week.has_value() && !weekday.has_value() &&
         !ordinal_day.has_value() && !quarter.has_value() &&
         !day_of_quarter.has_value();
}

absl::StatusOr<Date> MakeDate(const DateFields& fields,
                              const std::optional<Date>& base) {
  if (!base.has_value() && !fields.year.has_value()) {
    return TemporalFault("a date is given without the year");
  }
  ASSIGN_OR_RETURN(const System system, SystemOf(fields));
  switch (system) {
    case System::kWeeks:
      return FromWeeks(fields, base);
    case System::kOrdinal:
      return FromOrdinal(fields, base);
    case System::kQuarters:
      return FromQuarters(fields, base);
    case System::kMonths:
      break;
  }
  return FromMonths(fields, base);
}

bool TimeFields::IsEmpty() const {
  return !hour.has_value() && !minute.has_value() && !second.has_value() &&
         !HasFraction();
}

absl::StatusOr<int64_t> FractionOf(const TimeFields& fields, int64_t limit) {
  int64_t below = limit;
  int64_t nanos = 0;
  if (fields.millisecond.has_value()) {
    RETURN_IF_ERROR(CheckField("millisecond", *fields.millisecond, 0,
                               (below - 1) / 1'000'000));
    nanos += *fields.millisecond * 1'000'000;
    below = 1'000'000;
  }
  if (fields.microsecond.has_value()) {
    RETURN_IF_ERROR(
        CheckField("microsecond", *fields.microsecond, 0, (below - 1) / 1'000));
    nanos += *fields.microsecond * 1'000;
    below = 1'000;
  }
  if (fields.nanosecond.has_value()) {
    RETURN_IF_ERROR(CheckField("nanosecond", *fields.nanosecond, 0, below - 1));
    nanos += *fields.nanosecond;
  }
  return nanos;
}

absl::StatusOr<LocalTime> MakeTime(const TimeFields& fields,
                                   const std::optional<LocalTime>& base) {
  if (!base.has_value()) RETURN_IF_ERROR(CheckNoneIsMissing(fields));
  const int64_t nanos = base.value_or(LocalTime()).nanos;
  const int64_t hour = fields.hour.value_or(nanos / kNanosPerHour);
  const int64_t minute = fields.minute.value_or(nanos / kNanosPerMinute % 60);
  const int64_t second = fields.second.value_or(nanos / kNanosPerSecond % 60);
  RETURN_IF_ERROR(CheckField("hour", hour, 0, 23));
  RETURN_IF_ERROR(CheckField("minute", minute, 0, 59));
  RETURN_IF_ERROR(CheckField("second", second, 0, 59));
  int64_t fraction = nanos % kNanosPerSecond;
  if (fields.HasFraction()) {
    ASSIGN_OR_RETURN(fraction, FractionOf(fields, kNanosPerSecond));
  }
  return LocalTime{.nanos = hour * kNanosPerHour + minute * kNanosPerMinute +
                            second * kNanosPerSecond + fraction};
}

}  // namespace attest::query
