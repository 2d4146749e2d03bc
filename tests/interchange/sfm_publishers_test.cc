// One publisher in several spellings, and several that are nearly one.

#include "engine/interchange/sfm_publishers.h"

#include <string>
#include <utility>
#include <vector>

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

// One report a publisher: `NAME|COUNTRY|ID`.
std::vector<std::pair<std::string, std::string>> Table(
    const std::vector<std::string>& publishers) {
  std::vector<std::string> rows = {
      "source_id|title|publication_title|country|new_pub_id"};
  for (const std::string& publisher : publishers) {
    rows.push_back(absl::StrCat("s", rows.size(), "|T|", publisher));
  }
  return {{"s.csv", Csv(rows)}};
}

// The publisher of each report.
std::vector<std::string> Publishers(const ImportList& import) {
  std::vector<std::string> keys;
  for (const nlohmann::json& report : import.Of("report")) {
    keys.push_back(report.at("source").get<std::string>().substr(8));
  }
  return keys;
}

TEST(SfmPublishersTest, SpellingsOfOneNameAreOnePublisher) {
  SfmFixture fixture;
  const auto table = Table(
      {"The Oss Courier|Elbonia|", "THE OSS  courier|elbonia|",
       "The\xC2\xA0Oss Courier|Elbonia|", "The Oss Cou\xC2\xADrier|ELBONIA|",
       "Caf\xC3\xA9|Elbonia|", "Cafe\xCC\x81|Elbonia|"});
  const ImportList import = fixture.Add(table);
  const std::string courier = "Elbonia:The Oss Courier";
  const std::string cafe = "Elbonia:Caf\xC3\xA9";
  EXPECT_THAT(Publishers(import),
              ElementsAre(courier, courier, courier, courier, cafe, cafe));
  EXPECT_THAT(import.warnings(),
              Contains(HasSubstr("3: publication_title: one publisher under "
                                 "two names, got THE OSS courier (elbonia)")));
  EXPECT_THAT(fixture.Import(table).lines(), IsEmpty());
}

TEST(SfmPublishersTest, ASpellingOfTheCaseIsFound) {
  SfmFixture fixture;
  fixture.Add(Table({"The Oss Courier|Elbonia|"}));
  const ImportList import =
      fixture.Add({{"s.csv", Csv({"source_id|title|publication_title|country",
                                  "s9|T|the oss courier|Elbonia"})}});
  EXPECT_THAT(Publishers(import), ElementsAre("Elbonia:The Oss Courier"));
  EXPECT_THAT(import.Of("source"), IsEmpty());
}

TEST(SfmPublishersTest, ANameStandsForTheOnePublisherThatHasAnId) {
  SfmFixture fixture;
  const auto table =
      Table({"Courier|Elbonia|p1", "courier|Elbonia|", "Courier|Oz|",
             "Times|Elbonia|p2", "Times|Elbonia|p3", "Times|Elbonia|"});
  const ImportList import = fixture.Add(table);
  EXPECT_THAT(Publishers(import), ElementsAre("p1", "p1", "Oz:Courier", "p2",
                                              "p3", "Elbonia:Times"));
  EXPECT_THAT(import.warnings(),
              Contains(HasSubstr("7: publication_title: several publishers of "
                                 "this name")));
  EXPECT_THAT(import.warnings(), Contains(HasSubstr("6: publication_title: two "
                                                    "publishers of one name")));
  EXPECT_THAT(fixture.Import(table).lines(), IsEmpty());
}

TEST(SfmPublishersTest, NamesThatAreNearlyOneAreTold) {
  const auto warned = [](const std::vector<std::string>& publishers) {
    const ImportList import = SfmFixture().Add(Table(publishers));
    EXPECT_EQ(import.Of("source").size(), publishers.size());
    size_t count = 0;
    for (const std::string& warning : import.warnings()) {
      count += warning.find("nearly one") != std::string::npos ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(warned({"The Sun|El|", "Sun|El|"}), 1u);
  EXPECT_EQ(warned({"Sun|El|", "Sun.|El|"}), 1u);
  EXPECT_EQ(warned({"This Day|El|", "ThisDay|El|"}), 1u);
  EXPECT_EQ(warned({"Vanguard|El|", "Vangaurd|El|"}), 1u);
  EXPECT_EQ(warned({"Vanguard|El|", "Vanguards|El|"}), 1u);
  EXPECT_EQ(warned({"Vanguard|El|", "Vangaard|El|"}), 1u);
  EXPECT_EQ(warned({"Sun|El|", "Sun||"}), 1u);
  EXPECT_EQ(warned({"Sun||", "Sun.|El|"}), 1u);
  EXPECT_EQ(warned({"Sun|El|p1", "Sun|El|p2"}), 1u);
  EXPECT_EQ(warned({"Sun|El|", "Sun|El|p2"}), 1u);
  EXPECT_EQ(warned({"Sun|El|", "Sun|Oz|"}), 0u);
  EXPECT_EQ(warned({"Sun|El|", "Son|El|"}), 0u);
  EXPECT_EQ(warned({"Channel 11|El|", "Channel 12|El|"}), 0u);
  EXPECT_EQ(warned({"Vanguard|El|", "Leadership|El|"}), 0u);
}

}  // namespace
}  // namespace attest::testing
