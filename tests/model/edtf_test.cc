#include "engine/model/edtf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/hash/hash.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

std::string RangeText(const DayRange& range) {
  return range.FirstDayText().value_or("..") + " " +
         range.LastDayText().value_or("..");
}

std::string Possible(absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  if (!edtf.ok()) return std::string(edtf.status().message());
  return RangeText(edtf->possible());
}

std::string Certain(absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  if (!edtf.ok()) return std::string(edtf.status().message());
  if (!edtf->certain().has_value()) return "-";
  return RangeText(*edtf->certain());
}

Edtf Parsed(absl::string_view text) { return Edtf::Parse(text).value(); }

struct Example {
  const char* text;
  const char* possible;
  const char* certain = "-";
};

void ExpectAll(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    SCOPED_TRACE(example.text);
    EXPECT_EQ(Possible(example.text), example.possible);
    EXPECT_EQ(Certain(example.text), example.certain);
  }
}

// The examples of the specification come first, level by level.

TEST(EdtfTest, LevelZeroDatesAreTheirDays) {
  ExpectAll({{"1985-04-12", "1985-04-12 1985-04-12"},
             {"1985-04", "1985-04-01 1985-04-30"},
             {"1985", "1985-01-01 1985-12-31"}});
}

TEST(EdtfTest, DateTimesLieInTheirDayAsWritten) {
  ExpectAll({{"1985-04-12T23:20:30", "1985-04-12 1985-04-12"},
             {"1985-04-12T23:20:30Z", "1985-04-12 1985-04-12"},
             {"1985-04-12T23:20:30-04", "1985-04-12 1985-04-12"},
             {"1985-04-12T23:20:30+04:30", "1985-04-12 1985-04-12"},
             {"1985-04-12T00:00:00+14:00", "1985-04-12 1985-04-12"},
             {"2012-02-29T23:59:59-12:00", "2012-02-29 2012-02-29"}});
}

TEST(EdtfTest, LevelZeroIntervalsAreCertainBetweenTheirEnds) {
  ExpectAll(
      {{"1964/2008", "1964-01-01 2008-12-31", "1964-12-31 2008-01-01"},
       {"2004-06/2006-08", "2004-06-01 2006-08-31", "2004-06-30 2006-08-01"},
       {"2004-02-01/2005-02-08", "2004-02-01 2005-02-08",
        "2004-02-01 2005-02-08"},
       {"2004-02-01/2005-02", "2004-02-01 2005-02-28", "2004-02-01 2005-02-01"},
       {"2004-02-01/2005", "2004-02-01 2005-12-31", "2004-02-01 2005-01-01"},
       {"2005/2006-02", "2005-01-01 2006-02-28", "2005-12-31 2006-02-01"}});
}

TEST(EdtfTest, SeasonsAreThreeMonthsAndWinterEndsInTheNextYear) {
  ExpectAll({{"2001-21", "2001-03-01 2001-05-31"},
             {"2001-22", "2001-06-01 2001-08-31"},
             {"2001-23", "2001-09-01 2001-11-30"},
             {"2001-24", "2001-12-01 2002-02-28"},
             {"2003-24", "2003-12-01 2004-02-29"},
             {"200X-22", "2000-06-01 2009-08-31"}});
}

TEST(EdtfTest, QualifiersWidenByOneUnitOnBothSides) {
  ExpectAll({{"1984?", "1983-01-01 1985-12-31"},
             {"2004-06~", "2004-05-01 2004-07-31"},
             {"2004-06-11%", "2004-06-10 2004-06-12"},
             {"2004-21~", "2003-12-01 2004-08-31"},
             {"2004-01~", "2003-12-01 2004-02-29"},
             {"2003-12?", "2003-11-01 2004-01-31"},
             {"2004-03-01%", "2004-02-29 2004-03-02"},
             {"2014~", "2013-01-01 2015-12-31"}});
}

TEST(EdtfTest, UnspecifiedDigitsRunFromTheFirstToTheLastMatch) {
  ExpectAll({{"201X", "2010-01-01 2019-12-31"},
             {"20XX", "2000-01-01 2099-12-31"},
             {"2004-XX", "2004-01-01 2004-12-31"},
             {"1985-04-XX", "1985-04-01 1985-04-30"},
             {"1985-XX-XX", "1985-01-01 1985-12-31"},
             {"XXXX", "0000-01-01 9999-12-31"}});
}

TEST(EdtfTest, TheUnitOfAnUnspecifiedDateIsThatOfWhatIsWritten) {
  ExpectAll({{"201X~", "2009-01-01 2020-12-31"},
             {"2004-XX?", "2003-12-01 2005-01-31"},
             {"1985-04-XX%", "1985-03-31 1985-05-01"}});
}

TEST(EdtfTest, OpenAndUnknownEndsAreUnlimitedAndAddNothingCertain) {
  ExpectAll({{"1985-04-12/..", "1985-04-12 ..", "1985-04-12 1985-04-12"},
             {"1985-04/..", "1985-04-01 ..", "1985-04-30 1985-04-30"},
             {"1985/..", "1985-01-01 ..", "1985-12-31 1985-12-31"},
             {"../1985-04-12", ".. 1985-04-12", "1985-04-12 1985-04-12"},
             {"../1985-04", ".. 1985-04-30", "1985-04-01 1985-04-01"},
             {"../1985", ".. 1985-12-31", "1985-01-01 1985-01-01"},
             {"1985-04-12/", "1985-04-12 ..", "1985-04-12 1985-04-12"},
             {"1985-04/", "1985-04-01 ..", "1985-04-30 1985-04-30"},
             {"1985/", "1985-01-01 ..", "1985-12-31 1985-12-31"},
             {"/1985-04-12", ".. 1985-04-12", "1985-04-12 1985-04-12"},
             {"/1985-04", ".. 1985-04-30", "1985-04-01 1985-04-01"},
             {"/1985", ".. 1985-12-31", "1985-01-01 1985-01-01"}});
}

TEST(EdtfTest, QualifiedEndsMakeTheCertainRangeNarrower) {
  ExpectAll(
      {{"1984/2004", "1984-01-01 2004-12-31", "1984-12-31 2004-01-01"},
       {"1984~/2004-06", "1983-01-01 2004-06-30", "1985-12-31 2004-06-01"},
       {"1984/2004-06~", "1984-01-01 2004-07-31", "1984-12-31 2004-05-01"},
       {"1984~/2004~", "1983-01-01 2005-12-31", "1985-12-31 2003-01-01"},
       {"1984?/2004%", "1983-01-01 2005-12-31", "1985-12-31 2003-01-01"},
       {"2011-03/2013~", "2011-03-01 2014-12-31", "2011-03-31 2012-01-01"},
       {"2011-03/2012~", "2011-03-01 2013-12-31", "-"},
       {"2011~/..", "2010-01-01 ..", "2012-12-31 2012-12-31"},
       {"../2011-06-10?", ".. 2011-06-11", "2011-06-09 2011-06-09"}});
}

TEST(EdtfTest, SetsRunFromTheirFirstToTheirLastDay) {
  ExpectAll({{"[1667,1668,1670..1672]", "1667-01-01 1672-12-31"},
             {"[..1760-12-03]", ".. 1760-12-03"},
             {"[1760-12..]", "1760-12-01 .."},
             {"[1760-01,1760-02,1760-12..]", "1760-01-01 .."},
             {"[1667,1760-12]", "1667-01-01 1760-12-31"},
             {"[..1984]", ".. 1984-12-31"},
             {"{1667,1668,1670..1672}", "1667-01-01 1672-12-31"},
             {"{1960,1961-12}", "1960-01-01 1961-12-31"},
             {"{..1984}", ".. 1984-12-31"},
             {"[2012-05-04,2012-05-05]", "2012-05-04 2012-05-05"},
             {"[..2011-06-10]", ".. 2011-06-10"},
             {"[2011-06-10..]", "2011-06-10 .."},
             {"[2011-06-10..2011-06-12]", "2011-06-10 2011-06-12"},
             {"[2012,2010]", "2010-01-01 2012-12-31"},
             {"[2011]", "2011-01-01 2011-12-31"},
             {"[2011~,2012]", "2010-01-01 2012-12-31"},
             {"[..2009,2011..]", ".. .."},
             {"[2011-06-2X,2011-07-0X]", "2011-06-20 2011-07-09"}});
}

TEST(EdtfTest, QualifiedComponentsWidenOnceByTheWholeDatesUnit) {
  ExpectAll({{"2004-06-11%", "2004-06-10 2004-06-12"},
             {"2004-06~-11", "2004-06-10 2004-06-12"},
             {"2004?-06-11", "2004-06-10 2004-06-12"},
             {"?2004-06-~11", "2004-06-10 2004-06-12"},
             {"2004-%06-11", "2004-06-10 2004-06-12"},
             {"2004?-06~-11%", "2004-06-10 2004-06-12"},
             {"?2004?-06", "2004-05-01 2004-07-31"},
             {"~2004", "2003-01-01 2005-12-31"}});
}

TEST(EdtfTest, UnspecifiedDigitsStandAnywhere) {
  ExpectAll({{"156X-12-25", "1560-12-25 1569-12-25"},
             {"15XX-12-25", "1500-12-25 1599-12-25"},
             {"XXXX-12-XX", "0000-12-01 9999-12-31"},
             {"1XXX-XX", "1000-01-01 1999-12-31"},
             {"1XXX-12", "1000-12-01 1999-12-31"},
             {"1984-1X", "1984-10-01 1984-12-31"},
             {"2011-06-2X", "2011-06-20 2011-06-29"},
             {"1X99-XX-XX", "1099-01-01 1999-12-31"},
             {"2011-X1", "2011-01-01 2011-11-30"},
             {"2011-0X", "2011-01-01 2011-09-30"},
             {"2011-XX-31", "2011-01-31 2011-12-31"},
             {"2011-XX-3X", "2011-01-30 2011-12-31"},
             {"201X-02-29", "2012-02-29 2016-02-29"},
             {"XXXX-02-29", "0000-02-29 9996-02-29"},
             {"2011-02-2X", "2011-02-20 2011-02-28"},
             {"2012-02-2X", "2012-02-20 2012-02-29"}});
}

TEST(EdtfTest, LevelTwoIntervalsHaveQualifiedAndUnspecifiedEnds) {
  ExpectAll(
      {{"2004-06-~01/2004-06-~20", "2004-05-31 2004-06-21",
        "2004-06-02 2004-06-19"},
       {"2004-06-XX/2004-07-03", "2004-06-01 2004-07-03",
        "2004-06-30 2004-07-03"},
       {"2001-21/2003", "2001-03-01 2003-12-31", "2001-05-31 2003-01-01"}});
}

TEST(EdtfTest, IntervalsWhoseEndsOverlapAreCertainOnOneDayOrNone) {
  ExpectAll(
      {{"2011/2011", "2011-01-01 2011-12-31"},
       {"2011-03/2011", "2011-03-01 2011-12-31"},
       {"2011/2011-12-31", "2011-01-01 2011-12-31", "2011-12-31 2011-12-31"},
       {"2011-03-05/2011-03-05", "2011-03-05 2011-03-05",
        "2011-03-05 2011-03-05"},
       {"2004/2005", "2004-01-01 2005-12-31", "2004-12-31 2005-01-01"}});
}

TEST(EdtfTest, RangesStopAtTheEndsOfTheCalendar) {
  ExpectAll({{"0000~", "0000-01-01 0001-12-31"},
             {"9999~", "9998-01-01 9999-12-31"},
             {"9999-24", "9999-12-01 9999-12-31"},
             {"9999-24~", "9999-09-01 9999-12-31"},
             {"0000-01-01?", "0000-01-01 0000-01-02"},
             {"9999-12-31?", "9999-12-30 9999-12-31"},
             {"XXXX%", "0000-01-01 9999-12-31"}});
}

TEST(EdtfTest, KindPrecisionAndQualificationAreTold) {
  EXPECT_EQ(Parsed("2011").kind(), EdtfKind::kDate);
  EXPECT_EQ(Parsed("2011-06-10T10:00:00Z").kind(), EdtfKind::kDate);
  EXPECT_EQ(Parsed("[2011]").kind(), EdtfKind::kSet);
  EXPECT_EQ(Parsed("{2011}").kind(), EdtfKind::kSet);
  EXPECT_EQ(Parsed("2011/").kind(), EdtfKind::kInterval);

  EXPECT_EQ(Parsed("201X").precision(), DatePrecision::kYear);
  EXPECT_EQ(Parsed("2011-21").precision(), DatePrecision::kSeason);
  EXPECT_EQ(Parsed("2011-XX").precision(), DatePrecision::kMonth);
  EXPECT_EQ(Parsed("2011-XX-XX").precision(), DatePrecision::kDay);
  EXPECT_EQ(Parsed("2011-06-10T10:00:00").precision(), DatePrecision::kDay);
  EXPECT_EQ(Parsed("[2011]").precision(), std::nullopt);
  EXPECT_EQ(Parsed("2011/2012").precision(), std::nullopt);

  for (const char* text : {"2011~", "2011?-06", "%2011", "[2010,2011~]",
                           "[2010..2011~]", "2010/2011~", "2010~/.."}) {
    EXPECT_TRUE(Parsed(text).is_qualified()) << text;
  }
  for (const char* text : {"2011", "201X", "[2010,2011]", "2010/..", "/2011"}) {
    EXPECT_FALSE(Parsed(text).is_qualified()) << text;
  }
}

TEST(EdtfTest, OneAndTheSameDayIsToldFromItsPossibleRange) {
  for (const char* text :
       {"2011-06-10", "[2011-06-10]", "2011-06-10T09:00:00",
        "2011-06-10/2011-06-10", "2012-02-X9", "[2011-06-10..2011-06-10]"}) {
    const bool is_single = Parsed(text).is_single_day();
    EXPECT_EQ(is_single, std::string(text) != "2012-02-X9") << text;
  }
  for (const char* text : {"2011", "2011-06-10~", "[..2011-06-10]",
                           "2011-06-10/..", "/2011-06-10"}) {
    EXPECT_FALSE(Parsed(text).is_single_day()) << text;
  }
}

TEST(EdtfTest, TextIsKeptAndDecidesOrderAndEquality) {
  EXPECT_EQ(Parsed("2011-06~").text(), "2011-06~");
  EXPECT_EQ(Parsed("2011-06"), Parsed("2011-06"));
  EXPECT_NE(Parsed("2011-06"), Parsed("2011-06-01/2011-06-30"));
  EXPECT_LT(Parsed("2011"), Parsed("2011-06"));
  EXPECT_LT(Parsed("2011-06"), Parsed("[2010]"));
  std::vector<Edtf> dates = {Parsed("2012"), Parsed("2010"), Parsed("2011")};
  std::sort(dates.begin(), dates.end());
  EXPECT_EQ(dates.front().text(), "2010");
  EXPECT_EQ(absl::Hash<Edtf>()(Parsed("2011")),
            absl::Hash<Edtf>()(Parsed("2011")));
}

TEST(EdtfTest, TheLongestTextIsReadAndALongerOneRefused) {
  std::string text = "[2011";
  while (text.size() + 6 <= Edtf::kMaxBytes) text += ",2011";
  text += ']';
  EXPECT_EQ(Possible(text), "2011-01-01 2011-12-31");
  text.insert(1, "2011,");
  ASSERT_GT(text.size(), Edtf::kMaxBytes);
  EXPECT_THAT(Possible(text), HasSubstr("bytes long"));
}

}  // namespace
}  // namespace attest
