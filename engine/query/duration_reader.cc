// Reads durations: see temporal_text.h.

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/query/calendar.h"
#include "engine/query/duration_units.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_text.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr size_t kMaxFractionDigits = 9;

absl::Status NotRead(absl::string_view text, absl::string_view want) {
  return TemporalFault(
      absl::StrCat(ShownText(text), " reads as no duration; want ", want));
}

constexpr absl::string_view kForms =
    "P1Y2M3DT4H5M6.7S, its parts in this order, P2W, or P2012-02-02T14:37:21";

struct Letter {
  char letter;
  DurationUnit unit;
};
// In the order in which they come.
constexpr std::array<Letter, 4> kDateLetters = {{{'Y', DurationUnit::kYears},
                                                 {'M', DurationUnit::kMonths},
                                                 {'W', DurationUnit::kWeeks},
                                                 {'D', DurationUnit::kDays}}};
constexpr std::array<Letter, 3> kTimeLetters = {
    {{'H', DurationUnit::kHours},
     {'M', DurationUnit::kMinutes},
     {'S', DurationUnit::kSeconds}}};

// A number with an optional sign and fraction, and the letter after it.
struct Part {
  int64_t whole = 0;
  absl::string_view fraction;
  int sign = 1;
  char letter = '\0';
};

size_t DigitCount(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() &&
         absl::ascii_isdigit(static_cast<unsigned char>(text[count]))) {
    ++count;
  }
  return count;
}

// Takes a part off the front of `rest`.
bool TakePart(absl::string_view& rest, Part& part) {
  const bool is_signed = !rest.empty() && (rest[0] == '-' || rest[0] == '+');
  if (is_signed && rest[0] == '-') part.sign = -1;
  // With its sign, so that the least integer reads.
  const size_t whole =
      (is_signed ? 1 : 0) + DigitCount(rest.substr(is_signed ? 1 : 0));
  if (!absl::SimpleAtoi(rest.substr(0, whole), &part.whole)) return false;
  rest.remove_prefix(whole);
  if (!rest.empty() && (rest[0] == '.' || rest[0] == ',')) {
    const size_t digits = DigitCount(rest.substr(1));
    if (digits == 0 || digits > kMaxFractionDigits) return false;
    part.fraction = rest.substr(1, digits);
    rest.remove_prefix(digits + 1);
  }
  if (rest.empty()) return false;
  part.letter = rest[0];
  rest.remove_prefix(1);
  return true;
}

// All of `rest`, each letter at most once and in order.
template <size_t kCount>
absl::Status AddParts(absl::string_view text, absl::string_view rest,
                      const std::array<Letter, kCount>& letters, int sign,
                      DurationSum& sum) {
  size_t next = 0;
  while (!rest.empty()) {
    Part part;
    if (!TakePart(rest, part)) return NotRead(text, kForms);
    while (next < kCount && letters[next].letter != part.letter) ++next;
    if (next == kCount) return NotRead(text, kForms);
    const DurationUnit unit = letters[next++].unit;
    if (sign < 0 &&
        __builtin_sub_overflow(int64_t{0}, part.whole, &part.whole)) {
      return NotRead(text, "numbers that an integer can hold");
    }
    RETURN_IF_ERROR(sum.Add(unit, part.whole));
    RETURN_IF_ERROR(sum.AddFraction(unit, part.fraction, sign * part.sign));
  }
  return absl::OkStatus();
}

// P2012-02-02T14:37:21.545, after the P: each field counts its unit.
absl::Status AddDate(absl::string_view text, absl::string_view date,
                     DurationSum& sum) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (date.size() != 10 || date[4] != '-' || date[7] != '-' ||
      DigitCount(date) != 4 || DigitCount(date.substr(5)) != 2 ||
      DigitCount(date.substr(8)) != 2 ||
      !absl::SimpleAtoi(date.substr(0, 4), &year) ||
      !absl::SimpleAtoi(date.substr(5, 2), &month) ||
      !absl::SimpleAtoi(date.substr(8, 2), &day) || month > 12 || day > 31) {
    return NotRead(text, kForms);
  }
  RETURN_IF_ERROR(sum.Add(DurationUnit::kYears, int64_t{year}));
  RETURN_IF_ERROR(sum.Add(DurationUnit::kMonths, int64_t{month}));
  return sum.Add(DurationUnit::kDays, int64_t{day});
}

bool LooksLikeDate(absl::string_view text) {
  return DigitCount(text) == 4 && text.size() > 4 && text[4] == '-';
}

}  // namespace

absl::StatusOr<Duration> ParseDuration(absl::string_view text) {
  if (text.size() > kMaxTemporalBytes) {
    return TemporalFault(absl::StrCat("the text of ", text.size(),
                                      " bytes is too long; want up to ",
                                      kMaxTemporalBytes));
  }
  absl::string_view rest = text;
  const int sign = !rest.empty() && rest[0] == '-' ? -1 : 1;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
    rest.remove_prefix(1);
  }
  if (rest.empty() || rest[0] != 'P') return NotRead(text, kForms);
  rest.remove_prefix(1);
  const size_t t = rest.find('T');
  const bool has_time = t != absl::string_view::npos;
  const absl::string_view date = rest.substr(0, t);
  const absl::string_view time = has_time ? rest.substr(t + 1) : "";
  if ((date.empty() && !has_time) || (has_time && time.empty())) {
    return NotRead(text, kForms);
  }
  DurationSum sum;
  if (LooksLikeDate(date) && sign > 0) {
    RETURN_IF_ERROR(AddDate(text, date, sum));
    if (has_time) {
      ASSIGN_OR_RETURN(const LocalTime clock, ParseLocalTime(time));
      RETURN_IF_ERROR(sum.Add(DurationUnit::kNanoseconds, clock.nanos));
    }
    return sum.Finish();
  }
  RETURN_IF_ERROR(AddParts(text, date, kDateLetters, sign, sum));
  RETURN_IF_ERROR(AddParts(text, time, kTimeLetters, sign, sum));
  return sum.Finish();
}

}  // namespace attest::query
