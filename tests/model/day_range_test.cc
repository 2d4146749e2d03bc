#include "engine/model/day_range.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/reference/edtf_days.h"

namespace attest {
namespace {

TEST(DayRangeTest, DaysAreNumberedFromTheEpoch) {
  EXPECT_EQ(ParseDay("1970-01-01").value(), 0);
  EXPECT_EQ(ParseDay("1969-12-31").value(), -1);
  EXPECT_EQ(ParseDay("2000-03-01").value(), 11017);
  EXPECT_EQ(ParseDay("0000-01-01").value(), kFirstDay);
  EXPECT_EQ(ParseDay("9999-12-31").value(), kLastDay);
}

TEST(DayRangeTest, EveryDayHasTheNumberThatCountingGivesIt) {
  const auto& days = reference::AllDays();
  ASSERT_EQ(static_cast<DayNumber>(days.size()), kLastDay - kFirstDay + 1);
  for (size_t i = 0; i < days.size(); i += 17) {
    const DayNumber number = kFirstDay + static_cast<DayNumber>(i);
    const std::string text = DayText(number);
    ASSERT_EQ(text.size(), 10U);
    ASSERT_EQ(std::stoi(text.substr(0, 4)), days[i].year) << text;
    ASSERT_EQ(std::stoi(text.substr(5, 2)), days[i].month) << text;
    ASSERT_EQ(std::stoi(text.substr(8, 2)), days[i].day) << text;
    ASSERT_EQ(ParseDay(text).value(), number) << text;
  }
}

TEST(DayRangeTest, TextThatIsNoDayIsRefused) {
  for (const char* text :
       {"", "2011", "2011-06", "2011-6-10", "2011-06-1", "2011-06-100",
        "2011/06/10", "2011-02-29", "2011-13-01", "2011-00-10", "2011-06-00",
        "2011-06-31", "2011-06-1X", " 2011-06-10", "-011-06-10"}) {
    EXPECT_FALSE(ParseDay(text).ok()) << text;
  }
}

TEST(DayRangeTest, TheLastDayIsTheOneBeforeTheEnd) {
  const DayRange june = {.begin = *ParseDay("2011-06-01"),
                         .end = *ParseDay("2011-07-01")};
  EXPECT_EQ(june.FirstDayText(), "2011-06-01");
  EXPECT_EQ(june.LastDayText(), "2011-06-30");
  EXPECT_FALSE(june.is_single_day());
  EXPECT_TRUE(DayRange::Single(0).is_single_day());
}

TEST(DayRangeTest, OpenEndsHaveNoTextAndNoDay) {
  const DayRange all;
  EXPECT_EQ(all.FirstDayText(), std::nullopt);
  EXPECT_EQ(all.LastDayText(), std::nullopt);
  EXPECT_FALSE(all.is_single_day());
}

TEST(DayRangeTest, OpenEndsLieBeyondEveryDay) {
  const DayRange all;
  const DayRange until = {.end = 10};
  const DayRange from = {.begin = 10};
  const DayRange some = {.begin = 5, .end = 9};
  EXPECT_TRUE(all.Contains(until));
  EXPECT_TRUE(all.Contains(from));
  EXPECT_TRUE(all.Contains(all));
  EXPECT_FALSE(until.Contains(all));
  EXPECT_TRUE(until.Contains(some));
  EXPECT_FALSE(from.Contains(some));
  EXPECT_FALSE(until.Overlaps(from));
  EXPECT_TRUE(all.Overlaps(from));
}

TEST(DayRangeTest, ContainingAndOverlappingAgreeWithTheirDays) {
  for (int a = 0; a < 5; ++a) {
    for (int b = a + 1; b < 6; ++b) {
      for (int c = 0; c < 5; ++c) {
        for (int d = c + 1; d < 6; ++d) {
          bool contains = true;
          bool overlaps = false;
          for (int day = c; day < d; ++day) {
            contains = contains && a <= day && day < b;
            overlaps = overlaps || (a <= day && day < b);
          }
          const DayRange outer = {.begin = a, .end = b};
          const DayRange inner = {.begin = c, .end = d};
          EXPECT_EQ(outer.Contains(inner), contains);
          EXPECT_EQ(outer.Overlaps(inner), overlaps);
        }
      }
    }
  }
}

}  // namespace
}  // namespace attest
