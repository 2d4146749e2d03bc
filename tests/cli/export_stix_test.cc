// STIX 2.1, as a second reader takes it, compared with what the lines of the
// case say: above all with what may be a relationship, which reads as a fact.

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
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

TEST_F(ExportStixTest, OnlyWhatStandsIsARelationship) {
  std::map<std::string, size_t> forms;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const std::vector<Json> lines = StixCase(seed, false);
    Make(lines);
    ExpectForms(lines, forms);
  }
  EXPECT_GT(forms["relationship"], 15u);
  EXPECT_GT(forms["note"], 100u);
  EXPECT_GT(forms[""], 20u);
}

TEST_F(ExportStixTest, PartsAreWhole) {
  Make(StixCase(21, false));
  const Json weighed = terminal_.Document("corroborate");
  for (const std::string& choice :
       {std::string("place:1"), std::string("place:1 --hops 3"),
        std::string("rpt:2"), std::string("clm:3 src:1"),
        std::string("--verdict contested"), std::string("--verdict retracted"),
        std::string("--verdict unsupported"), std::string("--valid-at 2019"),
        std::string("--query 'MATCH (c:Claim) RETURN c LIMIT 3'"),
        std::string("--as-of 30"), std::string("--as-of 0"),
        std::string("--include restricted --keep-keys"),
        weighed["statements"][0]["statement"].get<std::string>()}) {
    Export(choice);
  }
  // What nobody stands behind any more says so where it is asked for.
  const StixDocument fallen = Export("--verdict retracted");
  size_t notes = 0;
  for (const auto& [id, object] : fallen.objects) {
    EXPECT_NE(object["type"], "relationship");
    if (object.value("abstract", "") == "" ||
        FactsOf(object).value("record", "") != "statement") {
      continue;
    }
    ++notes;
    EXPECT_THAT(object["content"].get<std::string>(),
                HasSubstr("which does not count now"));
  }
  EXPECT_GT(notes, 0u);
  // An empty case is a bundle, too.
  terminal_.Must("rm -rf case.attest && attest init");
  EXPECT_FALSE(Export().json.contains("objects"));
}

// Who reads of two reports must see that one is the other's reprint; and of an
// incident, that nobody stands behind it any more.
TEST_F(ExportStixTest, WhatStandsBehindAnObjectIsSaid) {
  std::vector<Json> lines = SmallStixCase();
  const auto source = [&](const std::string& id, Json more) {
    more.update({{"type", "source"}, {"id", id}, {"name", "Name of " + id}});
    more.emplace("kind", "agency");
    lines.push_back(more);
  };
  source("src:wire", {{"part_of", "src:house"}});
  source("src:house", Json::object());
  source("src:mole", {{"sensitivity", "restricted"}});
  source("src:same", {{"entity", "person:a"}, {"kind", "witness"}});
  lines.push_back({{"type", "report"},
                   {"id", "rpt:wire"},
                   {"source", "src:wire"},
                   {"title", "The first"}});
  lines.push_back(
      {{"type", "report"},
       {"id", "rpt:reprint"},
       {"source", "src:a"},
       {"title", "The second"},
       {"derived_from", {{{"report", "rpt:wire"}, {"how", "reprint"}}}}});
  lines.push_back({{"type", "dependence"},
                   {"from", "rpt:reprint"},
                   {"on", "src:mole"},
                   {"how", "same_witness"},
                   {"reason", "as both say"}});
  for (const char* incident : {"incident:false", "incident:denied"}) {
    lines.push_back({{"type", "entity"},
                     {"id", incident},
                     {"kind", "incident"},
                     {"name", incident}});
    lines.push_back({{"type", "claim"},
                     {"id", absl::StrCat("clm:of-", incident)},
                     {"report", "rpt:reprint"},
                     {"attribution", {{{"source", "src:same"}}}},
                     {"subject", incident},
                     {"predicate", "killed_count"},
                     {"value", {{"at_least", 3}}}});
  }
  lines.back()["stance"] = "denies";
  Make(lines);
  terminal_.Must("attest retract clm:of-incident:false --reason wrong");
  const auto of_key = [&](const StixDocument& document,
                          const std::string& key) {
    for (const auto& [id, object] : document.objects) {
      if (FactsOf(object).value("key", "") == key) return object;
    }
    return Json::object();
  };
  const StixDocument all = Export();
  const auto told = [&](const std::string& key) {
    // Names are set apart by direction.
    return absl::StrReplaceAll(of_key(all, key).value("description", ""),
                               {{"\u2068", ""}, {"\u2069", ""}});
  };
  EXPECT_THAT(told("rpt:reprint"),
              HasSubstr("It is a reprint of the report The first of Name of "
                        "src:wire. It goes back to the same witness as a "
                        "withheld source."));
  // What is named has an identity, and so has what that is part of.
  EXPECT_THAT(told("src:wire"), HasSubstr("It is part of Name of src:house."));
  EXPECT_EQ(of_key(all, "src:house")["name"], "Name of src:house");
  EXPECT_THAT(told("incident:false"), HasSubstr("Nothing stands behind it"));
  EXPECT_THAT(of_key(all, "incident:false")["labels"],
              ::testing::Contains("no-claim-that-counts"));
  EXPECT_THAT(told("incident:denied"), HasSubstr("Nobody reports it"));
  EXPECT_THAT(of_key(all, "incident:denied")["labels"],
              ::testing::Contains("only-denied"));
  EXPECT_EQ(told("incident:a"), "It is in the case by the word of A.");
  EXPECT_EQ(told("src:same"),
            "This source and the person person are one and the same.");
  EXPECT_THAT(told("person:a"), HasSubstr("as a source, too: Name of "
                                          "src:same, one and the same."));
  const StixDocument part =
      Export("--query \"MATCH (n {id: 'incident:a'}) RETURN n\"");
  EXPECT_EQ(of_key(part, "incident:a")["description"],
            "What is reported of it is not in this bundle.");
}

// Beyond what a reader of JSON may round.
TEST_F(ExportStixTest, LargeNumbersAreTexts) {
  std::vector<Json> lines = SmallStixCase();
  for (const int64_t number :
       {int64_t{9007199254740991}, int64_t{9007199254740992}}) {
    lines.push_back({{"type", "claim"},
                     {"report", "rpt:a"},
                     {"subject", "incident:a"},
                     {"predicate", "killed_count"},
                     {"value", {{"at_least", number}}}});
  }
  Make(lines);
  const std::string text = Export().json.dump();
  EXPECT_THAT(text, HasSubstr(":9007199254740991"));
  EXPECT_THAT(text, HasSubstr(":\"9007199254740992\""));
}

TEST_F(ExportStixTest, RealReportsBreakNoRule) {
  if (terminal_.Run("test -d $SHARED/seedcase").exit_code != 0) {
    GTEST_SKIP() << "no seedcase beside the project";
  }
  terminal_.Must("attest init && attest add $SHARED/seedcase/*.jsonl");
  const StixDocument document = Export();
  size_t claims = 0;
  size_t reports = 0;
  for (const auto& [id, object] : document.objects) {
    reports += object["type"] == "report" ? 1 : 0;
    const Json facts = FactsOf(object);
    if (facts.contains("claims")) {
      claims += facts["claims"].size();
    }
  }
  EXPECT_EQ(claims, 34u);
  EXPECT_EQ(reports, 5u);
}

// One claim each: what is denied or doubted is told on it, in words that assert
// nothing.
TEST_F(ExportStixTest, WhoIsAgainstItIsHeard) {
  Make(SmallStixCase());
  const StixDocument document = Export();
  std::map<std::string, std::vector<Json>> of;  // by type
  for (const auto& [id, object] : document.objects) {
    of[object["type"]].push_back(object);
  }
  ASSERT_EQ(of["relationship"].size(), 2u);
  ASSERT_EQ(of["location"].size(), 1u);
  ASSERT_EQ(of["opinion"].size(), 1u);
  const Json& opinion = of["opinion"][0];
  EXPECT_EQ(opinion["opinion"], "disagree");
  EXPECT_EQ(opinion["authors"], Json({"A"}));
  const Json& denied = document.objects.at(opinion["object_refs"][0]);
  EXPECT_EQ(denied["abstract"], "Reported: commands (contested)");
  EXPECT_THAT(denied["content"].get<std::string>(), HasSubstr("denies that"));
  EXPECT_EQ(document.objects.at(FactsOf(opinion)["speaker_ref"])["name"], "A");
  // Its title, where it is published and what it says lead from the report.
  const Json& report = of["report"][0];
  EXPECT_EQ(report["name"], "T");
  EXPECT_EQ(report["external_references"][0]["url"], "https://example.org/a");
  EXPECT_EQ(report["object_refs"].size(), 5u + 1u + 4u);
}

// The rules above are worth what they catch.
TEST_F(ExportStixTest, AnyRuleBrokenIsSeen) {
  Make(SmallStixCase());
  const Json good = Export().json;
  const auto first = [&](const std::string& type) {
    size_t i = 0;
    while (good["objects"].at(i)["type"] != type) ++i;
    return i;
  };
  const auto wrong = [&](const char* what, const std::string& type,
                         const auto& change) {
    Json changed = good;
    change(changed["objects"][first(type)]);
    EXPECT_THAT(ReadStix(changed.dump()).problems, Not(IsEmpty())) << what;
  };
  const std::string id = good["objects"][first("note")]["id"];
  wrong("version", "note", [](Json& o) { o["spec_version"] = "2.0"; });
  wrong("a property", "note", [](Json& o) { o["x_key"] = "a"; });
  wrong("none", "note", [](Json& o) { o.erase("content"); });
  wrong("empty", "note", [](Json& o) { o["content"] = ""; });
  wrong("null", "note", [](Json& o) { o["abstract"] = nullptr; });
  wrong("no list", "note", [](Json& o) { o["object_refs"] = Json::array(); });
  wrong("nowhere", "note",
        [&](Json& o) { o["object_refs"] = {"identity" + id.substr(4)}; });
  wrong("time", "note", [](Json& o) { o["created"] = "2020-01-01T00:00:00Z"; });
  wrong("order", "note",
        [](Json& o) { o["modified"] = "2001-01-01T00:00:00.000Z"; });
  wrong("uuid", "note", [](Json& o) {
    std::string uuid = o["id"];
    uuid[20] = '4';
    o["id"] = uuid;
  });
  wrong("twice", "note",
        [&](Json& o) { o["id"] = good["objects"][first("identity")]["id"]; });
  wrong("a mark", "note", [&](Json& o) {
    o["object_marking_refs"] = {"marking-definition" + id.substr(4)};
  });
  wrong("number", "note", [](Json& o) {
    o["extensions"].begin().value()["value"] = 9007199254740992;
  });
  wrong("whose", "note", [](Json& o) { o.erase("created_by_ref"); });
  wrong("by whom", "note", [&](Json& o) { o["created_by_ref"] = id; });
  wrong("class", "identity", [](Json& o) { o["identity_class"] = "person"; });
  wrong("opinion", "opinion", [](Json& o) { o["opinion"] = "no"; });
  wrong("relation", "relationship",
        [](Json& o) { o["relationship_type"] = "member_of"; });
  wrong("end", "relationship", [&](Json& o) { o["target_ref"] = o["id"]; });
  wrong("span", "relationship", [](Json& o) {
    o["start_time"] = "2020-01-01T00:00:00.000Z";
    o["stop_time"] = "2020-01-01T00:00:00.000Z";
  });
  wrong("half", "location", [](Json& o) { o.erase("latitude"); });
  wrong("nowhere", "location", [](Json& o) {
    o.erase("latitude");
    o.erase("longitude");
    o.erase("precision");
  });
  wrong("range", "location", [](Json& o) { o["longitude"] = 181; });
  wrong("published", "report", [](Json& o) { o["published"] = "2020-01-01"; });
  wrong("url", "report", [](Json& o) {
    o["external_references"] = {{{"source_name", "a"}, {"url", "a b"}}};
  });
  for (const char* bad : {"javascript:alert(1)", "https://a:b/c", "http://",
                          "https://a@b@c/", "urn:x", "https://a:8x/"}) {
    wrong(bad, "report", [&](Json& o) {
      o["external_references"] = {{{"source_name", "a"}, {"url", bad}}};
    });
  }
  wrong("schema", "report",
        [](Json& o) { o["extensions"].begin().value()["unheard_of"] = "a"; });
  wrong("reference", "report", [](Json& o) {
    o["external_references"] = {{{"source_name", "a"}}};
  });
  wrong("confidence", "report", [](Json& o) { o["confidence"] = 101; });
  wrong("extension", "report", [](Json& o) {
    o["extensions"].begin().value().erase("extension_type");
  });
  wrong("undefined", "report", [&](Json& o) {
    o["extensions"]["extension-definition" + id.substr(4)] = {{"key", "a"}};
  });
  wrong("definition", "extension-definition",
        [](Json& o) { o.erase("schema"); });
  wrong("type", "incident", [](Json& o) { o["type"] = "event"; });
}

}  // namespace
}  // namespace attest
