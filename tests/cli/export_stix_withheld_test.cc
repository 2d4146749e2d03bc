// What is withheld, redacted or changed later, and identifiers, in STIX.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_case.h"
#include "tests/cli/stix_cases.h"
#include "tests/cli/stix_checker.h"
#include "tests/cli/stix_fixture.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(ExportStixTest, WhatIsWithheldIsInNone) {
  std::map<std::string, size_t> forms;
  for (uint64_t seed = 31; seed <= 38; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const std::vector<Json> lines = StixCase(seed, true);
    Make(lines);
    ExpectForms(lines, forms);
    const std::string text = terminal_.Must("attest export --to stix");
    for (const Json& line : lines) {
      if (!line.contains("sensitivity")) continue;
      EXPECT_THAT(text, Not(HasSubstr(absl::StrCat(
                            "\"", line["id"].get<std::string>(), "\""))));
    }
  }
  EXPECT_GT(forms["relationship"], 5u);
  EXPECT_GT(forms[""], 100u);
}

// The same again is the same, and a part says of a record what the whole does.
TEST_F(ExportStixTest, IdentifiersLast) {
  Make(StixCase(50, false));
  const std::string first = terminal_.Must("attest export --to stix");
  EXPECT_EQ(first, terminal_.Must("attest export --to stix"));
  const StixDocument whole = ReadStix(first);
  const StixDocument part = Export("'place:1' --hops 1");
  std::map<std::string, std::string> by_key;
  for (const auto& [id, object] : whole.objects) {
    by_key[FactsOf(object).value("key", "")] = id;
  }
  size_t shared = 0;
  for (const auto& [id, object] : part.objects) {
    const std::string key = FactsOf(object).value("key", "");
    if (key.empty()) continue;
    EXPECT_EQ(by_key[key], id) << key;
    ++shared;
    if (object["type"] == "relationship") {
      EXPECT_EQ(object["created"], whole.objects.at(id)["created"]);
    }
  }
  EXPECT_GT(shared, 5u);
  EXPECT_NE(part.json["id"], whole.json["id"]);
}

// As of an earlier position, by what is sensitive today.
TEST_F(ExportStixTest, WhatIsRestrictedNowWasNeverOpen) {
  terminal_.Must("attest init");
  terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  const std::string open = terminal_.Must("attest export --to stix");
  EXPECT_THAT(open, HasSubstr("نحو ستين"));
  terminal_.Must("attest amend rpt:sawt --set sensitivity=restricted");
  for (const std::string& arguments :
       {std::string(), std::string("--as-of 133"),
        std::string("incident:crossing --hops 2")}) {
    const std::string text =
        terminal_.Must("attest export --to stix " + arguments);
    EXPECT_THAT(ReadStix(text).problems, IsEmpty()) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("عبور النهر عند تل روان"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("نحو ستين"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("rpt:sawt"))) << arguments;
  }
  const std::string all =
      terminal_.Must("attest export --to stix --include restricted");
  const StixDocument marked = ReadStix(all);
  EXPECT_THAT(marked.problems, IsEmpty());
  EXPECT_THAT(all, HasSubstr("نحو ستين"));
  for (const auto& [id, object] : marked.objects) {
    if (FactsOf(object).empty()) continue;
    EXPECT_TRUE(object.contains("object_marking_refs")) << object;
  }
}

// A restricted report gives a name of a person and where a place lies: their
// objects bear the mark, too, and so does all else.
TEST_F(ExportStixTest, WhatIsRestrictedMarksAll) {
  std::vector<Json> lines = SmallStixCase();
  Make(lines);
  for (const auto& [id, object] : Export("--include restricted").objects) {
    EXPECT_FALSE(object.contains("object_marking_refs")) << object;
  }
  lines.push_back({{"type", "report"},
                   {"id", "rpt:b"},
                   {"source", "src:a"},
                   {"title", "Second"},
                   {"sensitivity", "restricted"}});
  for (Json& line : lines) {
    if (line["id"] == "person:a") {
      line["names"] = {{{"value", "Nom de guerre"}, {"report", "rpt:b"}}};
    }
    if (line.value("predicate", "") == "coordinates") line["report"] = "rpt:b";
  }
  std::stable_partition(lines.begin(), lines.end(), [](const Json& line) {
    return line["type"] == "source" || line["type"] == "report";
  });
  Make(lines);
  for (const auto& [id, object] : Export().objects) {
    EXPECT_FALSE(object.contains("object_marking_refs")) << object;
    EXPECT_THAT(object.dump(), Not(HasSubstr("guerre")));
  }
  std::set<std::string> named;
  for (const auto& [id, object] : Export("--include restricted").objects) {
    if (FactsOf(object).empty()) continue;
    EXPECT_EQ(object.value("object_marking_refs", Json()).size(), 1u) << object;
    if (absl::StrContains(object.dump(), "guerre")) {
      named.insert(object["type"]);
    }
  }
  EXPECT_TRUE(named.contains("identity"));
}

// Cases are made with the same origin, and may be signed with the same key.
TEST_F(ExportStixTest, NoIdentifierIsOfTwoCases) {
  terminal_.Write("case.jsonl", TextOf(SmallStixCase()));
  std::map<std::string, std::string> known;
  for (const char* name : {"a", "b"}) {
    terminal_.Must(
        "rm -rf case.attest && attest init --key signing.key && "
        "attest add case.jsonl");
    for (const auto& [id, object] : Export().objects) {
      if (FactsOf(object).empty() && object["name"] != "Attest case") continue;
      EXPECT_TRUE(known.emplace(id, name).second) << object;
    }
  }
  EXPECT_GT(known.size(), 10u);
}

// Whatever says something else was modified since; and when it was created is
// never told anew.
TEST_F(ExportStixTest, WhatSaysSomethingElseIsNewer) {
  std::vector<Json> lines = StixCase(50, false);
  Make(lines);
  StixDocument before = Export();
  size_t changed = 0;
  for (const char* decision :
       {"amend rpt:1 --set sensitivity=sealed",
        "amend src:2 --set sensitivity=restricted",
        "retract clm:more-1 --reason wrong", "redact --reason order place:1"}) {
    terminal_.Must(absl::StrCat("attest ", decision));
    StixDocument after = Export();
    for (auto& [id, object] : after.objects) {
      const auto earlier = before.objects.find(id);
      if (earlier == before.objects.end() || FactsOf(object).empty()) continue;
      EXPECT_EQ(object["created"], earlier->second["created"]) << object;
      EXPECT_GT(object["modified"], earlier->second["modified"]) << object;
      ++changed;
    }
    before = std::move(after);
  }
  EXPECT_GT(changed, 50u);
}

TEST_F(ExportStixTest, ARedactionTakesTheNameOut) {
  Make(StixCase(3, false));
  terminal_.Must("attest redact --reason order clm:7 src:2 'place:1'");
  const std::string text = terminal_.Must("attest export --to stix");
  EXPECT_THAT(ReadStix(text).problems, IsEmpty());
  for (const char* key : {"\"clm:7\"", "\"src:2\"", "\"place:1\""}) {
    EXPECT_THAT(text, Not(HasSubstr(key)));
  }
}

}  // namespace
}  // namespace attest
