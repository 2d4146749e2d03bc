// What is said in several forms is one value, and what differs stays apart.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "benchmarks/truth/normalisers/book_authors.h"
#include "benchmarks/truth/normalisers/flight_values.h"
#include "benchmarks/truth/normalisers/place_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Moment {
  int64_t month;
  int64_t day;
  int64_t hour;
  int64_t minute;
};

std::optional<int64_t> At(const Moment& moment) {
  return (moment.month * 31 + moment.day) * 1440 + moment.hour * 60 +
         moment.minute;
}

TEST(FlightMinuteTest, OneTimeInTheFormsOfManySites) {
  for (const absl::string_view text :
       {"2:10 PMDec 01", "12/1/11 2:10 PM (-05:00)",
        "02:10 PM  Thu 01-Dec-2011", "2:10 PM, Dec 01", "2:10pDec 1",
        "2011-12-01 02:10 PM", "2011-12-01 14:10",
        "2:10 PM, Dec 01&nbsp(Estimated)"}) {
    EXPECT_EQ(FlightMinute(text), At({12, 1, 14, 10})) << text;
  }
}

TEST(FlightMinuteTest, WhatDiffersStaysApart) {
  const struct {
    absl::string_view text;
    Moment moment;
  } cases[] = {
      {"2:10aDec 1", {12, 1, 2, 10}},
      {"2:11aDec 1", {12, 1, 2, 11}},
      {"2:10aDec 2", {12, 2, 2, 10}},
      {"2:10aNov 30", {11, 30, 2, 10}},
      {"12:10 AM Dec 1", {12, 1, 0, 10}},
      {"12:10 PM Dec 1", {12, 1, 12, 10}},
      {"3:55 Apr 1", {4, 1, 3, 55}},
      {"3:55aAug 1", {8, 1, 3, 55}},
      {"2011-12-01 23:59", {12, 1, 23, 59}},
      {"2011-12-02 00:00", {12, 2, 0, 0}},
  };
  std::vector<int64_t> minutes;
  for (const auto& one : cases) {
    EXPECT_EQ(FlightMinute(one.text), At(one.moment)) << one.text;
    minutes.push_back(FlightMinute(one.text).value_or(-1));
  }
  std::sort(minutes.begin(), minutes.end());
  EXPECT_EQ(std::unique(minutes.begin(), minutes.end()), minutes.end());
}

TEST(FlightMinuteTest, NothingWithoutTimeAndDateOrOfTheRunway) {
  for (const absl::string_view text :
       {"", "-", "Not available", "14:10", "2:10 PM", "Dec 01",
        "2:10 PM, Dec 01 (runway)"}) {
    EXPECT_EQ(FlightMinute(text), std::nullopt) << text;
  }
}

TEST(FlightGateTest, OneGateInTheFormsOfManySites) {
  for (const absl::string_view text :
       {"D1", "d1", " D 1", "Gate D1", "D1/D2", "Terminal 3 - D1",
        "North Term - D1", "Terminal D - Gate D1"}) {
    EXPECT_EQ(FlightGate(text), "D1") << text;
  }
}

TEST(FlightGateTest, WhatDiffersStaysApart) {
  EXPECT_EQ(FlightGate("D1"), "D1");
  EXPECT_EQ(FlightGate("D11"), "D11");
  EXPECT_EQ(FlightGate("E1"), "E1");
  EXPECT_EQ(FlightGate("1"), "1");
  EXPECT_EQ(FlightGate("1D"), "1D");
  // A terminal is no gate, nor part of its number.
  EXPECT_EQ(FlightGate("Terminal 3 - 2"), "2");
  EXPECT_EQ(FlightGate("32"), "32");
  for (const absl::string_view text : {"Terminal 3", "Terminal N", "", "-",
                                       "Not available", "Contact airline"}) {
    EXPECT_EQ(FlightGate(text), std::nullopt) << text;
  }
}

TEST(AuthorsTest, OneListInTheFormsOfManyShops) {
  const std::vector<Author> both = {{"calvert", "k"}, {"donahoo", "m"}};
  for (const absl::string_view text :
       {"By (author) Calvert, Kenneth L. By (author) Donahoo, Michael J.",
        "Kenneth L. Calvert, Michael J. Donahoo",
        "Michael Donahoo and Kenneth Calvert",
        "CALVERT, KENNETH; DONAHOO, MICHAEL",
        "Calvert, Kenneth L. (Author) Donahoo, M. (Joint Author) Calvert"}) {
    EXPECT_EQ(Authors(text), both) << text;
  }
  EXPECT_THAT(Authors("Donald E. Knuth"), ElementsAre(Author("knuth", "d")));
  EXPECT_THAT(Authors("O&apos;Leary, Timothy J."),
              ElementsAre(Author("oleary", "t")));
  EXPECT_THAT(Authors("HAAG, STEPHEN PERRY, JAMES T. SOSINSKY, BARRIE"),
              ElementsAre(Author("haag", "s"), Author("perry", "j"),
                          Author("sosinsky", "b")));
}

TEST(AuthorsTest, WhatDiffersStaysApart) {
  std::vector<std::vector<Author>> lists;
  for (const absl::string_view text :
       {"Smith, John", "Smith, Adam", "Smith", "Smithe, John",
        "Smith, John; Jones, Tom", "Smith, John; Jones, Ann", "Jones, Tom",
        "Smith, Tom; Jones, John", "Can, Tom", "Cannone, Tom",
        "Smith, Tom; Smith, Adam"}) {
    lists.push_back(Authors(text));
  }
  std::sort(lists.begin(), lists.end());
  EXPECT_EQ(std::unique(lists.begin(), lists.end()), lists.end());
}

TEST(AuthorsTest, NobodyIsNoAuthor) {
  for (const absl::string_view text :
       {"", " ; ", "None", "UNKNOWN", "Not Available"}) {
    EXPECT_THAT(Authors(text), IsEmpty()) << text;
  }
}

TEST(AuthorsTest, AListRefinesOneThatSaysLess) {
  const std::vector<Author> full = Authors("Smith, John; Jones, Tom");
  for (const absl::string_view less :
       {"Smith, John", "Jones", "Smith; Jones", "Tom Jones; John Smith"}) {
    EXPECT_TRUE(RefinesAuthors(full, Authors(less))) << less;
  }
  for (const absl::string_view other :
       {"Smith, Adam", "Smith, John; Jones, Tom; Knuth", "Jonas, Tom"}) {
    EXPECT_FALSE(RefinesAuthors(full, Authors(other))) << other;
  }
  EXPECT_FALSE(RefinesAuthors(Authors("Smith"), Authors("Smith, John")));
}

TEST(CsvFieldsTest, ACommaInQuotesPartsNothing) {
  EXPECT_THAT(CsvFields("1,\"Paris, Texas\",2\r"),
              ElementsAre("1", "Paris, Texas", "2"));
  EXPECT_THAT(CsvFields("1,Paris, Texas"), ElementsAre("1", "Paris", " Texas"));
  EXPECT_THAT(CsvFields("a,,"), ElementsAre("a", "", ""));
}

class PlaceTreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string path =
        (std::filesystem::path(testing::TempDir()) / "place_tree_test.csv")
            .string();
    std::ofstream(path) << "id,name,parent\n"
                           "1,France,0\n"
                           "2,Paris,1\n"
                           "3,United States,0\n"
                           "4,Texas,3\n"
                           "5,Paris,4\n"
                           "6,Illinois,3\n"
                           "7,Springfield,6\n";
    ASSERT_TRUE(tree_.Read(path));
    std::filesystem::remove(path);
  }

  PlaceTree tree_;
};

TEST_F(PlaceTreeTest, OneNameIsSeveralPlaces) {
  EXPECT_EQ(tree_.Resolve("Paris", {"Texas", "United States"}), 5U);
  EXPECT_EQ(tree_.Resolve("Paris", {"France", "Illinois"}), 2U);
  EXPECT_EQ(tree_.Resolve("Paris", {}), 2U);
  EXPECT_EQ(tree_.Resolve("paris", {"Texas"}), 0U);
  EXPECT_EQ(tree_.Resolve("London", {"Texas"}), 0U);
}

TEST_F(PlaceTreeTest, OnlyWhatLiesInAPlaceIsInside) {
  EXPECT_TRUE(tree_.IsInside(5, 4));
  EXPECT_TRUE(tree_.IsInside(5, 3));
  EXPECT_FALSE(tree_.IsInside(5, 1));
  EXPECT_FALSE(tree_.IsInside(4, 5));
  EXPECT_FALSE(tree_.IsInside(5, 5));
  EXPECT_FALSE(tree_.IsInside(7, 4));
  EXPECT_FALSE(tree_.IsInside(0, 0));
}

TEST(PlaceTreeFileTest, AMissingFileIsSaid) {
  EXPECT_FALSE(PlaceTree().Read("/nowhere/hierarchy.csv"));
}

}  // namespace
}  // namespace attest
