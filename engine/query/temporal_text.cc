#include "engine/query/temporal_text.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/query/calendar.h"

namespace attest::query {
namespace {

constexpr int64_t kMonthsOfYear = 12;

// ".645", without zeros at the end; nothing for 0.
std::string FractionText(int64_t nanos) {
  if (nanos == 0) return "";
  std::string digits = absl::StrFormat(".%09d", nanos);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

std::string YearText(int64_t year) {
  if (year > 9999) return absl::StrCat("+", year);
  return year < 0 ? absl::StrFormat("-%04d", -year)
                  : absl::StrFormat("%04d", year);
}

// "3D", nothing for 0.
std::string PartText(int64_t count, absl::string_view unit) {
  return count == 0 ? "" : absl::StrCat(count, unit);
}

// The seconds of a duration below its minutes.
std::string SecondsText(bool is_negative, int64_t seconds, int64_t nanos) {
  if (seconds == 0 && nanos == 0) return "";
  return absl::StrCat(is_negative ? "-" : "", seconds, FractionText(nanos),
                      "S");
}

}  // namespace

std::string OffsetText(int32_t offset_seconds) {
  if (offset_seconds == 0) return "Z";
  const int size = std::abs(offset_seconds);
  std::string text =
      absl::StrFormat("%c%02d:%02d", offset_seconds < 0 ? '-' : '+',
                      size / 3600, size / 60 % 60);
  if (size % 60 != 0) absl::StrAppendFormat(&text, ":%02d", size % 60);
  return text;
}

std::string TextOf(const Date& value) {
  const CivilDay day = CivilDayOf(value.days);
  return absl::StrCat(YearText(day.year),
                      absl::StrFormat("-%02d-%02d", day.month, day.day));
}

std::string TextOf(const LocalTime& value) {
  const int64_t seconds = value.nanos / kNanosPerSecond;
  const int64_t fraction = value.nanos % kNanosPerSecond;
  std::string text =
      absl::StrFormat("%02d:%02d", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 != 0 || fraction != 0) {
    absl::StrAppendFormat(&text, ":%02d%s", seconds % 60,
                          FractionText(fraction));
  }
  return text;
}

std::string TextOf(const Time& value) {
  return absl::StrCat(TextOf(value.local), OffsetText(value.offset_seconds));
}

std::string TextOf(const LocalDateTime& value) {
  return absl::StrCat(TextOf(value.date), "T", TextOf(value.time));
}

std::string TextOf(const DateTime& value) {
  std::string text =
      absl::StrCat(TextOf(value.local), OffsetText(value.offset_seconds));
  if (!value.zone.empty()) absl::StrAppend(&text, "[", value.zone, "]");
  return text;
}

std::string TextOf(const Duration& value) {
  std::string text = absl::StrCat(
      "P", PartText(value.months / kMonthsOfYear, "Y"),
      PartText(value.months % kMonthsOfYear, "M"), PartText(value.days, "D"));
  // Below the seconds the sign is that of all of the time, where the value
  // counts its nanoseconds up from the second below.
  const bool is_negative = value.seconds < 0;
  int64_t seconds = value.seconds;
  int64_t nanos = value.nanos;
  if (is_negative && nanos > 0) {
    ++seconds;
    nanos = kNanosPerSecond - nanos;
  }
  const std::string time = absl::StrCat(
      PartText(seconds / 3600, "H"), PartText(seconds / 60 % 60, "M"),
      SecondsText(is_negative, std::abs(seconds % 60), nanos));
  if (!time.empty()) absl::StrAppend(&text, "T", time);
  return text.size() == 1 ? "PT0S" : text;
}

std::string TemporalText(const Value& value) {
  switch (value.type()) {
    case Value::Type::kDate:
      return TextOf(value.date());
    case Value::Type::kLocalTime:
      return TextOf(value.local_time());
    case Value::Type::kTime:
      return TextOf(value.time());
    case Value::Type::kLocalDateTime:
      return TextOf(value.local_date_time());
    case Value::Type::kDateTime:
      return TextOf(value.date_time());
    default:
      return TextOf(value.duration());
  }
}

}  // namespace attest::query
