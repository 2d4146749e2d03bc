#include "engine/interchange/sfm_date.h"

#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/model/edtf.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// A date as far as it is known; 0: not known.
struct Parts {
  int year = 0;
  int month = 0;
  int day = 0;
};

std::string EdtfOf(const Parts& parts) {
  if (parts.month == 0) return absl::StrFormat("%04d", parts.year);
  if (parts.day == 0) {
    return absl::StrFormat("%04d-%02d", parts.year, parts.month);
  }
  return absl::StrFormat("%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

bool Exists(const Parts& parts) { return Edtf::Parse(EdtfOf(parts)).ok(); }

// 0 for a text that is no number of at most four digits.
int NumberOf(absl::string_view text) {
  int number = 0;
  if (text.empty() || text.size() > 4) return 0;
  for (char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return 0;
  }
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

int MonthNamed(absl::string_view word) {
  static constexpr absl::string_view kMonths[] = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const std::string lower = absl::AsciiStrToLower(word);
  if (lower.size() < 3) return 0;
  int number = 0;
  for (absl::string_view month : kMonths) {
    ++number;
    if (lower == month || lower == month.substr(0, 3)) return number;
  }
  return lower == "sept" ? 9 : 0;
}

// The readings of a text that is no EDTF.
struct Readings {
  std::vector<Parts> all;
  // Of day and month in numbers, the first of `all` where there are two.
  SfmDateOrder order = SfmDateOrder::kUnknown;
};

Readings ReadNumbers(absl::string_view text, char separator) {
  const std::vector<absl::string_view> cells = absl::StrSplit(text, separator);
  std::vector<int> numbers;
  for (absl::string_view cell : cells) {
    numbers.push_back(NumberOf(absl::StripAsciiWhitespace(cell)));
    if (numbers.back() == 0) return {};
  }
  const bool is_year_last =
      absl::StripAsciiWhitespace(cells.back()).size() == 4;
  const bool is_year_first = absl::StripAsciiWhitespace(cells[0]).size() == 4;
  Readings readings;
  const auto add = [&readings](Parts parts) {
    if (Exists(parts)) readings.all.push_back(parts);
  };
  if (numbers.size() == 2 && is_year_last) {
    add({numbers[1], numbers[0], 0});
  } else if (numbers.size() == 3 && is_year_first) {
    add({numbers[0], numbers[1], numbers[2]});
  } else if (numbers.size() == 3 && is_year_last) {
    add({numbers[2], numbers[0], numbers[1]});
    if (numbers[0] == numbers[1]) return readings;
    readings.order = readings.all.empty() ? SfmDateOrder::kDayFirst
                                          : SfmDateOrder::kMonthFirst;
    add({numbers[2], numbers[1], numbers[0]});
  }
  return readings;
}

// "January 2001", "6 October 2014", "Oct. 6, 2014".
Readings ReadWords(absl::string_view text) {
  Parts parts;
  for (absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" ,.\t\n"), absl::SkipEmpty())) {
    const int number = NumberOf(word);
    const int month = MonthNamed(word);
    if (month != 0 && parts.month == 0) {
      parts.month = month;
    } else if (word.size() == 4 && number != 0 && parts.year == 0) {
      parts.year = number;
    } else if (word.size() <= 2 && number != 0 && parts.day == 0) {
      parts.day = number;
    } else {
      return {};
    }
  }
  if (parts.year == 0 || parts.month == 0 || !Exists(parts)) return {};
  return {.all = {parts}};
}

Readings ReadText(absl::string_view text) {
  if (text.size() == 4 && NumberOf(text) != 0) {
    return {.all = {{NumberOf(text), 0, 0}}};
  }
  for (char separator : {'/', '-', '.'}) {
    if (!absl::StrContains(text, separator)) continue;
    Readings readings = ReadNumbers(text, separator);
    if (!readings.all.empty()) return readings;
  }
  return ReadWords(text);
}

absl::StatusOr<int> ReadPart(absl::string_view name, absl::string_view cell,
                             int most) {
  if (cell.empty()) return 0;
  const int number = NumberOf(cell);
  if (number < 1 || number > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " ", cell, " is not from 1 to ", most));
  }
  return number;
}

absl::StatusOr<Parts> ReadParts(const SfmDateCells& cells) {
  Parts parts;
  ASSIGN_OR_RETURN(parts.year, ReadPart("year", cells.year, 9999));
  ASSIGN_OR_RETURN(parts.month, ReadPart("month", cells.month, 12));
  ASSIGN_OR_RETURN(parts.day, ReadPart("day", cells.day, 31));
  if (parts.year == 0 && (parts.month != 0 || parts.day != 0)) {
    return absl::InvalidArgumentError("a month or a day without its year");
  }
  if (parts.year != 0 && parts.day != 0 && parts.month == 0) {
    return absl::InvalidArgumentError("a day without its month");
  }
  if (parts.year != 0 && !Exists(parts)) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no day ", EdtfOf(parts)));
  }
  return parts;
}

// Do the two agree as far as both go?
bool Agree(const Parts& a, const Parts& b) {
  if (a.year != b.year) return false;
  if (a.month == 0 || b.month == 0) return true;
  if (a.month != b.month) return false;
  return a.day == 0 || b.day == 0 || a.day == b.day;
}

absl::StatusOr<SfmDate> Settle(const SfmDateCells& cells,
                               const Readings& readings, const Parts& parts) {
  for (const Parts& reading : readings.all) {
    if (!Agree(reading, parts)) continue;
    const bool goes_on = parts.month == 0 || (parts.day == 0 && reading.month);
    return SfmDate{EdtfOf(goes_on ? reading : parts), ""};
  }
  const Parts& text = readings.all.front();
  if (text.year != parts.year) {
    return absl::InvalidArgumentError(
        absl::StrCat("the text says the year ", text.year,
                     ", the column of the year ", parts.year));
  }
  Parts both{.year = text.year};
  if (text.month == parts.month) both.month = text.month;
  return SfmDate{EdtfOf(both),
                 absl::StrCat("the text says ", cells.text, ", its parts ",
                              EdtfOf(parts), "; taken as ", EdtfOf(both))};
}

}  // namespace

absl::StatusOr<SfmDate> ReadSfmDate(const SfmDateCells& cells,
                                    SfmDateOrder order) {
  ASSIGN_OR_RETURN(const Parts parts, ReadParts(cells));
  if (cells.text.empty()) return SfmDate{EdtfOf(parts), ""};
  const Readings readings = ReadText(cells.text);
  if (readings.all.empty()) {
    // What is typed as EDTF is meant so, qualifiers and all, if it can stand
    // at an end of an interval.
    if (!Edtf::Parse(absl::StrCat(cells.text, "/..")).ok()) {
      return absl::InvalidArgumentError("there is no such date");
    }
    if (parts.year != 0 &&
        !absl::StartsWith(cells.text, absl::StrFormat("%04d", parts.year))) {
      return absl::InvalidArgumentError(
          "the text and the columns of its parts differ");
    }
    return SfmDate{std::string(cells.text), ""};
  }
  if (parts.month != 0) return Settle(cells, readings, parts);
  const bool is_either = readings.all.size() == 2;
  const bool is_other = is_either && order == SfmDateOrder::kDayFirst;
  const Parts& reading = is_other ? readings.all.back() : readings.all.front();
  SfmDate date{EdtfOf(reading), ""};
  if (parts.year != 0) {
    ASSIGN_OR_RETURN(date, Settle(cells, {.all = {reading}}, parts));
  }
  if (readings.order == SfmDateOrder::kUnknown) return date;
  date.is_by_order = is_either || readings.order == SfmDateOrder::kDayFirst;
  if (date.is_by_order && order == SfmDateOrder::kUnknown) {
    date.warning = absl::StrCat(
        cells.text,
        is_either ? " may be month or day first" : " has no month first",
        "; taken as ", date.edtf);
  }
  return date;
}

SfmDateOrder ProvenOrder(const SfmDateCells& cells) {
  const Readings readings = ReadText(cells.text);
  if (readings.all.size() == 1) return readings.order;
  const absl::StatusOr<Parts> parts = ReadParts(cells);
  if (readings.all.empty() || !parts.ok() || parts->month == 0) {
    return SfmDateOrder::kUnknown;
  }
  const bool is_first = Agree(readings.all.front(), *parts);
  if (is_first == Agree(readings.all.back(), *parts)) {
    return SfmDateOrder::kUnknown;
  }
  return is_first ? SfmDateOrder::kMonthFirst : SfmDateOrder::kDayFirst;
}

}  // namespace attest
