// Units and sources: the rules of SFM.md on invented facts.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/sfm_fixture.h"

namespace attest::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string Sources() {
  return Csv({"source_id | title | publication_title | country",
              "s1 | Parade | Courier | Elbonia", "s2 | Colonel | Courier | Oz",
              "s3 | Staff list | Ministry | Elbonia"});
}

ImportList ImportUnits(const std::vector<std::string>& rows) {
  SfmFixture fixture;
  return fixture.Add({{"units.tsv", Csv(rows)}, {"sources.csv", Sources()}});
}

TEST(SfmUnitsTest, NamesClassesAndExistence) {
  const ImportList import = ImportUnits(
      {"o_id|Organization:Name|Source: Name|Organization:other_names|"
       "Source: Aliases or alternative spellings|Organization:classification|"
       "Source: Classification|Organization division_id|"
       "Organization:date_first_cited|firstcited_year|"
       "Source: Organization date_first_cited|start date of Organization? Y/N|"
       "Organization:date_last_cited|Source: Organization date_last_cited|"
       "Organization:open_ended? Y/N/E",
       "u1|First Guard|s1|1 Gd|s2|Police;Military|s3|el|1978|1978|s1|Y|"
       "1/20/2015|s2|Y"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u1 known_as \"First Guard\"",
                          "s1: unit:u1 sfm:unit_started \"1978\"",
                          "s2: unit:u1 known_as \"1 Gd\"",
                          "s2: unit:u1 sfm:unit_last_cited \"2015-01-20\"",
                          "s3: unit:u1 sfm:classification \"Military\"",
                          "s3: unit:u1 sfm:classification \"Police\""));
  EXPECT_THAT(import.warnings(), IsEmpty());
}

constexpr char kParents[] =
    "o_id|Organization:Name|Organization division_id|"
    "OrganizationOrganization:parent_id|"
    "Source: OrganizationOrganization:parent_id|"
    "OrganizationOrganization:classification|"
    "UUID: Administrative, Command, or Informal parent relationship|"
    "OrganizationOrganization:date_first_cited|month|day|year|"
    "Source: Date of first citation for parent organization|"
    "Start date of OrganizationOrganization Y/N?|"
    "OrganizationOrganization:date_last_cited|"
    "Source: Date of last citation for parent organization|"
    "OrganizationOrganization:open_ended";

TEST(SfmUnitsTest, ParentsAreUnitsOfThatNameOrUnitsByName) {
  const ImportList import = ImportUnits(
      {kParents,
       "u1|First Guard|el|Guards|s1;s2|Command|s2;s3|2010|||2010|s1|Y|"
       "2012|s2|E",
       "u2|Guards|el|Ministry|s1||||||||||", "u3|Third|oz|Guards|s1||||||||||",
       "u4|Fourth|el|u2|s1|Informal|s1||||||||"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u1 part_of unit:u2 [2010/..] {start}",
                          "s1: unit:u2 part_of unit:el:Ministry",
                          "s1: unit:u3 part_of unit:oz:Guards",
                          "s1: unit:u4 related_to unit:u2",
                          "s2: unit:u1 part_of unit:u2 [../2012] {end}",
                          "s3: unit:u1 sfm:parent_relation \"Command\""));
  const std::vector<nlohmann::json> claims = import.Of("claim");
  EXPECT_FALSE(claims[0].contains("as_stated"));
  EXPECT_EQ(claims[1].at("as_stated"), "Command");
}

TEST(SfmUnitsTest, AClassAsSureAsItsParentIsNotSaysSoByItself) {
  const ImportList import =
      ImportUnits({"o_id|Organization:Name|OrganizationOrganization:parent_id|"
                   "Source: OrganizationOrganization:parent_id|"
                   "Confidence: OrganizationOrganization:parent_id|"
                   "OrganizationOrganization:classification|UUID: class|"
                   "Confidence: class",
                   "u1|First Guard|Guards|s1|High|Command|s1|Low",
                   "u2|Second Guard|Guards|s1|High|Command|s1|High"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u1 part_of unit:-:Guards",
                          "s1: unit:u1 sfm:parent_relation \"Command\"",
                          "s1: unit:u2 part_of unit:-:Guards"));
}

TEST(SfmUnitsTest, SeveralUnitsOfTheNameAreNone) {
  const ImportList import = ImportUnits({kParents, "u1|Guards|el||||||||||||",
                                         "u2|Guards|el||||||||||||",
                                         "u3|Third|el|Guards|s1||||||||||"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u3 part_of unit:el:Guards"));
  EXPECT_THAT(import.warnings(),
              Contains(HasSubstr("4: OrganizationOrganization:parent_id: "
                                 "several units of this name")));
}

TEST(SfmUnitsTest, SitesFromTheMostExactToTheLeast) {
  const ImportList import = ImportUnits(
      {"o_id|Organization:Name|Headquarters (Barracks, Base, Physical Asset)|"
       "Source: Headquarters|"
       "Site: Exact Location - Longitude or OSM Node Name|"
       "Site: Exact Location - Latitude or OSM Node ID|"
       "Source: Site Exact Location|Site:geonames_name|Site:geonames_id|"
       "Source: Site:geonames_name|Site:admin_level_1_geonames_name|"
       "Site:admin_level_1_geonames_id|"
       "Source: Site:admin_level_1_geonames_name|Site:division_id|"
       "OrganizationSite:date_first_cited|"
       "Source: OrganizationSite:date_first_cited|"
       "Is this the founding date? (Y/N)",
       "u1|Guard|Red Fort|s1|12.5|-3.25|s2|Oss|77|s1;s3|Ossland|70|s1;s2|el|"
       "2010|s1|N",
       "u2|Guards|||Gate|4711|s1|||||||el|||"});
  EXPECT_THAT(
      import.Claims(),
      ElementsAre(
          "s1: place:geonames:77 contained_in place:geonames:70",
          "s1: place:osm:4711:Gate sfm:osm_node \"4711 Gate\"",
          "s1: unit:u1 based_at place:geonames:77 [2010]",
          "s1: unit:u1 based_at place:hq:el:Ossland:Oss:Red Fort [2010]",
          "s1: unit:u2 based_at place:osm:4711:Gate",
          "s2: place:hq:el:Ossland:Oss:Red Fort coordinates "
          "{\"lat\":-3.25,\"lon\":12.5}",
          "s2: unit:u1 based_at place:geonames:70",
          "s3: unit:u1 based_at place:geonames:77"));
}

// Without ids a town, its state, a barracks and an area of one name are four.
TEST(SfmUnitsTest, PlacesOfOneNameAndTwoLevelsAreTwo) {
  const ImportList import = ImportUnits(
      {"o_id|Organization:Name|Headquarters (Barracks)|Source: Headquarters|"
       "Site:geonames_name|Source: Site:geonames_name|"
       "Site:admin_level_1_geonames_name|"
       "Source: Site:admin_level_1_geonames_name|Site:division_id|"
       "Area of Operations Geoname|Source: Area of Operations|"
       "Area of Operations division_id",
       "u1|Guard|||Oss|s1|||el|||", "u1|Guard|||||Oss|s3|el|||",
       "u1|Guard|Oss|s2|||Oss||el|Oss|s2|el"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u1 based_at place:site:el:-:Oss",
                          "s2: unit:u1 based_at place:hq:el:Oss:-:Oss",
                          "s2: unit:u1 operates_in place:area:el:Oss",
                          "s3: unit:u1 based_at place:adm1:el:Oss"));
}

TEST(SfmUnitsTest, ADateOrAClassIsOfItsOwnParentAndSite) {
  const ImportList parents = ImportUnits(
      {kParents, "u1|First Guard|el|Guards|s1|Command|s3|2010|||2010|s2|Y|||",
       "u1|First Guard|el|Staff|s1|Command|s3|2010|||2010|s2|Y|||"});
  EXPECT_THAT(parents.Claims("sfm:parent_started"), SizeIs(2));
  EXPECT_THAT(parents.Claims("sfm:parent_relation"), SizeIs(2));
  const std::string sites =
      "o_id|Organization:Name|Headquarters (Barracks)|Source: Headquarters|"
      "Site:geonames_name|Source: Site:geonames_name|"
      "Site:admin_level_1_geonames_name|"
      "Source: Site:admin_level_1_geonames_name|"
      "OrganizationSite:date_first_cited|"
      "Source: OrganizationSite:date_first_cited";
  const ImportList based =
      ImportUnits({sites, "u1|Guard|Red Fort|s1|||||2010|s2",
                   "u1|Guard|Blue Fort|s1|||||2010|s2",
                   "u1|Guard|||Oss|s1|Ossland|s1|2010|s2",
                   "u1|Guard|||Oss|s1|Pland|s1|2010|s2"});
  EXPECT_THAT(based.Claims("sfm:site_first_cited"), SizeIs(4));
}

TEST(SfmUnitsTest, AreasAndMembershipsHaveDatesOfTheirOwn) {
  const ImportList import = ImportUnits(
      {"o_id|Organization:Name|Area of Operations Geoname|"
       "Area of Operations GeonameID|Area of Operations division_id|"
       "Source: Area of Operations|"
       "Date of first citation for area of operations|aoo_start_year|"
       "Source: Date of first citation for area of operations|"
       "start date of area of operation? Y/N|"
       "Date of last citation for area of operations|"
       "Source: Date of last citation for area of operations|"
       "Assume Area of Operations to Current Date? (Y/N/E)|"
       "OrganizationMembership:member_id|"
       "Source: OrganizationMembership:member_id|"
       "Date of first citation for OrganizationMembership:member_id|"
       "Source: Date of first citation for OrganizationMembership:member_id|"
       "start date of OrganizationMembership? Y/N",
       "u1|Guard|Oss|77|el|s1|1978|1978|s1|Y|2012|s2|Y|Joint Force|s3|"
       "5/1999|s3|N"});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: unit:u1 operates_in place:geonames:77 [1978/..] "
                          "{start}",
                          "s2: unit:u1 sfm:area_last_cited \"2012\"",
                          "s3: unit:u1 member_of unit:-:Joint Force "
                          "[1999-05]"));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Organization:Name: a value without")));
}

TEST(SfmUnitsTest, NotesGoWithTheClaimsOfTheirRow) {
  const ImportList import =
      ImportUnits({"o_id|Organization:Name|Source: Name|Notes",
                   "u1|Guard|s1|Disputed.", "u1|Guard|s1|Twice told."});
  EXPECT_EQ(import.Of("claim")[0].at("note"), "Disputed.");
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("3: Notes: a note in a row that says")));
}

TEST(SfmUnitsTest, ANoteThatAnEarlierImportKeptIsNotLeftOut) {
  SfmFixture fixture;
  const auto units = [](const std::string& note) {
    return std::vector<std::pair<std::string, std::string>>{
        {"u.csv", Csv({"o_id|Organization:Name|Source: Name|Notes",
                       "u1|Guard|s1|" + note})},
        {"s.csv", Sources()}};
  };
  fixture.Add(units("Disputed."));
  EXPECT_THAT(fixture.Import(units("Disputed.")).warnings(), IsEmpty());
  EXPECT_THAT(fixture.Import(units("Settled.")).warnings(),
              ElementsAre(HasSubstr("2: Notes: a note in a row that says")));
}

TEST(SfmSourcesTest, EachRowIsAReportWithItsPublisher) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"s.csv",
        Csv({"source_id_lookup|title|page|published_on|access_date|source_url|"
             "archive_url|archive_timestamp|source_id|alias_source_id|country|"
             "key|publication_title|new_pub_id",
             "a1|Parade|39|2010-02-03|2018-01-03|http://x.test/1|"
             "https://web.archive.org/web/20161003234200/http://x.test/1|"
             "2016-10-03T23:42:00|a1|a2|Elbonia|k|Courier|p1",
             "a2|Parade||2010||http://y.test|No archive available||a2||Elbonia|"
             "k|Courier|p1",
             "a3|List|||||somewhere||a3|a9|Oz|k|Courier|"})},
       {"p.csv", Csv({"Name|Source: Name|Role", "Ana Brix|a1|"})}});
  const std::vector<nlohmann::json> reports = import.Of("report");
  ASSERT_THAT(reports, SizeIs(3));
  EXPECT_EQ(reports[0],
            nlohmann::json({{"type", "report"},
                            {"id", "rpt:sfm:a1"},
                            {"source", "src:sfm:p1"},
                            {"title", "Parade"},
                            {"published", "2010-02-03"},
                            {"retrieved", "2016-10-03T23:42:00Z"},
                            {"url", "http://x.test/1"},
                            {"archive_url",
                             "https://web.archive.org/web/20161003234200/"
                             "http://x.test/1"},
                            {"note", "access_date: 2018-01-03"}}));
  EXPECT_FALSE(reports[1].contains("archive_url"));
  EXPECT_EQ(reports[2].at("source"), "src:sfm:Oz:Courier");
  EXPECT_THAT(import.Of("source"), SizeIs(2));
  const std::vector<nlohmann::json> aliases = import.Of("dependence");
  ASSERT_THAT(aliases, SizeIs(1));
  EXPECT_EQ(aliases[0].at("from"), "rpt:sfm:a1");
  EXPECT_EQ(aliases[0].at("on"), "rpt:sfm:a2");
  EXPECT_EQ(aliases[0].at("how"), "same_capture");
  EXPECT_EQ(import.Of("claim")[0].at("citation"),
            nlohmann::json({{"cell", "p.csv!A2"}, {"page", "39"}, {"row", 2}}));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("4: archive_url: no address"),
                          HasSubstr("alias_source_id: an alias of a source "
                                    "that no row defines; left out, got a9")));
}

TEST(SfmSourcesTest, AnAliasCountsWhicheverRowNamesIt) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"s.csv", Csv({"source_id_lookup|title|source_id|alias_source_id|"
                      "publication_title",
                      "l1|T|a||P", "l2|T|a|b|P", "b|U|b||P"})}});
  const std::vector<nlohmann::json> aliases = import.Of("dependence");
  ASSERT_THAT(aliases, SizeIs(1));
  EXPECT_EQ(aliases[0].at("from"), "rpt:sfm:a");
  EXPECT_EQ(aliases[0].at("on"), "rpt:sfm:b");
}

TEST(SfmSourcesTest, AnAliasOfAReportThatGoesByItsIdIsADependence) {
  SfmFixture fixture;
  const std::vector<std::pair<std::string, std::string>> tables = {
      {"s.csv", Csv({"source_id|title|alias_source_id|publication_title",
                     "a|T|x9|P", "b|U|x8|P"})},
      {"p.csv", Csv({"Name|Source: Name|Role", "Ana Brix|x9|"})}};
  const ImportList import = fixture.Add(tables);
  const std::vector<nlohmann::json> aliases = import.Of("dependence");
  ASSERT_THAT(aliases, SizeIs(1));
  EXPECT_EQ(aliases[0].at("from"), "rpt:sfm:a");
  EXPECT_EQ(aliases[0].at("on"), "rpt:sfm:x9");
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("a source that is not in the table"),
                          HasSubstr("3: alias_source_id: an alias of a source "
                                    "that no row defines; left out, got x8")));
  EXPECT_THAT(fixture.Add(tables).lines(), IsEmpty());
}

TEST(SfmSourcesTest, AnAliasByALookupWaitsForTheReportOfItsSource) {
  for (const std::vector<std::string>& rows :
       {std::vector<std::string>{"|T|a|l2|P", "l2|U|b||P"},
        {"|T|a|l2|P", "l1|U|b||P", "l2|U|b||P"},
        {"l1|U|b||P", "|T|a|l2|P", "l2|U|b||P"}}) {
    SfmFixture fixture;
    std::vector<std::string> table = {
        "source_id_lookup|title|source_id|alias_source_id|publication_title"};
    table.insert(table.end(), rows.begin(), rows.end());
    const ImportList import = fixture.Add({{"s.csv", Csv(table)}});
    const std::vector<nlohmann::json> aliases = import.Of("dependence");
    ASSERT_THAT(aliases, SizeIs(1));
    EXPECT_EQ(aliases[0].at("from"), "rpt:sfm:a");
    EXPECT_EQ(aliases[0].at("on"), "rpt:sfm:b");
    EXPECT_THAT(fixture.Add({{"s.csv", Csv(table)}}).lines(), IsEmpty());
  }
}

// Cited by a lookup before the table was there: its report is the table's.
TEST(SfmSourcesTest, AReportMadeByALookupIsTheOneOfTheTable) {
  SfmFixture fixture;
  const std::pair<std::string, std::string> persons = {
      "p.csv", Csv({"Name|Source: Name|Role", "Ana Brix|l1|"})};
  fixture.Add({persons});
  const std::pair<std::string, std::string> sources = {
      "s.csv", Csv({"source_id_lookup|title|source_id|publication_title",
                    "l1|T|a|P", "a|T|a|P"})};
  const ImportList both = fixture.Add({persons, sources});
  const std::vector<nlohmann::json> aliases = both.Of("dependence");
  ASSERT_THAT(aliases, SizeIs(1));
  EXPECT_EQ(aliases[0].at("from"), "rpt:sfm:a");
  EXPECT_EQ(aliases[0].at("on"), "rpt:sfm:l1");
  EXPECT_EQ(aliases[0].at("how"), "same_capture");
  EXPECT_THAT(fixture.Add({persons, sources}).lines(), IsEmpty());
}

TEST(SfmSourcesTest, EachOfSeveralAliasesIsADependence) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"s.csv", Csv({"source_id_lookup|title|source_id|alias_source_id|"
                      "publication_title",
                      "|T|a||P", "|T|b|c; a ;b;c|P", "l3|U|c||P",
                      "|T|d|l3;l5;x|P", "l5|U|e||P"})}});
  std::vector<std::string> aliases;
  for (const nlohmann::json& line : import.Of("dependence")) {
    aliases.push_back(absl::StrCat(line.at("from").get<std::string>(), " ",
                                   line.at("on").get<std::string>()));
  }
  EXPECT_THAT(aliases, UnorderedElementsAre(
                           "rpt:sfm:b rpt:sfm:a", "rpt:sfm:b rpt:sfm:c",
                           "rpt:sfm:d rpt:sfm:c", "rpt:sfm:d rpt:sfm:e"));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("an alias of a source that no row defines; "
                                    "left out, got x")));
}

TEST(SfmSourcesTest, SourcesThatNoTableHasGoByTheirIds) {
  SfmFixture fixture;
  const std::pair<std::string, std::string> persons = {
      "p.csv", Csv({"Name|Source: Name|Role", "Ana Brix|s1;x9|"})};
  const ImportList alone = fixture.Add({persons});
  EXPECT_THAT(alone.warnings(), ElementsAre(HasSubstr("no table of sources")));
  EXPECT_THAT(alone.Of("report"), SizeIs(2));
  // When the table comes, the reports are amended and the claims stay.
  const ImportList both = fixture.Add({persons, {"s.csv", Sources()}});
  EXPECT_THAT(both.Of("claim"), IsEmpty());
  EXPECT_THAT(both.Of("report"), SizeIs(2));
  ASSERT_THAT(both.Of("amendment"), SizeIs(1));
  EXPECT_EQ(both.Of("amendment")[0].at("set"),
            nlohmann::json(
                {{"source", "src:sfm:Elbonia:Courier"}, {"title", "Parade"}}));
  EXPECT_THAT(both.warnings(), IsEmpty());
  EXPECT_THAT(fixture.Add({persons, {"s.csv", Sources()}}).lines(), IsEmpty());
}

TEST(SfmSourcesTest, RowsOfOneSourceThatDifferAreTold) {
  SfmFixture fixture;
  const std::string headings = "source_id|title|publication_title";
  EXPECT_THAT(
      fixture.Import({{"s.csv", Csv({headings, "a|T|P", "a|T|P"})}}).warnings(),
      IsEmpty());
  EXPECT_THAT(
      fixture.Import({{"s.csv", Csv({headings, "a|T|P", "a|U|P"})}}).warnings(),
      ElementsAre(HasSubstr("3: source_id: two rows of one source")));
  // The second row amends nothing, now or later.
  const std::string differing = Csv({headings, "a|T|P", "a|U|P"});
  EXPECT_THAT(fixture.Add({{"s.csv", differing}}).Of("report"), SizeIs(1));
  EXPECT_THAT(fixture.Add({{"s.csv", differing}}).lines(), IsEmpty());
  EXPECT_THAT(fixture
                  .Import({{"s.csv", Csv({headings + "|published_on",
                                          "a|T|P|2011/13/45", "|T|P|"})}})
                  .errors(),
              ElementsAre(HasSubstr("2: published_on: there is no such date, "
                                    "got 2011/13/45"),
                          HasSubstr("3: source_id: a source without an id")));
}

}  // namespace
}  // namespace attest::testing
