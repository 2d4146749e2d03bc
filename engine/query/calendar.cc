#include "engine/query/calendar.h"

namespace attest::query {
namespace {

// A cycle of the calendar: 400 years of 146,097 days. Years are reckoned from
// March, so that the leap day is the last of its year.
constexpr int64_t kYearsOfCycle = 400;
constexpr int64_t kDaysOfCycle = 146'097;
constexpr int64_t kDaysToEpoch = 719'468;  // from 0000-03-01 to 1970-01-01

// Monday of the week that 4 January of `year` lies in.
int64_t FirstMondayOf(int64_t year) {
  const int64_t fourth =
      DayNumberOf(CivilDay{.year = year, .month = 1, .day = 4});
  return fourth - FloorModulo(fourth + 3, 7);
}

}  // namespace

int DaysInMonth(int64_t year, int month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int WeeksInYear(int64_t year) {
  return static_cast<int>((FirstMondayOf(year + 1) - FirstMondayOf(year)) / 7);
}

int64_t DayNumberOf(const CivilDay& day) {
  const int64_t year = day.month <= 2 ? day.year - 1 : day.year;
  const int64_t cycle = FloorDivide(year, kYearsOfCycle);
  const int64_t year_of_cycle = year - cycle * kYearsOfCycle;
  const int64_t month_from_march = (day.month + 9) % 12;
  // Months from March have 31, 30, 31, 30, 31 days, again and again.
  const int64_t day_of_year = (153 * month_from_march + 2) / 5 + day.day - 1;
  const int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 -
                               year_of_cycle / 100 + day_of_year;
  return cycle * kDaysOfCycle + day_of_cycle - kDaysToEpoch;
}

int64_t DayNumberOf(const WeekDay& day) {
  return FirstMondayOf(day.year) + int64_t{7} * (day.week - 1) + day.weekday -
         1;
}

CivilDay CivilDayOf(int64_t day_number) {
  const int64_t from_march = day_number + kDaysToEpoch;
  const int64_t cycle = FloorDivide(from_march, kDaysOfCycle);
  const int64_t day = from_march - cycle * kDaysOfCycle;
  // The days that the leap days before it take from a year's 365.
  const int64_t year_of_cycle =
      (day - day / 1460 + day / 36'524 - day / 146'096) / 365;
  const int64_t day_of_year =
      day - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDay civil;
  civil.day =
      static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  civil.month = static_cast<int>((month_from_march + 2) % 12 + 1);
  civil.year =
      cycle * kYearsOfCycle + year_of_cycle + (civil.month <= 2 ? 1 : 0);
  return civil;
}

WeekDay WeekDayOf(int64_t day_number) {
  // 1970-01-01 was a Thursday.
  const int64_t days_from_monday = FloorModulo(day_number + 3, 7);
  const int64_t thursday = day_number - days_from_monday + 3;
  return {.year = CivilDayOf(thursday).year,
          .week = (OrdinalDayOf(thursday) - 1) / 7 + 1,
          .weekday = static_cast<int>(days_from_monday) + 1};
}

int OrdinalDayOf(int64_t day_number) {
  const int64_t year = CivilDayOf(day_number).year;
  return static_cast<int>(
      day_number - DayNumberOf(CivilDay{.year = year, .month = 1, .day = 1}) +
      1);
}

int DayOfQuarter(int64_t day_number) {
  CivilDay first = CivilDayOf(day_number);
  first.month = QuarterOf(first.month) * 3 - 2;
  first.day = 1;
  return static_cast<int>(day_number - DayNumberOf(first) + 1);
}

}  // namespace attest::query
