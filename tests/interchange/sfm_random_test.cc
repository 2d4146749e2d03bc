// Random tables: importing them again adds nothing, and importing them after
// an edit adds what the edited tables say and the earlier ones did not.

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

std::string Person(Dice& dice) {
  return absl::StrCat(
      dice.Word({"Ana Brix", "Bo Cray", "Cy Dunn", "Ana  Brix"}), "|",
      Citation(dice), "|", Confidence(dice), "|", dice.Word({"el", "oz"}), "|",
      dice.Word({"", "A.B.", "A.B. ; Abe", "x;y;x"}), "|", Citation(dice), "|",
      dice.Word({"Guard", "Guards", "Fleet", ""}), "|", Citation(dice), "|",
      dice.Word({"Commander", "Deputy", ""}), "|", Citation(dice), "|",
      dice.Word({"Major", "Colonel", ""}), "|", Citation(dice), "|",
      dice.Word({"2001", "3/4/2001", "May 2002", ""}), "|", Citation(dice), "|",
      Flag(dice), "|", dice.Word({"2003", "12/30/2004", ""}), "|",
      Citation(dice), "|", Flag(dice), "|", dice.Word({"", "", "A note."}));
}

std::string Unit(Dice& dice) {
  return absl::StrCat(
      dice.Word({"u1|Guard", "u2|Guards", "u3|Fleet", "|Guard", "|Post"}), "|",
      Citation(dice), "|", dice.Word({"el", "oz"}), "|",
      dice.Word({"Guards", "Fleet", "u1", "Staff", ""}), "|", Citation(dice),
      "|", dice.Word({"Command", "Informal", ""}), "|", Citation(dice), "|",
      dice.Word({"2001", "3/4/2001", ""}), "|", Citation(dice), "|", Flag(dice),
      "|", dice.Word({"Oss|77", "Poss|", "|"}), "|", Citation(dice), "|",
      dice.Word({"Ossland|70", "|"}), "|", Citation(dice));
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

}  // namespace
}  // namespace attest::testing
