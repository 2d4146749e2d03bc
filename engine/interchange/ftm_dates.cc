#include "engine/interchange/ftm_dates.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/model/edtf.h"

namespace attest {
namespace {

constexpr size_t kDayBytes = 10;

bool IsDate(const std::string& text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  return edtf.ok() && edtf->kind() == EdtfKind::kDate;
}

// An hour, and what is more exact: `10`, `10:00`, `10:00:05.5Z`, `10:00+02:00`.
bool IsTimeOfDay(absl::string_view text) {
  constexpr absl::string_view kDigits = "0123456789";
  constexpr absl::string_view kMarks = "0123456789:.+-Z";
  constexpr size_t kHourBytes = 2;
  return text.size() >= kHourBytes && absl::StrContains(kDigits, text[0]) &&
         absl::StrContains(kDigits, text[1]) &&
         text.find_first_not_of(kMarks) == absl::string_view::npos;
}

// The one value of a property as a day, month or year; empty: it has none,
// several or no date.
std::string OneDay(const std::map<std::string, std::set<std::string>>& values,
                   const std::string& property) {
  const auto found = values.find(property);
  if (found == values.end() || found->second.size() != 1) return "";
  return FtmDate(*found->second.begin());
}

// The validity says this value, and it need not be kept.
void Drop(const std::string& property, const std::string& day,
          std::map<std::string, std::set<std::string>>& values) {
  const auto found = values.find(property);
  if (found != values.end() && *found->second.begin() == day) {
    values.erase(found);
  }
}

}  // namespace

std::string FtmDate(absl::string_view value) {
  std::string text(value);
  if (IsDate(text)) return text;
  if (text.size() > kDayBytes &&
      (text[kDayBytes] == 'T' || text[kDayBytes] == ' ') &&
      IsTimeOfDay(absl::string_view(text).substr(kDayBytes + 1))) {
    text.resize(kDayBytes);
    if (IsDate(text)) return text;
  }
  return "";
}

FtmValidity TakeFtmValidity(
    std::map<std::string, std::set<std::string>>& properties) {
  const std::string start = OneDay(properties, "startDate");
  const std::string end = OneDay(properties, "endDate");
  const std::string date = OneDay(properties, "date");
  FtmValidity validity;
  const bool is_clear = start.empty() == !properties.contains("startDate") &&
                        end.empty() == !properties.contains("endDate");
  if (!is_clear) {
    validity.warning =
        "several dates, or no date, of where a relation begins or ends; kept "
        "in the note";
    return validity;
  }
  if (start.empty() && end.empty()) {
    validity.edtf = date;
    if (date.empty() && properties.contains("date")) {
      validity.warning =
          "several dates, or no date, of a relation; kept in the note";
    }
    Drop("date", date, properties);
    return validity;
  }
  const std::string period =
      absl::StrCat(start.empty() ? ".." : start, "/", end.empty() ? ".." : end);
  if (!Edtf::Parse(period).ok()) {
    validity.warning =
        "a relation that ends before it begins; its dates are "
        "kept in the note";
    return validity;
  }
  validity.edtf = period;
  validity.has_start = !start.empty();
  validity.has_end = !end.empty();
  Drop("startDate", start, properties);
  Drop("endDate", end, properties);
  return validity;
}

}  // namespace attest
