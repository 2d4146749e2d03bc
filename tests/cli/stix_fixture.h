// Exports cases as STIX and compares what goes out with what must.

#ifndef ATTEST_TESTS_CLI_STIX_FIXTURE_H_
#define ATTEST_TESTS_CLI_STIX_FIXTURE_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_case.h"
#include "tests/cli/stix_checker.h"
#include "tests/cli/stix_expected.h"
#include "tests/cli/terminal.h"

namespace attest {

class ExportStixTest : public ::testing::Test {
 protected:
  using Json = nlohmann::json;
  using Said = ExpectedStix::Said;

  void Make(const std::vector<Json>& lines) {
    terminal_.Write("case.jsonl", TextOf(lines));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add case.jsonl");
  }

  StixDocument Export(const std::string& arguments = "") {
    StixDocument document =
        ReadStix(terminal_.Must("attest export --to stix " + arguments));
    EXPECT_THAT(document.problems, ::testing::IsEmpty()) << arguments;
    return document;
  }

  // Compares what goes out with what must.
  void ExpectForms(const std::vector<Json>& lines,
                   std::map<std::string, size_t>& forms) {
    const ExpectedStix expected(terminal_, lines);
    StixDocument document = Export();
    std::map<Said, std::string> found;
    std::map<std::string, std::vector<Json>> on;  // opinions and the like
    for (const auto& [id, object] : document.objects) {
      const Json facts = FactsOf(object);
      if (facts.value("record", "") == "claim") {
        for (const Json& target : object["object_refs"]) {
          on[target].push_back(object);
        }
      } else if (facts.value("record", "") == "statement") {
        const Said said = expected.SaidBy(facts);
        EXPECT_TRUE(found.emplace(said, object["type"]).second) << object;
      }
    }
    for (const auto& [said, claims] : expected.said()) {
      const std::string form = expected.FormOf(said);
      if (form == "either") {
        EXPECT_TRUE(found.contains(said));
      } else {
        EXPECT_EQ(found.contains(said) ? found[said] : "", form)
            << ::testing::PrintToString(said);
      }
      ++forms[form];
    }
    for (const auto& [id, object] : document.objects) {
      const Json facts = FactsOf(object);
      if (facts.value("record", "") != "statement") continue;
      ExpectClaims(expected, object, facts, on[id], document);
      ExpectConflicts(expected, facts, document);
      ExpectSpan(expected, object, facts);
    }
  }

  static void ExpectConflicts(const ExpectedStix& expected, const Json& facts,
                              const StixDocument& document) {
    std::set<std::string> have;
    for (const Json& other :
         facts.value("conflicts_with_refs", Json::array())) {
      have.insert(FactsOf(document.objects.at(other))["key"]);
    }
    std::set<std::string> want;
    if (facts["verdict"] == "contested" ||
        expected.IsOfOneOrigin(expected.SaidBy(facts))) {
      want = expected.ConflictsOf(expected.SaidBy(facts));
    }
    for (const std::string& key : have) EXPECT_TRUE(want.contains(key)) << key;
    for (const auto& [id, object] : document.objects) {
      if (!want.contains(FactsOf(object).value("key", ""))) continue;
      EXPECT_TRUE(have.contains(FactsOf(object)["key"])) << object;
    }
  }

  // A state begins and ends where every claim of it says so, to the day.
  static void ExpectSpan(const ExpectedStix& expected, const Json& object,
                         const Json& facts) {
    bool is_real = object["type"] == "relationship";
    for (const Json& claim : expected.said().at(expected.SaidBy(facts))) {
      is_real &= !expected.Goes(claim) || claim.contains("real_ends") ||
                 claim.value("stance", "asserts") != "asserts";
    }
    const std::string valid = facts.value("valid", "");
    const bool is_state = is_real && facts["predicate"] == "member_of" &&
                          valid.find('/') != std::string::npos;
    EXPECT_EQ(object.value("start_time", ""), is_state && valid.find('/') == 10
                                                  ? "2019-01-02T00:00:00.000Z"
                                                  : "")
        << object;
    EXPECT_EQ(object.value("stop_time", ""),
              is_state ? "2020-03-04T23:59:59.999Z" : "")
        << object;
  }

  static void ExpectClaims(const ExpectedStix& expected, const Json& object,
                           const Json& facts, const std::vector<Json>& on,
                           const StixDocument& document) {
    const Said said = expected.SaidBy(facts);
    std::multiset<std::string> want;
    size_t doubts = 0;
    for (const Json& claim : expected.said().at(said)) {
      if (!expected.Goes(claim)) continue;
      want.insert(claim["id"]);
      doubts +=
          claim.value("stance", "") == "doubts" && expected.IsReported(said);
    }
    std::multiset<std::string> have;
    for (const Json& claim : facts["claims"]) {
      have.insert(claim["key"]);
      if (!claim.contains("report_ref")) continue;
      // A report refers to what it says.
      const Json& refs =
          document.objects.at(claim["report_ref"])["object_refs"];
      EXPECT_NE(std::find(refs.begin(), refs.end(), object["id"]), refs.end());
    }
    EXPECT_EQ(have, want);
    size_t opinions = 0;
    for (const Json& beside : on) {
      opinions += beside["type"] == "opinion";
      doubts -= beside["labels"][1] == "doubt";
    }
    EXPECT_EQ(opinions, expected.OpinionsOn(said).value_or(opinions)) << object;
    EXPECT_EQ(doubts, 0u) << object;
    const std::string text =
        object.value(object["type"] == "note" ? "content" : "description", "");
    EXPECT_THAT(text, ::testing::HasSubstr("Verdict: "));
    EXPECT_THAT(text,
                ::testing::ContainsRegex(
                    "report|conclude|den(y|ies)|doubt|gives? no comment"));
  }

  Terminal terminal_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_STIX_FIXTURE_H_
