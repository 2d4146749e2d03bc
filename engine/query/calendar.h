// Days of the proleptic Gregorian calendar: as a number since 1970-01-01, as
// year, month and day, as week and weekday (ISO 8601), as quarter and day of
// the year.
//
// Years run from kFirstYear to kLastYear; the functions hold for some years
// beyond on both sides, so that a day may be reckoned first and then be checked
// by IsDay.

#ifndef ATTEST_ENGINE_QUERY_CALENDAR_H_
#define ATTEST_ENGINE_QUERY_CALENDAR_H_

#include <cstdint>

namespace attest::query {

inline constexpr int64_t kFirstYear = -999'999'999;
inline constexpr int64_t kLastYear = 999'999'999;

struct CivilDay {
  int64_t year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31

  friend bool operator==(const CivilDay&, const CivilDay&) = default;
};

// The year of a week is that in which its Thursday lies.
struct WeekDay {
  int64_t year = 1970;
  int week = 1;     // 1 to 53
  int weekday = 4;  // 1, Monday, to 7

  friend bool operator==(const WeekDay&, const WeekDay&) = default;
};

// The quotient rounded down, and what is left: in [0, `divisor`). Requires:
// `divisor` > 0.
[[nodiscard]] constexpr int64_t FloorDivide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}
[[nodiscard]] constexpr int64_t FloorModulo(int64_t value, int64_t divisor) {
  return value % divisor + (value % divisor < 0 ? divisor : 0);
}

[[nodiscard]] constexpr bool IsLeapYear(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
[[nodiscard]] int DaysInMonth(int64_t year, int month);
// 52 or 53.
[[nodiscard]] int WeeksInYear(int64_t year);

// Requires: the day exists.
[[nodiscard]] int64_t DayNumberOf(const CivilDay& day);
// Requires: week and weekday exist. Weeks are reckoned from the first of
// `year`: week 1 has 4 January.
[[nodiscard]] int64_t DayNumberOf(const WeekDay& day);

[[nodiscard]] CivilDay CivilDayOf(int64_t day_number);
[[nodiscard]] WeekDay WeekDayOf(int64_t day_number);
// 1 to 366.
[[nodiscard]] int OrdinalDayOf(int64_t day_number);
// 1 to 92.
[[nodiscard]] int DayOfQuarter(int64_t day_number);
[[nodiscard]] constexpr int QuarterOf(int month) { return (month + 2) / 3; }

// The days of the first and the last year.
inline constexpr int64_t kFirstDayNumber = -365'243'219'162;
inline constexpr int64_t kLastDayNumber = 365'241'780'471;
[[nodiscard]] constexpr bool IsDay(int64_t day_number) {
  return day_number >= kFirstDayNumber && day_number <= kLastDayNumber;
}

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CALENDAR_H_
