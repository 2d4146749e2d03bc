#include "engine/interchange/ucdp_import.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/ucdp_fixture.h"

namespace attest::testing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// The claims of the one event that its articles make.
std::vector<std::string> Reported(const UcdpCellsOf& changes) {
  UcdpFixture fixture;
  const UcdpImportList import =
      fixture.Add(UcdpTable({UcdpEventRow("7", changes)}));
  std::vector<std::string> claims;
  for (const std::string& claim : UcdpClaims(import)) {
    if (!absl::StartsWith(claim, "UCDP Georeferenced")) claims.push_back(claim);
  }
  return claims;
}

std::vector<std::string> Coded(const UcdpCellsOf& changes) {
  UcdpFixture fixture;
  const UcdpImportList import =
      fixture.Add(UcdpTable({UcdpEventRow("7", changes)}));
  const std::string dataset =
      "UCDP Georeferenced Event Dataset, , UCDP Georeferenced Event Dataset: ";
  std::vector<std::string> claims;
  for (const std::string& claim : UcdpClaims(import)) {
    if (absl::StartsWith(claim, dataset)) {
      claims.push_back(claim.substr(dataset.size()));
    }
  }
  return claims;
}

constexpr char kEvent[] = "Government of Elbonia - Marsh Front, UCDP GED 7";

TEST(UcdpImportTest, AnArticleReportsAndTheDatasetCodes) {
  const std::string by = "Courier, 2014-05-04, Three die at ford: ";
  EXPECT_THAT(Reported({}),
              UnorderedElementsAre(
                  absl::StrCat(by, "Government of Elbonia participated_in ",
                               kEvent, " @ 2014-05-03 as side A"),
                  absl::StrCat(by, kEvent, " happened_at Ford"),
                  absl::StrCat(by, kEvent, " happened_on \"2014-05-03\""),
                  absl::StrCat(by, kEvent,
                               R"( killed_count {"best":3,"high":5,"low":2})"
                               " @ 2014-05-03"),
                  absl::StrCat(by, kEvent,
                               R"( ucdp:deaths_a {"exact":3} @ 2014-05-03)"),
                  absl::StrCat(by, "Marsh Front participated_in ", kEvent,
                               " @ 2014-05-03 as side B")));
  EXPECT_THAT(
      Coded({}),
      UnorderedElementsAre(
          "Ford contained_in Marsh province",
          "Ford coordinates {\"lat\":12.5,\"lon\":-3.25}",
          "Government of Elbonia known_as \"Government of Elbonia\"",
          absl::StrCat(kEvent, " of_type \"state-based conflict\""),
          absl::StrCat(kEvent, " ucdp:conflict \"Elbonia: Government\""),
          absl::StrCat(kEvent, " ucdp:conflict_id \"77\""),
          "Marsh Front known_as \"Marsh Front\"",
          "Marsh province contained_in Elbonia"));
}

TEST(UcdpImportTest, ArticlesSpeakThroughTheOriginalSource) {
  const std::vector<std::string> claims =
      Reported({{"source_office", "Courier;River Radio"},
                {"source_date", "2014-05-04;2014-05-05"},
                {"source_headline", "A;B"},
                {"source_original", "police"}});
  EXPECT_THAT(claims, SizeIs(12));
  EXPECT_THAT(claims, Each(HasSubstr(" < police: ")));
}

TEST(UcdpImportTest, OfficesThatMayBeOneSpeakTogether) {
  const auto reported = [](const std::string& original) {
    std::set<std::string> by;
    for (const std::string& claim :
         Reported({{"source_office", "Reuters;Reuters News;BBC"},
                   {"source_date", ""},
                   {"source_headline", ""},
                   {"source_original", original}})) {
      by.insert(claim.substr(0, claim.find(": ")));
    }
    return by;
  };
  EXPECT_THAT(reported("unknown"),
              UnorderedElementsAre(
                  "Reuters, , Reuters < Reuters; Reuters News",
                  "Reuters News, , Reuters News < Reuters; Reuters News",
                  "BBC, , BBC"));
  // Whoever told them speaks behind them.
  EXPECT_THAT(
      reported("police;the miller;"),
      UnorderedElementsAre(
          "Reuters, , Reuters < Reuters; Reuters News < police",
          "Reuters News, , Reuters News < Reuters; Reuters News < the miller",
          "BBC, , BBC"));
  // Nobody speaks twice.
  EXPECT_THAT(reported("Reuters;Reuters News;"),
              UnorderedElementsAre(
                  "Reuters, , Reuters < Reuters; Reuters News",
                  "Reuters News, , Reuters News < Reuters; Reuters News",
                  "BBC, , BBC"));
}

TEST(UcdpImportTest, BytesThatAreNoTextAreAnErrorOfTheirRow) {
  const std::string table =
      UcdpTable({UcdpEventRow("7"), UcdpEventRow("8", {{"side_a", "\xFF"}})});
  const UcdpImportList import = UcdpFixture().Import(table);
  EXPECT_THAT(import.errors(), ElementsAre(HasSubstr("3: side_a: ")));
  EXPECT_THAT(UcdpClaims(import),
              UcdpClaims(UcdpFixture().Add(UcdpTable({UcdpEventRow("7")}))));
}

TEST(UcdpImportTest, OneDayOfTwoIsUncertain) {
  const auto reads = [](const UcdpCellsOf& changes, const std::string& day,
                        const std::string& warning) {
    const UcdpImportList import =
        UcdpFixture().Add(UcdpTable({UcdpEventRow("7", changes)}));
    EXPECT_THAT(
        UcdpClaims(import),
        Contains(HasSubstr(absl::StrCat(" happened_on \"", day, "\""))));
    EXPECT_THAT(import.warnings(), Contains(HasSubstr(warning)));
  };
  reads({{"date_start", ""}}, "2014-05-03?", "date_start: no first day");
  reads({{"date_end", ""}}, "2014-05-03?", "date_end: no last day");
  reads({{"date_end", ""}, {"date_prec", "2"}}, "[2014-04-28..2014-05-08]",
        "date_end: no last day");
  reads({{"year", "2013"}}, "2014-05-03", "year: not the year of the days");
  reads({{"year", "many"}}, "2014-05-03", "year: not the year of the days");
  EXPECT_THAT(UcdpFixture()
                  .Add(UcdpTable({UcdpEventRow("7", {{"year", "2014"}})}))
                  .warnings(),
              IsEmpty());
}

TEST(UcdpImportTest, TheCoderIsNoSpeaker) {
  UcdpFixture fixture;
  const UcdpImportList import = fixture.Add(UcdpTable({UcdpEventRow("7")}));
  for (const nlohmann::json& claim : import.Of("claim")) {
    EXPECT_EQ(claim.at("extracted_by").at("agent"), "UCDP GED");
    EXPECT_EQ(claim.at("citation").at("row"), 2);
    const std::string predicate = claim.at("predicate");
    const bool is_count = predicate == "killed_count" ||
                          absl::StartsWith(predicate, "ucdp:deaths_");
    EXPECT_EQ(claim.value("hedge", ""), is_count ? "estimated" : "");
  }
}

TEST(UcdpImportTest, OneSidedViolenceHasAPerpetratorAndNoCivilianParty) {
  const std::vector<std::string> claims = Reported({{"type_of_violence", "3"},
                                                    {"side_b_new_id", "9999"},
                                                    {"side_b", "Civilians"},
                                                    {"deaths_a", "0"},
                                                    {"deaths_civilians", "3"}});
  EXPECT_THAT(claims, Contains(HasSubstr("Government of Elbonia perpetrated")));
  EXPECT_THAT(claims, Contains(HasSubstr("ucdp:deaths_civilians")));
  EXPECT_THAT(claims, Each(Not(HasSubstr("Civilians"))));
  EXPECT_THAT(claims, Each(Not(HasSubstr("participated_in"))));
}

TEST(UcdpImportTest, APlaceIsNoMorePreciseThanTheRowSays) {
  struct Wanted {
    const char* precision;
    const char* place;
    const char* point;
  };
  const std::string point = R"({"lat":12.5,"lon":-3.25)";
  for (const Wanted& wanted :
       {Wanted{"1", "Ford", "}"},
        {"2", "within 25 km of Ford", ",\"radius_m\":25000}"},
        {"3", "Reed district", "}"},
        {"4", "Marsh province", "}"},
        {"5", "Ford", "}"},
        {"6", "Elbonia", "}"},
        {"7", "Ford", "}"},
        {"", "Ford", "}"}}) {
    const UcdpCellsOf changes = {{"where_prec", wanted.precision},
                                 {"adm_2", "Reed district"}};
    std::string at = absl::StrCat(" happened_at ", wanted.place);
    EXPECT_THAT(Reported(changes), Contains(HasSubstr(at))) << wanted.precision;
    const bool is_fallback = std::string(wanted.precision) != "1" &&
                             std::string(wanted.precision) != "2";
    std::vector<std::string> points;
    for (const std::string& claim : Coded(changes)) {
      if (absl::StrContains(claim, " coordinates ")) points.push_back(claim);
    }
    const std::string shown =
        is_fallback ? R"({"fallback":true,"lat":12.5,"lon":-3.25)" : point;
    EXPECT_THAT(points, ElementsAre(absl::StrCat(wanted.place, " coordinates ",
                                                 shown, wanted.point)))
        << wanted.precision;
  }
  // Who is in no country is in none.
  EXPECT_THAT(Coded({{"where_prec", "7"}}),
              Each(Not(HasSubstr("contained_in"))));
  // Less is claimed of an area, which may lie in several provinces.
  EXPECT_THAT(Coded({{"where_prec", "5"}}),
              Contains("Ford contained_in Elbonia"));
  EXPECT_THAT(
      Reported({{"where_prec", "4"}, {"where_description", "by a bog"}}),
      Contains(HasSubstr("Marsh province as Ford; by a bog")));
}

TEST(UcdpImportTest, AnEventWithoutArticlesIsAClaimOfTheDataset) {
  UcdpFixture fixture;
  const UcdpImportList import = fixture.Add(
      UcdpTable({UcdpEventRow("7", {{"source_office", ""},
                                    {"source_date", ""},
                                    {"source_headline", ""},
                                    {"source_original", "residents"}})}));
  EXPECT_THAT(import.Of("report"), SizeIs(1));
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("2: source_article: no article; the row")));
  EXPECT_THAT(UcdpClaims(import), Contains(AllOf(HasSubstr(" < residents: "),
                                                 HasSubstr(" killed_count "))));
}

TEST(UcdpImportTest, OldAndOddHeadingsAreRead) {
  UcdpCellsOf row = UcdpEventRow("7");
  const std::string table = UcdpTable({row});
  const std::vector<std::string> wanted = UcdpClaims(UcdpFixture().Add(table));
  std::string old =
      absl::StrReplaceAll(table, {{",best,", ",best_est,"},
                                  {",low,", ",Low_Est,"},
                                  {",high,", ",high est,"},
                                  {"side_a_new_id", "side_a_id"},
                                  {"conflict_new_id", "Conflict ID"}});
  EXPECT_THAT(UcdpClaims(UcdpFixture().Add("\xEF\xBB\xBF" + old)), wanted);

  std::string other = absl::StrReplaceAll(table, {{"side_a,", "Partie A,"}});
  EXPECT_THAT(UcdpClaims(UcdpFixture().Add(
                  other, {.headings = {{"Partie A", "side_a"}}})),
              wanted);
  const UcdpImportList refused = UcdpFixture().Import(other);
  EXPECT_THAT(refused.errors(),
              ElementsAre(HasSubstr("0: : there is no column side_a")));
  EXPECT_THAT(refused.lines(), IsEmpty());
}

TEST(UcdpImportTest, ColumnsThatNothingIsMadeOfAreToldOnceOrKnown) {
  const UcdpCellsOf odd = {{"geom_wkt", "POINT (1 2)"}, {"my_notes", "x"}};
  EXPECT_THAT(
      UcdpFixture()
          .Add(UcdpTable({UcdpEventRow("7", odd), UcdpEventRow("8", odd)}))
          .warnings(),
      ElementsAre(HasSubstr("2: my_notes: an unknown column")));
}

TEST(UcdpImportTest, ImportingAgainAddsNothing) {
  UcdpFixture fixture;
  const std::string table = UcdpTable({UcdpEventRow("7"), UcdpEventRow("8")});
  EXPECT_THAT(fixture.Add(table).lines(), Not(IsEmpty()));
  EXPECT_THAT(fixture.Import(table).lines(), IsEmpty());
  // Rows that moved say what they said.
  EXPECT_THAT(
      fixture.Import(UcdpTable({UcdpEventRow("8"), UcdpEventRow("7")})).lines(),
      IsEmpty());
}

TEST(UcdpImportTest, AnEditedRowAddsTheDifference) {
  UcdpFixture fixture;
  fixture.Add(UcdpTable({UcdpEventRow("7"), UcdpEventRow("8")}));
  const UcdpImportList import = fixture.Add(
      UcdpTable({UcdpEventRow("7", {{"best", "4"}, {"deaths_b", "1"}}),
                 UcdpEventRow("8")}));
  EXPECT_THAT(import.lines(), SizeIs(3));
  EXPECT_THAT(import.Of("claim"), SizeIs(2));
  EXPECT_THAT(import.Of("predicate"), SizeIs(1));
}

TEST(UcdpImportTest, WhatIsNotSaidAnyMoreIsTold) {
  UcdpFixture fixture;
  const UcdpCellsOf two = {{"source_office", "Courier;River Radio"},
                           {"source_date", ""},
                           {"source_headline", ""}};
  UcdpCellsOf first = UcdpEventRow("7", two);
  first["source_original"] = "SOHR;LCC";
  UcdpCellsOf second = first;
  second["source_original"] = "SOHR;SOHR";
  const UcdpImportList old =
      fixture.Add(UcdpTable({first, UcdpEventRow("8", two)}));
  EXPECT_THAT(old.warnings(), IsEmpty());
  std::vector<std::string> keys;
  for (const nlohmann::json& claim : old.Of("claim")) {
    if (claim.contains("attribution") &&
        claim.at("attribution")[0].at("source") == "src:ucdp:lcc") {
      keys.push_back(claim.at("id").get<std::string>());
    }
  }
  ASSERT_THAT(keys, SizeIs(6));
  const std::string table = UcdpTable({second, UcdpEventRow("8", two)});
  for (const UcdpImportList& import :
       {fixture.Add(table), fixture.Import(table)}) {
    ASSERT_THAT(import.warnings(),
                ElementsAre(HasSubstr("2: id: 6 claims of the case")));
    for (const std::string& key : keys) {
      EXPECT_THAT(import.warnings()[0], HasSubstr(key));
    }
  }
}

TEST(UcdpImportTest, AnIdComesOnce) {
  const UcdpCellsOf row = UcdpEventRow("7");
  const UcdpImportList twice = UcdpFixture().Add(UcdpTable({row, row}));
  EXPECT_THAT(twice.warnings(), ElementsAre(HasSubstr("3: id: the row says")));
  const UcdpImportList other = UcdpFixture().Import(
      UcdpTable({row, UcdpEventRow("7", {{"best", "4"}})}));
  EXPECT_THAT(other.errors(), ElementsAre(HasSubstr("3: id: an id that")));
  // A row that was set aside stands for no other.
  const UcdpImportList first = UcdpFixture().Import(
      UcdpTable({row, UcdpEventRow("7", {{"best", "4"}})}), {}, {2});
  EXPECT_THAT(first.errors(), IsEmpty());
  EXPECT_THAT(UcdpClaims(first), Contains(HasSubstr("\"best\":4")));
}

TEST(UcdpImportTest, WhatIsWrongIsToldByRowAndColumn) {
  const auto errors = [](const UcdpCellsOf& changes) {
    const UcdpImportList import =
        UcdpFixture().Import(UcdpTable({UcdpEventRow("7", changes)}));
    EXPECT_THAT(import.lines(), IsEmpty());
    return import.errors();
  };
  EXPECT_THAT(errors({{"id", ""}}), ElementsAre(HasSubstr("2: id: no id")));
  EXPECT_THAT(errors({{"type_of_violence", "4"}}),
              ElementsAre("2: type_of_violence: no such code, got 4"));
  EXPECT_THAT(errors({{"type_of_violence", ""}}), SizeIs(1));
  EXPECT_THAT(errors({{"where_prec", "8"}}), SizeIs(1));
  EXPECT_THAT(errors({{"date_prec", "x"}}), SizeIs(1));
  EXPECT_THAT(errors({{"event_clarity", "3"}}), SizeIs(1));
  EXPECT_THAT(errors({{"date_start", "3/5/2014"}}),
              ElementsAre("2: date_start: no day, got 3/5/2014"));
  EXPECT_THAT(errors({{"date_end", "2014-05-02"}}),
              ElementsAre(HasSubstr("date_end: the end is before")));
  EXPECT_THAT(errors({{"best", "-3"}}), SizeIs(1));
  EXPECT_THAT(errors({{"low", "many"}, {"latitude", "91"}}), SizeIs(2));
  EXPECT_THAT(errors({{"longitude", "nan"}}), SizeIs(1));
  EXPECT_THAT(errors({{"source_office", std::string(700, ';')}}), SizeIs(1));
}

TEST(UcdpImportTest, WhatIsUncertainIsWarnedOf) {
  const auto warnings = [](const UcdpCellsOf& changes) {
    return UcdpFixture()
        .Add(UcdpTable({UcdpEventRow("7", changes)}))
        .warnings();
  };
  EXPECT_THAT(warnings({}), IsEmpty());
  EXPECT_THAT(warnings({{"date_prec", "2"}}),
              ElementsAre(HasSubstr("[2014-04-28..2014-05-08]")));
  EXPECT_THAT(warnings({{"date_prec", "NA"}}), SizeIs(1));
  EXPECT_THAT(warnings({{"where_prec", ""}}), SizeIs(1));
  EXPECT_THAT(warnings({{"low", "9"}}),
              ElementsAre(HasSubstr("low 9, best 3, high 5")));
  EXPECT_THAT(warnings({{"deaths_b", "1"}}),
              ElementsAre(HasSubstr("not the sum of the dead by side, 4")));
  EXPECT_THAT(warnings({{"number_of_sources", "2"}}),
              ElementsAre(HasSubstr("the row lists 1")));
  EXPECT_THAT(warnings({{"number_of_sources", "-1"}}), IsEmpty());
  EXPECT_THAT(
      warnings({{"date_start", ""}, {"date_end", ""}, {"year", "2014"}}),
      ElementsAre(HasSubstr("no day; the year is taken")));
  EXPECT_THAT(warnings({{"latitude", ""}}),
              ElementsAre(HasSubstr("half a position")));
  EXPECT_THAT(warnings({{"side_b", ""}, {"side_b_new_id", ""}}),
              ElementsAre(HasSubstr("a side that is not named")));
}

TEST(UcdpImportTest, ActorsGoByTheirIds) {
  UcdpFixture fixture;
  const UcdpImportList import = fixture.Add(UcdpTable(
      {UcdpEventRow("7"), UcdpEventRow("8", {{"side_a", "Elbonia"}})}));
  std::set<std::string> organizations;
  for (const nlohmann::json& entity : import.Of("entity")) {
    if (entity.at("kind") == "organization") {
      organizations.insert(entity.at("id").get<std::string>());
    }
  }
  EXPECT_THAT(organizations, ElementsAre("org:ucdp:10", "org:ucdp:20"));
  EXPECT_THAT(UcdpClaims(import), Contains(HasSubstr("known_as \"Elbonia\"")));
}

TEST(UcdpImportTest, MappedPredicatesAreTheirs) {
  const ImportMap map = {
      .headings = {}, .predicates = {{"ucdp:deaths_a", "participant_count"}}};
  const UcdpImportList import =
      UcdpFixture().Add(UcdpTable({UcdpEventRow("7")}), map);
  EXPECT_THAT(UcdpClaims(import), Contains(HasSubstr(" participant_count ")));
  for (const std::string& line : import.lines()) {
    EXPECT_THAT(line, Not(HasSubstr("ucdp:deaths_a")));
  }
}

TEST(UcdpImportTest, ATableWithoutRowsMakesNothing) {
  const std::string table = UcdpTable({UcdpEventRow("7")});
  const UcdpImportList import =
      UcdpFixture().Import(table.substr(0, table.find('\n') + 1));
  EXPECT_THAT(import.lines(), IsEmpty());
  EXPECT_THAT(import.errors(), IsEmpty());
}

}  // namespace
}  // namespace attest::testing
