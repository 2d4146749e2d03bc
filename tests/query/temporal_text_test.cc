#include "engine/query/temporal_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

constexpr uint64_t kSeed = 8601;

struct Case {
  const char* function;
  const char* text;
  const char* want;  // "ArgumentError" when it does not read
};

class TemporalTextTest : public testing::TestWithParam<Case> {};

TEST_P(TemporalTextTest, ReadsAndWrites) {
  const Case& test = GetParam();
  EXPECT_EQ(Shown(TryCall(test.function, {Text(test.text)})), test.want)
      << test.function << " " << test.text;
}

INSTANTIATE_TEST_SUITE_P(Dates, TemporalTextTest,
                         testing::ValuesIn<Case>({
                             {"date", "2004-02-29", "2004-02-29"},
                             {"date", "20040229", "2004-02-29"},
                             {"date", "2004-03", "2004-03-01"},
                             {"date", "200403", "2004-03-01"},
                             {"date", "2004", "2004-01-01"},
                             {"date", "2004-W53-6", "2005-01-01"},
                             {"date", "2004W536", "2005-01-01"},
                             {"date", "2004-W01", "2003-12-29"},
                             {"date", "2004W01", "2003-12-29"},
                             {"date", "2004-366", "2004-12-31"},
                             {"date", "2004060", "2004-02-29"},
                             {"date", "2004-Q2-31", "2004-05-01"},
                             {"date", "2004-Q4", "2004-10-01"},
                             {"date", "0000-01-01", "0000-01-01"},
                             {"date", "-0044-03-15", "-0044-03-15"},
                             {"date", "+12345-06-07", "+12345-06-07"},
                             {"date", "-999999999", "-999999999-01-01"},
                             {"date", "+999999999-12-31", "+999999999-12-31"},
                             {"date", "-0001-W52-7", "0000-01-02"},
                             {"date", "2003-02-29", "ArgumentError"},
                             {"date", "1900-02-29", "ArgumentError"},
                             {"date", "2004-00-01", "ArgumentError"},
                             {"date", "2004-13-01", "ArgumentError"},
                             {"date", "2004-12-32", "ArgumentError"},
                             {"date", "2003-W53", "ArgumentError"},
                             {"date", "2004-W00", "ArgumentError"},
                             {"date", "2004-W01-8", "ArgumentError"},
                             {"date", "2003-366", "ArgumentError"},
                             {"date", "2004-000", "ArgumentError"},
                             {"date", "2004-Q5", "ArgumentError"},
                             {"date", "2004-Q1-92", "ArgumentError"},
                             {"date", "", "ArgumentError"},
                             {"date", "-", "ArgumentError"},
                             {"date", "204", "ArgumentError"},
                             {"date", "12345", "ArgumentError"},
                             {"date", "+1234567890-01-01", "ArgumentError"},
                             {"date", "+20040229", "+20040229-01-01"},
                             {"date", "2004-2-9", "ArgumentError"},
                             {"date", "2004-02-29 ", "ArgumentError"},
                             {"date", "2004-02-29T10", "ArgumentError"},
                             {"date", "2004/02/29", "ArgumentError"},
                             {"date", "+999999999-W52-7", "ArgumentError"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Times, TemporalTextTest,
    testing::ValuesIn<Case>({
        {"localtime", "07:08:09.010", "07:08:09.01"},
        {"localtime", "070809,123456789", "07:08:09.123456789"},
        {"localtime", "23:59:59", "23:59:59"},
        {"localtime", "23:59:00.000", "23:59"},
        {"localtime", "2359", "23:59"},
        {"localtime", "00", "00:00"},
        {"localtime", "24:00", "ArgumentError"},
        {"localtime", "12:60", "ArgumentError"},
        {"localtime", "12:00:60", "ArgumentError"},
        {"localtime", "12:", "ArgumentError"},
        {"localtime", "12:5", "ArgumentError"},
        {"localtime", "12:00:", "ArgumentError"},
        {"localtime", "12:0000", "ArgumentError"},
        {"localtime", "1200:00", "ArgumentError"},
        {"localtime", "12:00:00.", "ArgumentError"},
        {"localtime", "12:00:00.1234567890", "ArgumentError"},
        {"localtime", "12:00Z", "ArgumentError"},
        {"time", "12:00", "12:00Z"},
        {"time", "12:00-00:00", "12:00Z"},
        {"time", "12:00:30.5-0330", "12:00:30.5-03:30"},
        {"time", "12+14", "12:00+14:00"},
        {"time", "12:00+01:02:03", "12:00+01:02:03"},
        {"time", "12:00+18:00", "12:00+18:00"},
        {"time", "12:00+18:01", "ArgumentError"},
        {"time", "12:00+1", "ArgumentError"},
        {"time", "12:00+01:60", "ArgumentError"},
        {"time", "12:00+01:00:00.5", "ArgumentError"},
        {"time", "12:00ZZ", "ArgumentError"},
        {"time", "12:00[Europe/Paris]", "ArgumentError"},
        {"time", "+01:00", "ArgumentError"},
    }));

INSTANTIATE_TEST_SUITE_P(
    DateTimes, TemporalTextTest,
    testing::ValuesIn<Case>({
        {"localdatetime", "20040229T070809", "2004-02-29T07:08:09"},
        {"localdatetime", "2004-060T07", "2004-02-29T07:00"},
        {"localdatetime", "2004-02-29", "2004-02-29T00:00"},
        {"localdatetime", "2004-02-29T", "ArgumentError"},
        {"localdatetime", "2004-02-29T07Z", "ArgumentError"},
        {"localdatetime", "2004-02-29t07", "ArgumentError"},
        {"datetime", "2004-02-29T07:08", "2004-02-29T07:08Z"},
        {"datetime", "2004-02-29", "2004-02-29T00:00Z"},
        {"datetime", "2004-02-29T07:08-05", "2004-02-29T07:08-05:00"},
        {"datetime", "2004-07-01T12:00[America/New_York]",
         "2004-07-01T12:00-04:00[America/New_York]"},
        {"datetime", "2004-07-01T12:00-0400[America/New_York]",
         "2004-07-01T12:00-04:00[America/New_York]"},
        {"datetime", "2004-07-01T12:00Z[UTC]", "2004-07-01T12:00Z[UTC]"},
        // The face comes twice: the first time, unless the offset says.
        {"datetime", "2004-10-31T01:30[America/New_York]",
         "2004-10-31T01:30-04:00[America/New_York]"},
        {"datetime", "2004-10-31T01:30-05:00[America/New_York]",
         "2004-10-31T01:30-05:00[America/New_York]"},
        // It is skipped.
        {"datetime", "2004-04-04T02:30[America/New_York]",
         "2004-04-04T03:30-04:00[America/New_York]"},
        {"datetime", "2004-07-01T12:00-05:00[America/New_York]",
         "ArgumentError"},
        {"datetime", "2004-07-01T12:00[America/Atlantis]", "ArgumentError"},
        {"datetime", "2004-07-01T12:00[america/new_york]", "ArgumentError"},
        {"datetime", "2004-07-01T12:00[../New_York]", "ArgumentError"},
        {"datetime", "2004-07-01T12:00[/etc/passwd]", "ArgumentError"},
        {"datetime", "2004-07-01T12:00[]", "ArgumentError"},
        {"datetime", "2004-07-01T12:00[UTC", "ArgumentError"},
        {"datetime", "2004-07-01[UTC]", "ArgumentError"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Durations, TemporalTextTest,
    testing::ValuesIn<Case>({
        {"duration", "P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"},
        {"duration", "P2W3D", "P17D"},
        {"duration", "PT0S", "PT0S"},
        {"duration", "P0D", "PT0S"},
        {"duration", "PT-0.5S", "PT-0.5S"},
        {"duration", "-P1DT2H", "P-1DT-2H"},
        {"duration", "-PT-0.25S", "PT0.25S"},
        {"duration", "PT36H90M", "PT37H30M"},
        {"duration", "P13M", "P1Y1M"},
        {"duration", "P0.5Y", "P6M"},
        {"duration", "P0.5M", "P15DT5H14M33S"},
        {"duration", "P0.5D", "PT12H"},
        {"duration", "PT0.5H", "PT30M"},
        {"duration", "PT1,5S", "PT1.5S"},
        {"duration", "PT0.123456789S", "PT0.123456789S"},
        {"duration", "P0012-13-00T00:00", "ArgumentError"},
        {"duration", "P0012-11-30T23:59:59.5", "P12Y11M30DT23H59M59.5S"},
        {"duration", "P0001-02-03", "P1Y2M3D"},
        {"duration", "P", "ArgumentError"},
        {"duration", "PT", "ArgumentError"},
        {"duration", "P1DT", "ArgumentError"},
        {"duration", "1D", "ArgumentError"},
        {"duration", "P1", "ArgumentError"},
        {"duration", "P1H", "ArgumentError"},
        {"duration", "PT1D", "ArgumentError"},
        {"duration", "P1D1M", "ArgumentError"},
        {"duration", "P1D1D", "ArgumentError"},
        {"duration", "P1.D", "ArgumentError"},
        {"duration", "P--1D", "ArgumentError"},
        {"duration", "PT0.1234567890S", "ArgumentError"},
        {"duration", "P9223372036854775807D", "P9223372036854775807D"},
        {"duration", "P-9223372036854775808D", "P-9223372036854775808D"},
        {"duration", "-P-9223372036854775808D", "ArgumentError"},
        {"duration", "P9223372036854775808D", "ArgumentError"},
        {"duration", "P9223372036854775807Y", "ArithmeticError"},
        {"duration", "PT9223372036854775807H", "ArithmeticError"},
    }));

// Durations count seconds from below, texts from zero.
TEST(TemporalTextTest, WritesDurationsWithOneSignBelowTheDays) {
  EXPECT_EQ(TextOf(Duration{.seconds = -1, .nanos = 999'999'999}),
            "PT-0.000000001S");
  EXPECT_EQ(TextOf(Duration{.seconds = -61, .nanos = 500'000'000}),
            "PT-1M-0.5S");
  EXPECT_EQ(TextOf(Duration{.seconds = -60, .nanos = 500'000'000}), "PT-59.5S");
  EXPECT_EQ(TextOf(Duration{.months = -13, .days = 2, .seconds = 1}),
            "P-1Y-1M2DT1S");
}

TEST(TemporalTextTest, LongTextsAreRefused) {
  const std::string zeros(kMaxTemporalBytes, '0');
  for (const TemporalType& type : kTemporalTypes) {
    EXPECT_EQ(Shown(TryCall(type.function, {Text("P1" + zeros + "D")})),
              "ArgumentError");
  }
}

TEST(TemporalTextTest, WhatIsWrittenReadsAsTheSame) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    for (const TemporalType& type : kTemporalTypes) {
      const Value value = RandomTemporal(type.type, random);
      SCOPED_TRACE(
          absl::StrCat("seed ", kSeed, " step ", i, ": ", TemporalText(value)));
      const absl::StatusOr<Value> read =
          TryCall(type.function, {Value::String(TemporalText(value))});
      ASSERT_TRUE(read.ok()) << read.status();
      ASSERT_TRUE(TemporalEquals(*read, value)) << TemporalText(*read);
    }
  }
}

}  // namespace
}  // namespace attest::query::temporal_values
