#include "engine/interchange/ftm_import.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/ftm_fixture.h"
#include "tests/reference/dice.h"

namespace attest::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// One line of a file of entities; `'` stands for `"`.
std::string Json(const std::string& text) {
  return absl::StrCat(absl::StrReplaceAll(text, {{"'", "\""}}), "\n");
}

const char* const kOmar =
    "{'id':'p1','schema':'Person','caption':'Omar','datasets':['d1'],"
    "'properties':{'name':['Omar','Umar'],'birthDate':['1970-02'],"
    "'nationality':['sy'],'deathDate':['2014-07-25'],'position':['Governor'],"
    "'topics':['role.pep'],'addressEntity':['a1']}}";
const char* const kAddress =
    "{'id':'a1','schema':'Address','datasets':['d1'],'properties':{'full':"
    "['1 Long Road, Oss'],'country':['nl'],'latitude':['51.76'],"
    "'longitude':['5.50']}}";

TEST(FtmImportTest, PropertiesBecomeTypedClaimsOfTheirDataset) {
  FtmFixture fixture;
  const ImportList import =
      fixture.Add({{"e.json", Json(kOmar) + Json(kAddress)}});
  EXPECT_THAT(
      FtmClaimsOf(import),
      UnorderedElementsAre(
          "d1: p1 schema \"Person\"", "d1: p1 known_as \"Omar\"",
          "d1: p1 known_as \"Umar\"", "d1: p1 birthDate \"1970-02\"",
          "d1: p1 nationality \"sy\"", "d1: p1 deceased true [2014-07-25]",
          "d1: p1 holds_role \"Governor\"", "d1: p1 topics \"role.pep\"",
          "d1: p1 addressEntity a1", "d1: a1 schema \"Address\"",
          "d1: a1 full \"1 Long Road, Oss\"", "d1: a1 country \"nl\"",
          "d1: a1 coordinates {\"lat\":51.76,\"lon\":5.5}"));
  EXPECT_THAT(import.warnings(), IsEmpty());
  EXPECT_EQ(fixture.stored().At("ftm:p1").key, "ftm:p1");
  EXPECT_THAT(import.Of("source"), SizeIs(1));
  EXPECT_THAT(import.Of("report"), SizeIs(2));
}

TEST(FtmImportTest, EdgesBecomeRelationsBetweenTheirEnds) {
  FtmFixture fixture;
  // The edges stand before what they lie between.
  const ImportList import = fixture.Add(
      {{"e.json",
        Json("{'id':'m1','schema':'Membership','datasets':['d1'],'properties':"
             "{'member':['p1'],'organization':['o1'],'startDate':['2011'],"
             "'role':['chair'],'endDate':['2014-07-25T10']}}") +
            Json("{'id':'w1','schema':'Ownership','datasets':['d1'],"
                 "'properties':{'owner':['p1'],'asset':['o1'],'date':['2012'],"
                 "'percentage':['50%']}}") +
            Json("{'id':'w2','schema':'Ownership','datasets':['d1'],"
                 "'properties':{'owner':['p1'],'asset':['o1'],'startDate':"
                 "['2010','2011']}}") +
            Json("{'id':'o1','schema':'Company','datasets':['d1'],"
                 "'properties':{'name':['Oss Ltd']}}") +
            Json("{'id':'p1','schema':'Person','datasets':['d1'],'properties':"
                 "{'name':['Ana']}}")}});
  EXPECT_THAT(
      FtmClaimsOf(import),
      IsSupersetOf({"d1: p1 member_of o1 [2011/2014-07-25]",
                    "d1: p1 ownership o1 [2012]", "d1: p1 ownership o1"}));
  EXPECT_THAT(import.warnings(), ElementsAre(HasSubstr("several dates")));
  for (const nlohmann::json& claim : import.Of("claim")) {
    if (claim.at("predicate") != "member_of") continue;
    EXPECT_EQ(claim.at("as_stated"), "chair");
    EXPECT_EQ(claim.at("real_ends").size(), 2u);
    EXPECT_THAT(claim.at("note").get<std::string>(),
                AllOf(HasSubstr("2014-07-25T10"), Not(HasSubstr("2011"))));
    EXPECT_EQ(claim.at("citation").at("page"), "m1");
  }
}

TEST(FtmImportTest, WhatOnlyBeginsAsADateIsNone) {
  for (const char* start :
       {"2014-05-03 whatever", "2014-05-03/2015-01-01", "2014-05-03T",
        "2014-05-03Tomorrow", "2014-05-03/..", "2014-05-031"}) {
    FtmFixture fixture;
    const ImportList import = fixture.Add(
        {{"e.json",
          Json(absl::StrCat(
              "{'id':'w1','schema':'Ownership','datasets':['d1'],'properties':"
              "{'owner':['p1'],'asset':['o1'],'startDate':['",
              start, "']}}")) +
              Json("{'id':'p1','schema':'Person','datasets':['d1'],"
                   "'properties':{}}") +
              Json("{'id':'o1','schema':'Company','datasets':['d1'],"
                   "'properties':{}}")}});
    EXPECT_THAT(FtmClaimsOf(import), Contains("d1: p1 ownership o1"));
    EXPECT_THAT(import.warnings(), ElementsAre(HasSubstr("no date"))) << start;
    for (const nlohmann::json& claim : import.Of("claim")) {
      EXPECT_FALSE(claim.contains("real_ends"));
    }
  }
}

TEST(FtmImportTest, AnEdgeWithoutAnEndIsToldAndLeftOut) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Json("{'id':'w1','schema':'Ownership','datasets':['d1'],"
                       "'properties':{'owner':['p1']}}")}});
  EXPECT_THAT(import.lines(), IsEmpty());
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("Ownership without one of its ends")));
}

TEST(FtmImportTest, WhatIsReferredToAndNotThereIsMadeAndTold) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Json("{'id':'f1','schema':'Family','datasets':['d1'],"
                       "'properties':{'person':['p1'],'relative':['p2']}}")}});
  EXPECT_THAT(import.Of("entity"), SizeIs(2));
  EXPECT_EQ(import.Of("entity")[0].at("kind"), "person");
  EXPECT_THAT(import.warnings(), ElementsAre(HasSubstr("not in the files"),
                                             HasSubstr("not in the files")));
}

TEST(FtmImportTest, DatasetsOfOneEntityAreOneSource) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Json("{'id':'p1','schema':'Person','datasets':['d2','d1'],"
                       "'properties':{'name':['Ana']}}")}});
  EXPECT_THAT(FtmClaimsOf(import),
              UnorderedElementsAre("d1+d2: p1 schema \"Person\"",
                                   "d1+d2: p1 known_as \"Ana\""));
  EXPECT_EQ(import.Of("report")[0].at("derived_from").size(), 2u);
  EXPECT_THAT(import.warnings(), ElementsAre(HasSubstr("several data sets")));
}

TEST(FtmImportTest, ARecordDerivesFromItsPublisherAndItsPages) {
  FtmFixture fixture;
  const char* const text =
      "{'id':'p1','schema':'Person','datasets':['%d'],'properties':{'name':"
      "['Ana'],'publisher':['Registry'],'sourceUrl':['https://r.test/1'],"
      "'retrievedAt':['2021-02-03T04:05:06'],'modifiedAt':['2020-01-01']}}";
  const ImportList import = fixture.Add(
      {{"a.json", Json(absl::StrReplaceAll(text, {{"%d", "d1"}}))},
       {"b.json", Json(absl::StrReplaceAll(text, {{"%d", "d2"}}))}});
  ASSERT_THAT(import.Of("report"), SizeIs(2));
  for (const nlohmann::json& report : import.Of("report")) {
    ASSERT_EQ(report.at("derived_from").size(), 2u);
    EXPECT_EQ(report.at("derived_from")[0].at("source"),
              "src:ftm-publisher:registry");
    EXPECT_EQ(report.at("derived_from")[1].at("source"),
              "src:ftm-url:r.test/1");
    EXPECT_EQ(report.at("retrieved"), "2021-02-03T04:05:06Z");
    EXPECT_EQ(report.at("published"), "2020-01-01");
    EXPECT_EQ(report.at("url"), "https://r.test/1");
  }
  EXPECT_THAT(FtmClaimsOf(import), SizeIs(4));
}

TEST(FtmImportTest, StatementsKeepWhatStandsBesideTheirValue) {
  FtmFixture fixture;
  FtmStatement name;
  name.entity = "p1";
  name.canonical = "NK-1";
  name.schema = "LegalEntity";
  name.property = "name";
  name.value = "Ana";
  name.dataset = "d1";
  name.lang = "eng";
  name.original = "ANA ";
  name.id = "s1";
  name.first_seen = "2022-01-02T03:04:05";
  name.last_seen = "2023-01-02T03:04:05";
  name.origin = "crawl";
  FtmStatement birth = name;
  birth.schema = "Person";
  birth.property = "birthDate";
  birth.value = "1970-01-01T10";
  birth.is_external = true;
  const ImportList import = fixture.Add({{"s.csv", FtmCsv({name, birth})}});
  EXPECT_THAT(FtmClaimsOf(import),
              UnorderedElementsAre("d1: p1 schema \"LegalEntity\"",
                                   "d1: p1 known_as \"Ana\"",
                                   "d1: p1 birthDate \"1970-01-01\" proposed"));
  EXPECT_THAT(FtmIdentitiesOf(import), ElementsAre("NK-1 same p1"));
  EXPECT_EQ(import.Of("entity")[1].at("kind"), "person");
  for (const nlohmann::json& claim : import.Of("claim")) {
    if (claim.at("predicate") != "known_as") continue;
    EXPECT_EQ(claim.at("as_stated"), "ANA");
    EXPECT_EQ(claim.at("recorded"), "2022-01-02T03:04:05Z");
    EXPECT_EQ(claim.at("citation").at("page"), "s1");
    EXPECT_EQ(claim.at("citation").at("cell"), "LegalEntity:name");
    EXPECT_EQ(claim.at("citation").at("row"), 2);
    EXPECT_EQ(claim.at("note"), R"({"ftm":{"lang":"eng","origin":"crawl",)"
                                R"("last_seen":"2023-01-02T03:04:05"}})");
  }
}

TEST(FtmImportTest, TheOrderOfStatementsDoesNotMakeTheSchema) {
  FtmStatement name;
  name.entity = "o1";
  name.schema = "LegalEntity";
  name.property = "name";
  name.value = "Oss";
  name.dataset = "d1";
  FtmStatement number = name;
  number.schema = "Company";
  number.property = "registrationNumber";
  number.value = "7";
  FtmStatement topics = name;
  topics.schema = "PublicBody";
  topics.property = "topics";
  topics.value = "gov";
  topics.is_external = true;
  std::vector<FtmStatement> all = {name, number, topics};
  const auto before = [](const FtmStatement& a, const FtmStatement& b) {
    return a.property < b.property;
  };
  std::sort(all.begin(), all.end(), before);
  do {
    FtmFixture fixture;
    const ImportList import = fixture.Add({{"s.csv", FtmCsv(all)}});
    EXPECT_THAT(FtmClaimsOf(import),
                UnorderedElementsAre("d1: o1 schema \"Company\"",
                                     "d1: o1 known_as \"Oss\"",
                                     "d1: o1 registrationNumber \"7\"",
                                     "d1: o1 topics \"gov\" proposed"));
  } while (std::next_permutation(all.begin(), all.end(), before));
  FtmFixture fixture;
  EXPECT_THAT(FtmClaimsOf(fixture.Add({{"s.csv", FtmCsv({topics})}})),
              Contains("d1: o1 schema \"PublicBody\" proposed"));
}

TEST(FtmImportTest, JudgementsBecomeIdentities) {
  FtmFixture fixture;
  fixture.Add({{"e.json", Json(kOmar) + Json(kAddress)}});
  const ImportList import = fixture.Add(
      {{"r.json",
        Json("['NK-1','NK-2','positive',0.9,'ana','2022-01-02T03:04:05']") +
            Json("['NK-2','p1','positive',null,null,null]") +
            Json("['NK-1','x9','negative',null,'ana',null]") +
            Json("['p1','a1','unsure',null,'ana',null]") +
            Json("['p1','a1','no_judgement',0.3,null,null]")}});
  EXPECT_THAT(
      FtmIdentitiesOf(import),
      UnorderedElementsAre("NK-1 same NK-2", "NK-2 same p1", "a1 unsure p1"));
  EXPECT_EQ(import.Of("identity")[0].at("by"), "ana");
  EXPECT_EQ(import.Of("entity").size(), 2u);
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("nobody judges"),
                          HasSubstr("neither the case nor the files")));
}

TEST(FtmImportTest, TheLatestJudgementByItsTimeStands) {
  std::vector<std::string> lines = {
      Json("['p1','a1','positive',0.9,'ann','2024-05-01T10:00:00']"),
      Json("['a1','p1','negative',null,'bob','2020-01-01T10:00:00']"),
      Json("['p1','a1','unsure',null,'eve',null]"),
      Json("{'target':'p1','source':'a1','judgement':'positive','user':'joe',"
           "'created_at':'2021-01-01T00:00:00','deleted_at':''}"),
      Json("{'target':'p1','source':'a1','judgement':'negative','user':'joe',"
           "'created_at':'2025-01-01T00:00:00','deleted_at':"
           "'2025-02-01T00:00:00'}")};
  std::sort(lines.begin(), lines.end());
  do {
    FtmFixture fixture;
    fixture.Add({{"e.json", Json(kOmar) + Json(kAddress)}});
    const ImportList import =
        fixture.Add({{"r.json", absl::StrCat(lines[0], lines[1])},
                     {"s.json", absl::StrCat(lines[2], lines[3], lines[4])}});
    EXPECT_THAT(FtmIdentitiesOf(import), ElementsAre("a1 same p1"));
    EXPECT_THAT(import.Of("identity"), SizeIs(2));
    EXPECT_THAT(import.warnings(), Contains(HasSubstr("gainsays")));
  } while (std::next_permutation(lines.begin(), lines.end()));
}

TEST(FtmImportTest, ImportingAgainAddsNothingAndAnEditAddsItself) {
  FtmFixture fixture;
  const std::string text = Json(kOmar) + Json(kAddress);
  fixture.Add({{"e.json", text}});
  EXPECT_THAT(fixture.Import({{"e.json", text}}).lines(), IsEmpty());
  // In another order, and under another name.
  EXPECT_THAT(
      fixture.Import({{"f.json", Json(kAddress) + Json(kOmar)}}).lines(),
      IsEmpty());
  const ImportList edit =
      fixture.Add({{"e.json", absl::StrReplaceAll(text, {{"Umar", "Oumar"}})}});
  EXPECT_THAT(edit.lines(), ElementsAre(HasSubstr("Oumar")));
}

TEST(FtmImportTest, WhatIsWrongIsToldByRowAndField) {
  FtmFixture fixture;
  const ImportList import = fixture.Import(
      {{"e.json",
        Json("{'id':'p1','schema':'Persn','properties':{}}") +
            Json("{'id':'p2','schema':'Thing','properties':{}}") +
            Json("{'id':'p3','schema':'Person'}") +
            Json("{'schema':'Person','properties':{}}") +
            Json("{'id':'p4','schema':'Person','properties':{'name':[3]}}") +
            Json("{'id':'p5','schema':'Person','properties':{'name':"
                 "[{'id':'x'}]}}") +
            Json("{'id':'p6',") + Json("3") + Json("['a','b','positive']") +
            Json("{'id':'a\\u0007','schema':'Person','properties':{}}") +
            "\xff\n"}});
  EXPECT_THAT(
      import.errors(),
      ElementsAre(HasSubstr("1: schema: unknown schema, got Persn"),
                  HasSubstr("2: schema: not a schema"),
                  HasSubstr("3: properties: no properties"),
                  HasSubstr("4: id: no id"), HasSubstr("5: name: wrong type"),
                  HasSubstr("6: name: an entity within an entity"),
                  HasSubstr("7: "), HasSubstr("8: "),
                  HasSubstr("9: : a line of another kind"),
                  HasSubstr("10: id: a control character"),
                  HasSubstr("11: : text that is no UTF-8")));
  EXPECT_THAT(import.lines(), IsEmpty());
}

TEST(FtmImportTest, ControlCharactersAreRefused) {
  FtmFixture fixture;
  const ImportList import = fixture.Import(
      {{"e.json", Json("{'id':'p1','schema':'Person','properties':{'name':"
                       "['x\\u001b[2Jy']}}") +
                      Json("{'id':'p2','schema':'Person','properties':{'name':"
                           "['x\\u0000']}}") +
                      Json("{'id':'p3','schema':'Person','caption':'\\u009b',"
                           "'properties':{}}") +
                      Json("{'id':'p4','schema':'Person','properties':{'name':"
                           "['a\\r\\nb\\tc']}}")}});
  EXPECT_THAT(
      import.errors(),
      ElementsAre(HasSubstr("1: name: a control character, got U+001B"),
                  HasSubstr("2: name: a control character, got U+0000"),
                  HasSubstr("3: caption: a control character, got U+009B")));
  EXPECT_THAT(FtmClaimsOf(import),
              Contains("default: p4 known_as \"a\\nb\\tc\""));
}

TEST(FtmImportTest, WhatIsLeftOutIsTold) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json",
        Json("{'id':'v1','schema':'Vessel','datasets':['d1'],'target':true,"
             "'properties':{'name':['Ship'],'colour':['red'],'buildDate':"
             "['long ago']}}")}});
  EXPECT_THAT(import.warnings(),
              ElementsAre(HasSubstr("target: a field that is left out"),
                          HasSubstr("no kind of entity fits"),
                          HasSubstr("colour: a property that the schema does"),
                          HasSubstr("buildDate: no date")));
  EXPECT_THAT(
      FtmClaimsOf(import),
      UnorderedElementsAre("d1: v1 schema \"Vessel\"",
                           "d1: v1 known_as \"Ship\"", "d1: v1 colour \"red\"",
                           "d1: v1 buildDate:text \"long ago\""));
}

TEST(FtmImportTest, AFileThatIsNoneOfTheseIsRefused) {
  FtmFixture fixture;
  EXPECT_THAT(fixture.Refusal({{"e.csv", "a,b\n1,2\n"}}),
              HasSubstr("a table without entity_id"));
  EXPECT_THAT(fixture.Refusal({{"e.json", "\n  \n"}}),
              HasSubstr("an empty file"));
}

TEST(FtmImportTest, ATableThatIsNotSoundIsRefused) {
  FtmFixture fixture;
  const std::string headings = "entity_id,prop,schema,value,dataset\n";
  EXPECT_THAT(
      fixture.Refusal(
          {{"s.csv", absl::StrCat(headings, "p1,name,Person,\"Ana,d\n")}}),
      HasSubstr("s.csv:2"));
  const ImportList import = fixture.Import(
      {{"s.csv",
        absl::StrCat(headings, "p1,name,Persn,Ana,d\n", "p1,name,Person,,d\n",
                     ",name,Person,Ana,d\n", "p1,,Person,Ana,d\n",
                     "p1,name,Person,Ana,d,more\n", "p1,name,Person,\x01,d\n",
                     "p1,name,Person,\xff,d\n", "p1,name,Person,Eva,d\n")}});
  EXPECT_THAT(import.errors(),
              ElementsAre(HasSubstr("2: schema: unknown schema"),
                          HasSubstr("3: value: no value"),
                          HasSubstr("4: entity_id: no id"),
                          HasSubstr("5: prop: no property"),
                          HasSubstr("6: : cells beyond"),
                          HasSubstr("7: value: a control character"),
                          HasSubstr("8: value: text that is no UTF-8")));
  EXPECT_THAT(FtmClaimsOf(import),
              UnorderedElementsAre("d: p1 schema \"Person\"",
                                   "d: p1 known_as \"Eva\""));
}

TEST(FtmImportTest, WhateverComesInWhatIsHandedOutIsSound) {
  const std::string good =
      Json(kOmar) + Json(kAddress) +
      Json(
          "{'id':'m1','schema':'Membership','datasets':['d1','d2'],"
          "'properties':{'member':['p1'],'organization':['o1'],'startDate':"
          "['2011'],'role':['chair'],'endDate':['2014-07-25T10'],"
          "'publisher':['X']}}");
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    reference::Dice dice(seed);
    std::string text = good;
    for (uint64_t i = 0; i <= dice.Below(6); ++i) {
      const size_t at = dice.Below(text.size());
      if (dice.Chance(2)) {
        text[at] = static_cast<char>(dice.Below(256));
      } else {
        // A piece of the file in another place of it.
        text.insert(at, text.substr(dice.Below(text.size()), dice.Below(30)));
      }
    }
    FtmFixture fixture;
    // Rows with errors are dropped; lines of the others are good together.
    fixture.AddAny({{"e.json", text}});
  }
}

TEST(FtmImportTest, PredicatesGoByTheMap) {
  FtmFixture fixture;
  ImportMap map;
  map.predicates["ftm:employment"] = "member_of";
  const ImportList import = fixture.Add(
      {{"e.json", Json("{'id':'e1','schema':'Employment','datasets':['d1'],"
                       "'properties':{'employee':['p1'],'employer':"
                       "['o1']}}")}},
      map);
  EXPECT_THAT(FtmClaimsOf(import), ElementsAre("d1: p1 member_of o1"));
  EXPECT_THAT(import.Of("predicate"), IsEmpty());
}

}  // namespace
}  // namespace attest::testing
