#include "engine/query/temporal_arithmetic.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/temporal_between.h"
#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

constexpr uint64_t kSeed = 1752;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

struct SumCase {
  const char* function;
  const char* text;
  const char* duration;
  const char* sum;
};

TEST(TemporalArithmeticTest, AddsDurations) {
  const std::vector<SumCase> cases = {
      {"date", "2004-01-31", "P1M", "2004-02-29"},
      {"date", "2003-01-31", "P1M", "2003-02-28"},
      {"date", "2004-02-29", "P1Y", "2005-02-28"},
      {"date", "2004-02-29", "P4Y", "2008-02-29"},
      {"date", "2004-03-31", "P-1M", "2004-02-29"},
      // The month first, then the day.
      {"date", "2004-01-31", "P1M1D", "2004-03-01"},
      {"date", "2004-01-01", "PT23H59M", "2004-01-01"},
      {"date", "2004-01-01", "PT24H", "2004-01-02"},
      {"date", "2004-01-01", "PT-23H", "2004-01-01"},
      {"date", "2004-01-01", "PT-23H-59M-59.5S", "2004-01-01"},
      {"date", "2004-01-01", "PT-24H", "2003-12-31"},
      {"date", "2004-01-01", "PT-24H0.5S", "2004-01-01"},
      {"date", "0000-01-01", "P-1D", "-0001-12-31"},
      {"date", "+999999999-12-31", "P1D", "ArithmeticError"},
      {"date", "-999999999-01-01", "P-1D", "ArithmeticError"},
      {"date", "2004-01-01", "P9223372036854775807M", "ArithmeticError"},
      {"date", "2004-01-01", "P9223372036854775807D", "ArithmeticError"},
      {"date", "1969-01-01", "P-9223372036854775808D", "ArithmeticError"},
      {"localtime", "23:00", "PT2H", "01:00"},
      {"localtime", "01:00", "P1Y1M1DT-2H", "23:00"},
      {"localtime", "00:00", "PT-0.000000001S", "23:59:59.999999999"},
      {"localtime", "12:00", "PT9223372036854775807S", "03:30:07"},
      {"localtime", "12:00", "PT-9223372036854775808S", "20:29:52"},
      {"time", "23:00-03:00", "PT90M", "00:30-03:00"},
      {"localdatetime", "2004-02-28T23:00", "PT2H", "2004-02-29T01:00"},
      {"localdatetime", "2004-01-31T12:00", "P1MT-13H", "2004-02-28T23:00"},
      {"localdatetime", "2004-01-31", "PT9223372036854775807S",
       "ArithmeticError"},
      {"datetime", "2004-12-31T23:30+05:30", "PT1H", "2005-01-01T00:30+05:30"},
      // Clocks are set forward on 2004-03-28, back on 2004-10-31.
      {"datetime", "2004-03-27T12:00[Europe/Paris]", "P1D",
       "2004-03-28T12:00+02:00[Europe/Paris]"},
      {"datetime", "2004-03-27T12:00[Europe/Paris]", "PT24H",
       "2004-03-28T13:00+02:00[Europe/Paris]"},
      {"datetime", "2004-03-27T02:30[Europe/Paris]", "P1D",
       "2004-03-28T03:30+02:00[Europe/Paris]"},
      {"datetime", "2004-10-31T02:30+02:00[Europe/Paris]", "PT1H",
       "2004-10-31T02:30+01:00[Europe/Paris]"},
      {"datetime", "2004-10-31T02:30+01:00[Europe/Paris]", "P0D",
       "2004-10-31T02:30+01:00[Europe/Paris]"},
      {"duration", "P1Y2M3DT4.5S", "P-1Y1M-5DT1.75S", "P3M-2DT6.25S"},
      {"duration", "P9223372036854775807D", "P1D", "ArithmeticError"},
      {"duration", "PT9223372036854775807.5S", "PT0.5S", "ArithmeticError"},
  };
  for (const SumCase& test : cases) {
    const Value value = Called(test.function, {Text(test.text)});
    const Value duration = DurationOf(test.duration);
    EXPECT_EQ(Shown(TemporalAdd(value, duration)), test.sum)
        << test.text << " + " << test.duration;
    EXPECT_EQ(Shown(TemporalAdd(duration, value)), test.sum)
        << test.duration << " + " << test.text;
  }
}

TEST(TemporalArithmeticTest, SubtractsDurations) {
  EXPECT_EQ(Shown(TemporalSubtract(DateOf("2004-03-31"), DurationOf("P1M"))),
            "2004-02-29");
  EXPECT_EQ(
      Shown(TemporalSubtract(DurationOf("P1MT1S"), DurationOf("P1DT1.5S"))),
      "P1M-1DT-0.5S");
  EXPECT_EQ(Shown(TemporalSubtract(LocalTimeOf("00:00"), DurationOf("PT0.5S"))),
            "23:59:59.5");
  EXPECT_EQ(Shown(TemporalSubtract(DurationOf("P1D"),
                                   Value::FromDuration({.months = kMin}))),
            "ArithmeticError");
  EXPECT_EQ(Shown(TemporalNegate(DurationOf("P1Y-2DT0.5S"))), "P-1Y2DT-0.5S");
  EXPECT_EQ(
      Shown(TemporalNegate(Value::FromDuration({.seconds = kMin, .nanos = 1}))),
      "PT2562047788015215H30M7.999999999S");
  EXPECT_EQ(Shown(TemporalNegate(Value::FromDuration({.seconds = kMin}))),
            "ArithmeticError");
}

TEST(TemporalArithmeticTest, MultipliesAndDividesDurations) {
  struct ScaleCase {
    const char* duration;
    Value number;
    const char* product;
    const char* quotient;
  };
  const std::vector<ScaleCase> cases = {
      {"P1M", Value::Integer(3), "P3M", "P10DT3H29M42S"},
      {"P1M", Value::Float(3), "P3M", "P10DT3H29M42S"},
      {"P1Y1D", Value::Integer(2), "P2Y2D", "P6MT12H"},
      {"P10D", Value::Float(0.1), "P1D", "P100D"},
      {"P10D", Value::Float(0.7), "P7D", "P14DT6H51M25.714285714S"},
      {"PT10.5S", Value::Integer(-2), "PT-21S", "PT-5.25S"},
      {"P-1M", Value::Float(0.5), "P-15DT-5H-14M-33S", "P-2M"},
      {"P1Y2M3DT4.5S", Value::Integer(0), "PT0S", "ArithmeticError"},
      {"P1D", Value::Float(0), "PT0S", "ArithmeticError"},
      {"P1D", Value::Float(1e-300), "PT0S", "ArithmeticError"},
      {"P1D", Value::Float(1e300), "ArithmeticError", "PT0S"},
      {"P1D", Value::Float(std::numeric_limits<double>::quiet_NaN()),
       "ArithmeticError", "ArithmeticError"},
      {"P1D", Value::Float(std::numeric_limits<double>::infinity()),
       "ArithmeticError", "PT0S"},
      {"P1D", Value::Integer(kMax), "P9223372036854775807D", "PT0S"},
      {"P2D", Value::Integer(kMax), "ArithmeticError", "PT0S"},
      {"P9223372036854775807M", Value::Integer(kMin), "ArithmeticError",
       "P-1M"},
  };
  for (const ScaleCase& test : cases) {
    const Value duration = DurationOf(test.duration);
    SCOPED_TRACE(absl::StrCat(test.duration, " and ", test.number.number()));
    EXPECT_EQ(Shown(TemporalMultiply(duration, test.number)), test.product);
    EXPECT_EQ(Shown(TemporalMultiply(test.number, duration)), test.product);
    EXPECT_EQ(Shown(TemporalDivide(duration, test.number)), test.quotient);
  }
}

TEST(TemporalArithmeticTest, OtherOperandsAreTypeErrors) {
  const Value date = DateOf("2004");
  const Value day = DurationOf("P1D");
  const Value one = Value::Integer(1);
  EXPECT_EQ(Shown(TemporalAdd(date, date)), "TypeError");
  EXPECT_EQ(Shown(TemporalAdd(date, one)), "TypeError");
  EXPECT_EQ(Shown(TemporalAdd(day, one)), "TypeError");
  EXPECT_EQ(Shown(TemporalSubtract(date, date)), "TypeError");
  EXPECT_EQ(Shown(TemporalSubtract(day, date)), "TypeError");
  EXPECT_EQ(Shown(TemporalMultiply(date, one)), "TypeError");
  EXPECT_EQ(Shown(TemporalMultiply(day, day)), "TypeError");
  EXPECT_EQ(Shown(TemporalDivide(one, day)), "TypeError");
  EXPECT_EQ(Shown(TemporalDivide(day, day)), "TypeError");
  EXPECT_EQ(Shown(TemporalNegate(date)), "TypeError");
}

// -- At random ----------------------------------------------------------------

// (a + d) - d is a, where no day is beyond the end of its month.
TEST(TemporalArithmeticTest, WhatIsAddedCanBeSubtracted) {
  std::mt19937_64 random(kSeed);
  int tried = 0;
  for (int i = 0; i < 100'000; ++i) {
    const TemporalType& type = kTemporalTypes[static_cast<size_t>(i) % 6];
    const Value value = RandomTemporal(type.type, random);
    Duration duration = RandomDuration(random);
    // With both, the sums go through different months.
    if (duration.months != 0) duration.days = duration.seconds = 0;
    if (duration.months != 0) duration.nanos = 0;
    const Value added = Value::FromDuration(duration);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ",
                              TemporalText(value), " + ", TemporalText(added)));
    const absl::StatusOr<Value> sum = TemporalAdd(value, added);
    if (!sum.ok()) continue;
    const absl::StatusOr<Value> back = TemporalSubtract(*sum, added);
    ASSERT_TRUE(back.ok()) << back.status();
    if (value.Is(Value::Type::kDate)) {
      if (CivilDayOf(value.date().days).day > 28) continue;
      ASSERT_EQ(back->date(), value.date());
    } else if (value.Is(Value::Type::kLocalDateTime)) {
      if (CivilDayOf(value.local_date_time().date.days).day > 28) continue;
      ASSERT_EQ(back->local_date_time(), value.local_date_time());
    } else if (value.Is(Value::Type::kDateTime)) {
      // A face may be skipped or come twice.
      const DateTime& time = value.date_time();
      if (CivilDayOf(time.local.date.days).day > 28) continue;
      if (!time.zone.empty() && (duration.months != 0 || duration.days != 0)) {
        continue;
      }
      ASSERT_EQ(back->date_time(), time);
    } else {
      ASSERT_TRUE(TemporalEquals(*back, value)) << TemporalText(*back);
    }
    ++tried;
  }
  EXPECT_GT(tried, 40'000);
}

TEST(TemporalArithmeticTest, WhatLiesBetweenLeadsFromOneToTheOther) {
  std::mt19937_64 random(kSeed);
  const std::vector<Value::Type> types = {
      Value::Type::kDate, Value::Type::kLocalDateTime, Value::Type::kDateTime};
  for (int i = 0; i < 60'000; ++i) {
    const Value::Type type = types[static_cast<size_t>(i) % types.size()];
    const Value from = RandomTemporal(type, random);
    const Value to = RandomTemporal(type, random);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": from ",
                              TemporalText(from), " to ", TemporalText(to)));
    const absl::StatusOr<Duration> between = DurationBetween(from, to);
    if (!between.ok()) continue;  // beyond the calendar as the other sees it
    const absl::StatusOr<Value> reached =
        TemporalAdd(from, Value::FromDuration(*between));
    ASSERT_TRUE(reached.ok()) << reached.status();
    if (type == Value::Type::kDateTime) {
      ASSERT_EQ(InstantOf(reached->date_time()).seconds,
                InstantOf(to.date_time()).seconds)
          << TextOf(*between);
      ASSERT_EQ(InstantOf(reached->date_time()).nanos,
                InstantOf(to.date_time()).nanos);
    } else {
      ASSERT_TRUE(TemporalEquals(*reached, to)) << TemporalText(*reached);
    }
    // Only a zone can mix the signs.
    if (type == Value::Type::kDateTime) continue;
    const bool any_positive = between->months > 0 || between->days > 0 ||
                              between->seconds > 0 ||
                              (between->seconds == 0 && between->nanos > 0);
    const bool any_negative =
        between->months < 0 || between->days < 0 || between->seconds < 0;
    ASSERT_FALSE(any_positive && any_negative) << TextOf(*between);
  }
}

}  // namespace
}  // namespace attest::query::temporal_values
