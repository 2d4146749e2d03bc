#include "engine/query/temporal_order.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

constexpr uint64_t kSeed = 1582;

// Each list is in order.
const std::vector<std::vector<Value>>& Sorted() {
  static const auto& lists = *new std::vector<std::vector<Value>>{
      {DateOf("-999999999"), DateOf("-0001-12-31"), DateOf("0000-01-01"),
       DateOf("1969-12-31"), DateOf("1970-01-01"), DateOf("+10000-01-01")},
      {LocalTimeOf("00:00"), LocalTimeOf("00:00:00.000000001"),
       LocalTimeOf("23:59:59.999999999")},
      // By instant; 10:00-02:00, 12:00Z and 13:00+01:00 are one.
      {TimeOf("23:00+18:00"), TimeOf("11:59Z"), TimeOf("10:00-02:00"),
       TimeOf("12:00Z"), TimeOf("13:00+01:00"), TimeOf("10:00:01-02:00"),
       TimeOf("23:00-18:00")},
      {LocalDateTimeOf("2004-02-29T23:59:59.9"), LocalDateTimeOf("2004-03-01"),
       LocalDateTimeOf("2004-03-01T00:00:00.1")},
      {DateTimeOf("2004-03-01T00:00+14:00"), DateTimeOf("2004-02-29T12:00Z"),
       DateTimeOf("2004-03-01T00:00Z"), DateTimeOf("2004-03-01T00:00Z[UTC]"),
       DateTimeOf("2004-03-01T01:00+01:00"),
       DateTimeOf("2004-03-01T01:00[Europe/Paris]"),
       DateTimeOf("2004-02-29T23:30-02:00")},
      {DurationOf("P-1Y"), DurationOf("PT-0.1S"), DurationOf("PT0S"),
       DurationOf("PT24H"), DurationOf("P1D"), DurationOf("P30D"),
       DurationOf("P1M"), DurationOf("P31D"),
       DurationOf("P9223372036854775807M")},
  };
  return lists;
}

TEST(TemporalOrderTest, OrdersWithinAType) {
  for (const std::vector<Value>& list : Sorted()) {
    for (size_t i = 0; i < list.size(); ++i) {
      for (size_t j = 0; j < list.size(); ++j) {
        SCOPED_TRACE(absl::StrCat(TemporalText(list[i]), " and ",
                                  TemporalText(list[j])));
        EXPECT_EQ(TemporalOrder(list[i], list[j]), i <=> j);
        EXPECT_EQ(TemporalEquals(list[i], list[j]), i == j);
        const auto compared = TemporalCompare(list[i], list[j]);
        if (list[i].Is(Value::Type::kDuration)) {
          EXPECT_EQ(compared, std::nullopt);
        } else {
          EXPECT_EQ(compared, i <=> j);
        }
      }
    }
  }
}

TEST(TemporalOrderTest, TypesHaveNoOrderAmongEachOther) {
  for (const std::vector<Value>& first : Sorted()) {
    for (const std::vector<Value>& second : Sorted()) {
      if (&first == &second) continue;
      EXPECT_FALSE(TemporalEquals(first[0], second[0]));
      EXPECT_EQ(TemporalCompare(first[0], second[0]), std::nullopt);
    }
  }
}

TEST(TemporalOrderTest, EqualValuesHashAlike) {
  for (const std::vector<Value>& list : Sorted()) {
    for (const Value& value : list) {
      for (const TemporalType& type : kTemporalTypes) {
        if (type.type != value.type()) continue;
        const Value again =
            Called(type.function, {Value::String(TemporalText(value))});
        EXPECT_EQ(TemporalHash(value), TemporalHash(again));
      }
    }
  }
}

TEST(TemporalOrderTest, IsTotal) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    for (const TemporalType& type : kTemporalTypes) {
      const Value a = RandomTemporal(type.type, random);
      const Value b = RandomTemporal(type.type, random);
      const Value c = RandomTemporal(type.type, random);
      SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ",
                                TemporalText(a), ", ", TemporalText(b), ", ",
                                TemporalText(c)));
      ASSERT_EQ(TemporalOrder(a, a), std::strong_ordering::equal);
      ASSERT_EQ(TemporalOrder(a, b) < 0, TemporalOrder(b, a) > 0);
      ASSERT_EQ(TemporalOrder(a, b) == 0, TemporalText(a) == TemporalText(b));
      if (TemporalOrder(a, b) <= 0 && TemporalOrder(b, c) <= 0) {
        ASSERT_TRUE(TemporalOrder(a, c) <= 0);
      }
    }
  }
}

}  // namespace
}  // namespace attest::query::temporal_values
