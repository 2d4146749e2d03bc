#include "engine/query/temporal_member.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

using Wants = std::vector<std::pair<const char*, const char*>>;

void ExpectParts(const Value& value, const Wants& wants) {
  for (const auto& [key, want] : wants) {
    EXPECT_EQ(Shown(TemporalMember(value, key)), want)
        << TemporalText(value) << "." << key;
  }
}

TEST(TemporalMemberTest, OfDates) {
  ExpectParts(DateOf("2005-01-02"), {{"year", "2005"},
                                     {"quarter", "1"},
                                     {"month", "1"},
                                     {"week", "53"},
                                     {"weekYear", "2004"},
                                     {"day", "2"},
                                     {"ordinalDay", "2"},
                                     {"weekDay", "7"},
                                     {"dayOfWeek", "7"},
                                     {"dayOfQuarter", "2"},
                                     {"quarterDay", "2"},
                                     {"WEEKDAY", "7"},
                                     {"hour", "ArgumentError"},
                                     {"epochSeconds", "ArgumentError"},
                                     {"", "ArgumentError"}});
  ExpectParts(
      DateOf("2004-12-31"),
      {{"quarter", "4"}, {"ordinalDay", "366"}, {"dayOfQuarter", "92"}});
  ExpectParts(DateOf("-999999999-01-01"), {{"year", "-999999999"}});
}

TEST(TemporalMemberTest, OfTimes) {
  const Wants clock = {{"hour", "7"},
                       {"minute", "8"},
                       {"second", "9"},
                       {"millisecond", "12"},
                       {"microsecond", "12345"},
                       {"nanosecond", "12345678"}};
  ExpectParts(LocalTimeOf("07:08:09.012345678"), clock);
  ExpectParts(TimeOf("07:08:09.012345678-03:30"), clock);
  ExpectParts(LocalDateTimeOf("2004-02-29T07:08:09.012345678"), clock);
  ExpectParts(LocalTimeOf("07:08"), {{"year", "ArgumentError"},
                                     {"timezone", "ArgumentError"},
                                     {"offset", "ArgumentError"}});
  ExpectParts(TimeOf("07:08-03:30"), {{"timezone", "-03:30"},
                                      {"offset", "-03:30"},
                                      {"offsetMinutes", "-210"},
                                      {"offsetSeconds", "-12600"},
                                      {"epochSeconds", "ArgumentError"}});
}

TEST(TemporalMemberTest, OfDateTimes) {
  ExpectParts(DateTimeOf("1969-12-31T23:59:59.9995Z"), {{"year", "1969"},
                                                        {"hour", "23"},
                                                        {"timezone", "Z"},
                                                        {"epochSeconds", "-1"},
                                                        {"epochMillis", "-1"}});
  ExpectParts(DateTimeOf("1970-01-01T02:00[Europe/Paris]"),
              {{"timezone", "Europe/Paris"},
               {"offset", "+01:00"},
               {"offsetSeconds", "3600"},
               {"epochSeconds", "3600"}});
  ExpectParts(DateTimeOf("+999999999-12-31T23:59:59Z"),
              {{"epochSeconds", "31556889832780799"},
               {"epochMillis", "ArithmeticError"}});
}

TEST(TemporalMemberTest, OfDurations) {
  ExpectParts(DurationOf("P-1Y-5M-10DT-1H-1M-1.5S"),
              {{"years", "-1"},
               {"quarters", "-5"},
               {"months", "-17"},
               {"weeks", "-1"},
               {"days", "-10"},
               {"seconds", "-3662"},
               {"milliseconds", "-3661500"},
               {"quartersOfYear", "-1"},
               {"monthsOfYear", "-5"},
               {"monthsOfQuarter", "-2"},
               {"daysOfWeek", "-3"},
               {"millisecondsOfSecond", "500"},
               {"year", "ArgumentError"}});
  ExpectParts(DurationOf("PT9223372036854775807S"),
              {{"seconds", "9223372036854775807"},
               {"hours", "2562047788015215"},
               {"milliseconds", "ArithmeticError"},
               {"nanoseconds", "ArithmeticError"},
               {"nanosecondsOfSecond", "0"}});
}

}  // namespace
}  // namespace attest::query::temporal_values
