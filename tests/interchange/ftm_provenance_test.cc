// Where values come from, in whatever row, file, import or spelling it is said.

#include "engine/interchange/ftm_provenance.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/ftm_fixture.h"

namespace attest::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// One line of a file of entities; `'` stands for `"`.
std::string Person(const std::string& dataset, const std::string& properties) {
  return absl::StrReplaceAll(
      absl::StrCat("{'id':'p1','schema':'Person','datasets':['", dataset,
                   "'],'properties':{", properties, "}}\n"),
      {{"'", "\""}});
}

FtmStatement Statement(const std::string& dataset, const std::string& property,
                       const std::string& value) {
  FtmStatement statement;
  statement.entity = "p1";
  statement.schema = "Person";
  statement.dataset = dataset;
  statement.property = property;
  statement.value = value;
  return statement;
}

// Each claim as `DATASET: ... < ORIGIN`, once for each source that its report
// derives from.
std::set<std::string> OriginsOf(const ImportList& import) {
  std::set<std::string> all;
  for (const nlohmann::json& claim : import.Of("claim")) {
    for (const nlohmann::json& report : import.Of("report")) {
      if (report.at("id") != claim.at("report")) continue;
      if (!report.contains("derived_from")) continue;
      for (const nlohmann::json& origin : report.at("derived_from")) {
        all.insert(absl::StrCat(report.at("source").get<std::string>(), " ",
                                claim.at("predicate").get<std::string>(), " < ",
                                origin.at("source").get<std::string>()));
      }
    }
  }
  return all;
}

std::set<std::string> DependencesOf(const ImportList& import) {
  std::set<std::string> all;
  for (const nlohmann::json& line : import.Of("dependence")) {
    const std::string from = line.at("from");
    const std::vector<std::string> parts = absl::StrSplit(from, ':');
    all.insert(
        absl::StrCat(parts.at(2), " < ", line.at("on").get<std::string>()));
  }
  return all;
}

const char* const kBirth = "'birthDate':['1960-01-02']";
const char* const kPublished = "'name':['Ivan'],'publisher':['OJ']";

TEST(FtmProvenanceTest, ItMayStandInAnyRowOfTheFile) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Person("a", kBirth) + Person("a", kPublished) +
                      Person("b", kPublished) + Person("b", kBirth)}});
  EXPECT_THAT(
      OriginsOf(import),
      UnorderedElementsAre("src:ftm:a ftm:birthDate < src:ftm-publisher:oj",
                           "src:ftm:a known_as < src:ftm-publisher:oj",
                           "src:ftm:a ftm:schema < src:ftm-publisher:oj",
                           "src:ftm:b ftm:birthDate < src:ftm-publisher:oj",
                           "src:ftm:b known_as < src:ftm-publisher:oj",
                           "src:ftm:b ftm:schema < src:ftm-publisher:oj"));
}

TEST(FtmProvenanceTest, ItMayStandInAnyFileOfTheImport) {
  const std::string births = FtmCsv({Statement("a", "birthDate", "1960"),
                                     Statement("b", "birthDate", "1960")});
  const std::string published = FtmCsv(
      {Statement("a", "publisher", "OJ"), Statement("b", "publisher", "OJ")});
  const NamedTexts files = {{"1.csv", births}, {"2.csv", published}};
  const NamedTexts swapped = {{"1.csv", published}, {"2.csv", births}};
  FtmFixture fixture;
  FtmFixture other;
  const ImportList import = fixture.Add(files);
  EXPECT_EQ(OriginsOf(import), OriginsOf(other.Add(swapped)));
  EXPECT_THAT(OriginsOf(import), SizeIs(4));
  EXPECT_THAT(fixture.Import(swapped).lines(), IsEmpty());
}

TEST(FtmProvenanceTest, WhatDataSetsSayTogetherEachMaySay) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Person("a','b", kPublished) + Person("a", kBirth)}});
  EXPECT_THAT(
      OriginsOf(import),
      ::testing::Contains("src:ftm:a ftm:birthDate < src:ftm-publisher:oj"));
}

TEST(FtmProvenanceTest, WhatIsNamedLaterBindsTheReportThatThereIs) {
  const std::string other =
      absl::StrReplaceAll(Person("a", kBirth), {{"p1", "p2"}});
  const std::string first = Person("a", kBirth) + Person("b", kBirth) + other;
  const std::string second =
      Person("a", absl::StrCat(kBirth, ",'publisher':['Journal']")) +
      Person("b", absl::StrCat(kBirth, ",'publisher':['journal']")) + other;
  FtmFixture fixture;
  fixture.Add({{"e.json", first}});
  const ImportList import = fixture.Add({{"e.json", second}});
  EXPECT_THAT(import.Of("claim"), IsEmpty());
  EXPECT_THAT(import.Of("source"), SizeIs(1));
  // And that of the other entity stays as it is.
  EXPECT_THAT(DependencesOf(import),
              UnorderedElementsAre("a < src:ftm-publisher:journal",
                                   "b < src:ftm-publisher:journal"));
  EXPECT_THAT(fixture.Import({{"e.json", second}}).lines(), IsEmpty());
  EXPECT_THAT(fixture.Import({{"e.json", first}}).lines(), IsEmpty());
  // The other way round nothing is new.
  FtmFixture turned;
  turned.Add({{"e.json", second}});
  EXPECT_THAT(turned.Import({{"e.json", first}}).lines(), IsEmpty());
}

TEST(FtmProvenanceTest, SpellingsOfOnePublisherOrPageAreOne) {
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json",
        Person("a", "'publisher':['OFAC'],'sourceUrl':['https://gov/list']") +
            Person("b",
                   "'publisher':['Ofac'],'sourceUrl':['http://GOV/list/'"
                   ",'https://www.gov/list']") +
            Person("c", "'publisher':['OFAC ']")}});
  EXPECT_THAT(
      OriginsOf(import),
      UnorderedElementsAre("src:ftm:a ftm:schema < src:ftm-publisher:ofac",
                           "src:ftm:a ftm:schema < src:ftm-url:gov/list",
                           "src:ftm:b ftm:schema < src:ftm-publisher:ofac",
                           "src:ftm:b ftm:schema < src:ftm-url:gov/list",
                           "src:ftm:c ftm:schema < src:ftm-publisher:ofac"));
}

TEST(FtmProvenanceTest, TextsOfOriginsKeepWhatTellsThemApart) {
  const std::pair<std::string, std::string> same[] = {
      {"https://gov.test", "http://www.Gov.test:80/"},
      {"HTTPS://gov.test/a?b=c", "gov.test/a?b=c"}};
  for (const auto& [a, b] : same) {
    EXPECT_EQ(FtmOriginText("sourceUrl", a), FtmOriginText("sourceUrl", b));
  }
  const std::pair<std::string, std::string> different[] = {
      {"https://gov.test/a", "https://gov.test/A"},
      {"https://gov.test/?id=1", "https://gov.test/?id=2"},
      {"https://a.test", "https://b.test"}};
  for (const auto& [a, b] : different) {
    EXPECT_NE(FtmOriginText("sourceUrl", a), FtmOriginText("sourceUrl", b));
  }
  EXPECT_EQ(FtmOriginText("publisher", "Office  of\nFACTS "),
            "office of facts");
  EXPECT_EQ(FtmOriginText("proof", "Doc-1"), "Doc-1");
  EXPECT_EQ(FtmOriginText("sourceUrl", "https://"), "https://");
}

TEST(FtmProvenanceTest, MorePagesThanThereIsRoomForAreTold) {
  std::string pages;
  for (int i = 0; i < 4000; ++i) {
    absl::StrAppend(&pages, i == 0 ? "" : ",", "'https://gov.test/", i, "'");
  }
  FtmFixture fixture;
  const ImportList import = fixture.Add(
      {{"e.json", Person("a", absl::StrCat("'sourceUrl':[", pages, "]"))}});
  EXPECT_THAT(import.Of("report")[0].at("derived_from"), SizeIs(32));
  EXPECT_THAT(import.warnings(),
              UnorderedElementsAre(HasSubstr("more sources of one record"),
                                   HasSubstr("more of where it is from")));
}

// However statements fall into files, all values of a data set derive from all
// that it names.
TEST(FtmProvenanceTest, FilesAndOrderPlayNoPart) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937 random(seed);
    std::vector<FtmStatement> statements;
    std::set<std::string> origins[2];
    for (int i = 0; i < 8; ++i) {
      const unsigned which = random() % 2;
      const std::string dataset = which == 0 ? "a" : "b";
      if (random() % 2 == 0) {
        const std::string publisher = absl::StrCat("x", random() % 3);
        origins[which].insert("src:ftm-publisher:" + publisher);
        statements.push_back(Statement(dataset, "publisher", publisher));
      } else {
        statements.push_back(
            Statement(dataset, "country", absl::StrCat("c", random() % 3)));
      }
    }
    std::vector<FtmStatement> files[3];
    for (const FtmStatement& statement : statements) {
      files[random() % 3].push_back(statement);
    }
    NamedTexts texts;
    for (int i = 0; i < 3; ++i) {
      texts.emplace_back(absl::StrCat(i, ".csv"), FtmCsv(files[i]));
    }
    FtmFixture fixture;
    const ImportList import = fixture.Add(texts);
    for (const nlohmann::json& report : import.Of("report")) {
      std::set<std::string> found;
      for (const nlohmann::json& origin :
           report.value("derived_from", nlohmann::json::array())) {
        found.insert(origin.at("source").get<std::string>());
      }
      EXPECT_EQ(found, origins[report.at("source") == "src:ftm:a" ? 0 : 1]);
    }
  }
}

}  // namespace
}  // namespace attest::testing
