// What an export holds, against what the other verbs say of random cases, whose
// seeds are printed.

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/table_reader.h"
#include "gtest/gtest.h"
#include "tests/cli/random_table_case.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;

class ExportPartsTest : public ::testing::TestWithParam<uint32_t> {
 protected:
  void SetUp() override {
    terminal_.Must("attest init first.attest");
    terminal_.Set("ATTEST_CASE", "first.attest");
    terminal_.Write("case.jsonl", RandomTableCase(GetParam()));
    terminal_.Must("attest add case.jsonl");
  }

  // The keys of records, by their events.
  std::map<uint64_t, std::string> Keys() {
    std::map<uint64_t, std::string> keys;
    const Json log = terminal_.Document("log");
    for (const Json& event : log["events"]) {
      if (!event["key"].is_string()) continue;
      const std::string type = event["type"];
      if (type == "source" || type == "report" || type == "entity" ||
          type == "claim") {
        keys[event["event"]] = event["key"];
      }
    }
    return keys;
  }

  // The keys of what was noted last to have been handed out.
  std::set<std::string> HandedOut(const std::map<uint64_t, std::string>& keys) {
    const std::vector<std::string> notes =
        absl::StrSplit(terminal_.Read("first.attest/handed_out.jsonl"), '\n',
                       absl::SkipEmpty());
    std::set<std::string> handed_out;
    const Json note = Json::parse(notes.back(), nullptr, false);
    for (const Json& range : note["events"]) {
      for (uint64_t event = range[0]; event < range[1]; ++event) {
        const auto key = keys.find(event);
        if (key != keys.end()) handed_out.insert(key->second);
      }
    }
    return handed_out;
  }

  std::set<std::string> IdsIn(const std::string& name) {
    std::set<std::string> ids;
    auto table = TableReader::Open(absl::StrCat(terminal_.folder(), "/", name));
    EXPECT_TRUE(table.ok()) << table.status();
    while (table.ok() && (*table)->Next().value_or(false)) {
      ids.insert(std::string((*table)->cell(0)));
    }
    return ids;
  }

  // The statements of a case by their keys.
  std::map<std::string, Json> Statements(const std::string& name) {
    std::map<std::string, Json> statements;
    const Json document =
        terminal_.Document(absl::StrCat("--case ", name, " corroborate"));
    for (const Json& statement : document["statements"]) {
      statements[statement["statement"]] = statement;
    }
    return statements;
  }

  Terminal terminal_;
};

// A redaction says whom to call back: by what was noted.
TEST_P(ExportPartsTest, EveryKeyInAFileIsNotedAsHandedOut) {
  const std::map<uint64_t, std::string> keys = Keys();
  const std::string person =
      RandomTableCase(GetParam()).find("person:qe0q") == std::string::npos
          ? "qe0q"
          : "person:qe0q";
  for (const std::string what :
       {"jsonl", "claims-csv", "graphml", "nodes-edges-csv", "geojson", "dot",
        "prov", "html"}) {
    for (const std::string options : {"--include restricted", ""}) {
      SCOPED_TRACE(absl::StrCat("seed ", GetParam(), " ", what, " ", options));
      terminal_.Must("rm -rf out");
      const Output output = terminal_.Run(
          absl::StrCat("attest export --to ", what, " -o out ", options, " ",
                       what == "html" ? person : ""));
      if (what == "html" && output.exit_code != 0) continue;  // it is withheld
      ASSERT_EQ(output.exit_code, 0) << output.err;
      const std::string text =
          terminal_.Must("if test -d out; then cat out/*; else cat out; fi");
      const std::set<std::string> handed_out = HandedOut(keys);
      for (const auto& [event, key] : keys) {
        if (absl::StrContains(text, key)) {
          EXPECT_TRUE(handed_out.contains(key)) << key << " is not noted";
        }
      }
    }
  }
}

// A part has every claim of the statements that are chosen, and with those that
// bear on them these stand elsewhere as they do here.
TEST_P(ExportPartsTest, APartHoldsWhatTryingEveryStatementGives) {
  const std::map<std::string, Json> all = Statements("first.attest");
  terminal_.Must(
      "attest export --to claims-csv --include restricted -o all.csv");
  const std::set<std::string> rows_of_all = IdsIn("all.csv");
  for (const auto& [event, key] : Keys()) {
    if (!absl::StrContains(key, "qe")) continue;
    for (const int hops : {1, 2}) {
      SCOPED_TRACE(absl::StrCat("seed ", GetParam(), " ", key, " ", hops));
      std::set<std::string> chosen;
      std::set<std::string> reached = {key};
      for (int hop = 0; hop < hops; ++hop) {
        std::set<std::string> next = reached;
        for (const auto& [statement, json] : all) {
          std::set<std::string> about;
          for (const char* part : {"subject", "object", "place"}) {
            if (json[part].is_string()) about.insert(json[part]);
          }
          bool touches = false;
          for (const std::string& entity : about) {
            touches = touches || reached.contains(entity);
          }
          if (!touches) continue;
          chosen.insert(statement);
          next.insert(about.begin(), about.end());
        }
        reached = next;
      }
      const Json told = terminal_.Document(
          absl::StrCat("export --to claims-csv --include restricted -o "
                       "part.csv --hops ",
                       hops, " '", key, "'"));
      const std::set<std::string> rows = IdsIn("part.csv");
      for (const std::string& id : rows) {
        EXPECT_TRUE(rows_of_all.contains(id)) << id;
      }
      for (const std::string& statement : chosen) {
        for (const char* side : {"supporting", "opposing", "doubting"}) {
          for (const Json& claim : all.at(statement)[side]) {
            EXPECT_EQ(rows.contains(claim), rows_of_all.contains(claim))
                << claim << " of " << statement;
          }
        }
      }
      if (told["resting_on_left_out"] > 0 || rows.empty()) continue;
      terminal_.Must(
          "rm -rf part.attest && attest init part.attest && attest --case "
          "part.attest import --from claims-csv part.csv");
      const std::map<std::string, Json> part = Statements("part.attest");
      for (const std::string& statement : chosen) {
        const Json& here = all.at(statement);
        if (here["verdict"] == "retracted" ||
            here["verdict"] == "unsupported") {
          continue;
        }
        // It may be one that other claims stand for, and none of its own.
        const auto there = part.find(statement);
        if (there == part.end()) continue;
        EXPECT_EQ(here["verdict"], there->second["verdict"]) << statement;
        EXPECT_EQ(here["lines"], there->second["lines"]) << statement;
      }
    }
  }
}

TEST_P(ExportPartsTest, AVerdictAndAQueryChooseWhatTheySay) {
  const std::map<std::string, Json> all = Statements("first.attest");
  terminal_.Must(
      "attest export --to claims-csv --include restricted -o all.csv");
  const std::set<std::string> rows_of_all = IdsIn("all.csv");
  for (const char* verdict : {"single_line", "likely", "contested"}) {
    SCOPED_TRACE(absl::StrCat("seed ", GetParam(), " ", verdict));
    terminal_.Must(absl::StrCat(
        "attest export --to claims-csv --include restricted -o part.csv "
        "--verdict ",
        verdict));
    const std::set<std::string> rows = IdsIn("part.csv");
    for (const auto& [statement, json] : all) {
      if (json["verdict"] != verdict) continue;
      for (const Json& claim : json["supporting"]) {
        EXPECT_EQ(rows.contains(claim), rows_of_all.contains(claim)) << claim;
      }
    }
  }
  terminal_.Must(
      "attest export --to claims-csv --include restricted -o part.csv --query "
      "'MATCH (c:Claim) RETURN c'");
  EXPECT_EQ(IdsIn("part.csv"), rows_of_all);
  const Output values = terminal_.Run(
      "attest export --to claims-csv --query 'MATCH (c:Claim) RETURN c.id'");
  EXPECT_EQ(values.exit_code, 2) << values.err;
  EXPECT_TRUE(values.out.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ExportPartsTest,
                         ::testing::Range<uint32_t>(1, 4));

}  // namespace
}  // namespace attest
