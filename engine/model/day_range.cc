#include "engine/model/day_range.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace attest {
namespace {

constexpr size_t kMaxShownBytes = 32;

absl::Status NotADay(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "not a day, got \"", absl::CHexEscape(text.substr(0, kMaxShownBytes)),
      "\", want YYYY-MM-DD"));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool LooksLikeADay(absl::string_view text) {
  if (text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 4 || i == 7;
    if (is_hyphen ? text[i] != '-' : !IsDigit(text[i])) {
      return false;
    }
  }
  return true;
}

int Number(absl::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = 10 * value + (digit - '0');
  return value;
}

}  // namespace

absl::StatusOr<DayNumber> ParseDay(absl::string_view text) {
  if (!LooksLikeADay(text)) return NotADay(text);
  const int month = Number(text.substr(5, 2));
  const int day = Number(text.substr(8, 2));
  const absl::CivilDay civil(Number(text.substr(0, 4)), month, day);
  // A day that does not exist has been carried into another month.
  if (civil.month() != month || civil.day() != day) {
    return absl::InvalidArgumentError(absl::StrCat(
        "day does not exist, got \"", text, "\", want a day of the calendar"));
  }
  return static_cast<DayNumber>(civil - absl::CivilDay());
}

std::string DayText(DayNumber day) {
  const absl::CivilDay civil = absl::CivilDay() + day;
  return absl::StrFormat("%04d-%02d-%02d", civil.year(), civil.month(),
                         civil.day());
}

std::optional<std::string> DayRange::FirstDayText() const {
  if (!has_begin()) return std::nullopt;
  return DayText(begin);
}

std::optional<std::string> DayRange::LastDayText() const {
  if (!has_end()) return std::nullopt;
  return DayText(end - 1);
}

}  // namespace attest
