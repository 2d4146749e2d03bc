// The JSON that other programs rely on: each document has the fields that the
// command line promises, with their types, and no others than are named here.

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/document_shape.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

// What a statement says and who says so, and the names that a reader is spared
// to look up.
constexpr char kStatementFields[] =
    "statement:text subject:text predicate:text object:text? value:any "
    "valid:text? place:text? supporting:list opposing:list doubting:list "
    "not_counted:list citations:count reports:count publishers:count "
    "subject_name:text? object_name?:text? place_name?:text? undated?:flag";

// What a statement says, alone.
constexpr char kSaidFields[] =
    "statement:text subject:text predicate:text object:text? value:any "
    "valid:text? place:text? subject_name:text? object_name?:text? "
    "place_name?:text? ";

constexpr char kClaimFields[] =
    "claim:text event:count leaf_hash:hash report:text report_sha256:hash? "
    "text_sha256:hash? quote:object? citation:object? as_stated:text? "
    "place:text? attribution:list upstream:list dependence:list "
    "extracted_by:object? recorded_at:time by:text retracted_by:count? "
    "assessments:list "
    "statement:text stance:text hedge:text live:flag standing:text title:text? "
    "published:text? publisher:text publisher_name:text? valid:text? "
    "rests_on:list note:text? report_event:count report_leaf_hash:hash "
    "report_recorded_at:time report_by:text fallen:list "
    "upstream_withheld?:count dependence_withheld?:count "
    "rests_on_withheld?:count fallen_withheld?:count";

constexpr char kEventFields[] =
    "event:count type:text key:text? by:text recorded_at:time reason:text? "
    "leaf_hash:hash record:object withheld?:text";

// What says how well a statement stands.
constexpr char kStandingFields[] =
    " verdict:text lines:object opposing_lines:object conflicts_with:list "
    "differs:list";

// The account of a statement.
constexpr char kAccountFields[] =
    " same_origin:flag origins:list unknown_origins:list single_points:list "
    "weakest_cut:list? cycles:list minimal_flip:list? ratings:list ledger:list "
    "source_names:object weakest_cut_withheld?:count "
    "minimal_flip_withheld?:count minimal_flip_given_up?:flag";

void ExpectClaims(const Json& claims) {
  ExpectEach(claims, kClaimFields);
  for (const Json& claim : claims) {
    if (claim["quote"].is_object()) {
      ExpectShape(claim["quote"], "exact:text bytes:range? code_points:range?");
    }
    for (const Json& speaker : claim["attribution"]) {
      ExpectShape(speaker, "source:text name:text basis:text said:text?");
    }
  }
}

void ExpectLines(const Json& lines) {
  ExpectShape(lines, "low:count best:count high:count at_least?:flag");
  EXPECT_LE(lines["low"], lines["best"]);
  EXPECT_LE(lines["best"], lines["high"]);
}

// That `changes` says how the one answer is not the other.
void ExpectChanges(const Json& changes, std::map<std::string, Json> before,
                   std::map<std::string, Json> after) {
  std::set<std::string> changed;
  for (const auto& [key, verdict] : before) {
    if (verdict != after[key]) changed.insert(key);
  }
  for (const auto& [key, verdict] : after) {
    if (verdict != before[key]) changed.insert(key);
  }
  std::set<std::string> told;
  for (const Json& one : changes) {
    told.insert(one["statement"]);
    EXPECT_EQ(one["from"], before[one["statement"]]);
    EXPECT_EQ(one["to"], after[one["statement"]]);
  }
  EXPECT_EQ(told, changed);
}

// The statements of `corroborate`.
void ExpectAccounts(const Json& statements) {
  ASSERT_FALSE(statements.empty());
  for (const Json& statement : statements) {
    std::string fields =
        absl::StrCat(kStatementFields, kStandingFields, kAccountFields);
    // One in a form nobody stated has no key.
    absl::StrReplaceAll({{"statement:text ", "statement:text? "}}, &fields);
    ExpectShape(statement, fields);
    ExpectLines(statement["lines"]);
    ExpectLines(statement["opposing_lines"]);
    for (const Json& entry : statement["ledger"]) {
      ExpectShape(
          entry,
          "claim:text counts:flag line:count? origin:text? "
          "conduits:list passage:object? hedge:text reason:text? chain:list "
          "report:text report_title:text? event:count inferred:list");
    }
    for (const char* others : {"conflicts_with", "differs"}) {
      for (const Json& other : statement[others]) {
        ExpectShape(other, "statement:text reason:text");
      }
    }
  }
}

class JsonContractTest : public ::testing::Test {
 protected:
  JsonContractTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  // The verdicts in the answer to `arguments`, by statement.
  [[nodiscard]] std::map<std::string, Json> VerdictsOf(
      const std::string& arguments) const {
    const Json document = terminal_.Document(arguments);
    std::map<std::string, Json> verdicts;
    for (const Json& one : document["statements"]) {
      verdicts[one["statement"]] = one["verdict"];
    }
    return verdicts;
  }

  Terminal terminal_;
};

TEST_F(JsonContractTest, Stats) {
  const Json stats = terminal_.Document("stats");
  ExpectDocument(stats,
                 "events:count sources:count reports:count entities:count "
                 "claims:count statements:count retractions:count "
                 "assessments:count identities:count amendments:count "
                 "redactions:count root:root dependences:count "
                 "predicates:count");
  EXPECT_EQ(stats["events"], stats["applied_through"]);
  EXPECT_EQ(stats["claims"], 55);
}

TEST_F(JsonContractTest, CheckOfGoodFiles) {
  const Json before = terminal_.Document("stats");
  const Json check = terminal_.Document("check $CASES/two_colleagues/a.jsonl");
  ExpectDocument(check, "errors:list error_count:count files:list");
  EXPECT_EQ(check["error_count"], 0);
  EXPECT_TRUE(check["errors"].empty());
  ExpectEach(check["files"],
             "file:text lines:count new_events:count already_present:count "
             "errors:count");
  EXPECT_EQ(terminal_.Document("stats"), before);
}

TEST_F(JsonContractTest, CheckOfBadFiles) {
  const Json check = terminal_.Document(
      "check $CASES/bad/predicate_unknown.jsonl $CASES/bad/unknown_field.jsonl",
      3);
  ExpectDocument(check, "errors:list error_count:count files:list");
  EXPECT_EQ(check["error_count"], 2);
  ExpectEach(check["errors"],
             "file:text line:count column:count field:text? what:text "
             "got:text? want:text? suggestion?:text");
  EXPECT_THAT(check["errors"][0]["file"].get<std::string>(),
              HasSubstr("predicate_unknown.jsonl"));
}

TEST_F(JsonContractTest, Add) {
  const Json add = terminal_.Document(
      "add $CASES/one_report/case.jsonl "
      "$CASES/two_colleagues/a.jsonl",
      3);
  // The first file defines keys of the case with other content.
  ExpectDocument(add,
                 "events_appended:count first_index:count? "
                 "already_present:count rejected:count files:list "
                 "errors:list error_count:count");
  ExpectEach(add["files"], "file:text lines:count sha256:hash");
  EXPECT_EQ(add["files"].size(), 2u);
}

TEST_F(JsonContractTest, AddOfTheSameFileAgain) {
  const Json add = terminal_.Document("add $CASES/river_crossing/case.jsonl");
  ExpectDocument(add,
                 "events_appended:count first_index:count? "
                 "already_present:count rejected:count files:list");
  EXPECT_EQ(add["events_appended"], 0);
  EXPECT_TRUE(add["first_index"].is_null());
  EXPECT_EQ(add["already_present"], add["files"][0]["lines"]);
}

TEST_F(JsonContractTest, AddNamesTheIndexOfItsFirstEvent) {
  const Json before = terminal_.Document("stats");
  const Json add = terminal_.Document("add $CASES/two_colleagues/b.jsonl");
  EXPECT_EQ(add["first_index"], before["events"]);
  EXPECT_EQ(add["events_appended"], 9);  // eight lines, and the file closed
  EXPECT_EQ(add["applied_through"], before["events"].get<uint64_t>() + 9);
}

TEST_F(JsonContractTest, ShowOfAnEntity) {
  const Json show = terminal_.Document("show person:haddan-colonel");
  ExpectDocument(show,
                 "key:text type:text fields:object names:list statements:list "
                 "claims:list history:list identity:object");
  EXPECT_EQ(show["type"], "entity");
  ExpectEach(show["names"], "value:text lang?:text script?:text report?:text");
  ExpectEach(show["statements"],
             absl::StrCat(kStatementFields, kStandingFields));
  ExpectClaims(show["claims"]);
  ExpectEach(show["history"],
             "event:count what:text by:text recorded_at:time key:text? "
             "reason:text? record?:object");
  ExpectShape(show["identity"], "ids:list left_out:list");
}

TEST_F(JsonContractTest, ShowOfASource) {
  const Json show = terminal_.Document("show src:wire");
  ExpectDocument(show,
                 "key:text type:text fields:object names:list statements:list "
                 "claims:list history:list reports:list relayed_by:list "
                 "parts:list");
  EXPECT_EQ(show["type"], "source");
  ExpectEach(show["reports"], "report:text title:text?");
  ExpectEach(terminal_.Document("show src:teacher")["relayed_by"],
             "source:text name:text? claims:count");
}

TEST_F(JsonContractTest, ShowOfAReport) {
  const Json show = terminal_.Document("show rpt:vestnik");
  ExpectDocument(show,
                 "key:text type:text fields:object names:list statements:list "
                 "claims:list history:list upstream:list retracted_by:count?");
  EXPECT_EQ(show["type"], "report");
  ExpectEach(show["upstream"],
             "report?:text source?:text how:text declared:flag");
  uint64_t last = 0;  // claims stand in the order of their passages
  for (const Json& claim : show["claims"]) {
    const auto begin = claim["quote"]["bytes"][0].get<uint64_t>();
    EXPECT_GE(begin, last);
    last = begin;
  }
}

TEST_F(JsonContractTest, ShowOfAClaimAndOfItsStatement) {
  const Json claim = terminal_.Document("show clm:031");
  ExpectDocument(claim,
                 "key:text type:text fields:object names:list statements:list "
                 "claims:list history:list");
  EXPECT_EQ(claim["type"], "claim");
  ExpectClaims(claim["claims"]);
  EXPECT_EQ(claim["claims"][0]["live"], false);
  const std::string key = claim["claims"][0]["statement"];
  const Json statement = terminal_.Document("show " + key);
  ExpectDocument(statement,
                 "key:text type:text fields:object names:list statements:list "
                 "claims:list history:list");
  EXPECT_EQ(statement["type"], "statement");
  ExpectAccounts(statement["statements"]);
  EXPECT_EQ(statement["statements"],
            terminal_.Document("corroborate " + key)["statements"]);
}

TEST_F(JsonContractTest, ListsOfKeysAreSortedByBytes) {
  const Json show = terminal_.Document("show incident:crossing");
  for (const Json& statement : show["statements"]) {
    for (const char* side :
         {"supporting", "opposing", "doubting", "not_counted"}) {
      const auto keys = statement[side].get<std::vector<std::string>>();
      EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end())) << statement;
    }
  }
}

TEST_F(JsonContractTest, Find) {
  const Json find = terminal_.Document("find haddan");
  ExpectDocument(find, "matches:list");
  ExpectEach(find["matches"],
             "key:text type:text kind:text? name:text matched:text");
}

TEST_F(JsonContractTest, Path) {
  const Json path =
      terminal_.Document("path person:haddan-colonel place:tell-rawan");
  ExpectDocument(path, "steps:list found:flag");
  ExpectEach(
      path["steps"],
      "from:text statement:text predicate:text to:text reversed:flag "
      "claims:list hedges:object verdict:text from_name:text to_name:text");
}

TEST_F(JsonContractTest, Corroborate) {
  const Json all = terminal_.Document("corroborate");
  ExpectDocument(all, "statements:list rings:list");
  // Statements that became one by identity are shown once.
  EXPECT_LE(all["statements"].size(),
            terminal_.Document("stats")["statements"]);
  ExpectAccounts(all["statements"]);
  std::set<std::string> verdicts;
  for (const Json& statement : all["statements"]) {
    verdicts.insert(statement["verdict"].get<std::string>());
  }
  for (const std::string& verdict : verdicts) {
    const Json some =
        terminal_.Document(absl::StrCat("corroborate --verdict ", verdict));
    EXPECT_FALSE(some["statements"].empty()) << verdict;
    for (const Json& statement : some["statements"]) {
      EXPECT_EQ(statement["verdict"], verdict);
    }
  }
  EXPECT_GE(verdicts.size(), 3u);
}

TEST_F(JsonContractTest, CorroborateByKeyAgreesWithTheWholeCase) {
  const Json all = terminal_.Document("corroborate")["statements"];
  for (const Json& statement : all) {
    const std::string key = statement["statement"];
    EXPECT_EQ(terminal_.Document("corroborate " + key)["statements"],
              Json::array({statement}));
  }
}

TEST_F(JsonContractTest, CorroborateOfAStatementInAFormNobodyStated) {
  const Json asked = terminal_.Document(
      R"(corroborate --statement '{"subject": "incident:crossing", )"
      R"("predicate": "injured_count", "value": {"at_least": 1}}')");
  ExpectDocument(asked, "statements:list rings:list");
  ExpectAccounts(asked["statements"]);
  EXPECT_TRUE(asked["statements"][0]["statement"].is_null());
  EXPECT_EQ(asked["statements"][0]["value"]["at_least"], 1);
}

TEST_F(JsonContractTest, Compare) {
  const Json compared =
      terminal_.Document("compare rpt:wire rpt:courier-reprint");
  ExpectDocument(compared,
                 "a:text b:text agree:list disagree:list only_a:list "
                 "only_b:list dependence:object a_title:text? b_title:text?");
  ExpectEach(compared["agree"], "a:object b:object relation:text reason:text");
  ExpectEach(Json::array({compared["agree"][0]["a"]}),
             "statement:text subject:text predicate:text object:text? "
             "value:any valid:text? place:text? subject_name:text? "
             "object_name?:text? place_name?:text? verdict:text stance:text "
             "claims:list hedges:object");
  const Json& dependence = compared["dependence"];
  ExpectShape(dependence, "declared:object? text:object?");
  ExpectShape(dependence["declared"], "from:text? on:text? path:list");
  ExpectEach(dependence["declared"]["path"],
             "of:text? on:text? how:text declared:flag event?:count");
  ExpectShape(dependence["text"],
              "containment_a_in_b:any containment_b_in_a:any passages:list");
  ExpectEach(dependence["text"]["passages"], "a:range b:range text:text");
}

TEST_F(JsonContractTest, Trace) {
  const Json trace = terminal_.Document("trace clm:010");
  ExpectDocument(trace, "key:text statements:list claims:list");
  ExpectClaims(trace["claims"]);
  EXPECT_EQ(trace["claims"].size(), 1u);
  ExpectEach(trace["statements"], absl::StrCat(kSaidFields, "verdict:text"));
  ExpectEach(trace["claims"][0]["upstream"],
             "of:text? report?:text source?:text how:text declared:flag "
             "event?:count");
  ExpectEach(terminal_.Document("trace clm:031")["claims"][0]["fallen"],
             "event:count type:text target:text how?:text "
             "superseded_by?:text by:text recorded_at:time reason:text?");
  ExpectEach(terminal_.Document("trace clm:022")["claims"][0]["dependence"],
             "event:count from:text on:text how:text judgement:text by:text "
             "reason:text?");
  ExpectEach(terminal_.Document("trace clm:001")["claims"][0]["assessments"],
             "event:count scheme:text value:text by:text reason:text?");
}

TEST_F(JsonContractTest, TraceOfAQuoteCutsItOutOfTheText) {
  const Json claim = terminal_.Document("trace clm:010")["claims"][0];
  const Json range = claim["quote"]["bytes"];
  const std::string cut = terminal_.Must(
      absl::StrCat("tail -c +", range[0].get<uint64_t>() + 1,
                   " $CASES/river_crossing/reports/vestnik.ru.txt | head -c ",
                   range[1].get<uint64_t>() - range[0].get<uint64_t>()));
  EXPECT_EQ(cut, claim["quote"]["exact"]);
  const std::string hash = terminal_.Must(
      "sha256sum < $CASES/river_crossing/reports/vestnik.ru.txt");
  EXPECT_EQ(hash.substr(0, 64), claim["report_sha256"]);
}

TEST_F(JsonContractTest, Log) {
  const Json log = terminal_.Document("log --unseal");
  ExpectDocument(log, "events:list");
  ExpectEach(log["events"], kEventFields);
  EXPECT_EQ(log["events"].size(), log["applied_through"].get<size_t>());
  const Json part = terminal_.Document("log --from 3 --to 5");
  ASSERT_EQ(part["events"].size(), 2u);
  EXPECT_EQ(part["events"][0]["event"], 3);
}

TEST_F(JsonContractTest, Impact) {
  const Json impact = terminal_.Document("impact src:wire");
  ExpectDocument(impact,
                 "key:text type:text fallen:flag verdicts:list lost:list "
                 "descendants:list derivations:list");
  ExpectEach(impact["verdicts"],
             absl::StrCat(kSaidFields, "from:text? to:text?"));
  ExpectEach(impact["derivations"], "key:text of:text? how:text declared:flag");
  EXPECT_EQ(impact["descendants"].size(), impact["derivations"].size());
  EXPECT_FALSE(impact["lost"].empty());
  // As `corroborate` says it, with and without.
  ExpectChanges(impact["verdicts"], VerdictsOf("corroborate"),
                VerdictsOf("corroborate --without src:wire"));
  ExpectDocument(terminal_.Document("impact src:wire clm:001"), "impacts:list");
}

TEST_F(JsonContractTest, History) {
  const Json history = terminal_.Document("history clm:001");
  ExpectDocument(history, "key:text events:list withheld?:count");
  ExpectEach(history["events"], kEventFields);
  EXPECT_EQ(history["events"][0]["key"], "clm:001");
}

TEST_F(JsonContractTest, Diff) {
  const uint64_t end = terminal_.Document("stats")["events"];
  terminal_.Must("attest retract rpt:wire --reason why");
  terminal_.Must("attest same person:selwan person:terzan");
  const Json diff = terminal_.Document(absl::StrCat("diff ", end));
  ExpectDocument(diff, "from:count to:count statements:list identities:list");
  EXPECT_EQ(diff["from"], end);
  EXPECT_EQ(diff["to"], end + 2);
  EXPECT_EQ(diff["applied_through"], end + 2);
  ExpectEach(diff["statements"], absl::StrCat(kSaidFields,
                                              "from:text? to:text? events:list "
                                              "events_withheld?:count"));
  ExpectEach(diff["identities"],
             "from:list to:list events:list events_withheld?:count");
  EXPECT_EQ(diff["identities"][0]["events"], Json::array({end + 1}));
  ExpectChanges(diff["statements"],
                VerdictsOf(absl::StrCat("corroborate --as-of ", end)),
                VerdictsOf("corroborate"));
}

TEST_F(JsonContractTest, Verify) {
  const Json verify = terminal_.Document("verify");
  ExpectDocument(verify,
                 "ok:flag events:count root:root? checkpoint_size:count? "
                 "redacted:count checked:object problems:list "
                 "key_rotations:list timestamps:list");
  EXPECT_EQ(verify["ok"], true);
  ExpectShape(verify["checked"],
              "payloads:count leaf_hashes:count tree:flag checkpoint:flag "
              "report_contents:count key_rotations:count timestamps:count");
  EXPECT_EQ(verify["checked"]["payloads"], verify["events"]);
  EXPECT_EQ(verify["root"], terminal_.Document("stats")["root"]);
}

TEST_F(JsonContractTest, Decisions) {
  const Json decided = terminal_.Document(
      "retract clm:001 clm:002 --how withdrawn --reason why");
  constexpr char kDecided[] =
      "events_appended:count first_index:count keys:list ";
  const std::string review =
      absl::StrCat(kDecided, "descendants:list derivations:list");
  ExpectDocument(decided, review);
  EXPECT_EQ(decided["keys"].size(), 2u);
  const Json report = terminal_.Document("retract rpt:wire --reason why");
  ExpectDocument(report, review);
  ExpectDocument(terminal_.Document("assess src:wire --value rejected"),
                 review);
  ExpectDocument(terminal_.Document("assess src:wire --value accepted"),
                 kDecided);
  ExpectEach(report["derivations"], "key:text of:text? how:text declared:flag");
  const Json again = terminal_.Document("retract clm:001 --reason why");
  EXPECT_NE(again["keys"][0], decided["keys"][0]);
}

TEST_F(JsonContractTest, InitAndCheckpoint) {
  ExpectDocument(terminal_.Document("init other.attest"),
                 "case:text origin:text verifier_key:text checkpoint:text");
  const Json checkpoint = terminal_.Document("checkpoint");
  ExpectDocument(checkpoint,
                 "origin:text tree_size:count root:root note:text "
                 "verifier_key:text");
  EXPECT_EQ(checkpoint["root"], terminal_.Document("stats")["root"]);
}

TEST_F(JsonContractTest, SeveralKeysAreRowsOfOneDocument) {
  ExpectDocument(terminal_.Document("show clm:001 clm:002"), "shown:list");
  ExpectDocument(terminal_.Document("trace clm:001 clm:002"), "traced:list");
}

TEST_F(JsonContractTest, EveryAnswerNamesThePositionAskedFor) {
  const uint64_t end = terminal_.Document("stats")["events"];
  terminal_.Must("attest same person:selwan person:terzan");
  for (const char* verb :
       {"stats", "show person:selwan", "find selwan",
        "path person:selwan org:army", "trace clm:027", "log", "corroborate",
        "impact clm:027", "history person:selwan", "diff 5",
        "query 'RETURN 1'"}) {
    EXPECT_EQ(terminal_.Document(
                  absl::StrCat(verb, " --as-of ", end))["applied_through"],
              end)
        << verb;
    EXPECT_EQ(terminal_.Document(verb)["applied_through"], end + 1) << verb;
  }
}

}  // namespace
}  // namespace attest
