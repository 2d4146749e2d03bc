// Dates and days: what is accepted reads back the same, and its ranges lie in
// order within the calendar.

#include "absl/status/statusor.h"
#include "engine/model/day_range.h"
#include "engine/model/edtf.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

void CheckRange(const DayRange& range) {
  Require(range.begin < range.end, "a range is not empty");
  if (range.has_begin()) {
    Require(range.begin >= kFirstDay && range.begin <= kLastDay,
            "a range begins within the calendar");
    Require(ParseDay(*range.FirstDayText()).value() == range.begin,
            "the first day reads back");
  }
  if (range.has_end()) {
    Require(range.end > kFirstDay && range.end <= kLastDay + 1,
            "a range ends within the calendar");
    Require(ParseDay(*range.LastDayText()).value() + 1 == range.end,
            "the last day reads back");
  }
}

void TryDay(absl::string_view input) {
  const absl::StatusOr<DayNumber> day = ParseDay(input);
  if (day.ok()) Require(DayText(*day) == input, "a day has one spelling");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryDay(input);
  const absl::StatusOr<Edtf> date = Edtf::Parse(input);
  if (!date.ok()) return;
  Require(input.size() <= Edtf::kMaxBytes, "long texts are refused");
  Require(date->text() == input, "a date keeps its text");
  CheckRange(date->possible());
  if (date->certain().has_value()) {
    CheckRange(*date->certain());
    Require(date->kind() == EdtfKind::kInterval, "only intervals are certain");
    Require(date->possible().Contains(*date->certain()),
            "what is certain is possible");
  }
  Require(date->precision().has_value() == (date->kind() == EdtfKind::kDate),
          "dates have a precision");
  const absl::StatusOr<Edtf> again = Edtf::Parse(date->text());
  Require(again.ok() && *again == *date &&
              again->possible() == date->possible() &&
              again->certain() == date->certain(),
          "an accepted text reads again as the same");
}

std::vector<std::string> FuzzSeeds() {
  return {"2011",
          "2011-06",
          "2011-06-10",
          "2011-06-10T08:15:00Z",
          "2011-06-10T08:15:00+03:30",
          "201X",
          "2011-XX-3X",
          "2011-22",
          "2011-24~",
          "2011-?06-10",
          "~2011-06%",
          "2011-03/2012",
          "2011-03/..",
          "../2012-01-01?",
          "2011/",
          "/2011-02",
          "[2011-06-10,2011-06-11]",
          "{..2011,2013-05..2014}",
          "[2010..]",
          "0000-01-01~",
          "9999-12-31?/.."};
}

std::vector<std::string> FuzzWords() {
  return {"..", "/",  "-", "~", "?", "%",   "X",      "[",      "]",  "{",
          "}",  ",",  "T", "Z", ":", "-02", "-29",    "-31",    "24", "25",
          "Y",  "E3", "S", "+", "0", "9",   "-02-29", "+23:59", "60"};
}

}  // namespace attest
