// The slow, obvious reading of EDTF dates: every day from 0000-01-01 to
// 9999-12-31, counted one by one, is compared with the digits of the date.

#ifndef ATTEST_TESTS_REFERENCE_EDTF_DAYS_H_
#define ATTEST_TESTS_REFERENCE_EDTF_DAYS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/day_range.h"

namespace attest::reference {

struct CalendarDay {
  int year = 0;
  int month = 1;
  int day = 1;
};

inline int LengthOfMonth(int year, int month) {
  if (month == 4 || month == 6 || month == 9 || month == 11) return 30;
  if (month != 2) return 31;
  if (year % 400 == 0) return 29;
  if (year % 100 == 0) return 28;
  return year % 4 == 0 ? 29 : 28;
}

// All days in order; the element at i is kFirstDay + i.
inline const std::vector<CalendarDay>& AllDays() {
  static const std::vector<CalendarDay>* const days = [] {
    auto* list = new std::vector<CalendarDay>();
    for (CalendarDay at; at.year <= 9999;) {
      list->push_back(at);
      if (++at.day <= LengthOfMonth(at.year, at.month)) continue;
      at.day = 1;
      if (++at.month <= 12) continue;
      at.month = 1;
      ++at.year;
    }
    return list;
  }();
  return *days;
}

// What a date without qualifiers is made of: digits and X, as many as the
// component has, or nothing where the component is absent.
struct DateDigits {
  std::string year;
  std::string month;  // or a season, 21 to 24
  std::string day;
};

inline bool DigitsMatch(const std::string& digits, int number) {
  for (size_t i = digits.size(); i > 0; --i) {
    const char digit = digits[i - 1];
    if (digit != 'X' && digit != static_cast<char>('0' + number % 10)) {
      return false;
    }
    number /= 10;
  }
  return true;
}

inline bool IsSeason(const std::string& month) {
  return month == "21" || month == "22" || month == "23" || month == "24";
}

// Quarters of the year counted from that of March 0000, which is 1; January
// and February belong to the quarter of the December before them.
inline int QuarterOf(const CalendarDay& at) {
  return (12 * at.year + at.month) / 3;
}

inline bool DayMatches(const DateDigits& date, const CalendarDay& at) {
  if (IsSeason(date.month)) {
    const int quarter = QuarterOf(at) - 1;
    return quarter >= 0 && DigitsMatch(date.year, quarter / 4) &&
           DigitsMatch(date.month, 21 + quarter % 4);
  }
  return DigitsMatch(date.year, at.year) && DigitsMatch(date.month, at.month) &&
         DigitsMatch(date.day, at.day);
}

// The count of units, of the precision of `date`, up to `at`.
inline int UnitOf(const DateDigits& date, const CalendarDay& at, int index) {
  if (!date.day.empty()) return index;
  if (IsSeason(date.month)) return QuarterOf(at);
  return date.month.empty() ? at.year : 12 * at.year + at.month;
}

// From the first to the last day that matches; none when no day does.
inline std::optional<DayRange> PossibleDays(const DateDigits& date,
                                            bool is_qualified) {
  const std::vector<CalendarDay>& days = AllDays();
  const auto size = static_cast<int>(days.size());
  const auto at = [&](int i) { return days[static_cast<size_t>(i)]; };
  int first = 0;
  while (first < size && !DayMatches(date, at(first))) ++first;
  if (first == size) return std::nullopt;
  int last = size - 1;
  while (!DayMatches(date, at(last))) --last;
  if (is_qualified) {
    const auto unit = [&](int i) { return UnitOf(date, at(i), i); };
    const int first_unit = unit(first) - 1;
    const int last_unit = unit(last) + 1;
    while (first > 0 && unit(first - 1) >= first_unit) --first;
    while (last + 1 < size && unit(last + 1) <= last_unit) ++last;
  }
  return DayRange{.begin = kFirstDay + first, .end = kFirstDay + last + 1};
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_EDTF_DAYS_H_
