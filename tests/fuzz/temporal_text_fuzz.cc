// Texts of dates, times and durations: what is read lies within the calendar,
// and what is written of it reads as the same. A text of two, with a `|`
// between, is also reckoned with.

#include "absl/status/statusor.h"
#include "engine/query/calendar.h"
#include "engine/query/temporal_arithmetic.h"
#include "engine/query/temporal_between.h"
#include "engine/query/temporal_text.h"
#include "engine/query/time_zone.h"
#include "engine/query/value.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

using query::LocalTime;
using query::Value;

void CheckDate(const query::Date& date) {
  Require(query::IsDay(date.days), "a date lies within the calendar");
}

void CheckTime(const LocalTime& time) {
  Require(time.nanos >= 0 && time.nanos < query::kNanosPerDay,
          "a time lies within a day");
}

void CheckOffset(int32_t offset) {
  Require(
      offset >= -query::kMaxOffsetSeconds && offset <= query::kMaxOffsetSeconds,
      "an offset is at most 18 hours");
}

template <class T>
void CheckText(const T& value,
               absl::StatusOr<T> (*parse)(absl::string_view text)) {
  const absl::StatusOr<T> again = parse(query::TextOf(value));
  Require(again.ok() && *again == value, "a value reads back from its text");
}

void TryTimes(absl::string_view text) {
  if (const auto date = query::ParseDate(text); date.ok()) {
    CheckDate(*date);
    CheckText(*date, query::ParseDate);
  }
  if (const auto time = query::ParseLocalTime(text); time.ok()) {
    CheckTime(*time);
    CheckText(*time, query::ParseLocalTime);
  }
  if (const auto time = query::ParseTime(text); time.ok()) {
    CheckTime(time->local);
    CheckOffset(time->offset_seconds);
    CheckText(*time, query::ParseTime);
  }
  if (const auto time = query::ParseLocalDateTime(text); time.ok()) {
    CheckDate(time->date);
    CheckTime(time->time);
    CheckText(*time, query::ParseLocalDateTime);
  }
  if (const auto time = query::ParseDateTime(text); time.ok()) {
    CheckDate(time->local.date);
    CheckTime(time->local.time);
    CheckOffset(time->offset_seconds);
    CheckText(*time, query::ParseDateTime);
  }
  if (const auto duration = query::ParseDuration(text); duration.ok()) {
    Require(duration->nanos >= 0 && duration->nanos < query::kNanosPerSecond,
            "nanoseconds count up from a second");
    CheckText(*duration, query::ParseDuration);
  }
}

void TryArithmetic(absl::string_view first, absl::string_view second) {
  const auto time = query::ParseDateTime(first);
  if (!time.ok()) return;
  if (const auto duration = query::ParseDuration(second); duration.ok()) {
    if (const auto sum = query::Add(*time, *duration); sum.ok()) {
      CheckDate(sum->local.date);
      CheckText(*sum, query::ParseDateTime);
    }
  }
  const auto other = query::ParseDateTime(second);
  if (!other.ok()) return;
  const auto between = query::DurationBetween(Value::FromDateTime(*time),
                                              Value::FromDateTime(*other));
  if (!between.ok()) return;
  const auto reached = query::Add(*time, *between);
  Require(reached.ok(), "what lies between can be added");
  const query::Instant got = query::InstantOf(*reached);
  const query::Instant want = query::InstantOf(*other);
  Require(got.seconds == want.seconds && got.nanos == want.nanos,
          "what lies between leads from one to the other");
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryTimes(input);
  const size_t bar = input.find('|');
  if (bar == absl::string_view::npos) return;
  TryTimes(input.substr(0, bar));
  TryTimes(input.substr(bar + 1));
  TryArithmetic(input.substr(0, bar), input.substr(bar + 1));
}

std::vector<std::string> FuzzSeeds() {
  return {"2015-07-21",
          "20150721",
          "2015-W30-2",
          "2015202",
          "2015-Q3-21",
          "-999999999-01-01",
          "+999999999-12-31T23:59:59.999999999",
          "21:40:32.142+0100",
          "214032-01",
          "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]",
          "1818-07-21T21:40[America/New_York]",
          "2017-10-29T02:30+01:00[Europe/Paris]",
          "P12Y5M14DT16H12M70S",
          "-P0.75MT-1.5S",
          "P2.5W",
          "P2012-02-02T14:37:21.545",
          "2004-02-29T12:00Z|P1Y1M1DT1S",
          "2004-03-27T02:30[Europe/Paris]|P1D",
          "2004-01-31|2004-03-01T00:00-18:00",
          "9999-12-31[UTC]|P9223372036854775807M"};
}

std::vector<std::string> FuzzWords() {
  return {"P",
          "T",
          "Y",
          "M",
          "W",
          "D",
          "H",
          "S",
          "-",
          "+",
          ":",
          ".",
          ",",
          "Z",
          "[",
          "]",
          "|",
          "Q",
          "W53",
          "366",
          "29",
          "24",
          "60",
          "9223372036854775807",
          "[Europe/Paris]",
          "[UTC]",
          "+18:00",
          "-999999999",
          "+999999999"};
}

}  // namespace attest
