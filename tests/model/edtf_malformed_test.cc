// What is not a date is refused, and the message says where and why.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/model/edtf.h"

namespace attest {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Malformed {
  const char* text;
  int offset;
  const char* what;
  const char* got;
};

void ExpectRefused(const std::vector<Malformed>& table) {
  for (const Malformed& entry : table) {
    SCOPED_TRACE(entry.text);
    const absl::StatusOr<Edtf> edtf = Edtf::Parse(entry.text);
    ASSERT_FALSE(edtf.ok());
    EXPECT_EQ(edtf.status().code(), absl::StatusCode::kInvalidArgument);
    const std::string start =
        "EDTF offset " + std::to_string(entry.offset) + ": ";
    const std::string got = "got \"" + std::string(entry.got) + "\"";
    EXPECT_THAT(std::string(edtf.status().message()),
                AllOf(StartsWith(start), HasSubstr(entry.what), HasSubstr(got),
                      HasSubstr(", want ")));
  }
}

TEST(EdtfMalformedTest, TextsThatAreNoDateAreRefused) {
  ExpectRefused({{"", 0, "no date", ""},
                 {" ", 0, "year is not four digits", " "},
                 {" 2011", 0, "year is not four digits", " 2011"},
                 {"2011 ", 0, "year is not four digits", "2011 "},
                 {"2011\n", 0, "year is not four digits", "2011\\n"},
                 {"yesterday", 0, "year is not four digits", "yesterday"},
                 {"\xD9\xA2", 0, "year is not four digits", "\\xd9\\xa2"},
                 {"85", 0, "year is not four digits", "85"},
                 {"201", 0, "year is not four digits", "201"},
                 {"20110610", 0, "year is not four digits", "20110610"},
                 {"12011", 0, "year is not four digits", "12011"},
                 {"201x", 0, "year is not four digits", "201x"},
                 {"201u", 0, "year is not four digits", "201u"},
                 {"+2011", 0, "year is not four digits", "+2011"},
                 {"11.06.2011", 0, "year is not four digits", "11.06.2011"},
                 {"(2011)", 0, "year is not four digits", "(2011)"}});
}

TEST(EdtfMalformedTest, YearsOutsideTheCalendarAreRefused) {
  const char* kBeyond = "years before 0 and beyond 9999 are refused";
  ExpectRefused({{"Y170000002", 0, kBeyond, "Y170000002"},
                 {"Y-170000002", 0, kBeyond, "Y"},
                 {"Y2011", 0, kBeyond, "Y2011"},
                 {"-1985", 0, "years before 0 are refused", "-1985"},
                 {"-0001", 0, "years before 0 are refused", "-0001"},
                 {"-1984?/2004%", 0, "years before 0 are refused", "-1984?"},
                 {"1984/-2004", 5, "years before 0 are refused", "-2004"},
                 {"[-0500..0500]", 1, "years before 0 are refused", "-0500"}});
}

TEST(EdtfMalformedTest, LevelTwoBeyondTheSupportedPartsIsNamed) {
  ExpectRefused(
      {{"Y-17E7", 0, "years before 0", "Y"},
       {"Y17E7", 0, "exponential years are not read", "Y17E7"},
       {"17E7", 0, "exponential years are not read", "17E7"},
       {"1950S2", 0, "significant digits are not read", "1950S2"},
       {"Y171010000S3", 0, "significant digits are not read", "Y171010000S3"},
       {"Y3388E2S3", 0, "exponential years are not read", "Y3388E2S3"},
       {"2001-34", 5, "sub-year groupings 25 to 41 are not read", "34"},
       {"2001-25", 5, "sub-year groupings 25 to 41 are not read", "25"},
       {"2001-41", 5, "sub-year groupings 25 to 41 are not read", "41"}});
}

TEST(EdtfMalformedTest, MonthsAndDaysThatDoNotExistAreRefused) {
  ExpectRefused(
      {{"2011-00", 5, "month does not exist", "00"},
       {"2011-13", 5, "month does not exist", "13"},
       {"2011-20", 5, "month does not exist", "20"},
       {"2011-42", 5, "month does not exist", "42"},
       {"2011-2X", 5, "month does not exist", "2X"},
       {"2011-9X", 5, "month does not exist", "9X"},
       {"2011-02-30", 8, "day 30 does not exist in 2011-02", "30"},
       {"2011-02-29", 8, "day 29 does not exist in 2011-02", "29"},
       {"1900-02-29", 8, "day 29 does not exist in 1900-02", "29"},
       {"2011-06-31", 8, "day 31 does not exist in 2011-06", "31"},
       {"2011-06-00", 8, "day 00 does not exist in 2011-06", "00"},
       {"2011-06-32", 8, "day 32 does not exist in 2011-06", "32"},
       {"2011-02-3X", 8, "day 3X does not exist in 2011-02", "3X"},
       {"2011-06-4X", 8, "day 4X does not exist in 2011-06", "4X"},
       {"XXXX-02-30", 8, "day 30 does not exist in XXXX-02", "30"},
       {"19X1-02-29", 8, "day 29 does not exist in 19X1-02", "29"},
       {"2011/2012-02-30", 13, "day 30 does not exist in 2012-02", "30"},
       {"[2011,2012-02-30]", 14, "day 30 does not exist in 2012-02", "30"},
       {"2001-21-05", 8, "a season takes no day", "05"}});
}

TEST(EdtfMalformedTest, ComponentsOfTheWrongFormAreRefused) {
  ExpectRefused({{"2011-", 5, "month is not two digits", ""},
                 {"2011-6", 5, "month is not two digits", "6"},
                 {"2011-June", 5, "month is not two digits", "June"},
                 {"2011-006", 5, "month is not two digits", "006"},
                 {"2011--06", 5, "month is not two digits", ""},
                 {"2011-161", 5, "month is not two digits", "161"},
                 {"2011-W23-5", 5, "month is not two digits", "W23"},
                 {"2011-06-", 8, "day is not two digits", ""},
                 {"2011-06-1", 8, "day is not two digits", "1"},
                 {"2011-06-1O", 8, "day is not two digits", "1O"},
                 {"2011-06-10-", 11, "more than three components", ""},
                 {"2011-06-10-11", 11, "more than three components", "11"}});
}

TEST(EdtfMalformedTest, MisplacedQualifiersAreRefused) {
  const char* kAfter = "unexpected text after a qualifier";
  ExpectRefused({{"2011~~", 5, kAfter, "~"},
                 {"2011?~", 5, kAfter, "~"},
                 {"~?2011", 2, kAfter, "2011"},
                 {"20~11", 3, kAfter, "11"},
                 {"~", 1, "no year", ""},
                 {"2011-~", 6, "month is not two digits", ""},
                 {"2011~06", 5, kAfter, "06"},
                 {"[2010,2011]~", 11, "unexpected text after a set", "~"}});
}

TEST(EdtfMalformedTest, TimesThatAreNotWholeOrDoNotExistAreRefused) {
  const char* kForm = "time is not hours, minutes and seconds";
  const char* kDay = "a time needs a whole day before it";
  ExpectRefused(
      {{"2011-06-10T", 11, kForm, ""},
       {"2011-06-10T10:00", 11, kForm, "10:00"},
       {"2011-06-10T10:00Z", 11, kForm, "10:00Z"},
       {"2011-06-10T1:00:00", 11, kForm, "1:00:00"},
       {"2011-06-10T24:00:00", 11, "time does not exist", "24:00:00"},
       {"2011-06-10T10:60:00", 11, "time does not exist", "10:60:00"},
       {"2011-06-10T10:00:61", 11, "time does not exist", "10:00:61"},
       {"2011-06-10T10:00:00.5", 19, "zone is malformed", ".5"},
       {"2011-06-10T10:00:00z", 19, "zone is malformed", "z"},
       {"2011-06-10T10:00:00+", 19, "zone is malformed", "+"},
       {"2011-06-10T10:00:00+0300", 19, "zone is malformed", "+0300"},
       {"2011-06-10T10:00:00+03:0", 19, "zone is malformed", "+03:0"},
       {"2011-06-10T10:00:00ZZ", 19, "zone is malformed", "ZZ"},
       {"2011-06-10T10:00:00+24:00", 19, "zone does not exist", "+24:00"},
       {"2011-06-10T10:00:00+03:60", 19, "zone does not exist", "+03:60"},
       {"2011-06T10:00:00", 0, kDay, "2011-06"},
       {"2011-06-1XT10:00:00", 0, kDay, "2011-06-1X"},
       {"2011-06-10~T10:00:00", 0, kDay, "2011-06-10~"},
       {"2011-06-10T10:00:00Z~", 20, "takes no qualifier", "~"},
       {"T10:00:00", 0, "no date", ""},
       {"2011-02-30T10:00:00", 8, "day 30 does not exist", "30"},
       {"2011-06-10T10:00:00/2012", 10, "a time in an interval", "T10:00:00"},
       {"[2011-06-10T10:00:00]", 11, "a time in an interval", "T10:00:00"}});
}

TEST(EdtfMalformedTest, IntervalsThatCannotBeAreRefused) {
  ExpectRefused({{"/", 0, "interval without a date", "/"},
                 {"../..", 0, "interval without a date", "../.."},
                 {"/..", 0, "interval without a date", "/.."},
                 {"2012/2011", 5, "interval ends before it begins", "2011"},
                 {"2011-06-11/2011-06-10", 11, "interval ends before it begins",
                  "2011-06-10"},
                 {"2012~/2010", 6, "interval ends before it begins", "2010"},
                 {"2011/2012/2013", 9, "a second \"/\"", "/2013"},
                 {"2011/06/10", 7, "a second \"/\"", "/10"},
                 {"06/2011", 0, "year is not four digits", "06"},
                 {"2011/...", 5, "year is not four digits", "..."},
                 {"2011/open", 5, "year is not four digits", "open"},
                 {"2011/unknown", 5, "year is not four digits", "unknown"},
                 {"[2011,2012]/2013", 0, "a set inside", "[2011,2012]"},
                 {"2011/[2012,2013]", 5, "a set inside", "[2012,2013]"},
                 {"2011/P1Y", 5, "year is not four digits", "P1Y"}});
}

TEST(EdtfMalformedTest, SetsThatCannotBeAreRefused) {
  ExpectRefused(
      {{"[", 0, "set is not closed", "["},
       {"[2011", 0, "set is not closed", "[2011"},
       {"[2011}", 0, "set is not closed", "[2011}"},
       {"[]", 1, "no date", ""},
       {"{}", 1, "no date", ""},
       {"[..]", 3, "no date", ""},
       {"[2011,]", 6, "no date", ""},
       {"[,2011]", 1, "no date", ""},
       {"[2011,,2012]", 6, "no date", ""},
       {"[2011, 2012]", 6, "year is not four digits", " 2012"},
       {"[2011] ", 6, "unexpected text after a set", " "},
       {"[2011][2012]", 6, "unexpected text after a set", "[2012]"},
       {"[2010,[2011]]", 12, "unexpected text after a set", "]"},
       {"[2010,{2011}]", 6, "a set inside", "{2011}"},
       {"2011]", 0, "year is not four digits", "2011]"},
       {"[2011,..2009]", 6, "stands first in a set", "..2009"},
       {"[2011..,2012]", 1, "stands last in a set", "2011.."},
       {"[2012..2011]", 7, "range ends before 2012", "2011"},
       {"[2010..2011..2012]", 7, "year is not four digits", "2011..2012"},
       {"[2011...2012]", 7, "year is not four digits", ".2012"},
       {"2010..2012", 4, "outside an interval and a set", "..2012"},
       {"..2012", 0, "outside an interval and a set", "..2012"},
       {"..", 0, "outside an interval and a set", ".."}});
}

TEST(EdtfMalformedTest, MessagesStayShortAndAsciiWhateverTheText) {
  const std::string text(1000, '\xFF');
  const absl::StatusOr<Edtf> edtf = Edtf::Parse(text);
  ASSERT_FALSE(edtf.ok());
  EXPECT_LT(edtf.status().message().size(), 300);
  for (const char c : std::string(edtf.status().message())) {
    EXPECT_TRUE(c >= 0x20 && c < 0x7F);
  }
  EXPECT_THAT(std::string(edtf.status().message()), HasSubstr("...\", want"));
}

TEST(EdtfMalformedTest, ATextWithANulByteIsRefused) {
  EXPECT_FALSE(Edtf::Parse(absl::string_view("2011\0", 5)).ok());
  EXPECT_FALSE(Edtf::Parse(absl::string_view("\0", 1)).ok());
}

}  // namespace
}  // namespace attest
