#include "engine/model/edtf.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/model/edtf_date.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr auto kNotFound = absl::string_view::npos;
constexpr absl::string_view kDots = "..";

// An end of an interval, or a range in a set.
absl::StatusOr<EdtfDate> ParseDateWithoutTime(const EdtfPart& part) {
  const size_t t = part.text.find('T');
  if (t != kNotFound) {
    return EdtfError(part.Sub(t), "a time in an interval or a set is not read",
                     "the date without its time");
  }
  const size_t bracket = part.text.find_first_of("[]{}");
  if (bracket != kNotFound) {
    return EdtfError(part.Sub(bracket), "a set inside another or an interval",
                     "a date");
  }
  return ParseEdtfDate(part);
}

// The closing bracket that belongs to `open`; 0 when that opens no set.
char ClosingBracket(char open) {
  if (open == '[') return ']';
  return open == '{' ? '}' : '\0';
}

enum class Place : uint8_t { kOnly, kFirst, kMiddle, kLast };

Place PlaceOf(bool is_first, bool is_last) {
  if (is_first) return is_last ? Place::kOnly : Place::kFirst;
  return is_last ? Place::kLast : Place::kMiddle;
}

// Reads `a`, `a..b`, `..b` or `a..`, one element of a set. The precision of
// the result is not used.
absl::StatusOr<EdtfDate> ParseElement(const EdtfPart& part, Place place) {
  const size_t dots = part.text.find(kDots);
  if (dots == kNotFound) return ParseDateWithoutTime(part);
  const EdtfPart left = part.Sub(0, dots);
  const EdtfPart right = part.Sub(dots + kDots.size());
  if (left.text.empty()) {
    if (place != Place::kFirst && place != Place::kOnly) {
      return EdtfError(part, "\"..\" before a date stands first in a set",
                       "[..a,b]");
    }
    ASSIGN_OR_RETURN(EdtfDate until, ParseDateWithoutTime(right));
    until.range.begin = DayRange::kOpenBegin;
    return until;
  }
  ASSIGN_OR_RETURN(EdtfDate from, ParseDateWithoutTime(left));
  if (right.text.empty()) {
    if (place != Place::kLast && place != Place::kOnly) {
      return EdtfError(part, "\"..\" after a date stands last in a set",
                       "[a,b..]");
    }
    from.range.end = DayRange::kOpenEnd;
    return from;
  }
  ASSIGN_OR_RETURN(const EdtfDate until, ParseDateWithoutTime(right));
  if (until.range.end <= from.range.begin) {
    return EdtfError(right, absl::StrCat("range ends before ", left.text),
                     "a later date");
  }
  from.range.end = std::max(from.range.end, until.range.end);
  from.is_qualified = from.is_qualified || until.is_qualified;
  return from;
}

// Reads an end of an interval: none when it is open or unknown.
absl::StatusOr<std::optional<EdtfDate>> ParseEnd(const EdtfPart& part) {
  if (part.text.empty() || part.text == kDots) return std::nullopt;
  ASSIGN_OR_RETURN(EdtfDate date, ParseDateWithoutTime(part));
  return date;
}

// What holds throughout wherever the ends lie: from the latest day of the
// start to the earliest of the end.
std::optional<DayRange> CertainRange(const std::optional<EdtfDate>& start,
                                     const std::optional<EdtfDate>& end) {
  if (!start.has_value()) return DayRange::Single(end->range.begin);
  const DayNumber latest_start = start->range.end - 1;
  if (!end.has_value()) return DayRange::Single(latest_start);
  const DayNumber earliest_end = end->range.begin;
  if (earliest_end < latest_start) return std::nullopt;
  return DayRange{.begin = latest_start, .end = earliest_end + 1};
}

}  // namespace

absl::StatusOr<Edtf> Edtf::ParseDate(absl::string_view text) {
  const EdtfPart whole = {.text = text};
  const size_t dots = text.find(kDots);
  if (dots != kNotFound) {
    return EdtfError(whole.Sub(dots), "\"..\" outside an interval and a set",
                     "[a..b], [..a], [a..], a/.. or ../a");
  }
  const size_t t = text.find('T');
  ASSIGN_OR_RETURN(const EdtfDate date, t == kNotFound
                                            ? ParseEdtfDate(whole)
                                            : ParseEdtfDateTime(whole, t));
  Edtf result(text);
  result.precision_ = date.precision;
  result.is_qualified_ = date.is_qualified;
  result.possible_ = date.range;
  return result;
}

absl::StatusOr<Edtf> Edtf::ParseSet(absl::string_view text) {
  const EdtfPart whole = {.text = text};
  const char closing = ClosingBracket(text.front());
  const size_t close = text.find(closing);
  if (close == kNotFound) {
    return EdtfError(whole, "set is not closed",
                     absl::StrCat("\"", std::string(1, closing), "\""));
  }
  if (close + 1 != text.size()) {
    return EdtfError(whole.Sub(close + 1), "unexpected text after a set",
                     "nothing");
  }
  Edtf result(text);
  result.kind_ = EdtfKind::kSet;
  EdtfPart rest = whole.Sub(1, close - 1);
  for (bool is_first = true, is_last = false; !is_last; is_first = false) {
    const size_t comma = rest.text.find(',');
    is_last = comma == kNotFound;
    ASSIGN_OR_RETURN(
        const EdtfDate element,
        ParseElement(rest.Sub(0, comma), PlaceOf(is_first, is_last)));
    DayRange& possible = result.possible_;
    possible =
        is_first
            ? element.range
            : DayRange{.begin = std::min(possible.begin, element.range.begin),
                       .end = std::max(possible.end, element.range.end)};
    result.is_qualified_ = result.is_qualified_ || element.is_qualified;
    if (!is_last) rest = rest.Sub(comma + 1);
  }
  return result;
}

absl::StatusOr<Edtf> Edtf::ParseInterval(absl::string_view text, size_t slash) {
  const EdtfPart whole = {.text = text};
  const EdtfPart right = whole.Sub(slash + 1);
  const size_t second = right.text.find('/');
  if (second != kNotFound) {
    return EdtfError(right.Sub(second), "a second \"/\"",
                     "one between start and end");
  }
  ASSIGN_OR_RETURN(const std::optional<EdtfDate> start,
                   ParseEnd(whole.Sub(0, slash)));
  ASSIGN_OR_RETURN(const std::optional<EdtfDate> end, ParseEnd(right));
  if (!start.has_value() && !end.has_value()) {
    return EdtfError(whole, "interval without a date",
                     "a date at one end at least");
  }
  Edtf result(text);
  result.kind_ = EdtfKind::kInterval;
  if (start.has_value()) {
    result.possible_.begin = start->range.begin;
    result.is_qualified_ = start->is_qualified;
  }
  if (end.has_value()) {
    result.possible_.end = end->range.end;
    result.is_qualified_ = result.is_qualified_ || end->is_qualified;
  }
  if (result.possible_.end <= result.possible_.begin) {
    return EdtfError(right, "interval ends before it begins",
                     absl::StrCat("an end not before ", text.substr(0, slash)));
  }
  result.certain_ = CertainRange(start, end);
  return result;
}

absl::StatusOr<Edtf> Edtf::Parse(absl::string_view text) {
  const EdtfPart whole = {.text = text};
  if (text.empty()) return EdtfError(whole, "no date", "an EDTF date");
  if (text.size() > kMaxBytes) {
    return EdtfError(whole,
                     absl::StrCat("text is ", text.size(), " bytes long"),
                     absl::StrCat("at most ", kMaxBytes));
  }
  const size_t slash = text.find('/');
  if (slash != kNotFound) return ParseInterval(text, slash);
  if (ClosingBracket(text.front()) != '\0') return ParseSet(text);
  return ParseDate(text);
}

}  // namespace attest
