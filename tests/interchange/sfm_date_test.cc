#include "engine/interchange/sfm_date.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Read(const SfmDateCells& cells,
                 SfmDateOrder order = SfmDateOrder::kUnknown) {
  const absl::StatusOr<SfmDate> date = ReadSfmDate(cells, order);
  if (!date.ok()) return "refused: " + std::string(date.status().message());
  return date->edtf + (date->warning.empty() ? "" : " !");
}

TEST(SfmDateTest, TextAndPartsThatAgree) {
  EXPECT_EQ(Read({"10/6/2014", "10", "6", "2014"}), "2014-10-06");
  EXPECT_EQ(Read({"January 2001", "1", "", "2001"}), "2001-01");
  EXPECT_EQ(Read({"1978", "", "", "1978"}), "1978");
  EXPECT_EQ(Read({"2014-10-06", "10", "6", "2014"}), "2014-10-06");
}

TEST(SfmDateTest, PartsSayTheOrderOfDayAndMonth) {
  EXPECT_EQ(Read({"10/03/2004", "3", "10", "2004"}), "2004-03-10");
  EXPECT_EQ(Read({"25/4/2005", "4", "25", "2005"}), "2005-04-25");
}

TEST(SfmDateTest, PartsThatDisagreeLeaveWhatBothSay) {
  EXPECT_EQ(Read({"1/3/2005", "1", "30", "2005"}), "2005-01 !");
  EXPECT_EQ(Read({"1/25/2013", "10", "25", "2013"}), "2013 !");
  EXPECT_THAT(Read({"1/3/2005", "1", "3", "2006"}), HasSubstr("refused"));
}

TEST(SfmDateTest, OneOfTheTwoGoesOnWhereTheOtherStops) {
  EXPECT_EQ(Read({"10/26/2014", "", "", "2014"}), "2014-10-26");
  EXPECT_EQ(Read({"2014", "10", "6", "2014"}), "2014-10-06");
  EXPECT_EQ(Read({"2014", "10", "", "2014"}), "2014-10");
  EXPECT_EQ(Read({"", "10", "6", "2014"}), "2014-10-06");
  EXPECT_EQ(Read({"", "", "", "2014"}), "2014");
}

TEST(SfmDateTest, TextAlone) {
  EXPECT_EQ(Read({"3/14/2005", "", "", ""}), "2005-03-14");
  EXPECT_EQ(Read({"10-20-2012", "", "", ""}), "2012-10-20");
  EXPECT_EQ(Read({"4/2005", "", "", ""}), "2005-04");
  EXPECT_EQ(Read({"2010-07", "", "", ""}), "2010-07");
  EXPECT_EQ(Read({"2010/07/09", "", "", ""}), "2010-07-09");
  EXPECT_EQ(Read({"Oct. 6, 2014", "", "", ""}), "2014-10-06");
  EXPECT_EQ(Read({"6 october 2014", "", "", ""}), "2014-10-06");
  EXPECT_EQ(Read({"2014~", "", "", ""}), "2014~");
}

TEST(SfmDateTest, WhereDayAndMonthMayChangePlacesTheOrderDecides) {
  constexpr SfmDateOrder kMonthFirst = SfmDateOrder::kMonthFirst;
  constexpr SfmDateOrder kDayFirst = SfmDateOrder::kDayFirst;
  for (const char* text : {"3/4/2005", "03-04-2005", "3. 4. 2005"}) {
    EXPECT_EQ(Read({text, "", "", ""}), "2005-03-04 !") << text;
    EXPECT_EQ(Read({text, "", "", ""}, kMonthFirst), "2005-03-04") << text;
    EXPECT_EQ(Read({text, "", "", ""}, kDayFirst), "2005-04-03") << text;
    EXPECT_EQ(Read({text, "", "", "2005"}), "2005-03-04 !") << text;
    EXPECT_EQ(Read({text, "4", "3", "2005"}), "2005-04-03") << text;
  }
  EXPECT_EQ(Read({"25/4/2005", "", "", ""}), "2005-04-25 !");
  EXPECT_EQ(Read({"25/4/2005", "", "", ""}, kDayFirst), "2005-04-25");
  EXPECT_EQ(Read({"4/4/2005", "", "", ""}), "2005-04-04");
  EXPECT_EQ(Read({"4/25/2005", "", "", ""}, kDayFirst), "2005-04-25");
}

TEST(SfmDateTest, OrderIsProvenByNumbersAboveTwelveAndByParts) {
  const auto proven = [](const SfmDateCells& cells) {
    switch (ProvenOrder(cells)) {
      case SfmDateOrder::kMonthFirst:
        return "month";
      case SfmDateOrder::kDayFirst:
        return "day";
      case SfmDateOrder::kUnknown:
        break;
    }
    return "unknown";
  };
  EXPECT_STREQ(proven({"4/25/2005", "", "", ""}), "month");
  EXPECT_STREQ(proven({"25.4.2005", "", "", ""}), "day");
  EXPECT_STREQ(proven({"3/4/2005", "3", "4", "2005"}), "month");
  EXPECT_STREQ(proven({"3/4/2005", "4", "3", "2005"}), "day");
  for (const char* text : {"3/4/2005", "4/4/2005", "2005", "May 2005", "2005-3",
                           "2005-04-25", "31/31/2005", "x"}) {
    EXPECT_STREQ(proven({text, "", "", ""}), "unknown") << text;
  }
  EXPECT_STREQ(proven({"3/4/2005", "5", "5", "2005"}), "unknown");
  EXPECT_STREQ(proven({"3/4/2005", "13", "", "2005"}), "unknown");
}

TEST(SfmDateTest, WhatIsNoDateIsRefused) {
  for (const char* text :
       {"2011/13/45", "31/31/2011", "2/30/2012", "soon", "12345", "1/2/3/2004",
        "2010/2012", "[..2011]", "2010-01-01T10:00:00Z", "0", "-", "10-", "May",
        "1/1/14"}) {
    EXPECT_THAT(Read({text, "", "", ""}), HasSubstr("refused")) << text;
  }
  EXPECT_THAT(Read({"", "13", "1", "2011"}), HasSubstr("month 13"));
  EXPECT_THAT(Read({"", "2", "30", "2011"}), HasSubstr("no day"));
  EXPECT_THAT(Read({"", "2", "", ""}), HasSubstr("without its year"));
  EXPECT_THAT(Read({"", "", "2", "2011"}), HasSubstr("without its month"));
  EXPECT_THAT(Read({"2011", "", "", "next"}), HasSubstr("year next"));
}

}  // namespace
}  // namespace attest
