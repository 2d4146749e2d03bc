#include "engine/query/edtf_order.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/query/temporal_values.h"

namespace attest::query::temporal_values {
namespace {

constexpr uint64_t kSeed = 2019;

Value EdtfOf(absl::string_view text) { return Called("edtf", {Text(text)}); }

constexpr std::optional<bool> kUnknown = std::nullopt;

TEST(EdtfOrderTest, ComparesDays) {
  struct Case {
    Value a;
    Value b;
    std::optional<bool> equals;
    std::optional<bool> less;
    std::optional<bool> at_most;
    std::optional<bool> greater;
    std::optional<bool> at_least;
  };
  const std::vector<Case> cases = {
      {EdtfOf("2011-06-10"), DateOf("2011-06-10"), true, false, true, false,
       true},
      {EdtfOf("2011-06-10"), DateOf("2011-06-11"), false, true, true, false,
       false},
      {EdtfOf("2011-06"), EdtfOf("2011-06"), true, false, true, false, true},
      {EdtfOf("2011-06"), EdtfOf("2011-07"), false, true, true, false, false},
      {EdtfOf("2011"), EdtfOf("2010"), false, false, false, true, true},
      {EdtfOf("2011"), EdtfOf("2011-06"), kUnknown, kUnknown, kUnknown,
       kUnknown, kUnknown},
      // The last day of what the other can mean: not later than it.
      {EdtfOf("2011-06"), DateOf("2011-06-30"), kUnknown, kUnknown, true, false,
       kUnknown},
      {EdtfOf("2011-06"), DateOf("2011-06-01"), kUnknown, false, kUnknown,
       kUnknown, true},
      {EdtfOf("2011-06-10~"), DateOf("2011-06-10"), kUnknown, kUnknown,
       kUnknown, kUnknown, kUnknown},
      {EdtfOf("2011-06"), Text("2011-07"), false, true, true, false, false},
      {Text("2011-06-10"), EdtfOf("2011-06-10T12:00:00Z"), true, false, true,
       false, true},
      // Open ends: it has begun by the end of 2011, and may have ended.
      {EdtfOf("2011/.."), DateOf("2010-12-31"), false, false, false, true,
       true},
      {EdtfOf("2011/.."), DateOf("2050-12-31"), kUnknown, kUnknown, kUnknown,
       false, kUnknown},
      {EdtfOf("[..2011]"), DateOf("2012-01-01"), false, true, true, false,
       false},
      {EdtfOf("[..2011]"), EdtfOf("[2010..]"), kUnknown, kUnknown, kUnknown,
       kUnknown, kUnknown},
      // An interval that surely goes on when the other begins is not before it.
      {EdtfOf("2011/2013"), EdtfOf("2012"), kUnknown, false, kUnknown, false,
       kUnknown},
      {EdtfOf("2011-06-01/2011-06-10"), EdtfOf("2011-06-05/2011-06-20"),
       kUnknown, false, kUnknown, false, kUnknown},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(absl::StrCat(&test - cases.data()));
    EXPECT_EQ(EdtfEquals(test.a, test.b), test.equals);
    EXPECT_EQ(EdtfEquals(test.b, test.a), test.equals);
    EXPECT_EQ(EdtfLess(test.a, test.b), test.less);
    EXPECT_EQ(EdtfAtMost(test.a, test.b), test.at_most);
    EXPECT_EQ(EdtfLess(test.b, test.a), test.greater);
    EXPECT_EQ(EdtfAtMost(test.b, test.a), test.at_least);
  }
}

TEST(EdtfOrderTest, WhatIsNoDateDoesNotCompare) {
  const std::vector<Value> others = {Text("June"), Text(""), Value::Integer(1),
                                     DateTimeOf("2011-06-10"),
                                     DurationOf("P1D")};
  for (const Value& other : others) {
    EXPECT_EQ(EdtfEquals(EdtfOf("2011"), other), false);
    EXPECT_EQ(EdtfLess(EdtfOf("2011"), other), std::nullopt);
    EXPECT_EQ(EdtfAtMost(other, EdtfOf("2011")), std::nullopt);
    EXPECT_EQ(EdtfCompare(EdtfOf("2011"), other), std::nullopt);
  }
}

// A date with open digits: every day that it can mean is known.
std::string RandomDay(std::mt19937_64& random) {
  const int64_t day = Between(random, 1, 30);
  switch (Between(random, 0, 3)) {
    case 0:
      return absl::StrCat("2011-0", Between(random, 4, 6));
    case 1:
      return absl::StrCat("2011-0", Between(random, 4, 6), "-",
                          Between(random, 1, 2), "X");
    case 2:
      return absl::StrCat("2011-0", Between(random, 4, 6),
                          day < 10 ? "-0" : "-", day, "~");
    default:
      return absl::StrCat("2011-0", Between(random, 4, 6),
                          day < 10 ? "-0" : "-", day);
  }
}

template <class Holds>
std::optional<bool> ForAllDays(const attest::Edtf& a, const attest::Edtf& b,
                               Holds holds) {
  bool any = false;
  bool all = true;
  for (DayNumber x = a.possible().begin; x < a.possible().end; ++x) {
    for (DayNumber y = b.possible().begin; y < b.possible().end; ++y) {
      any = any || holds(x, y);
      all = all && holds(x, y);
    }
  }
  if (all) return true;
  return any ? kUnknown : std::optional<bool>(false);
}

// A comparison holds when it does for every pair of days that the two can mean.
TEST(EdtfOrderTest, AgreesWithTryingEveryDay) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 3'000; ++i) {
    const Value a = EdtfOf(RandomDay(random));
    const Value b = EdtfOf(RandomDay(random));
    const attest::Edtf& first = a.edtf();
    const attest::Edtf& second = b.edtf();
    if (first == second) continue;  // equal, whichever day it is
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", i, ": ", first.text(),
                              " and ", second.text()));
    const auto less = [](DayNumber x, DayNumber y) { return x < y; };
    const auto at_most = [](DayNumber x, DayNumber y) { return x <= y; };
    const auto same = [](DayNumber x, DayNumber y) { return x == y; };
    ASSERT_EQ(EdtfLess(a, b), ForAllDays(first, second, less));
    ASSERT_EQ(EdtfAtMost(a, b), ForAllDays(first, second, at_most));
    ASSERT_EQ(EdtfEquals(a, b), ForAllDays(first, second, same));
    const std::optional<std::partial_ordering> order = EdtfCompare(a, b);
    ASSERT_EQ(order == std::partial_ordering::less, EdtfLess(a, b) == true);
    ASSERT_EQ(order == std::partial_ordering::greater, EdtfLess(b, a) == true);
    ASSERT_EQ(order == std::partial_ordering::equivalent,
              EdtfEquals(a, b) == true);
  }
}

TEST(EdtfOrderTest, OrdersByFirstDayThenLastThenText) {
  const std::vector<const char*> texts = {"[..2011]",
                                          "2010",
                                          "2010/..",
                                          "2011-06",
                                          "2011-06-01/2011-06-30",
                                          "2011-06/2011-07",
                                          "2011-06-02"};
  for (size_t i = 0; i < texts.size(); ++i) {
    for (size_t j = 0; j < texts.size(); ++j) {
      const attest::Edtf a = *attest::Edtf::Parse(texts[i]);
      const attest::Edtf b = *attest::Edtf::Parse(texts[j]);
      EXPECT_EQ(EdtfOrder(a, b) < 0, i < j) << texts[i] << " " << texts[j];
      EXPECT_EQ(EdtfOrder(a, b) == 0, i == j);
      EXPECT_EQ(EdtfHash(a) == EdtfHash(b), i == j);
    }
  }
}

TEST(EdtfFunctionsTest, GiveTheDays) {
  struct Case {
    Value value;
    const char* possible_from;
    const char* possible_to;
    const char* certain_from;
    const char* certain_to;
  };
  const std::vector<Case> cases = {
      {EdtfOf("2011-06"), "2011-06-01", "2011-06-30", "null", "null"},
      {Text("2011-06-10~"), "2011-06-09", "2011-06-11", "null", "null"},
      {EdtfOf("[..2011-06-10]"), "null", "2011-06-10", "null", "null"},
      {EdtfOf("2011-03/2012"), "2011-03-01", "2012-12-31", "2011-03-31",
       "2012-01-01"},
      {EdtfOf("2011-03/.."), "2011-03-01", "null", "2011-03-31", "2011-03-31"},
      {EdtfOf("2011-06-10"), "2011-06-10", "2011-06-10", "2011-06-10",
       "2011-06-10"},
      {DateOf("2011-06-10"), "2011-06-10", "2011-06-10", "2011-06-10",
       "2011-06-10"},
      {Text("June"), "ArgumentError", "ArgumentError", "ArgumentError",
       "ArgumentError"},
      {Value::Null(), "null", "null", "null", "null"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(absl::StrCat(&test - cases.data()));
    EXPECT_EQ(Shown(TryCall("possible_from", {test.value})),
              test.possible_from);
    EXPECT_EQ(Shown(TryCall("possible_to", {test.value})), test.possible_to);
    EXPECT_EQ(Shown(TryCall("certain_from", {test.value})), test.certain_from);
    EXPECT_EQ(Shown(TryCall("certain_to", {test.value})), test.certain_to);
  }
}

TEST(EdtfFunctionsTest, ReadEdtf) {
  EXPECT_EQ(EdtfOf("2011-06-10~").edtf().text(), "2011-06-10~");
  EXPECT_EQ(Called("edtf", {EdtfOf("2011?")}).edtf().text(), "2011?");
  EXPECT_EQ(Called("edtf", {DateOf("2011-06-10")}).edtf().text(), "2011-06-10");
  EXPECT_EQ(Shown(TryCall("edtf", {DateOf("-0044")})), "ArgumentError");
  EXPECT_EQ(Shown(TryCall("edtf", {Text("10 June 2011")})), "ArgumentError");
}

}  // namespace
}  // namespace attest::query::temporal_values
