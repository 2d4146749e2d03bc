// Reads dates, times and date-times: see temporal_text.h.

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/query/temporal_fields.h"
#include "engine/query/temporal_text.h"
#include "engine/query/time_zone.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

constexpr size_t kMaxYearDigits = 9;
constexpr size_t kMaxFractionDigits = 9;

constexpr absl::string_view kDateForms =
    "2015-07-21, 20150721, 2015-07, 2015-W30-2, 2015-202, 2015-Q3 or 2015";
constexpr absl::string_view kTimeForms = "21:40:32.142, 214032, 21:40 or 21";
constexpr absl::string_view kOffsetForms = "Z, +01:00, +0100 or +01";

// What is still to be read of a text.
class Rest {
 public:
  explicit Rest(absl::string_view text) : text_(text) {}

  [[nodiscard]] bool IsEmpty() const { return text_.empty(); }
  [[nodiscard]] char next() const { return text_.empty() ? '\0' : text_[0]; }

  [[nodiscard]] bool Take(char c) {
    if (next() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  // The digits that come next.
  [[nodiscard]] size_t DigitCount() const {
    const auto end = std::find_if_not(text_.begin(), text_.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
    return static_cast<size_t>(end - text_.begin());
  }

  // Exactly `count` digits, at most 9, whatever comes then.
  [[nodiscard]] bool TakeDigits(size_t count, std::optional<int64_t>& number) {
    if (DigitCount() < count) return false;
    int64_t value = 0;
    for (const char c : text_.substr(0, count)) value = value * 10 + (c - '0');
    text_.remove_prefix(count);
    number = value;
    return true;
  }

 private:
  absl::string_view text_;
};

// 2015-..., after the hyphen.
bool TakeExtended(Rest& rest, DateFields& fields) {
  if (rest.Take('W')) {
    return rest.TakeDigits(2, fields.week) &&
           (!rest.Take('-') || rest.TakeDigits(1, fields.weekday));
  }
  if (rest.Take('Q')) {
    return rest.TakeDigits(1, fields.quarter) &&
           (!rest.Take('-') || rest.TakeDigits(2, fields.day_of_quarter));
  }
  if (rest.DigitCount() == 3) return rest.TakeDigits(3, fields.ordinal_day);
  return rest.TakeDigits(2, fields.month) &&
         (!rest.Take('-') || rest.TakeDigits(2, fields.day));
}

// 2015 is read; 0721, 07, 202, W302 and W30 may follow.
bool TakeBasic(Rest& rest, DateFields& fields) {
  if (rest.Take('W')) {
    return rest.TakeDigits(2, fields.week) &&
           (rest.IsEmpty() || rest.TakeDigits(1, fields.weekday));
  }
  switch (rest.DigitCount()) {
    case 0:
      return true;
    case 2:
      return rest.TakeDigits(2, fields.month);
    case 3:
      return rest.TakeDigits(3, fields.ordinal_day);
    case 4:
      return rest.TakeDigits(2, fields.month) && rest.TakeDigits(2, fields.day);
    default:
      return false;
  }
}

bool TakeDate(Rest& rest, DateFields& fields) {
  const bool is_negative = rest.next() == '-';
  const bool is_signed = rest.Take('-') || rest.Take('+');
  const size_t digits = is_signed ? rest.DigitCount() : 4;
  if (digits < 4 || digits > kMaxYearDigits ||
      !rest.TakeDigits(digits, fields.year)) {
    return false;
  }
  if (is_negative) fields.year = -*fields.year;
  if (rest.Take('-')) return TakeExtended(rest, fields);
  return is_signed || TakeBasic(rest, fields);
}

// The digits after the point, as nanoseconds.
bool TakeFraction(Rest& rest, TimeFields& fields) {
  const size_t digits = rest.DigitCount();
  if (digits == 0 || digits > kMaxFractionDigits ||
      !rest.TakeDigits(digits, fields.nanosecond)) {
    return false;
  }
  for (size_t i = digits; i < kMaxFractionDigits; ++i) {
    *fields.nanosecond *= 10;
  }
  return true;
}

bool TakeTime(Rest& rest, TimeFields& fields) {
  if (!rest.TakeDigits(2, fields.hour)) return false;
  const bool is_extended = rest.Take(':');
  if (!is_extended && rest.DigitCount() == 0) return true;
  if (!rest.TakeDigits(2, fields.minute)) return false;
  if (is_extended ? !rest.Take(':') : rest.DigitCount() == 0) return true;
  if (!rest.TakeDigits(2, fields.second)) return false;
  return !(rest.Take('.') || rest.Take(',')) || TakeFraction(rest, fields);
}

// The size of an offset, after its sign.
bool TakeOffset(Rest& rest, TimeFields& fields) {
  return TakeTime(rest, fields) && !fields.nanosecond.has_value();
}

absl::Status NotRead(absl::string_view kind, absl::string_view text,
                     absl::string_view want) {
  return TemporalFault(
      absl::StrCat(ShownText(text), " reads as no ", kind, "; want ", want));
}

absl::Status Explain(const absl::Status& status, absl::string_view text) {
  return TemporalFault(absl::StrCat(ShownText(text), ": ", status.message()));
}

absl::Status CheckSize(absl::string_view text) {
  if (text.size() <= kMaxTemporalBytes) return absl::OkStatus();
  return TemporalFault(absl::StrCat("the text of ", text.size(),
                                    " bytes is too long; want up to ",
                                    kMaxTemporalBytes));
}

// A text of date and time, cut at the `T`, the offset and the zone.
struct Cut {
  absl::string_view date;
  absl::string_view time;
  absl::string_view offset;
  absl::string_view zone;
  bool has_time = false;
  bool has_zone = false;
};

void CutTime(absl::string_view text, Cut& cut) {
  const size_t bracket = text.find('[');
  if (bracket != absl::string_view::npos) {
    cut.has_zone = true;
    cut.zone = text.substr(bracket + 1);
    text = text.substr(0, bracket);
  }
  const size_t offset = std::min(text.find_first_of("Z+-"), text.size());
  cut.time = text.substr(0, offset);
  cut.offset = text.substr(offset);
}

Cut CutDateTime(absl::string_view text) {
  Cut cut;
  const size_t t = text.find('T');
  cut.date = text.substr(0, t);
  cut.has_time = t != absl::string_view::npos;
  if (cut.has_time) CutTime(text.substr(t + 1), cut);
  return cut;
}

absl::StatusOr<LocalDateTime> ParseFace(const Cut& cut) {
  LocalDateTime face;
  ASSIGN_OR_RETURN(face.date, ParseDate(cut.date));
  if (cut.has_time) {
    ASSIGN_OR_RETURN(face.time, ParseLocalTime(cut.time));
  }
  return face;
}

}  // namespace

absl::StatusOr<Date> ParseDate(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  Rest rest(text);
  DateFields fields;
  if (!TakeDate(rest, fields) || !rest.IsEmpty()) {
    return NotRead("date", text, kDateForms);
  }
  absl::StatusOr<Date> date = MakeDate(fields, std::nullopt);
  if (!date.ok()) return Explain(date.status(), text);
  return date;
}

absl::StatusOr<LocalTime> ParseLocalTime(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  Rest rest(text);
  TimeFields fields;
  if (!TakeTime(rest, fields) || !rest.IsEmpty()) {
    return NotRead("time of day", text, kTimeForms);
  }
  absl::StatusOr<LocalTime> time = MakeTime(fields, std::nullopt);
  if (!time.ok()) return Explain(time.status(), text);
  return time;
}

absl::StatusOr<int32_t> ParseOffset(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  if (text == "Z") return 0;
  Rest rest(text);
  const bool is_negative = rest.next() == '-';
  TimeFields fields;
  if (!(rest.Take('-') || rest.Take('+')) || !TakeOffset(rest, fields) ||
      !rest.IsEmpty()) {
    return NotRead("offset from UTC", text, kOffsetForms);
  }
  absl::StatusOr<LocalTime> size = MakeTime(fields, std::nullopt);
  if (!size.ok()) return Explain(size.status(), text);
  const int64_t seconds = size->nanos / kNanosPerSecond;
  if (seconds > kMaxOffsetSeconds) {
    return NotRead("offset from UTC", text, "at most 18 hours");
  }
  return static_cast<int32_t>(is_negative ? -seconds : seconds);
}

absl::StatusOr<Time> ParseTime(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  Cut cut;
  CutTime(text, cut);
  if (cut.has_zone) {
    return NotRead("time", text, "an offset: a zone's depends on the date");
  }
  Time time;
  ASSIGN_OR_RETURN(time.local, ParseLocalTime(cut.time));
  if (!cut.offset.empty()) {
    ASSIGN_OR_RETURN(time.offset_seconds, ParseOffset(cut.offset));
  }
  return time;
}

absl::StatusOr<LocalDateTime> ParseLocalDateTime(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  const Cut cut = CutDateTime(text);
  if (cut.has_zone || !cut.offset.empty()) {
    return NotRead("local date-time", text, "no offset and no zone");
  }
  return ParseFace(cut);
}

absl::StatusOr<DateTime> ParseDateTime(absl::string_view text) {
  RETURN_IF_ERROR(CheckSize(text));
  Cut cut = CutDateTime(text);
  ASSIGN_OR_RETURN(const LocalDateTime face, ParseFace(cut));
  std::optional<int32_t> offset;
  if (!cut.offset.empty()) {
    ASSIGN_OR_RETURN(offset, ParseOffset(cut.offset));
  }
  if (!cut.has_zone) return TimeZone::AtOffset(offset.value_or(0)).At(face);
  if (cut.zone.empty() || cut.zone.back() != ']') {
    return NotRead("date-time", text, "a zone such as [Europe/Stockholm]");
  }
  cut.zone.remove_suffix(1);
  ASSIGN_OR_RETURN(const TimeZone zone, TimeZone::Find(cut.zone));
  ASSIGN_OR_RETURN(DateTime time, zone.At(face, offset));
  if (offset.has_value() && time.offset_seconds != *offset) {
    return TemporalFault(absl::StrCat(ShownText(text), ": the zone is at ",
                                      OffsetText(time.offset_seconds),
                                      " then, not at ", OffsetText(*offset)));
  }
  return time;
}

}  // namespace attest::query
