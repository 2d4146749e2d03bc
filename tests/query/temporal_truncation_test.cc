#include "engine/query/temporal_truncation.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

constexpr uint64_t kSeed = 4713;

const std::vector<const char*>& Units() {
  static const auto& units = *new std::vector<const char*>{
      "millennium", "century", "decade",      "year",       "weekYear",
      "quarter",    "month",   "week",        "day",        "hour",
      "minute",     "second",  "millisecond", "microsecond"};
  return units;
}

// "date.truncate" of type i, dates and times only.
std::string NameOfTruncate(size_t i) {
  return absl::StrCat(kTemporalTypes[i].function, ".truncate");
}

TEST(TemporalTruncationTest, CutsOffAtEachUnit) {
  const Value time = LocalDateTimeOf("2004-12-31T23:59:58.123456789");
  const std::vector<const char*> wants = {
      "2000-01-01T00:00",        "2000-01-01T00:00",
      "2000-01-01T00:00",        "2004-01-01T00:00",
      "2003-12-29T00:00",        "2004-10-01T00:00",
      "2004-12-01T00:00",        "2004-12-27T00:00",
      "2004-12-31T00:00",        "2004-12-31T23:00",
      "2004-12-31T23:59",        "2004-12-31T23:59:58",
      "2004-12-31T23:59:58.123", "2004-12-31T23:59:58.123456"};
  ASSERT_EQ(wants.size(), Units().size());
  for (size_t i = 0; i < wants.size(); ++i) {
    EXPECT_EQ(
        Shown(TryCall("localdatetime.truncate", {Text(Units()[i]), time})),
        wants[i])
        << Units()[i];
  }
}

TEST(TemporalTruncationTest, FieldsAreLaidOverIt) {
  const Value time = DateTimeOf("2004-12-31T23:59:58.123456789-05:00");
  const auto truncated = [&time](absl::string_view unit, const Value& fields) {
    return Shown(TryCall("datetime.truncate", {Text(unit), time, fields}));
  };
  EXPECT_EQ(truncated("year", IntegerMap({{"month", 2}, {"day", 29}})),
            "2004-02-29T00:00-05:00");
  EXPECT_EQ(truncated("month", IntegerMap({{"hour", 7}})),
            "2004-12-01T07:00-05:00");
  EXPECT_EQ(truncated("week", IntegerMap({{"dayOfWeek", 7}})),
            "2005-01-02T00:00-05:00");
  EXPECT_EQ(truncated("millisecond", IntegerMap({{"nanosecond", 999'999}})),
            "2004-12-31T23:59:58.123999999-05:00");
  EXPECT_EQ(truncated("millisecond", IntegerMap({{"nanosecond", 1'000'000}})),
            "ArgumentError");
  EXPECT_EQ(truncated("microsecond", IntegerMap({{"nanosecond", 1000}})),
            "ArgumentError");
  EXPECT_EQ(truncated("second", IntegerMap({{"millisecond", 7}})),
            "2004-12-31T23:59:58.007-05:00");
  EXPECT_EQ(truncated("month", IntegerMap({{"day", 32}})), "ArgumentError");
  EXPECT_EQ(truncated("month", IntegerMap({{"epochMillis", 1}})),
            "ArgumentError");
  EXPECT_EQ(truncated("month", Value::Null()), "null");
  // The zone changes, and the face stays.
  EXPECT_EQ(truncated("hour", Value::MakeMap({{"timezone", Text("+09:00")}})),
            "2004-12-31T23:00+09:00");
  EXPECT_EQ(truncated("hour", Value::MakeMap({{"datetime", time}})),
            "ArgumentError");
}

TEST(TemporalTruncationTest, TypesAndUnitsMustSuit) {
  const Value date = DateOf("2004-12-31");
  const Value clock = TimeOf("12:34:56+01:00");
  EXPECT_EQ(Shown(TryCall("date.truncate", {Text("hour"), date})),
            "ArgumentError");
  EXPECT_EQ(Shown(TryCall("date.truncate", {Text("fortnight"), date})),
            "ArgumentError");
  EXPECT_EQ(Shown(TryCall("date.truncate", {Text("day"), clock})), "TypeError");
  EXPECT_EQ(Shown(TryCall("time.truncate", {Text("month"), clock})),
            "ArgumentError");
  EXPECT_EQ(Shown(TryCall("time.truncate", {Text("day"), date})), "TypeError");
  EXPECT_EQ(Shown(TryCall("time.truncate", {Text("MINUTE"), clock})),
            "12:34+01:00");
  EXPECT_EQ(Shown(TryCall("localtime.truncate", {Text("hour"), clock})),
            "12:00");
  EXPECT_EQ(
      Shown(TryCall("time.truncate", {Text("hour"), LocalTimeOf("12:34")})),
      "12:00Z");
  EXPECT_EQ(Shown(TryCall("datetime.truncate", {Text("day")})),
            "2020-09-13T00:00Z");
}

TEST(TemporalTruncationTest, EndsWithTheCalendar) {
  const Value first = DateOf("-999999999-01-01");
  EXPECT_EQ(Shown(TryCall("date.truncate", {Text("year"), first})),
            "-999999999-01-01");
  EXPECT_EQ(Shown(TryCall("date.truncate", {Text("decade"), first})),
            "ArithmeticError");
  EXPECT_EQ(
      Shown(TryCall("date.truncate", {Text("century"), DateOf("-0001-06-01")})),
      "-0100-01-01");
}

// Twice is once, it is never later, and what follows has the same beginning.
TEST(TemporalTruncationTest, IsIdempotentAndMonotonic) {
  std::mt19937_64 random(kSeed);
  int tried = 0;
  for (int i = 0; i < 30'000; ++i) {
    const size_t type = static_cast<size_t>(Between(random, 0, 4));
    const char* unit = Units()[static_cast<size_t>(Between(random, 0, 13))];
    const Value a = RandomTemporal(kTemporalTypes[type].type, random);
    const Value b = RandomTemporal(kTemporalTypes[type].type, random);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ", unit, " of ",
                              TemporalText(a), " and ", TemporalText(b)));
    const auto truncate = [&](const Value& value) {
      return TryCall(NameOfTruncate(type), {Text(unit), value});
    };
    const absl::StatusOr<Value> once = truncate(a);
    const absl::StatusOr<Value> other = truncate(b);
    if (!once.ok() || !other.ok()) continue;
    const absl::StatusOr<Value> twice = truncate(*once);
    ASSERT_TRUE(twice.ok()) << twice.status();
    // In a zone the beginning of a unit may be a face that is skipped.
    const Value::Type kind = kTemporalTypes[type].type;
    if (kind == Value::Type::kDateTime || kind == Value::Type::kTime) {
      if (a.Is(Value::Type::kDateTime) && !a.date_time().zone.empty()) continue;
      ASSERT_TRUE(TemporalEquals(*once, *twice)) << TemporalText(*once);
      continue;
    }
    ASSERT_TRUE(TemporalEquals(*once, *twice)) << TemporalText(*once);
    ASSERT_TRUE(TemporalOrder(*once, a) <= 0) << TemporalText(*once);
    if (TemporalOrder(a, b) <= 0) {
      ASSERT_TRUE(TemporalOrder(*once, *other) <= 0);
    }
    ++tried;
  }
  EXPECT_GT(tried, 5'000);
}

}  // namespace
}  // namespace attest::query::temporal_values
