// Units that are named in one import and defined in another.

#include "engine/interchange/sfm_unit_names.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/sfm_fixture.h"

namespace attest::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Table = std::pair<std::string, std::string>;

Table Sources() {
  return {"s.csv", Csv({"source_id|title|publication_title", "s1|Parade|P"})};
}

Table Units(const std::vector<std::string>& rows) {
  std::vector<std::string> all = {
      "o_id|Organization:Name|Source: Name|Organization division_id"};
  all.insert(all.end(), rows.begin(), rows.end());
  return {"u.csv", Csv(all)};
}

Table Persons(const std::string& organization) {
  return {"p.csv", Csv({"Name|division_id|Organization|Source: Organization",
                        "Ana Brix|el|" + organization + "|s1"})};
}

std::vector<std::string> Memberships(const ImportList& import) {
  return import.Claims("member_of");
}

TEST(SfmUnitNamesTest, PersonsAloneFindTheUnitsOfAnEarlierImport) {
  SfmFixture fixture;
  const Table units = Units({"u1|First Guard|s1|el"});
  fixture.Add({Sources(), units, Persons("First Guard")});
  const ImportList again = fixture.Import({Persons("First Guard")});
  EXPECT_THAT(again.lines(), IsEmpty());
  EXPECT_THAT(Memberships(fixture.Import({Persons(" u1 ")})), IsEmpty());
  EXPECT_THAT(fixture.Import({Persons("u1")}).Of("entity"), IsEmpty());
  // Of another country it is another.
  EXPECT_THAT(
      Memberships(fixture.Import(
          {{"p.csv", Csv({"Name|division_id|Organization|Source: Organization",
                          "Ana Brix|oz|First Guard|s1"})}})),
      ElementsAre("s1: person:oz:Ana Brix member_of unit:oz:First Guard"));
}

TEST(SfmUnitNamesTest, UnitsAloneFindTheirParents) {
  SfmFixture fixture;
  fixture.Add({Sources(), Units({"u1|First Guard|s1|el"})});
  const ImportList import = fixture.Add(
      {{"u.csv",
        Csv({"o_id|Organization:Name|Source: Name|Organization division_id|"
             "OrganizationOrganization:parent_id|Source: parent",
             "u2|Post|s1|el|First Guard|s1", "|First Guard|s1|el||"})}});
  EXPECT_THAT(import.Claims(), ElementsAre("s1: unit:u2 known_as \"Post\"",
                                           "s1: unit:u2 part_of unit:u1"));
}

TEST(SfmUnitNamesTest, SeveralUnitsOfTheCaseAreNoneAndTold) {
  SfmFixture fixture;
  fixture.Add({Sources(), Units({"u1|Guard|s1|el", "u2|Guard|s1|el"})});
  const ImportList import = fixture.Import({Persons("Guard")});
  EXPECT_THAT(Memberships(import),
              ElementsAre("s1: person:el:Ana Brix member_of unit:el:Guard"));
  EXPECT_THAT(import.warnings(),
              Contains(HasSubstr("2: Organization: several units of this")));
  // A table that has one of the name decides; so does one that calls the other
  // by another name now.
  EXPECT_THAT(Memberships(fixture.Import(
                  {Persons("Guard"), Units({"u1|Guard|s1|el"})})),
              ElementsAre("s1: person:el:Ana Brix member_of unit:u1"));
  EXPECT_THAT(
      Memberships(fixture.Import({Persons("Guard"), Units({"u2|Post|s1|el"})})),
      ElementsAre("s1: person:el:Ana Brix member_of unit:u1"));
}

TEST(SfmUnitNamesTest, AUnitThatWasMadeByNameIsTold) {
  SfmFixture fixture;
  fixture.Add({Sources(), Persons("Guard")});
  const ImportList import = fixture.Add({Units({"u1|Guard|s1|el"})});
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Organization:Name: an earlier import "
                                    "has a unit by this name, "
                                    "unit:sfm:el:Guard")));
  EXPECT_THAT(fixture.Import({Units({"u1|Guard|s1|el"})}).warnings(),
              IsEmpty());
}

}  // namespace
}  // namespace attest::testing
