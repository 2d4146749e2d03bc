// PROV-JSON, as a second reader takes it, compared with what the lines of the
// case say, one by one.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/prov_checker.h"
#include "tests/cli/random_case.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ExportProvTest : public ::testing::Test {
 protected:
  void Make(const std::vector<Json>& lines) {
    terminal_.Write("case.jsonl", TextOf(lines));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add case.jsonl");
  }

  ProvDocument Export(const std::string& arguments = "") {
    ProvDocument document =
        ReadProv(terminal_.Must("attest export --to prov " + arguments));
    EXPECT_THAT(document.problems, IsEmpty()) << arguments;
    return document;
  }

  Terminal terminal_;
};

std::set<std::string> KeysOf(const std::map<std::string, Json>& records,
                             const std::string& type) {
  std::set<std::string> keys;
  for (const auto& [name, record] : records) {
    if (HasProvType(record, type)) keys.insert(KeyInProvName(name));
  }
  return keys;
}

// The pairs of keys that relations of a kind relate, as often as they do.
std::multiset<std::pair<std::string, std::string>> PairsOf(
    ProvDocument& document, const std::string& kind, const char* first,
    const char* second) {
  std::multiset<std::pair<std::string, std::string>> pairs;
  for (const Json& one : document.relations[kind]) {
    pairs.emplace(KeyInProvName(one[first]), KeyInProvName(one[second]));
  }
  return pairs;
}

// What the lines say, by looking at each of them.
struct Expected {
  std::map<std::string, std::set<std::string>> keys;  // by type
  std::map<std::string, std::string> retracted;  // target, by which decision
  std::map<std::pair<std::string, std::string>, std::string> depends;  // how
  std::multiset<std::pair<std::string, std::string>> speaks;
  std::multiset<std::pair<std::string, std::string>> rests_on;
  std::multiset<std::pair<std::string, std::string>> stated_in;
};

Expected ExpectedOf(const std::vector<Json>& lines) {
  Expected expected;
  std::map<std::string, std::string> publishers;
  for (const Json& line : lines) {
    const std::string type = line["type"];
    const std::string id = line["id"];
    expected.keys[type].insert(id);
    if (type == "report") {
      publishers[id] = line["source"];
      for (const Json& one : line.value("derived_from", Json::array())) {
        expected.depends[{id, one["report"]}] = one["how"];
      }
    } else if (type == "claim") {
      expected.stated_in.emplace(id, line["report"]);
      for (const Json& one : line.value("attribution", Json::array())) {
        expected.speaks.emplace(id, one["source"]);
      }
      if (!line.contains("attribution")) {
        expected.speaks.emplace(id, publishers[line["report"]]);
      }
      for (const Json& one : line.value("rests_on", Json::array())) {
        expected.rests_on.emplace(id, one);
      }
    } else if (type == "retraction") {
      expected.retracted.erase(line["target"]);
      if (line["judgement"] == "accepted") {
        expected.retracted[line["target"]] = id;
      }
    } else if (type == "dependence") {
      expected.depends.erase({line["from"], line["on"]});
      if (line["judgement"] == "accepted") {
        expected.depends[{line["from"], line["on"]}] = line["how"];
      }
    }
  }
  return expected;
}

// Does a way lead from `from` to `to`?
bool Leads(const Expected& expected, const std::string& from,
           const std::string& to) {
  std::set<std::string> seen = {from};
  for (bool grows = true; grows;) {
    grows = false;
    for (const auto& [pair, how] : expected.depends) {
      grows |= how != "same_document" && seen.contains(pair.first) &&
               seen.insert(pair.second).second;
    }
  }
  return seen.contains(to);
}

void ExpectDependences(const Expected& expected, ProvDocument& document) {
  const auto derived = PairsOf(document, "wasDerivedFrom",
                               "prov:generatedEntity", "prov:usedEntity");
  const auto influenced = PairsOf(document, "wasInfluencedBy",
                                  "prov:influencee", "prov:influencer");
  for (const auto& [pair, how] : expected.depends) {
    const bool is_derivation =
        how != "same_document" && !Leads(expected, pair.second, pair.first);
    EXPECT_EQ(derived.count(pair), is_derivation ? 1u : 0u)
        << pair.first << " " << pair.second << " " << how;
    EXPECT_GE(influenced.count(pair), is_derivation ? 0u : 1u)
        << pair.first << " " << pair.second << " " << how;
  }
  for (const auto& pair : derived) {
    if (pair.first[0] == 'r' && pair.second[0] == 'r') {
      EXPECT_TRUE(expected.depends.contains(pair))
          << pair.first << " " << pair.second;
    }
  }
}

TEST_F(ExportProvTest, SaysWhatTheLinesSay) {
  size_t retracted = 0;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const std::vector<Json> lines = RandomCase(seed);
    Make(lines);
    const Expected expected = ExpectedOf(lines);
    ProvDocument document = Export();
    const auto& keys = expected.keys;
    EXPECT_EQ(KeysOf(document.entities, "attest:Claim"), keys.at("claim"));
    EXPECT_EQ(KeysOf(document.entities, "attest:Report"), keys.at("report"));
    EXPECT_EQ(KeysOf(document.entities, "attest:Entity"), keys.at("entity"));
    EXPECT_EQ(KeysOf(document.agents, "attest:Source"), keys.at("source"));
    for (const auto& [type, term] : std::map<std::string, std::string>{
             {"retraction", "attest:Retraction"},
             {"assessment", "attest:Assessment"},
             {"identity", "attest:Identity"},
             {"dependence", "attest:Dependence"}}) {
      const auto found = keys.find(type);
      EXPECT_EQ(KeysOf(document.activities, term),
                found == keys.end() ? std::set<std::string>() : found->second);
    }
    std::map<std::string, std::string> invalidated;
    for (const auto& [entity, activity] : PairsOf(
             document, "wasInvalidatedBy", "prov:entity", "prov:activity")) {
      EXPECT_TRUE(invalidated.emplace(entity, activity).second) << entity;
    }
    EXPECT_EQ(invalidated, expected.retracted);
    retracted += invalidated.size();
    auto attributed =
        PairsOf(document, "wasAttributedTo", "prov:entity", "prov:agent");
    std::erase_if(attributed, [](const auto& pair) {
      return pair.first.rfind("clm:", 0) != 0;
    });
    EXPECT_EQ(attributed, expected.speaks);
    auto derived = PairsOf(document, "wasDerivedFrom", "prov:generatedEntity",
                           "prov:usedEntity");
    for (const auto& pair : expected.stated_in) {
      EXPECT_EQ(derived.count(pair), 1u) << pair.first;
    }
    for (const auto& pair : expected.rests_on) {
      EXPECT_GE(derived.count(pair), 1u) << pair.first;
    }
    ExpectDependences(expected, document);
  }
  EXPECT_GT(retracted, 50u);
}

// The rules above are worth what they catch.
TEST_F(ExportProvTest, AnyRuleBrokenIsSeen) {
  Make(RandomCase(1));
  const Json good = Export().json;
  const std::string bundle = good["bundle"].begin().key();
  const std::string claim =
      good["bundle"][bundle]["hadMember"].begin().value()["prov:entity"];
  const Json invalidation = good["wasInvalidatedBy"].begin().value();
  const std::string invalid = invalidation["prov:entity"];
  const auto wrong = [&](const char* what, const auto& change) {
    Json changed = good;
    change(changed);
    EXPECT_THAT(ReadProv(changed.dump()).problems, Not(IsEmpty())) << what;
  };
  wrong("prefix", [](Json& d) { d["prefix"].erase("case"); });
  wrong("kind", [](Json& d) { d["wasSaidBy"] = Json::object(); });
  wrong("local part",
        [](Json& d) { d["entity"]["case:a b"] = Json::object(); });
  wrong("attribute", [](Json& d) { d["entity"]["log:head"]["root"] = "x"; });
  wrong("value",
        [](Json& d) { d["entity"]["log:head"]["attest:x"] = nullptr; });
  wrong("bundle", [&](Json& d) { d["entity"].erase(bundle); });
  wrong("end", [](Json& d) {
    d["wasInvalidatedBy"].begin().value()["prov:activity"] = "case:nobody";
  });
  wrong("twice", [&](Json& d) { d["wasInvalidatedBy"]["_:x"] = invalidation; });
  wrong("time", [](Json& d) {
    d["wasInvalidatedBy"].begin().value()["prov:time"] = "2020-01";
  });
  wrong("early", [](Json& d) {
    d["wasInvalidatedBy"].begin().value()["prov:time"] = "2020-01-01T00:00:00Z";
  });
  wrong("late use", [&](Json& d) {
    d["activity"]["case:late"] = {{"prov:startTime", "2999-01-01T00:00:00Z"},
                                  {"prov:endTime", "2999-01-01T00:00:00Z"}};
    d["used"]["_:late"] = {{"prov:activity", "case:late"},
                           {"prov:entity", invalid}};
  });
  wrong("ring", [&](Json& d) {
    d["wasDerivedFrom"]["_:x"] = {{"prov:generatedEntity", claim},
                                  {"prov:usedEntity", "log:head"}};
    d["wasDerivedFrom"]["_:y"] = {{"prov:generatedEntity", "log:head"},
                                  {"prov:usedEntity", claim}};
  });
  wrong("two sorts", [&](Json& d) { d["activity"][claim] = Json::object(); });
}

// Each claim is in one bundle, with all of its report that one person recorded;
// of every bundle it is said who, when and where in the log.
TEST_F(ExportProvTest, BundlesSayWhoRecordedWhen) {
  const std::vector<Json> lines = RandomCase(77);
  Make(lines);
  ProvDocument document = Export();
  std::map<std::string, Json> claims;
  for (const Json& line : lines) {
    if (line["type"] == "claim") claims[line["id"]] = line;
  }
  std::map<std::string, uint64_t> events;
  const Json log = terminal_.Document("log");
  for (const Json& event : log["events"]) {
    if (event["key"].is_string()) events[event["key"]] = event["event"];
  }
  const auto attributed =
      PairsOf(document, "wasAttributedTo", "prov:entity", "prov:agent");
  std::set<std::string> seen;
  std::set<std::tuple<std::string, std::string>> bundles;
  for (const auto& [name, bundle] : document.json["bundle"].items()) {
    std::set<std::string> reports;
    std::set<std::string> people;
    for (const auto& [entity, record] : bundle["entity"].items()) {
      if (!HasProvType(record, "attest:Claim")) continue;
      const std::string key = KeyInProvName(entity);
      EXPECT_TRUE(seen.insert(key).second) << key;
      reports.insert(claims[key]["report"]);
      people.insert(claims[key].value("by", "tester"));
      EXPECT_EQ(record["attest:event"], events[key]);
      const Json& about = document.entities[name];
      EXPECT_LE(about["attest:first_event"], events[key]);
      EXPECT_GE(about["attest:last_event"], events[key]);
    }
    ASSERT_EQ(reports.size(), 1u);
    ASSERT_EQ(people.size(), 1u);
    EXPECT_TRUE(bundles.emplace(*reports.begin(), *people.begin()).second);
    EXPECT_EQ(attributed.count({KeyInProvName(name), *people.begin()}), 1u);
    EXPECT_EQ(bundle["used"].size() + bundle["hadMember"].size() +
                  bundle["wasGeneratedBy"].size(),
              bundle.value("used", Json::object()).size() +
                  2 * document.entities[name]["attest:claims"].get<size_t>());
  }
  EXPECT_EQ(seen.size(), claims.size());
  const Json without =
      Json::parse(terminal_.Must("attest export --to prov --without-by"));
  EXPECT_THAT(without.dump(), Not(HasSubstr("tester")));
  EXPECT_FALSE(without.contains("wasAssociatedWith"));
}

TEST_F(ExportProvTest, PassagesAndTextsComeThroughWhole) {
  const std::vector<Json> lines = RandomCase(5);
  Make(lines);
  ProvDocument document = Export();
  std::map<std::string, Json> passages;
  for (const Json& one : document.relations["wasDerivedFrom"]) {
    passages[one["prov:generatedEntity"].get<std::string>() + " " +
             one["prov:usedEntity"].get<std::string>()] = one;
  }
  size_t quotes = 0;
  for (const auto& [name, record] : document.entities) {
    const std::string key = KeyInProvName(name);
    for (const Json& line : lines) {
      if (line["id"] != key) continue;
      if (line.contains("name")) {
        EXPECT_EQ(record["prov:label"], line["name"]);
      }
      if (line.contains("title")) {
        EXPECT_EQ(record["prov:label"], line["title"]);
        EXPECT_EQ(record["attest:url"], line["url"]);  // no address: a blank
      }
      if (line.contains("note")) {
        EXPECT_EQ(record["attest:note"], line["note"]);
      }
      if (line["type"] != "claim") continue;
      const Json& passage =
          passages[name + " case:rpt%3A" +
                   line["report"].get<std::string>().substr(4)];
      EXPECT_EQ(HasProvType(passage, "prov:Quotation"), line.contains("quote"));
      EXPECT_EQ(passage.contains("attest:citation_page"),
                line.contains("citation"));
      EXPECT_EQ(record.value("attest:stance", "asserts"),
                line.value("stance", "asserts"));
      EXPECT_EQ(record.value("attest:hedge", "stated"),
                line.value("hedge", "stated"));
      if (!line.contains("quote")) continue;
      ++quotes;
      EXPECT_EQ(record["prov:value"], line["quote"]);
      EXPECT_EQ(passage["attest:byte_begin"], 0);
      EXPECT_EQ(passage["attest:byte_end"],
                line["quote"].get<std::string>().size());
    }
  }
  EXPECT_GT(quotes, 5u);
}

TEST_F(ExportProvTest, StatementsHaveTheirVerdicts) {
  Make(RandomCase(9));
  ProvDocument document = Export();
  std::map<std::string, std::set<std::string>> members;
  for (const auto& [statement, claim] :
       PairsOf(document, "hadMember", "prov:collection", "prov:entity")) {
    EXPECT_TRUE(members[statement].insert(claim).second);
  }
  const Json weighed = terminal_.Document("corroborate");
  EXPECT_EQ(members.size(), weighed["statements"].size());
  for (const Json& statement : weighed["statements"]) {
    const std::string key = statement["statement"];
    const auto found =
        document.entities.find(absl::StrCat("case:stm%3A", key.substr(4)));
    ASSERT_NE(found, document.entities.end()) << key;
    EXPECT_EQ(found->second["attest:verdict"], statement["verdict"]);
    EXPECT_EQ(found->second["attest:lines_best"], statement["lines"]["best"]);
    EXPECT_TRUE(HasProvType(found->second, "prov:Collection"));
  }
}

// A claim that does not count says so where it is shown, and is declared
// wherever it is spoken of.
TEST_F(ExportProvTest, ClaimsThatDoNotCountSaySo) {
  for (uint64_t seed = 21; seed <= 24; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Make(RandomCase(seed));
    ProvDocument document = Export();
    size_t dead = 0;
    for (const auto& [name, bundle] : document.json["bundle"].items()) {
      for (const auto& [entity, record] : bundle["entity"].items()) {
        if (!HasProvType(record, "attest:Claim")) continue;
        const std::string state = record["attest:counts"];
        const std::string label = record.value("prov:label", "");
        if (state != "live") ++dead;
        if (!label.empty()) {
          EXPECT_EQ(label.rfind(state + ": ", 0) == 0, state != "live");
        }
      }
    }
    EXPECT_GT(dead, 0u);
    const Json& declared = document.json["entity"];
    for (const char* kind : {"used", "wasInvalidatedBy"}) {
      const Json relations = document.json.value(kind, Json::object());
      for (const auto& [id, one] : relations.items()) {
        EXPECT_TRUE(declared.contains(one["prov:entity"].get<std::string>()))
            << one;
      }
    }
  }
}

// As of an earlier position, by what is sensitive today.
TEST_F(ExportProvTest, WhatIsWithheldHasNoName) {
  terminal_.Must("attest init");
  terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  terminal_.Must("attest amend rpt:sawt --set sensitivity=restricted");
  for (const std::string& arguments :
       {std::string(), std::string("--as-of 133"),
        std::string("incident:crossing --hops 2")}) {
    const std::string text =
        terminal_.Must("attest export --to prov " + arguments);
    const ProvDocument document = ReadProv(text);
    EXPECT_THAT(document.problems, IsEmpty()) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("عبور النهر عند تل روان"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("نحو ستين"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("rpt%3Asawt"))) << arguments;
    EXPECT_THAT(text, HasSubstr("\"attest:withheld\":\"restricted\""));
  }
  EXPECT_THAT(terminal_.Must("attest export --to prov --include restricted"),
              HasSubstr("عبور النهر عند تل روان"));
}

// What came in as a stub is one here, too.
TEST_F(ExportProvTest, StubsFromElsewhereStayStubs) {
  terminal_.Must("attest init && attest init second.attest");
  terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  terminal_.Must("attest export --to jsonl -o stubs.jsonl");
  terminal_.Must("attest --case second.attest add stubs.jsonl");
  const ProvDocument first = Export();
  const ProvDocument second = Export("--case second.attest");
  size_t stubs = 0;
  for (const auto& [name, record] : first.entities) {
    if (!record.contains("attest:withheld")) continue;
    ++stubs;
    const auto found = second.entities.find(name);
    ASSERT_NE(found, second.entities.end()) << name;
    EXPECT_EQ(found->second["attest:withheld"], record["attest:withheld"]);
    EXPECT_EQ(name.rfind("case:%23", 0), 0u) << name;
  }
  EXPECT_GE(stubs, 1u);
  EXPECT_EQ(KeysOf(first.entities, "attest:Claim"),
            KeysOf(second.entities, "attest:Claim"));
}

TEST_F(ExportProvTest, RealReportsBreakNoRule) {
  if (terminal_.Run("test -d $SHARED/seedcase").exit_code != 0) {
    GTEST_SKIP() << "no seedcase beside the project";
  }
  terminal_.Must("attest init && attest add $SHARED/seedcase/*.jsonl");
  const ProvDocument document = Export();
  EXPECT_EQ(KeysOf(document.entities, "attest:Claim").size(), 34u);
  EXPECT_EQ(KeysOf(document.entities, "attest:Report").size(), 5u);
}

TEST_F(ExportProvTest, ARedactionInvalidates) {
  Make(RandomCase(3));
  terminal_.Must("attest redact --reason order clm:7 src:2 'place:1'");
  ProvDocument document = Export();
  const auto invalidated =
      PairsOf(document, "wasInvalidatedBy", "prov:entity", "prov:activity");
  size_t redacted = 0;
  for (const auto& [name, record] : document.entities) {
    if (record.value("attest:withheld", "") != "redacted") continue;
    ++redacted;
    EXPECT_FALSE(record.contains("prov:label")) << name;
    size_t times = 0;
    for (const auto& [entity, activity] : invalidated) {
      times += entity == KeyInProvName(name) ? 1 : 0;
    }
    EXPECT_EQ(times, 1u) << name;
  }
  EXPECT_GE(redacted, 2u);
}

// A part by any choice refers to nothing that is not in it.
TEST_F(ExportProvTest, PartsAreWhole) {
  Make(RandomCase(21));
  const Json whole = terminal_.Document("corroborate");
  for (const std::string& choice :
       {std::string("place:1"), std::string("place:1 --hops 2"),
        std::string("rpt:2"), std::string("clm:3 src:1"),
        std::string("--verdict contested"),
        std::string("--query 'MATCH (c:Claim) RETURN c LIMIT 3'"),
        std::string("--as-of 30"),
        whole["statements"][0]["statement"].get<std::string>()}) {
    const ProvDocument document = Export(choice);
    EXPECT_TRUE(document.entities.contains("log:head")) << choice;
  }
  // An empty case is a document, too.
  terminal_.Must("rm -rf case.attest && attest init");
  EXPECT_EQ(Export().json["bundle"].size(), 0u);
}

// Which only the texts of two reports show.
TEST_F(ExportProvTest, DependenceInTextsIsInferred) {
  std::string words;
  for (int i = 0; i < 90; ++i) absl::StrAppend(&words, "word", i * 7919, " ");
  const auto report = [&](const std::string& id, const std::string& day) {
    return Json{{"type", "report"}, {"id", id},      {"source", "src:a"},
                {"title", id},      {"text", words}, {"published", day}};
  };
  const auto claim = [](const std::string& id, const std::string& in) {
    return Json{{"type", "claim"},
                {"id", id},
                {"report", in},
                {"subject", "person:x"},
                {"predicate", "holds_rank"},
                {"value", "colonel"}};
  };
  Make(
      {{{"type", "source"}, {"id", "src:a"}, {"name", "A"}, {"kind", "outlet"}},
       {{"type", "entity"},
        {"id", "person:x"},
        {"kind", "person"},
        {"name", "X"}},
       report("rpt:first", "2020-01-01"),
       report("rpt:later", "2020-02-01"),
       claim("clm:1", "rpt:first"),
       claim("clm:2", "rpt:later")});
  ProvDocument document = Export();
  size_t inferred = 0;
  for (const Json& one : document.relations["wasDerivedFrom"]) {
    if (one.value("attest:basis", "") != "inferred") continue;
    ++inferred;
    EXPECT_EQ(one["prov:generatedEntity"], "case:rpt%3Alater");
    EXPECT_EQ(one["prov:usedEntity"], "case:rpt%3Afirst");
  }
  EXPECT_EQ(inferred, 1u);
}

}  // namespace
}  // namespace attest
