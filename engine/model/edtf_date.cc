#include "engine/model/edtf_date.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "engine/model/digit_mask.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxShownBytes = 32;
constexpr int kFirstSeason = 21;
constexpr int kLastSeason = 24;
constexpr int kLastGrouping = 41;
constexpr absl::string_view kQualifiers = "~?%";
constexpr absl::string_view kComponentEnds = "-~?%";
constexpr absl::string_view kWantDate = "YYYY, YYYY-MM or YYYY-MM-DD";
constexpr absl::string_view kWantMonth = "01 to 12, or a season 21 to 24";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsQualifier(char c) { return absl::StrContains(kQualifiers, c); }

// A date cut at its hyphens, without qualifiers.
struct Components {
  std::array<EdtfPart, 3> parts;  // year, month or season, day
  size_t count = 0;
  bool is_qualified = false;
};

// Takes one component, with a qualifier before (for it alone) and one after
// it (for it and all to its left), from the front of `rest`.
EdtfPart TakeComponent(EdtfPart& rest, bool& is_qualified) {
  if (!rest.text.empty() && IsQualifier(rest.text.front())) {
    is_qualified = true;
    rest = rest.Sub(1);
  }
  const EdtfPart component =
      rest.Sub(0, rest.text.find_first_of(kComponentEnds));
  rest = rest.Sub(component.text.size());
  if (!rest.text.empty() && IsQualifier(rest.text.front())) {
    is_qualified = true;
    rest = rest.Sub(1);
  }
  return component;
}

absl::StatusOr<Components> SplitDate(const EdtfPart& part) {
  Components result;
  EdtfPart rest = part;
  while (true) {
    if (result.count == result.parts.size()) {
      return EdtfError(rest, "more than three components", kWantDate);
    }
    result.parts[result.count++] = TakeComponent(rest, result.is_qualified);
    if (rest.text.empty()) return result;
    if (rest.text.front() != '-') {
      return EdtfError(rest, "unexpected text after a qualifier",
                       "one ~, ? or % before or after a component");
    }
    rest = rest.Sub(1);
  }
}

absl::Status CheckYear(const EdtfPart& year) {
  const absl::string_view text = year.text;
  if (text.empty()) return EdtfError(year, "no year", kWantDate);
  if (absl::StrContains(text, 'E')) {
    return EdtfError(year, "exponential years are not read", "four digits");
  }
  if (absl::StrContains(text, 'S')) {
    return EdtfError(year, "significant digits are not read", "four digits");
  }
  if (text.front() == 'Y') {
    return EdtfError(year, "years before 0 and beyond 9999 are refused",
                     "0000 to 9999");
  }
  if (text.size() != 4 || !DigitMask::IsMask(text)) {
    return EdtfError(year, "year is not four digits or X", kWantDate);
  }
  return absl::OkStatus();
}

absl::Status CheckTwoDigits(const EdtfPart& part, absl::string_view name,
                            absl::string_view want) {
  if (part.text.size() == 2 && DigitMask::IsMask(part.text)) {
    return absl::OkStatus();
  }
  return EdtfError(part, absl::StrCat(name, " is not two digits or X"), want);
}

absl::Status CheckMonth(const EdtfPart& part) {
  RETURN_IF_ERROR(CheckTwoDigits(part, "month", kWantMonth));
  const DigitMask mask(part.text);
  const int number = mask.least();
  if (mask.is_number() && number > kLastSeason && number <= kLastGrouping) {
    return EdtfError(part, "sub-year groupings 25 to 41 are not read",
                     kWantMonth);
  }
  if (mask.is_number() && number >= kFirstSeason && number <= kLastSeason) {
    return absl::OkStatus();
  }
  for (int month = std::max(1, number); month <= std::min(12, mask.greatest());
       ++month) {
    if (mask.Matches(month)) return absl::OkStatus();
  }
  return EdtfError(part, "month does not exist", kWantMonth);
}

bool IsSeason(const DigitMask& month) {
  return month.is_number() && month.least() >= kFirstSeason;
}

absl::Status CheckComponents(const Components& components) {
  const auto& [year, month, day] = components.parts;
  RETURN_IF_ERROR(CheckYear(year));
  if (components.count < 2) return absl::OkStatus();
  RETURN_IF_ERROR(CheckMonth(month));
  if (components.count < 3) return absl::OkStatus();
  if (IsSeason(DigitMask(month.text))) {
    return EdtfError(day, "a season takes no day", "YYYY-21 to YYYY-24");
  }
  return CheckTwoDigits(day, "day", "01 to 31");
}

DayNumber Number(absl::CivilDay day) {
  return static_cast<DayNumber>(day - absl::CivilDay());
}

// The days [begin, end), cut at the ends of the calendar.
DayRange RangeOf(absl::CivilDay begin, absl::CivilDay end) {
  return {.begin = std::max(Number(begin), kFirstDay),
          .end = std::min(Number(end), kLastDay + 1)};
}

DayRange MonthsOf(const DigitMask& year, const DigitMask& month) {
  int first = std::max(1, month.least());
  int last = std::min(12, month.greatest());
  while (!month.Matches(first)) ++first;
  while (!month.Matches(last)) --last;
  return RangeOf(absl::CivilDay(absl::CivilMonth(year.least(), first)),
                 absl::CivilDay(absl::CivilMonth(year.greatest(), last) + 1));
}

DayRange SeasonsOf(const DigitMask& year, int season) {
  const int month = 3 * (season - kFirstSeason + 1);
  return RangeOf(absl::CivilDay(absl::CivilMonth(year.least(), month)),
                 absl::CivilDay(absl::CivilMonth(year.greatest(), month) + 3));
}

int DaysIn(int month, bool is_leap) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
  if (month == 2 && is_leap) return 29;
  return kDays[static_cast<size_t>(month - 1)];
}

bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

struct MonthDay {
  int month = 0;
  int day = 0;
};

// The first and the last day of a year that match.
struct MonthDays {
  MonthDay first;
  MonthDay last;
};

std::optional<MonthDays> MatchInYear(const DigitMask& month,
                                     const DigitMask& day, bool is_leap) {
  std::optional<MonthDays> result;
  for (int m = std::max(1, month.least()); m <= std::min(12, month.greatest());
       ++m) {
    if (!month.Matches(m)) continue;
    const int last = std::min(DaysIn(m, is_leap), day.greatest());
    for (int d = std::max(1, day.least()); d <= last; ++d) {
      if (!day.Matches(d)) continue;
      const MonthDay match = {.month = m, .day = d};
      if (!result.has_value()) result = {.first = match, .last = match};
      result->last = match;
    }
  }
  return result;
}

// What matches in a year depends on the year only through leap days, so the
// two kinds of year are looked at once and then the years gone through.
std::optional<DayRange> DaysOf(const DigitMask& year, const DigitMask& month,
                               const DigitMask& day) {
  const std::array<std::optional<MonthDays>, 2> matches = {
      MatchInYear(month, day, /*is_leap=*/false),
      MatchInYear(month, day, /*is_leap=*/true)};
  const auto match = [&](int y) -> const std::optional<MonthDays>& {
    return matches[IsLeap(y) ? 1 : 0];
  };
  const auto has_match = [&](int y) {
    return year.Matches(y) && match(y).has_value();
  };
  int first = year.least();
  while (first <= year.greatest() && !has_match(first)) ++first;
  if (first > year.greatest()) return std::nullopt;
  int last = year.greatest();
  while (!has_match(last)) --last;
  const MonthDay begin = match(first)->first;
  const MonthDay end = match(last)->last;
  return RangeOf(absl::CivilDay(first, begin.month, begin.day),
                 absl::CivilDay(last, end.month, end.day) + 1);
}

absl::Status NoSuchDay(const EdtfPart& year, const EdtfPart& month,
                       const EdtfPart& day) {
  const DigitMask mask(month.text);
  std::string want = "a day of the calendar";
  if (mask.is_number() && DigitMask(year.text).is_number()) {
    const bool is_leap = IsLeap(DigitMask(year.text).least());
    want = absl::StrFormat("01 to %d", DaysIn(mask.least(), is_leap));
  }
  return EdtfError(day,
                   absl::StrCat("day ", day.text, " does not exist in ",
                                year.text, "-", month.text),
                   want);
}

DayRange Widened(const DayRange& range, DatePrecision precision) {
  const absl::CivilDay first = absl::CivilDay() + range.begin;
  const absl::CivilDay last = absl::CivilDay() + (range.end - 1);
  switch (precision) {
    case DatePrecision::kYear:
      return RangeOf(absl::CivilDay(absl::CivilYear(first) - 1),
                     absl::CivilDay(absl::CivilYear(last) + 2));
    case DatePrecision::kSeason:
      return RangeOf(absl::CivilDay(absl::CivilMonth(first) - 3),
                     absl::CivilDay(absl::CivilMonth(last) + 4));
    case DatePrecision::kMonth:
      return RangeOf(absl::CivilDay(absl::CivilMonth(first) - 1),
                     absl::CivilDay(absl::CivilMonth(last) + 2));
    case DatePrecision::kDay:
      break;
  }
  return RangeOf(first - 1, last + 2);
}

// What the components mean, qualifiers aside.
absl::StatusOr<EdtfDate> DateOf(const Components& components) {
  const auto& [year_part, month_part, day_part] = components.parts;
  const DigitMask year(year_part.text);
  if (components.count == 1) {
    return EdtfDate{.range = RangeOf(absl::CivilDay(year.least(), 1, 1),
                                     absl::CivilDay(year.greatest() + 1, 1, 1)),
                    .precision = DatePrecision::kYear};
  }
  const DigitMask month(month_part.text);
  if (components.count == 2 && IsSeason(month)) {
    return EdtfDate{.range = SeasonsOf(year, month.least()),
                    .precision = DatePrecision::kSeason};
  }
  if (components.count == 2) {
    return EdtfDate{.range = MonthsOf(year, month),
                    .precision = DatePrecision::kMonth};
  }
  const std::optional<DayRange> days =
      DaysOf(year, month, DigitMask(day_part.text));
  if (!days.has_value()) return NoSuchDay(year_part, month_part, day_part);
  return EdtfDate{.range = *days, .precision = DatePrecision::kDay};
}

// Does `text` look like `form`, in which 0 stands for any digit?
bool HasForm(absl::string_view text, absl::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < form.size(); ++i) {
    const bool fits = form[i] == '0' ? IsDigit(text[i]) : text[i] == form[i];
    if (!fits) return false;
  }
  return true;
}

// Requires: two digits.
int TwoDigits(absl::string_view text) {
  return 10 * (text[0] - '0') + (text[1] - '0');
}

absl::Status CheckClock(const EdtfPart& part) {
  constexpr absl::string_view kWant = "hh:mm:ss, 00:00:00 to 23:59:59";
  const absl::string_view text = part.text;
  if (!HasForm(text, "00:00:00")) {
    return EdtfError(part, "time is not hours, minutes and seconds", kWant);
  }
  if (TwoDigits(text) > 23 || TwoDigits(text.substr(3)) > 59 ||
      TwoDigits(text.substr(6)) > 59) {
    return EdtfError(part, "time does not exist", kWant);
  }
  return absl::OkStatus();
}

absl::Status CheckZone(const EdtfPart& part) {
  constexpr absl::string_view kWant = "nothing, Z, +hh:mm, -hh:mm, +hh or -hh";
  const absl::string_view text = part.text;
  if (text.empty() || text == "Z") return absl::OkStatus();
  const absl::string_view digits = text.substr(1);
  const bool has_form = (text.front() == '+' || text.front() == '-') &&
                        (HasForm(digits, "00") || HasForm(digits, "00:00"));
  if (!has_form) return EdtfError(part, "zone is malformed", kWant);
  const bool has_minutes = digits.size() > 2;
  if (TwoDigits(digits) > 23 ||
      (has_minutes && TwoDigits(digits.substr(3)) > 59)) {
    return EdtfError(part, "zone does not exist", "-23:59 to +23:59");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status EdtfError(const EdtfPart& part, absl::string_view what,
                       absl::string_view want) {
  const bool is_cut = part.text.size() > kMaxShownBytes;
  return absl::InvalidArgumentError(
      absl::StrCat("EDTF offset ", part.offset, ": ", what, ", got \"",
                   absl::CHexEscape(part.text.substr(0, kMaxShownBytes)),
                   is_cut ? "...\", want " : "\", want ", want));
}

absl::StatusOr<EdtfDate> ParseEdtfDate(const EdtfPart& part) {
  if (part.text.empty()) return EdtfError(part, "no date", kWantDate);
  if (part.text.front() == '-') {
    return EdtfError(part, "years before 0 are refused", "0000 to 9999");
  }
  ASSIGN_OR_RETURN(const Components components, SplitDate(part));
  RETURN_IF_ERROR(CheckComponents(components));
  ASSIGN_OR_RETURN(EdtfDate date, DateOf(components));
  if (components.is_qualified) {
    date.is_qualified = true;
    date.range = Widened(date.range, date.precision);
  }
  return date;
}

absl::StatusOr<EdtfDate> ParseEdtfDateTime(const EdtfPart& part, size_t t) {
  ASSIGN_OR_RETURN(const EdtfDate date, ParseEdtfDate(part.Sub(0, t)));
  if (!HasForm(part.text.substr(0, t), "0000-00-00")) {
    return EdtfError(part.Sub(0, t), "a time needs a whole day before it",
                     "YYYY-MM-DD of digits only, without ~, ? or %");
  }
  const size_t qualifier = part.text.find_first_of(kQualifiers);
  if (qualifier != absl::string_view::npos) {
    return EdtfError(part.Sub(qualifier), "a date-time takes no qualifier",
                     "nothing, or the date without its time");
  }
  constexpr size_t kClockBytes = 8;
  const EdtfPart time = part.Sub(t + 1);
  RETURN_IF_ERROR(CheckClock(time.Sub(0, kClockBytes)));
  RETURN_IF_ERROR(CheckZone(time.Sub(kClockBytes)));
  return date;
}

}  // namespace attest
