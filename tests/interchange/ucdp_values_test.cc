#include "engine/interchange/ucdp_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/model/edtf.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/dice.h"

namespace attest {
namespace {

using reference::Dice;
using ::testing::Eq;
using ::testing::Optional;

DayNumber Day(absl::string_view text) { return ParseDay(text).value(); }

std::string Time(absl::string_view first, absl::string_view last, int precision,
                 bool is_sum = false) {
  return UcdpTimeOf(Day(first), Day(last), precision, is_sum).edtf;
}

TEST(UcdpValuesTest, DaysAreReadWithAMidnightAndNothingElse) {
  for (const char* cell :
       {"2014-05-03", " 2014-05-03 ", "2014-05-03 00:00:00.000",
        "2014-05-03T00:00:00Z", "2014-05-03 0:00"}) {
    EXPECT_THAT(UcdpDay(cell), Optional(Day("2014-05-03"))) << cell;
  }
  for (const char* cell :
       {"", "2014", "2014-05", "2014-02-30", "3/5/2014", "2014-05-03 12:00",
        "2014-05-03x", "20140503", "2014-05-03\n2014"}) {
    EXPECT_THAT(UcdpDay(cell), Eq(std::nullopt)) << cell;
  }
}

TEST(UcdpValuesTest, NumbersAreWholeAndNotNegative) {
  EXPECT_THAT(UcdpNumber("0"), Optional(0));
  EXPECT_THAT(UcdpNumber("12.0"), Optional(12));
  EXPECT_THAT(UcdpNumber("9007199254740992"), Optional(int64_t{1} << 53));
  for (const char* cell : {"", "-1", "1.5", "1e3", "+1", "9007199254740993",
                           "99999999999999999999", "1 2", ".", "0x1"}) {
    EXPECT_THAT(UcdpNumber(cell), Eq(std::nullopt)) << cell;
  }
  EXPECT_THAT(UcdpCode("", 7), Optional(0));
  EXPECT_THAT(UcdpCode("7", 7), Optional(7));
  EXPECT_THAT(UcdpCode("8", 7), Eq(std::nullopt));
  EXPECT_THAT(UcdpCode("0", 7), Eq(std::nullopt));
}

TEST(UcdpValuesTest, ATimeIsNoMorePreciseThanTheRowSays) {
  EXPECT_EQ(Time("2014-05-03", "2014-05-03", 1), "2014-05-03");
  EXPECT_EQ(Time("2014-05-03", "2014-05-05", 1), "2014-05-03/2014-05-05");
  EXPECT_EQ(Time("2014-05-03", "2014-05-05", 2), "[2014-05-03..2014-05-05]");
  EXPECT_EQ(Time("2014-05-03", "2014-05-05", 2, true), "2014-05-03/2014-05-05");
  EXPECT_EQ(Time("2014-05-01", "2014-05-31", 4), "2014-05");
  EXPECT_EQ(Time("2014-01-01", "2014-12-31", 5), "2014");
  EXPECT_EQ(Time("2014-01-01", "2014-02-28", 5), "[2014-01-01..2014-02-28]");
  EXPECT_EQ(Time("2014-05-03", "2014-05-03", 2), "[2014-04-28..2014-05-08]");
  EXPECT_EQ(Time("2014-05-03", "2014-05-03", 0), "2014-05-03?");
  EXPECT_EQ(Time("9999-12-01", "9999-12-31", 4), "9999-12");
}

// Whatever the row says, the day it was is one that the date can mean, and
// nothing is left of a day that the row does not know.
TEST(UcdpValuesTest, ATimeCoversTheDaysOfTheRow) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    Dice dice(seed);
    const DayNumber first =
        dice.Chance(20)
            ? kFirstDay
            : Day("1989-01-01") + static_cast<DayNumber>(dice.Below(10000));
    const DayNumber last =
        first + static_cast<DayNumber>(dice.Chance(3) ? 0 : dice.Below(400));
    const int precision = static_cast<int>(dice.Below(6));
    const UcdpTime time = UcdpTimeOf(first, last, precision, dice.Chance(4));
    const absl::StatusOr<Edtf> edtf = Edtf::Parse(time.edtf);
    ASSERT_TRUE(edtf.ok()) << edtf.status() << " seed " << seed;
    int around = 0;
    if (first == last && precision == 0) around = 1;
    if (first == last && precision == 2) around = 5;
    if (first == last && precision == 3) around = 6;
    if (first == last && precision == 4) around = 30;
    if (first == last && precision == 5) around = 365;
    const DayRange wanted = {.begin = std::max(first - around, kFirstDay),
                             .end = last + around + 1};
    EXPECT_TRUE(edtf->possible() == wanted)
        << time.edtf << ", precision " << precision << ", seed " << seed;
    EXPECT_EQ(time.is_widened, around > 1) << "seed " << seed;
  }
}

TEST(UcdpValuesTest, EstimatesKeepTheirBounds) {
  const auto count = [](std::optional<int64_t> low, std::optional<int64_t> best,
                        std::optional<int64_t> high) {
    const UcdpCount made =
        UcdpCountOf({.low = low, .best = best, .high = high});
    return absl::StrCat(made.json, made.as_stated.empty() ? "" : " as ",
                        made.as_stated, made.is_out_of_order ? " !" : "");
  };
  EXPECT_EQ(count({}, {}, {}), "");
  EXPECT_EQ(count(2, 3, 5), R"({"low":2,"best":3,"high":5})");
  EXPECT_EQ(count(3, 3, 3), R"({"exact":3})");
  EXPECT_EQ(count({}, 3, {}), R"({"exact":3})");
  EXPECT_EQ(count(2, {}, 5), R"({"low":2,"high":5})");
  EXPECT_EQ(count(2, 3, {}), R"({"at_least":2} as low 2, best 3)");
  EXPECT_EQ(count({}, 3, 5), R"({"at_most":5} as best 3, high 5)");
  EXPECT_EQ(count(2, {}, {}), R"({"at_least":2})");
  EXPECT_EQ(count({}, {}, 0), R"({"at_most":0})");
  EXPECT_EQ(count(9, 1, 2),
            R"({"low":1,"best":1,"high":9} as low 9, best 1, high 2 !)");
  EXPECT_EQ(count(0, 0, 0), R"({"exact":0})");
}

TEST(UcdpValuesTest, AQuantityHoldsEveryEstimate) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    Dice dice(seed);
    const auto number = [&dice]() -> std::optional<int64_t> {
      if (dice.Chance(4)) return std::nullopt;
      return static_cast<int64_t>(dice.Below(6));
    };
    const UcdpEstimate estimate = {
        .low = number(), .best = number(), .high = number()};
    const UcdpCount count = UcdpCountOf(estimate);
    if (!estimate.low && !estimate.best && !estimate.high) {
      EXPECT_EQ(count.json, "");
      continue;
    }
    const nlohmann::json json = nlohmann::json::parse(count.json);
    int64_t low = 0;
    int64_t high = 1000;
    if (json.contains("exact")) low = high = json.at("exact");
    if (json.contains("low")) low = json.at("low");
    if (json.contains("high")) high = json.at("high");
    if (json.contains("at_least")) low = json.at("at_least");
    if (json.contains("at_most")) high = json.at("at_most");
    for (const auto& stated : {estimate.low, estimate.best, estimate.high}) {
      if (!stated) continue;
      EXPECT_LE(low, *stated) << count.json << " seed " << seed;
      EXPECT_GE(high, *stated) << count.json << " seed " << seed;
      // Nothing that is stated is lost.
      EXPECT_TRUE(absl::StrContains(count.json, absl::StrCat(*stated)) ||
                  absl::StrContains(count.as_stated, absl::StrCat(*stated)))
          << count.json << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace attest
