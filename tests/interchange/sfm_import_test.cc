// The rules of SFM.md, each on a table of invented facts.

#include "engine/interchange/sfm_import.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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
  return Csv({"source_id | title | publication_title | country | published_on",
              "s1 | Parade at Oss | The Oss Courier | Elbonia | 2010-02-03",
              "s2 | New colonel | The Oss Courier | Elbonia | 2011",
              "s3 | Staff list | Ministry of Guards | Elbonia | "});
}

// Of persons, with postings at one unit.
constexpr char kPostings[] =
    "Name|Source: Name|division_id|Organization|Source: Organization|"
    "Role|Source: Role|Rank|Source: Rank|First citation|first_month|first_day|"
    "first_year|Source: First citation|Start date? (Y/N)|Last citation|"
    "Source: Last citation|End date? (Y/N)";

ImportList ImportPosting(const std::string& row) {
  SfmFixture fixture;
  return fixture.Add(
      {{"sources.csv", Sources()}, {"persons.csv", Csv({kPostings, row})}});
}

TEST(SfmPersonsTest, OneClaimForEachValueAndCitation) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1;s2|el|First Guard|s1 ; s2;s1|Guard|s1|Major|s2|||||||||");
  EXPECT_THAT(
      import.Claims(),
      ElementsAre("s1: person:el:Ana Brix holds_role \"Guard\"",
                  "s1: person:el:Ana Brix known_as \"Ana Brix\"",
                  "s1: person:el:Ana Brix member_of unit:el:First Guard",
                  "s2: person:el:Ana Brix holds_rank \"Major\"",
                  "s2: person:el:Ana Brix known_as \"Ana Brix\"",
                  "s2: person:el:Ana Brix member_of unit:el:First "
                  "Guard"));
  EXPECT_THAT(import.warnings(), IsEmpty());
}

TEST(SfmPersonsTest, CommanderOfWhatIsSaidByThoseCitedForBoth) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1;s3|Commander|s1;s2|||||||||||");
  EXPECT_THAT(import.Claims("commands"),
              ElementsAre("s1: person:el:Ana Brix commands unit:el:First "
                          "Guard"));
  EXPECT_THAT(import.Claims("holds_role"),
              ElementsAre("s2: person:el:Ana Brix holds_role \"Commander\""));
  EXPECT_THAT(import.Claims("member_of"), SizeIs(2));
}

TEST(SfmPersonsTest, FirstCitedIsNotStarted) {
  const auto member = [](const std::string& dates) {
    return ImportPosting("Ana Brix|s1|el|First Guard|s1;s2;s3||||||||" + dates)
        .Claims("member_of");
  };
  const std::string said = "person:el:Ana Brix member_of unit:el:First Guard";
  EXPECT_THAT(member("2010|s1|N|2012|s2|N"),
              ElementsAre("s1: " + said + " [2010]", "s2: " + said + " [2012]",
                          "s3: " + said));
  EXPECT_THAT(member("2010|s1|Y|2012|s2|Y"),
              ElementsAre("s1: " + said + " [2010/..] {start}",
                          "s2: " + said + " [../2012] {end}", "s3: " + said));
  EXPECT_THAT(member("2010|s1|N|2012|s1|Y"),
              ElementsAre("s1: " + said + " [2010/2012] {end}", "s2: " + said,
                          "s3: " + said));
  EXPECT_THAT(member("2010|s1|Y|2012|s1|N"),
              ElementsAre("s1: " + said + " [2010/2012] {start}", "s2: " + said,
                          "s3: " + said));
  EXPECT_THAT(
      member("2010|s1|N|2010|s1|N"),
      ElementsAre("s1: " + said + " [2010]", "s2: " + said, "s3: " + said));
}

// The columns between rank and first citation are filled by `dates` above from
// `first_year` on; here the text stands before its parts.
TEST(SfmPersonsTest, ARankIsSeenAndDoesNotStartWithThePosting) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1|||Major|s1|3/10/2010|3|10|2010|s1|Y|||");
  EXPECT_THAT(import.Claims("holds_rank"),
              ElementsAre("s1: person:el:Ana Brix holds_rank \"Major\" "
                          "[2010-03-10]"));
  EXPECT_THAT(import.Claims("member_of"),
              ElementsAre("s1: person:el:Ana Brix member_of unit:el:First "
                          "Guard [2010-03-10/..] {start}"));
}

TEST(SfmPersonsTest, AStartIsToldByWhoeverIsCitedForTheRankAlone) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1|||Major|s2|3/10/2010|3|10|2010|s2|Y|||");
  EXPECT_THAT(import.Claims("holds_rank"),
              ElementsAre("s2: person:el:Ana Brix holds_rank \"Major\" "
                          "[2010-03-10]"));
  EXPECT_THAT(import.Claims("sfm:posting_started"),
              ElementsAre("s2: person:el:Ana Brix sfm:posting_started "
                          "\"2010-03-10\""));
}

TEST(SfmPersonsTest, ASourceOfADateSaysTheDateAlone) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1|||||3/10/2010|3|10|2010|s2;s1|N||s3|Y");
  EXPECT_THAT(import.Claims("sfm:posting_first_cited"),
              ElementsAre("s2: person:el:Ana Brix sfm:posting_first_cited "
                          "\"2010-03-10\""));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("sources of an empty cell"),
                          HasSubstr("End date? (Y/N): the flag of a date")));
}

// Each posting has the date, and the note is no part of a claim.
TEST(SfmPersonsTest, ADateOfTwoPostingsIsSaidOfEach) {
  SfmFixture fixture;
  const std::vector<std::pair<std::string, std::string>> tables = {
      {"sources.csv", Sources()},
      {"persons.csv",
       Csv({absl::StrCat(kPostings,
                         "|Context for start date|Source: Context for start "
                         "date"),
            "Ana Brix|s1|el|1 Div|s2|||||2014||||s1|Y||||promoted|s3",
            "Ana Brix|s1|el|2 Div|s2|||||2014||||s1|Y||||promoted|s3"})}};
  const ImportList import = fixture.Add(tables);
  EXPECT_THAT(import.Claims("sfm:posting_started"), SizeIs(2));
  EXPECT_THAT(import.Claims("sfm:start_context"), SizeIs(2));
  EXPECT_THAT(fixture.Import(tables).lines(), IsEmpty());
}

TEST(SfmPersonsTest, DatesThatDisagreeAreToldByRowAndColumn) {
  const ImportList warned = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1|||||1/3/2005|1|30|2005|s1|N|||");
  EXPECT_THAT(warned.Claims("member_of"), ElementsAre(HasSubstr("[2005-01]")));
  EXPECT_THAT(warned.warnings(),
              ElementsAre(HasSubstr("2: First citation: the text says")));

  SfmFixture fixture;
  const ImportList bad = fixture.Import(
      {{"sources.csv", Sources()},
       {"persons.csv",
        Csv({kPostings,
             "Ana Brix|s1|el|First Guard|s1|||||2011/13/45||||s1|N|||",
             "Bo Cray|s1|el|First "
             "Guard|s1|||||2010|13|1|2010|s1|N|2009|s1|N"})}});
  EXPECT_THAT(
      bad.errors(),
      ElementsAre(HasSubstr("2: First citation: there is no such date"),
                  HasSubstr("3: First citation: month 13 is not from")));
  EXPECT_THAT(bad.Claims(), IsEmpty());
  EXPECT_THAT(bad.Of("entity"), IsEmpty());
}

TEST(SfmPersonsTest, DatesTheWrongWayRoundAreSaidAlone) {
  const ImportList import = ImportPosting(
      "Ana Brix|s1|el|First Guard|s1|||||2010|||2010|s1|Y|2009|s1|N");
  EXPECT_THAT(
      import.Claims(),
      ElementsAre("s1: person:el:Ana Brix known_as \"Ana Brix\"",
                  "s1: person:el:Ana Brix member_of unit:el:First Guard",
                  "s1: person:el:Ana Brix sfm:posting_last_cited "
                  "\"2009\"",
                  "s1: person:el:Ana Brix sfm:posting_started "
                  "\"2010\""));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Last citation: last cited before")));
}

TEST(SfmPersonsTest, RepeatedRowsRepeatNoClaims) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"persons.csv",
        Csv({kPostings, "Ana Brix|s1|el|First Guard|s1|||Major|s1|||||||||",
             "Ana  Brix|s1|el|Second Guard|s1|||Major|s1|||||||||"})}});
  EXPECT_THAT(import.Claims("known_as"), SizeIs(1));
  EXPECT_THAT(import.Claims("holds_rank"), SizeIs(1));
  EXPECT_THAT(import.Claims("member_of"), SizeIs(2));
}

TEST(SfmPersonsTest, LivesAreClaimedWithPredicatesOfTheirOwn) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"persons.csv",
        Csv({"Name|Source: Name|division_id|Role|Gender|Source: Gender|"
             "Date of Birth|Source: Date of Birth|Death Date|"
             "Source: Death Date",
             "Ana Brix|s1|el||female|s1|1960|s2|5/16/2001|s3",
             "Ana Brix|s1|el||male|s1||||"})}});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: person:el:Ana Brix known_as \"Ana Brix\"",
                          "s1: person:el:Ana Brix sfm:gender \"female\"",
                          "s1: person:el:Ana Brix sfm:gender \"male\"",
                          "s2: person:el:Ana Brix sfm:date_of_birth \"1960\"",
                          "s3: person:el:Ana Brix deceased true [2001-05-16]"));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("two persons of one name")));
}

TEST(SfmPersonsTest, AliasesOfOneCellAreNamesOfTheirOwn) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"persons.csv",
        Csv({"ID|Name|Source: Name|Aliases or alternative spellings "
             "(semi-colon "
             "separated)|Source: Aliases or alternative spellings|Role",
             "p7|Ana Brix|s1|A. Brix ; Anna Brix;A. Brix|s2;s3|"})}});
  EXPECT_THAT(import.Claims("known_as"),
              ElementsAre("s1: person:p7 known_as \"Ana Brix\"",
                          "s2: person:p7 known_as \"A. Brix\"",
                          "s2: person:p7 known_as \"Anna Brix\"",
                          "s3: person:p7 known_as \"A. Brix\"",
                          "s3: person:p7 known_as \"Anna Brix\""));
  EXPECT_EQ(import.Of("claim").back().at("note"),
            "one of 2 values that 2 sources are cited for together");
}

TEST(SfmPersonsTest, ConfidenceIsAnAssessmentOfTheClaim) {
  SfmFixture fixture;
  const std::string headings =
      "Name|Source: Name|Confidence: Name|division_id|Role";
  const auto persons = [&headings](const std::string& confidence) {
    return std::vector<std::pair<std::string, std::string>>{
        {"sources.csv", Sources()},
        {"p.csv", Csv({headings, "Ana Brix|s1|" + confidence + "|el|"})}};
  };
  const auto given = [](const ImportList& import) {
    std::vector<std::string> values;
    for (const nlohmann::json& line : import.Of("assessment")) {
      values.push_back(line.at("value"));
    }
    return values;
  };
  EXPECT_THAT(given(fixture.Add(persons("Medium"))), ElementsAre("moderate"));
  EXPECT_THAT(fixture.Add(persons("Medium")).lines(), IsEmpty());
  EXPECT_THAT(given(fixture.Add(persons("Low"))), ElementsAre("low"));
  EXPECT_THAT(fixture.Add(persons("Low")).lines(), IsEmpty());
  // What was given once and comes back is a decision of its own.
  EXPECT_THAT(given(fixture.Add(persons("Medium"))), ElementsAre("moderate"));
  EXPECT_THAT(fixture.Add(persons("Medium")).lines(), IsEmpty());
  EXPECT_THAT(fixture.Import(persons("Vast")).warnings(),
              ElementsAre(HasSubstr("no confidence")));
}

TEST(SfmPersonsTest, ADateAsSureAsNoValueSaysSoByItself) {
  SfmFixture fixture;
  const std::string headings =
      "Name|Organization|Source: Organization|Confidence: Organization|Role|"
      "Source: Role|Confidence: Role|First citation|Source: First citation|"
      "Confidence: First citation|Start date? (Y/N)";
  const auto persons = [&headings](const std::string& confidence) {
    return std::vector<std::pair<std::string, std::string>>{
        {"sources.csv", Sources()},
        {"p.csv", Csv({headings,
                       "Ana Brix|Guard|s1;s2|High|Guard|s1|High|2010|"
                       "s1|" +
                           confidence + "|Y"})}};
  };
  const auto given = [](const ImportList& import) {
    std::vector<std::string> values;
    for (const nlohmann::json& line : import.Of("assessment")) {
      values.push_back(line.at("value"));
    }
    return values;
  };
  // Of one confidence with the values: they say the date, and that is all.
  EXPECT_THAT(SfmFixture().Add(persons("High")).Claims("sfm:posting_started"),
              IsEmpty());
  EXPECT_THAT(SfmFixture().Add(persons("")).Claims("sfm:posting_started"),
              IsEmpty());
  const ImportList import = fixture.Add(persons("Low"));
  EXPECT_THAT(import.Claims("member_of"),
              Contains(HasSubstr("[2010/..] {start}")));
  EXPECT_THAT(
      import.Claims("sfm:posting_started"),
      ElementsAre("s1: person:-:Ana Brix sfm:posting_started \"2010\""));
  EXPECT_THAT(given(import), ElementsAre("high", "high", "high", "low"));
  EXPECT_THAT(fixture.Add(persons("Low")).lines(), IsEmpty());
  // What has been said by itself is not left behind when they agree.
  const ImportList agreed = fixture.Add(persons("High"));
  EXPECT_THAT(agreed.Claims(), IsEmpty());
  EXPECT_THAT(given(agreed), ElementsAre("high"));
  EXPECT_THAT(fixture.Add(persons("High")).lines(), IsEmpty());
}

TEST(SfmPersonsTest, DatesAreReadAsTheirColumnProves) {
  const std::string headings =
      "Name|Role|Date of Birth|Source: Date of Birth|Death Date|"
      "Source: Death Date|First citation|Source: First citation";
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Csv({"source_id|title|publication_title|published_on",
                            "s1|Parade|P|5/6/2014", "s2|Staff|P|5/26/2014"})},
       {"p.csv", Csv({headings, "Ana Brix||5/6/1960|s1|3/4/2001|s1|1/2/2003|s1",
                      "Bo Cray||25/6/1960|s1|4/13/2001|s1|2/20/2003|s1",
                      "Cy Dunn||||5/6/2001|s1|20/2/2003|s1"})}});
  EXPECT_THAT(import.Claims("sfm:date_of_birth"),
              ElementsAre(HasSubstr("1960-06-05"), HasSubstr("1960-06-25")));
  EXPECT_THAT(import.Claims("deceased"),
              ElementsAre(HasSubstr("2001-03-04"), HasSubstr("2001-04-13"),
                          HasSubstr("2001-05-06")));
  EXPECT_THAT(import.Claims("sfm:posting_first_cited"),
              ElementsAre(HasSubstr("2003-01-02"), HasSubstr("2003-02-20"),
                          HasSubstr("2003-02-20")));
  EXPECT_EQ(import.Of("report")[0].at("published"), "2014-05-06");
  std::vector<std::string> dates;
  for (const std::string& warning : import.warnings()) {
    if (!absl::StrContains(warning, "without a source")) {
      dates.push_back(warning);
    }
  }
  EXPECT_THAT(
      dates,
      UnorderedElementsAre(
          HasSubstr("2: Date of Birth: dates of this column are read day"),
          HasSubstr("2: First citation: 1/2/2003 may be month or day first; "
                    "taken as 2003-01-02"),
          HasSubstr("4: First citation: 20/2/2003 has no month first")));
}

TEST(SfmSourcesTest, ADateThatNothingDecidesIsTold) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"s.csv", Csv({"source_id|title|publication_title|published_on",
                      "s1|Parade|P|5/6/2014", "s2|Staff|P|10-20-2012"})}});
  EXPECT_THAT(import.warnings(), IsEmpty());
  const ImportList alone = fixture.Add(
      {{"s.csv", Csv({"source_id|title|publication_title|published_on",
                      "s3|Parade|P|5/6/2014"})}});
  EXPECT_EQ(alone.Of("report")[0].at("published"), "2014-05-06");
  EXPECT_THAT(alone.warnings(),
              ElementsAre(HasSubstr("2: published_on: 5/6/2014 may be month or "
                                    "day first; taken as 2014-05-06")));
}

TEST(SfmTableTest, CitationsNameTheFileAndTheCell) {
  SfmFixture fixture;
  std::string wide = "Role";
  std::string cells = "|";
  for (int n = 0; n < 30; ++n) {
    absl::StrAppend(&wide, "|x", n);
    cells += "|";
  }
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv", Csv({"Name|Source: Name|" + wide + "|Rank|Source: Rank",
                      "Ana Brix|s1|" + cells + "Major|s1"})},
       {"u.csv", Csv({"Organization:Name|Source: Name", "Guard|s1"})}});
  std::vector<nlohmann::json> citations;
  for (const nlohmann::json& claim : import.Of("claim")) {
    citations.push_back(claim.at("citation"));
  }
  EXPECT_THAT(
      citations,
      UnorderedElementsAre(nlohmann::json{{"cell", "u.csv!A2"}, {"row", 2}},
                           nlohmann::json{{"cell", "p.csv!A2"}, {"row", 2}},
                           nlohmann::json{{"cell", "p.csv!AH2"}, {"row", 2}}));
}

TEST(SfmTableTest, UnknownColumnsAreNamedOnce) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv", Csv({"Name|Source: Name|Role|Shoe size|Column|Status (0=new)|"
                      "Comments-on the review",
                      "Ana Brix|s1||42||3|fine", "Bo Cray|s1||43||3|"})}});
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Shoe size: an unknown column; left "
                                    "out, with what stands in 2 rows, got "
                                    "42")));
}

TEST(SfmTableTest, PartsThatAreNotReadAreUnknownColumnsToo) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv", Csv({"Name|Source: Name|division_id|Source: division_id|Rank|"
                      "rank_year|Source: Rank|Role",
                      "Ana Brix|s1|el|s2|Major|2010|s1|",
                      "Bo Cray|s1|el|s2|Major|2010|s1|"})}});
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Source: division_id: an unknown"),
                          HasSubstr("2: rank_year: an unknown column")));
}

TEST(SfmTableTest, SourcesAreFoundByNameAndByPlace) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv",
        Csv({"Source:  Rank | Name | UUID: what they are called | Rank | Role",
             "s1|Ana Brix|s2|Major|"})}});
  EXPECT_THAT(import.Claims(),
              ElementsAre("s1: person:-:Ana Brix holds_rank \"Major\"",
                          "s2: person:-:Ana Brix known_as \"Ana Brix\""));
}

TEST(SfmTableTest, HeadingsAndPredicatesAreRenamedByTheMap) {
  SfmFixture fixture;
  ImportMap map;
  map.headings = {{"Grado", "Title"}, {"Nombre", "Name"}};
  map.predicates = {{"sfm:title", "holds_role"}};
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv", Csv({"Nombre|Source: Name|Role|Grado|Source: Title",
                      "Ana Brix|s1||Chief|s1"})}},
      map);
  EXPECT_THAT(import.Claims("holds_role"),
              ElementsAre("s1: person:-:Ana Brix holds_role \"Chief\""));
  EXPECT_THAT(import.Of("predicate"), IsEmpty());
}

TEST(SfmTableTest, WhatIsNoneOfTheTablesIsRefused) {
  TempFolder folder;
  const MemoryCase empty;
  ImportList list;
  const absl::Status status =
      ImportSfm({.files = {folder.Write("x.csv", "a,b\n1,2\n")},
                 .map = {},
                 .progress = nullptr},
                empty, list);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("no table of this format"));
}

TEST(SfmTableTest, AValueWithoutASourceMakesNoClaim) {
  SfmFixture fixture;
  const ImportList import = fixture.Add(
      {{"sources.csv", Sources()},
       {"p.csv", Csv({"Name|Source: Name|Role|Source: Role",
                      "Ana Brix|s1|Guard|", "B\xEF\xBF\xBD|s1||s2"})}});
  EXPECT_THAT(import.Claims("holds_role"), IsEmpty());
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Role: a value without a source"),
                          HasSubstr("3: Name: U+FFFD"),
                          HasSubstr("3: Source: Role: sources of an empty")));
}

TEST(SfmTableTest, EachCellThatIsLeftOutIsTold) {
  SfmFixture fixture;
  const ImportList import = fixture.Import(
      {{"sources.csv", Sources()},
       {"p.csv",
        Csv({"Name|Source: Name|Rank|Source: Rank", "Ana Brix|s1|Colonel|",
             "Bo Cray|s1|Colonel|", "Cy Dunn|s1|Colonel|"})}});
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: Rank: a value without a source"),
                          HasSubstr("3: Rank: a value without a source"),
                          HasSubstr("4: Rank: a value without a source")));
}

TEST(SfmTableTest, RowsThatAreNoTextOrAreTooLongAreErrors) {
  SfmFixture fixture;
  const ImportList import =
      fixture.Import({{"sources.csv", Sources()},
                      {"p.csv",
                       "Name,Source: Name,Rank,Source: Rank\n"
                       "Ana Brix,s1,Major, General,s1\n"
                       "Bo Cray,s1,Major, General,\n"
                       "Cy D\xFCnn,s1,Major,s1\n"
                       "Di Esk,s1,Major,s1\n"},
                      {"u.csv",
                       "o_id,Organization:Name,Source: Name\n"
                       "u1,G\xFC,s1\n"
                       "u2,Guard,s1\n"}});
  EXPECT_THAT(import.errors(),
              ElementsAre(HasSubstr("2: Organization:Name: text that is no"),
                          HasSubstr("2: : more cells than headings"),
                          HasSubstr("3: : more cells than headings"),
                          HasSubstr("4: Name: text that is no UTF-8")));
  EXPECT_THAT(import.Claims(), ElementsAre(HasSubstr("Di Esk holds_rank"),
                                           HasSubstr("Di Esk known_as"),
                                           HasSubstr("unit:u2 known_as")));
}

TEST(SfmTableTest, CellsAreBounded) {
  SfmFixture fixture;
  std::string names;
  std::string sources;
  for (int n = 0; n < 501; ++n) {
    absl::StrAppend(&names, "n", n, ";");
    absl::StrAppend(&sources, "s", n, ";");
  }
  const ImportList import = fixture.Import(
      {{"p.csv",
        Csv({"Name|Source: Name|Role|Aliases or alternative spellings|"
             "Source: Aliases or alternative spellings",
             "Ana Brix|" + sources + "|||", "Bo Cray|||" + names + "|s1"})}});
  EXPECT_THAT(import.errors(),
              ElementsAre(HasSubstr("2: Source: Name: too many sources"),
                          HasSubstr("3: Aliases or alternative spellings: too "
                                    "many values")));
  EXPECT_THAT(import.lines(), IsEmpty());
}

}  // namespace
}  // namespace attest::testing
