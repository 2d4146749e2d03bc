#include "engine/query/temporal_construction.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

struct Entry {
  const char* key;
  Value value;
};

Value Map(const std::vector<Entry>& entries) {
  Value::Map map;
  for (const Entry& entry : entries) map.emplace_back(entry.key, entry.value);
  return Value::MakeMap(std::move(map));
}

Value Int(int64_t value) { return Value::Integer(value); }

struct Case {
  const char* function;
  Value from;
  const char* want;
};

void ExpectAll(const std::vector<Case>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(Shown(TryCall(cases[i].function, {cases[i].from})), cases[i].want)
        << "case " << i << " of " << cases[i].function;
  }
}

TEST(TemporalConstructionTest, DatesFromFields) {
  ExpectAll({
      {"date", Map({{"year", Int(2004)}}), "2004-01-01"},
      {"date", Map({{"YEAR", Int(2004)}, {"Month", Int(2)}}), "2004-02-01"},
      {"date", Map({{"year", Int(2004)}, {"week", Int(53)}}), "2004-12-27"},
      {"date", Map({{"year", Int(2004)}, {"ordinalDay", Int(366)}}),
       "2004-12-31"},
      {"date",
       Map({{"year", Int(2004)},
            {"quarter", Int(1)},
            {"dayOfQuarter", Int(91)}}),
       "2004-03-31"},
      {"date", Map({{"year", Int(-999999999)}}), "-999999999-01-01"},
      {"date", Map({{"year", Int(1000000000)}}), "ArgumentError"},
      {"date", Map({{"year", Int(INT64_MIN)}}), "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"month", Int(INT64_MAX)}}),
       "ArgumentError"},
      {"date", Map({{"year", Int(2003)}, {"week", Int(53)}}), "ArgumentError"},
      {"date", Map({{"year", Int(2003)}, {"ordinalDay", Int(366)}}),
       "ArgumentError"},
      {"date",
       Map({{"year", Int(2003)},
            {"quarter", Int(1)},
            {"dayOfQuarter", Int(91)}}),
       "ArgumentError"},
      // Gaps, mixtures, and what is no integer.
      {"date", Map({{"month", Int(2)}}), "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"day", Int(2)}}), "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"dayOfWeek", Int(2)}}),
       "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"dayOfQuarter", Int(2)}}),
       "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"month", Int(2)}, {"week", Int(2)}}),
       "ArgumentError"},
      {"date", Map({{"year", Value::Float(2004)}}), "ArgumentError"},
      {"date", Map({{"year", Text("2004")}}), "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"Year", Int(2004)}}),
       "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"hour", Int(2)}}), "ArgumentError"},
      {"date", Map({{"year", Int(2004)}, {"yaer", Int(2)}}), "ArgumentError"},
      {"date", Map({{"year", Value::Null()}}), "null"},
      {"date", Value::Null(), "null"},
  });
}

TEST(TemporalConstructionTest, TimesFromFields) {
  ExpectAll({
      {"localtime", Map({{"hour", Int(7)}, {"minute", Int(5)}}), "07:05"},
      {"localtime",
       Map({{"hour", Int(7)},
            {"minute", Int(5)},
            {"second", Int(3)},
            {"millisecond", Int(999)},
            {"nanosecond", Int(999'999)}}),
       "07:05:03.999999999"},
      {"localtime",
       Map({{"hour", Int(7)},
            {"minute", Int(5)},
            {"second", Int(3)},
            {"microsecond", Int(1)},
            {"nanosecond", Int(1000)}}),
       "ArgumentError"},
      {"localtime",
       Map({{"hour", Int(7)},
            {"minute", Int(5)},
            {"second", Int(3)},
            {"millisecond", Int(1)},
            {"microsecond", Int(1000)}}),
       "ArgumentError"},
      {"localtime", Map({{"hour", Int(24)}}), "ArgumentError"},
      {"localtime", Map({{"hour", Int(-1)}}), "ArgumentError"},
      {"localtime", Map({{"minute", Int(1)}}), "ArgumentError"},
      {"localtime", Map({{"hour", Int(1)}, {"second", Int(1)}}),
       "ArgumentError"},
      {"localtime", Map({{"hour", Int(1)}, {"nanosecond", Int(1)}}),
       "ArgumentError"},
      {"localtime", Map({{"hour", Int(1)}, {"timezone", Text("Z")}}),
       "ArgumentError"},
      {"time", Map({{"hour", Int(1)}, {"timezone", Text("-02:30")}}),
       "01:00-02:30"},
      // Now decides what the zone's offset is: summer time.
      {"time", Map({{"hour", Int(1)}, {"timezone", Text("Europe/Paris")}}),
       "01:00+02:00"},
      {"time", Map({{"hour", Int(1)}, {"timezone", Int(2)}}), "ArgumentError"},
      {"time", Map({{"hour", Int(1)}, {"timezone", Text("+19:00")}}),
       "ArgumentError"},
      {"localdatetime", Map({{"year", Int(2004)}, {"minute", Int(1)}}),
       "ArgumentError"},
      {"localdatetime", Map({{"hour", Int(12)}}), "ArgumentError"},
      {"datetime", Map({{"year", Int(2004)}, {"hour", Int(1)}}),
       "2004-01-01T01:00Z"},
      {"datetime",
       Map({{"year", Int(2004)}, {"timezone", Text("Europe/Paris")}}),
       "2004-01-01T00:00+01:00[Europe/Paris]"},
  });
}

TEST(TemporalConstructionTest, FieldsBesideAnotherValue) {
  const Value date = DateOf("2004-02-29");
  const Value paris = DateTimeOf("2004-07-01T02:30:45.5[Europe/Paris]");
  ExpectAll({
      {"date", Map({{"date", date}, {"year", Int(2008)}}), "2008-02-29"},
      {"date", Map({{"date", date}, {"year", Int(2005)}}), "ArgumentError"},
      {"date", Map({{"date", date}, {"day", Int(1)}}), "2004-02-01"},
      {"date", Map({{"date", date}, {"ordinalDay", Int(1)}}), "2004-01-01"},
      {"date", Map({{"date", date}, {"quarter", Int(2)}}), "2004-05-30"},
      {"date", Map({{"date", date}, {"dayOfQuarter", Int(1)}}), "2004-01-01"},
      {"date", Map({{"date", date}, {"dayOfWeek", Int(1)}}), "2004-02-23"},
      {"date", Map({{"datetime", paris}}), "2004-07-01"},
      {"date", Map({{"date", LocalTimeOf("12:00")}}), "ArgumentError"},
      {"localtime", Map({{"time", date}}), "ArgumentError"},
      {"localtime", Map({{"time", paris}, {"nanosecond", Int(1)}}),
       "02:30:45.000000001"},
      {"localtime", Map({{"time", paris}, {"hour", Int(3)}}), "03:30:45.5"},
      {"time", Map({{"time", paris}, {"timezone", Text("-01:00")}}),
       "23:30:45.5-01:00"},
      // The offset of the zone as of the date that the time came with.
      {"time", Map({{"time", paris}, {"timezone", Text("Europe/London")}}),
       "01:30:45.5+01:00"},
      {"localdatetime", Map({{"date", date}}), "2004-02-29T00:00"},
      {"localdatetime", Map({{"date", date}, {"time", paris}}),
       "2004-02-29T02:30:45.5"},
      {"datetime", Map({{"date", date}, {"time", paris}}),
       "2004-02-29T02:30:45.5+01:00[Europe/Paris]"},
      // The same instant elsewhere, also on another day.
      {"datetime", Map({{"datetime", paris}, {"timezone", Text("-01:00")}}),
       "2004-06-30T23:30:45.5-01:00"},
      {"datetime", Map({{"date", paris}, {"timezone", Text("-01:00")}}),
       "2004-07-01T00:00-01:00"},
      {"datetime", Map({{"date", date}, {"datetime", paris}}), "ArgumentError"},
      {"datetime", Map({{"datetime", date}}), "ArgumentError"},
  });
}

TEST(TemporalConstructionTest, FromOtherValues) {
  const Value paris = DateTimeOf("2004-10-31T02:30+01:00[Europe/Paris]");
  ExpectAll({
      {"date", paris, "2004-10-31"},
      {"localtime", paris, "02:30"},
      {"time", paris, "02:30+01:00"},
      {"localdatetime", paris, "2004-10-31T02:30"},
      {"datetime", paris, "2004-10-31T02:30+01:00[Europe/Paris]"},
      {"datetime", DateOf("2004-10-31"), "2004-10-31T00:00Z"},
      {"localdatetime", DateOf("2004-10-31"), "2004-10-31T00:00"},
      {"time", LocalTimeOf("12:00"), "12:00Z"},
      {"date", LocalTimeOf("12:00"), "wrong type of argument"},
      {"localtime", DateOf("2004"), "wrong type of argument"},
  });
}

TEST(TemporalConstructionTest, Now) {
  EXPECT_EQ(Shown(TryCall("date", {})), "2020-09-13");
  EXPECT_EQ(Shown(TryCall("localtime", {})), "12:26:40.5");
  EXPECT_EQ(Shown(TryCall("time.statement", {})), "12:26:40.5Z");
  EXPECT_EQ(Shown(TryCall("localdatetime.transaction", {})),
            "2020-09-13T12:26:40.5");
  EXPECT_EQ(Shown(TryCall("datetime.realtime", {Text("Europe/Paris")})),
            "2020-09-13T14:26:40.5+02:00[Europe/Paris]");
  ExpectAll({
      {"datetime", Map({}), "2020-09-13T12:26:40.5Z"},
      {"date", Map({{"timezone", Text("+18:00")}}), "2020-09-14"},
      {"date.statement", Text("+18:00"), "2020-09-14"},
      {"date.statement", Text("Europe"), "ArgumentError"},
      {"date.statement", Value::Null(), "null"},
  });
}

TEST(TemporalConstructionTest, FromTheEpoch) {
  EXPECT_EQ(Shown(TryCall("datetime.fromepoch", {Int(-1), Int(1)})),
            "1969-12-31T23:59:59.000000001Z");
  EXPECT_EQ(Shown(TryCall("datetime.fromepoch", {Int(0), Int(-1)})),
            "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(Shown(TryCall("datetime.fromepoch", {Int(INT64_MAX), Int(0)})),
            "ArithmeticError");
  EXPECT_EQ(Shown(TryCall("datetime.fromepoch", {Int(INT64_MIN), Int(-1)})),
            "ArithmeticError");
  EXPECT_EQ(Shown(TryCall("datetime.fromepochmillis", {Int(-1)})),
            "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Shown(TryCall("datetime.fromepochmillis", {Int(INT64_MIN)})),
            "-292275055-05-16T16:47:04.192Z");
  ExpectAll({
      {"datetime",
       Map({{"epochSeconds", Int(0)}, {"timezone", Text("+01:00")}}),
       "1970-01-01T01:00+01:00"},
      {"localdatetime",
       Map({{"epochMillis", Int(-1)}, {"nanosecond", Int(999'999)}}),
       "1969-12-31T23:59:59.999999999"},
      {"datetime", Map({{"epochMillis", Int(0)}, {"nanosecond", Int(1000000)}}),
       "ArgumentError"},
      {"datetime", Map({{"epochMillis", Int(0)}, {"epochSeconds", Int(0)}}),
       "ArgumentError"},
      {"datetime", Map({{"epochSeconds", Int(0)}, {"year", Int(0)}}),
       "ArgumentError"},
      {"datetime", Map({{"epochSeconds", Int(INT64_MIN)}}), "ArithmeticError"},
  });
}

TEST(TemporalConstructionTest, Durations) {
  ExpectAll({
      {"duration", Map({}), "PT0S"},
      {"duration", Map({{"quarters", Value::Float(1.5)}}), "P4M15DT5H14M33S"},
      {"duration", Map({{"years", Value::Float(0.1)}}), "P1M6DT2H5M49.2S"},
      {"duration", Map({{"months", Value::Float(0.5)}, {"days", Int(-15)}}),
       "PT5H14M33S"},
      {"duration", Map({{"hours", Value::Float(-0.25)}}), "PT-15M"},
      {"duration", Map({{"nanoseconds", Value::Float(0.5)}}), "PT0S"},
      {"duration", Map({{"microseconds", Int(-1)}}), "PT-0.000001S"},
      {"duration", Map({{"days", Value::Null()}}), "null"},
      {"duration", Map({{"days", Text("1")}}), "ArgumentError"},
      {"duration", Map({{"day", Int(1)}}), "ArgumentError"},
      {"duration", Map({{"days", Value::Float(1e19)}}), "ArithmeticError"},
      {"duration", Map({{"years", Int(INT64_MAX)}}), "ArithmeticError"},
      {"duration", Map({{"weeks", Int(INT64_MIN)}}), "ArithmeticError"},
      {"duration", Map({{"milliseconds", Int(INT64_MIN)}}),
       "PT-2562047788015H-12M-55.808S"},
      {"duration", DurationOf("P1D"), "P1D"},
      {"duration", DateOf("2004"), "wrong type of argument"},
  });
}

}  // namespace
}  // namespace attest::query::temporal_values
