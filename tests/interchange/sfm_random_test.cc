// Random tables: importing them again adds nothing, and importing them after
// an edit adds what the edited tables say and the earlier ones did not.

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/sfm_fixture.h"
#include "tests/reference/dice.h"

namespace attest::testing {
namespace {

using reference::Dice;
using ::testing::IsEmpty;

using Rows = std::vector<std::string>;

std::string Citation(Dice& dice) {
  return dice.Word({"s1", "s2", "s1;s2", "s3 ; s1", "s9", "", "s2;s2;s3"});
}
std::string Flag(Dice& dice) { return dice.Word({"Y", "N", "", "E"}); }
std::string Confidence(Dice& dice) {
  return dice.Word({"Low", "Medium", "High", ""});
}

// Cells are drawn in lists in braces: unlike arguments, which every compiler
// takes in an order of its own, they are drawn from left to right.
std::string Person(Dice& dice) {
  const std::vector<std::string> cells = {
      dice.Word({"Ana Brix", "Bo Cray", "Cy Dunn", "Ana  Brix"}),
      Citation(dice),
      Confidence(dice),
      dice.Word({"el", "oz"}),
      dice.Word({"", "A.B.", "A.B. ; Abe", "x;y;x"}),
      Citation(dice),
      dice.Word({"Guard", "Guards", "Fleet", ""}),
      Citation(dice),
      dice.Word({"Commander", "Deputy", ""}),
      Citation(dice),
      dice.Word({"Major", "Colonel", ""}),
      Citation(dice),
      dice.Word({"2001", "3/4/2001", "May 2002", ""}),
      Citation(dice),
      Flag(dice),
      dice.Word({"2003", "12/30/2004", ""}),
      Citation(dice),
      Flag(dice),
      dice.Word({"", "", "A note."})};
  return absl::StrJoin(cells, "|");
}

std::string Unit(Dice& dice) {
  const std::vector<std::string> cells = {
      dice.Word({"u1|Guard", "u2|Guards", "u3|Fleet", "|Guard", "|Post"}),
      Citation(dice),
      dice.Word({"el", "oz"}),
      dice.Word({"Guards", "Fleet", "u1", "Staff", ""}),
      Citation(dice),
      dice.Word({"Command", "Informal", ""}),
      Citation(dice),
      dice.Word({"2001", "3/4/2001", ""}),
      Citation(dice),
      Flag(dice),
      dice.Word({"Oss|77", "Poss|", "|"}),
      Citation(dice),
      dice.Word({"Ossland|70", "|"}),
      Citation(dice)};
  return absl::StrJoin(cells, "|");
}

struct Tables {
  Rows sources = {"source_id|title|publication_title|country|alias_source_id",
                  "s1|Parade|Courier|Elbonia|s3", "s2|Colonel|Courier|Oz|",
                  "s3|Parade|Times|Oz|"};
  Rows persons = {
      "Name|Source: Name|Confidence: Name|division_id|Aliases|"
      "Source: Aliases|Organization|Source: Organization|Role|Source: Role|"
      "Rank|Source: Rank|First citation|Source: First citation|"
      "Start date? (Y/N)|Last citation|Source: Last citation|"
      "End date? (Y/N)|Notes"};
  Rows units = {
      "o_id|Organization:Name|Source: Name|Organization division_id|"
      "OrganizationOrganization:parent_id|Source: parent|"
      "OrganizationOrganization:classification|UUID: class|"
      "OrganizationOrganization:date_first_cited|Source: first|"
      "Start date of OrganizationOrganization Y/N?|Site:geonames_name|"
      "Site:geonames_id|Source: Site:geonames_name|"
      "Site:admin_level_1_geonames_name|Site:admin_level_1_geonames_id|"
      "Source: Site:admin_level_1_geonames_name"};

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> Files() const {
    return {{"p.csv", Csv(persons)},
            {"u.csv", Csv(units)},
            {"s.csv", Csv(sources)}};
  }
};

Tables RandomTables(Dice& dice) {
  Tables tables;
  for (uint64_t n = dice.Below(12); n > 0; --n) {
    tables.persons.push_back(Person(dice));
  }
  for (uint64_t n = dice.Below(8); n > 0; --n) {
    tables.units.push_back(Unit(dice));
  }
  return tables;
}

// The keys of the lines; what is defined twice in one import fails.
std::set<std::string> KeysOf(const ImportList& import) {
  std::set<std::string> keys;
  for (const std::string& line : import.lines()) {
    EXPECT_TRUE(keys.insert(nlohmann::json::parse(line).at("id")).second)
        << line;
  }
  return keys;
}

// Claims alone: a confidence that changes is a new decision.
std::set<std::string> ClaimsOf(const std::set<std::string>& keys) {
  std::set<std::string> claims;
  for (const std::string& key : keys) {
    if (key.starts_with("claim:")) claims.insert(key);
  }
  return claims;
}

TEST(SfmRandomTest, ImportingAgainAddsNothingAndAnEditAddsTheDifference) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    SfmFixture fixture;
    Tables tables = RandomTables(dice);
    const std::set<std::string> before = KeysOf(fixture.Add(tables.Files()));
    EXPECT_THAT(fixture.Import(tables.Files()).lines(), IsEmpty());

    // Rows move, come, go and change; units keep theirs, which name others.
    Rows moved(tables.persons.begin() + 1, tables.persons.end());
    dice.Shuffle(moved);
    tables.persons.resize(1);
    for (const std::string& row : moved) {
      if (dice.Percent(70)) tables.persons.push_back(row);
      if (dice.Percent(20)) tables.persons.push_back(Person(dice));
    }
    const std::set<std::string> fresh =
        ClaimsOf(KeysOf(SfmFixture().Import(tables.Files())));
    const std::set<std::string> old = ClaimsOf(before);
    std::set<std::string> difference;
    std::set_difference(fresh.begin(), fresh.end(), old.begin(), old.end(),
                        std::inserter(difference, difference.end()));
    EXPECT_EQ(ClaimsOf(KeysOf(fixture.Add(tables.Files()))), difference);
    EXPECT_THAT(fixture.Import(tables.Files()).lines(), IsEmpty());
    if (HasFailure()) break;
  }
}

// A row with as many cells as `headings`, of what people and programs leave in
// cells.
std::string HostileRow(Dice& dice, const std::string& headings) {
  std::vector<std::string> row;
  for (int64_t n = std::count(headings.begin(), headings.end(), '|'); n >= 0;
       --n) {
    std::string cell = dice.Word({"s1",
                                  "s1;s2",
                                  "s9;;s1",
                                  "x",
                                  "Y",
                                  "N",
                                  "E",
                                  "2001",
                                  "13",
                                  "1/2/2003",
                                  "2011/13/45",
                                  "[..2001]",
                                  "2001~",
                                  "2001/..",
                                  "May",
                                  "",
                                  "",
                                  "",
                                  ";",
                                  " ; ",
                                  "a:b",
                                  "%3A",
                                  "\"",
                                  "\\",
                                  "\xEF\xBF\xBD",
                                  "\xE2\x80\xAE abc",
                                  "-",
                                  "1e999",
                                  "nan",
                                  "-91",
                                  "12.5",
                                  "Commander",
                                  "Informal",
                                  "Medium",
                                  "No archive available",
                                  "https://web.archive.org/web/1/x",
                                  "2016-10-03T23:42:00Z",
                                  "u1",
                                  "Guard",
                                  "line\nline"});
    if (dice.Chance(50)) cell += std::string(600, 'w');
    row.push_back(std::move(cell));
  }
  return absl::StrJoin(row, "|");
}

TEST(SfmRandomTest, WhateverCellsHoldLinesAreGoodAndComeOnce) {
  const std::string sources =
      "source_id_lookup|title|page|published_on|access_date|source_url|"
      "archive_url|archive_timestamp|source_id|alias_source_id|country|"
      "publication_title|new_pub_id|author";
  const std::string persons =
      Tables().persons[0] +
      "|Context for start date|Source: Context|Gender|Source: Gender|"
      "Date of Birth|Source: Date of Birth|Death Date|Source: Death Date|Odd";
  const std::string units =
      Tables().units[0] +
      "|Headquarters|Source: Headquarters|"
      "Site: Exact Location - Longitude or OSM Node Name|"
      "Site: Exact Location - Latitude or OSM Node ID|Source: Site|"
      "OrganizationSite:date_first_cited|Source: first of site|"
      "Is this the founding date? (Y/N)|Area of Operations Geoname|"
      "Area of Operations GeonameID|Source: Area of Operations|"
      "Date of last citation for area of operations|Source: last of area|"
      "Assume Area of Operations to Current Date? (Y/N/E)|"
      "OrganizationMembership:member_id|Source: membership|"
      "Organization:date_first_cited|Source: first of unit";
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    Tables tables{.sources = {sources}, .persons = {persons}, .units = {units}};
    for (Rows* rows : {&tables.sources, &tables.persons, &tables.units}) {
      const std::string headings = rows->front();
      for (uint64_t n = dice.Below(30); n > 0; --n) {
        rows->push_back(HostileRow(dice, headings));
      }
    }
    SfmFixture fixture;
    const ImportList import = fixture.Import(tables.Files());
    KeysOf(import);
    // Lines that name a row with an error are left out, and come again.
    const uint64_t left_out = fixture.AddGoodLines(import);
    const ImportList again = fixture.Import(tables.Files());
    EXPECT_EQ(again.lines().size(), left_out)
        << (again.lines().empty() ? "" : again.lines().front());
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace attest::testing
