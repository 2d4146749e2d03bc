#include "engine/model/rfc3339.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "engine/model/day_range.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxShownBytes = 48;
constexpr size_t kDayBytes = 10;
constexpr size_t kNanosecondDigits = 9;

absl::Status Malformed(absl::string_view text, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      what, ", got \"", absl::CHexEscape(text.substr(0, kMaxShownBytes)),
      "\", want YYYY-MM-DDThh:mm:ssZ (RFC 3339)"));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes two digits, at most `max`, from the front of `rest`; -1 otherwise.
int TakeTwoDigits(absl::string_view& rest, int max) {
  if (rest.size() < 2 || !IsDigit(rest[0]) || !IsDigit(rest[1])) {
    return -1;
  }
  const int value = 10 * (rest[0] - '0') + (rest[1] - '0');
  rest.remove_prefix(2);
  return value <= max ? value : -1;
}

bool TakeOneOf(absl::string_view& rest, absl::string_view characters) {
  if (rest.empty() || !absl::StrContains(characters, rest[0])) return false;
  rest.remove_prefix(1);
  return true;
}

struct Clock {
  int hour = -1;
  int minute = -1;
  int second = -1;  // 60 for a leap second
};

bool TakeClock(absl::string_view& rest, Clock& clock) {
  clock.hour = TakeTwoDigits(rest, 23);
  if (clock.hour < 0 || !TakeOneOf(rest, ":")) return false;
  clock.minute = TakeTwoDigits(rest, 59);
  if (clock.minute < 0 || !TakeOneOf(rest, ":")) return false;
  clock.second = TakeTwoDigits(rest, 60);
  return clock.second >= 0;
}

bool TakeFraction(absl::string_view& rest, absl::Duration& fraction) {
  if (!TakeOneOf(rest, ".")) return true;
  size_t digits = 0;
  int64_t nanoseconds = 0;
  for (; digits < rest.size() && IsDigit(rest[digits]); ++digits) {
    if (digits < kNanosecondDigits) {
      nanoseconds = 10 * nanoseconds + (rest[digits] - '0');
    }
  }
  for (size_t i = digits; i < kNanosecondDigits; ++i) nanoseconds *= 10;
  rest.remove_prefix(digits);
  fraction = absl::Nanoseconds(nanoseconds);
  return digits > 0;
}

bool TakeOffset(absl::string_view& rest, absl::Duration& offset) {
  if (TakeOneOf(rest, "Zz")) return true;
  const bool is_west = TakeOneOf(rest, "-");
  if (!is_west && !TakeOneOf(rest, "+")) return false;
  const int hours = TakeTwoDigits(rest, 23);
  if (hours < 0 || !TakeOneOf(rest, ":")) return false;
  const int minutes = TakeTwoDigits(rest, 59);
  if (minutes < 0) return false;
  offset = absl::Hours(hours) + absl::Minutes(minutes);
  if (is_west) offset = -offset;
  return true;
}

// Can a leap second come before `time`? They come at the end of a month.
bool IsMonthStart(absl::Time time) {
  const absl::CivilSecond civil =
      absl::ToCivilSecond(time, absl::UTCTimeZone());
  return civil == absl::CivilSecond(absl::CivilMonth(civil));
}

// An offset can move an instant out of the years that text can hold.
bool HasFourDigitYear(absl::Time time) {
  const absl::civil_year_t year =
      absl::ToCivilSecond(time, absl::UTCTimeZone()).year();
  return year >= 0 && year <= 9999;
}

}  // namespace

absl::StatusOr<absl::Time> ParseRfc3339(absl::string_view text) {
  const absl::StatusOr<DayNumber> day = ParseDay(text.substr(0, kDayBytes));
  if (!day.ok()) return Malformed(text, "no such day");
  absl::string_view rest = text.substr(std::min(kDayBytes, text.size()));
  Clock clock;
  if (!TakeOneOf(rest, "Tt") || !TakeClock(rest, clock)) {
    return Malformed(text, "no such time of day");
  }
  absl::Duration fraction;
  if (!TakeFraction(rest, fraction)) return Malformed(text, "empty fraction");
  absl::Duration offset;
  if (!TakeOffset(rest, offset) || !rest.empty()) {
    return Malformed(text, "no Z and no offset at the end");
  }
  const absl::CivilDay civil_day = absl::CivilDay() + *day;
  // A second of 60 is carried into the next minute.
  const absl::Time whole =
      absl::FromCivil(absl::CivilSecond(civil_day.year(), civil_day.month(),
                                        civil_day.day(), clock.hour,
                                        clock.minute, clock.second),
                      absl::UTCTimeZone()) -
      offset;
  if (clock.second == 60 && !IsMonthStart(whole)) {
    return Malformed(text, "no leap second can be there");
  }
  if (!HasFourDigitYear(whole)) {
    return Malformed(text, "outside the years 0000 to 9999 in UTC");
  }
  return whole + fraction;
}

absl::StatusOr<absl::Time> ParseEndOfDay(absl::string_view text) {
  ASSIGN_OR_RETURN(const DayNumber day, ParseDay(text));
  return absl::FromCivil(absl::CivilDay() + (day + 1), absl::UTCTimeZone());
}

std::string FormatRfc3339(absl::Time time) {
  const absl::TimeZone::CivilInfo info = absl::UTCTimeZone().At(time);
  const absl::CivilSecond& civil = info.cs;
  std::string text = absl::StrFormat(
      "%04d-%02d-%02dT%02d:%02d:%02d", civil.year(), civil.month(), civil.day(),
      civil.hour(), civil.minute(), civil.second());
  const int64_t microseconds = absl::ToInt64Microseconds(info.subsecond);
  if (microseconds != 0) {
    absl::StrAppendFormat(&text, ".%06d", microseconds);
    text.erase(text.find_last_not_of('0') + 1);
  }
  text += 'Z';
  return text;
}

}  // namespace attest
