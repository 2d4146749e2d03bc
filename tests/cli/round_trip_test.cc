// What is exported can be added to an empty case and gives the same answers,
// but for event numbers, recording times, the root and what was withheld.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Fixture {
  std::string name;
  std::string make;  // commands that make first.attest
};

std::ostream& operator<<(std::ostream& out, const Fixture& fixture) {
  return out << fixture.name;
}

// Members that may differ between a case and what was made of its export.
bool MayDiffer(const std::string& name) {
  static const std::set<std::string>* const kNames = new std::set<std::string>{
      "applied_through",    "different",    "event",        "leaf_hash",
      "recorded",           "recorded_at",  "report_event", "report_leaf_hash",
      "report_recorded_at", "retracted_by", "root"};
  return kNames->contains(name);
}

// `json` without what may differ, and without claims that are not shown. Who
// recorded a line stands in the line where it was not who added the file: an
// export writes it always, and the history shows it always.
Json Comparable(const Json& json, bool in_line = false) {
  if (json.is_array()) {
    Json list = Json::array();
    for (const Json& element : json) {
      const bool hidden = element.is_object() && element.contains("claim") &&
                          element.contains("withheld");
      if (!hidden) list.push_back(Comparable(element, in_line));
    }
    return list;
  }
  if (!json.is_object()) return json;
  Json object = Json::object();
  for (const auto& [name, value] : json.items()) {
    if (MayDiffer(name) || (in_line && name == "by")) continue;
    object[name] = Comparable(value, name == "fields" || name == "record");
  }
  return object;
}

std::vector<Json> LinesOf(const std::string& text) {
  std::vector<Json> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    Json json = Json::parse(line, nullptr, false);
    EXPECT_TRUE(json.is_object()) << line;
    json.erase("recorded");
    lines.push_back(std::move(json));
  }
  return lines;
}

// One shell word.
std::string Quoted(const std::string& text) {
  std::string word = "'";
  for (char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

class RoundTripTest : public ::testing::TestWithParam<Fixture> {
 protected:
  void SetUp() override {
    if (absl::StrContains(GetParam().make, "$SHARED") &&
        !fs::exists(ATTEST_SHARED_DIR)) {
      GTEST_SKIP() << "no shared data in " << ATTEST_SHARED_DIR;
    }
    terminal_.Must("attest init first.attest && attest init second.attest");
    terminal_.Set("ATTEST_CASE", "first.attest");
    terminal_.Must(GetParam().make);
  }

  // Exports the first case with `options` and adds that to the second.
  void CopyToSecond(const std::string& options) {
    terminal_.Must(absl::StrCat("mkdir -p one two && attest export --to jsonl ",
                                "-o one/export.jsonl ", options));
    terminal_.Must("attest --case second.attest add one/export.jsonl");
  }

  // The keys of all records of a case, but for decisions.
  [[nodiscard]] std::vector<std::string> Keys(const std::string& name) const {
    std::vector<std::string> keys;
    const Json log = terminal_.Document(absl::StrCat("--case ", name, " log"));
    for (const Json& event : log["events"]) {
      const std::string type = event["type"];
      if (event["key"].is_string() && (type == "source" || type == "report" ||
                                       type == "entity" || type == "claim")) {
        keys.push_back(event["key"]);
      }
    }
    return keys;
  }

  [[nodiscard]] Json Show(const std::string& name,
                          const std::vector<std::string>& keys) const {
    std::string arguments = absl::StrCat("--case ", name, " show");
    for (const std::string& key : keys) arguments += " " + Quoted(key);
    return terminal_.Document(arguments)["shown"];
  }

  [[nodiscard]] Json Ask(const std::string& name,
                         const std::string& question) const {
    return Comparable(
        terminal_.Document(absl::StrCat("--case ", name, " ", question)));
  }

  void ExpectSameAnswer(const std::string& question) const {
    EXPECT_EQ(Ask("first.attest", question), Ask("second.attest", question))
        << question;
  }

  Terminal terminal_;
};

TEST_P(RoundTripTest, AnswersAreTheSame) {
  CopyToSecond("--include restricted --keep-keys");
  const std::vector<std::string> keys = Keys("first.attest");
  ASSERT_GT(keys.size(), 3u);
  const Json first = Show("first.attest", keys);
  const Json second = Show("second.attest", keys);
  ASSERT_EQ(first.size(), second.size());
  std::set<std::string> statements;
  std::set<std::string> names;
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(Comparable(first[i]), Comparable(second[i])) << keys[i];
    for (const Json& statement : first[i]["statements"]) {
      statements.insert(statement["statement"]);
    }
    for (const Json& name : first[i]["names"]) names.insert(name["value"]);
  }
  EXPECT_EQ(
      Comparable(Show("first.attest", {statements.begin(), statements.end()})),
      Comparable(
          Show("second.attest", {statements.begin(), statements.end()})));
  size_t asked = 0;
  for (const std::string& name : names) {
    if (++asked > 10) break;
    ExpectSameAnswer("find " + Quoted(name));
  }
}

TEST_P(RoundTripTest, CountsAreTheSame) {
  CopyToSecond("--include restricted");
  Json first = Ask("first.attest", "stats");
  Json second = Ask("second.attest", "stats");
  first.erase("events");  // each file that was added has one of its own
  second.erase("events");
  EXPECT_EQ(first, second);
}

TEST_P(RoundTripTest, TheSecondExportIsTheFirst) {
  for (const char* options : {"", "--include restricted", "--without-by"}) {
    CopyToSecond(options);
    terminal_.Must(absl::StrCat("attest --case second.attest export --to ",
                                "jsonl -o two/export.jsonl ", options));
    EXPECT_EQ(LinesOf(terminal_.Read("one/export.jsonl")),
              LinesOf(terminal_.Read("two/export.jsonl")))
        << options;
    terminal_.Must(
        "if test -d one/export.jsonl.files; then "
        "diff -r one/export.jsonl.files two/export.jsonl.files; fi; "
        "rm -r one two second.attest && attest init second.attest");
  }
}

TEST_P(RoundTripTest, TwoExportsAgree) {
  EXPECT_EQ(terminal_.Must("attest export --to jsonl"),
            terminal_.Must("attest export --to jsonl"));
}

TEST_P(RoundTripTest, AnExportIsAddedFromAPipe) {
  const Output output = terminal_.Run(
      "attest export --to jsonl --include restricted | "
      "attest --case second.attest add -");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  Json first = Ask("first.attest", "stats");
  Json second = Ask("second.attest", "stats");
  first.erase("events");
  second.erase("events");
  EXPECT_EQ(first, second);
  terminal_.Must("attest --case second.attest verify");
}

TEST_P(RoundTripTest, AddedBackToItsOwnCaseItChangesNothing) {
  const std::string before = terminal_.Must("attest stats");
  terminal_.Must(
      "attest export --to jsonl -o export.jsonl --include restricted");
  terminal_.Must("attest add export.jsonl");
  EXPECT_EQ(terminal_.Must("attest stats"), before);
}

TEST_P(RoundTripTest, AnExportAsOfThePastHasThePastAlone) {
  const uint64_t events = terminal_.Document("stats")["events"];
  const std::string before = terminal_.Must("attest export --to jsonl");
  terminal_.Write("late.jsonl",
                  R"({"type":"source","id":"src:late","name":"Late",)"
                  R"("kind":"outlet"})"
                  "\n");
  terminal_.Must("attest add late.jsonl");
  EXPECT_EQ(
      terminal_.Must(absl::StrCat("attest export --to jsonl --as-of ", events)),
      before);
  EXPECT_NE(terminal_.Must("attest export --to jsonl"), before);
}

const Fixture kFixtures[] = {
    {"one_report", "attest add $CASES/one_report/case.jsonl"},
    // Claims of sealed reports stay out of exports: that is tested below.
    {"river_crossing",
     "cp -r $CASES/river_crossing river && "
     "grep -v informant river/case.jsonl > river/open.jsonl && "
     "attest add river/open.jsonl"},
    {"two_colleagues_a", "attest add $CASES/two_colleagues/a.jsonl"},
    {"two_colleagues_b", "attest add $CASES/two_colleagues/b.jsonl"},
    {"two_colleagues_both",
     "attest add $CASES/two_colleagues/a.jsonl && "
     "attest add $CASES/two_colleagues/b.jsonl --rejects rejects.jsonl"},
    {"decisions_by_hand",
     "attest add $CASES/river_crossing/reports/../../one_report/case.jsonl && "
     "attest retract clm:1 --reason 'first thought' && "
     "attest retract clm:1 --judgement rejected --reason 'second thought' && "
     "attest assess clm:1 --scheme admiralty_credibility --value 2 --by Ana && "
     "attest assess clm:1 --scheme admiralty_credibility --value 3 --by Bo && "
     "attest amend incident:crossing --set name='Crossing of March 2019' && "
     "attest amend src:courier --set name='The Courier' --note 'its new name'"},
    {"seedcase", "attest add $SHARED/seedcase/case.jsonl"},
};

INSTANTIATE_TEST_SUITE_P(Cases, RoundTripTest, ::testing::ValuesIn(kFixtures),
                         [](const auto& param_info) {
                           return param_info.param.name;
                         });

// Restricted and sealed material.
class WithheldTest : public ::testing::Test {
 protected:
  WithheldTest() {
    terminal_.Must("attest init first.attest && attest init second.attest");
    terminal_.Set("ATTEST_CASE", "first.attest");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  Terminal terminal_;
};

constexpr const char* kSealedWords[] = {"Informant",
                                        "src:informant",
                                        "rpt:informant-note",
                                        "clm:050",
                                        "Message from the brigade staff",
                                        "The order to cross"};
constexpr const char* kRestrictedWords[] = {
    "Nurse at the clinic", "src:nurse",           "rpt:nurse-note",
    "Notes of a talk",     "asked that her name", "gave the name Qamlan",
    "She counted seven"};

TEST_F(WithheldTest, NothingWithheldIsInAnExport) {
  const Output output = terminal_.Run("attest export --to jsonl");
  EXPECT_EQ(output.exit_code, 0);
  for (const char* word : kSealedWords) {
    EXPECT_THAT(output.out, Not(HasSubstr(word)));
  }
  for (const char* word : kRestrictedWords) {
    EXPECT_THAT(output.out, Not(HasSubstr(word)));
  }
  EXPECT_THAT(output.err, HasSubstr("lines withheld as stubs: 4"));
  EXPECT_THAT(output.err, HasSubstr("claims of sealed reports left out: 1"));
}

TEST_F(WithheldTest, RestrictedLinesGoOutWhenAskedForAndSealedOnesNever) {
  const Output output =
      terminal_.Run("attest export --to jsonl --include restricted --unseal");
  for (const char* word : kSealedWords) {
    EXPECT_THAT(output.out, Not(HasSubstr(word)));
  }
  for (const char* word : kRestrictedWords) {
    EXPECT_THAT(output.out, HasSubstr(word));
  }
}

TEST_F(WithheldTest, KeysAreKeptWhenAskedForAndNothingElse) {
  const std::string out =
      terminal_.Must("attest export --to jsonl --keep-keys");
  EXPECT_THAT(out, HasSubstr("\"src:nurse\""));
  EXPECT_THAT(out, HasSubstr("\"rpt:informant-note\""));
  EXPECT_THAT(out, Not(HasSubstr("Nurse at the clinic")));
  EXPECT_THAT(out, Not(HasSubstr("The order to cross")));
}

TEST_F(WithheldTest, WithoutByNobodyIsNamed) {
  const std::string out =
      terminal_.Must("attest export --to jsonl --without-by");
  EXPECT_THAT(out, Not(HasSubstr("\"by\":")));
  EXPECT_THAT(out, Not(HasSubstr("Ferro")));
  EXPECT_THAT(out, Not(HasSubstr("tester")));
}

TEST_F(WithheldTest, AStubHasItsLinksAlone) {
  for (const Json& line : LinesOf(terminal_.Must("attest export --to jsonl"))) {
    if (!line.contains("withheld")) continue;
    static const std::set<std::string>* const kAllowed =
        new std::set<std::string>{"type",     "id",        "kind",
                                  "withheld", "source",    "part_of",
                                  "entity",   "anonymous", "derived_from"};
    for (const auto& [name, value] : line.items()) {
      EXPECT_TRUE(kAllowed->contains(name)) << line;
    }
    EXPECT_THAT(line["id"].get<std::string>(),
                ::testing::MatchesRegex("#[0-9a-f]{20}"));
  }
}

TEST_F(WithheldTest, ClaimsOfARestrictedReportKeepAllButTheirWords) {
  terminal_.Must(
      "attest export --to jsonl | attest --case second.attest add -");
  const Json whole = terminal_.Document("show clm:049")["claims"][0];
  const Json sent =
      terminal_.Document("--case second.attest show clm:049")["claims"][0];
  EXPECT_EQ(sent["statement"], whole["statement"]);
  EXPECT_EQ(sent["valid"], whole["valid"]);
  EXPECT_EQ(sent["attribution"][0]["basis"], "eyewitness");
  EXPECT_TRUE(whole["quote"].is_object());
  EXPECT_TRUE(sent["quote"].is_null());
  EXPECT_TRUE(sent["title"].is_null());
}

TEST_F(WithheldTest, TheSecondExportHasTheSameStubs) {
  terminal_.Must("attest export --to jsonl -o export.jsonl");
  terminal_.Must("attest --case second.attest add export.jsonl");
  terminal_.Must(
      "mkdir two && attest --case second.attest export --to jsonl "
      "-o two/export.jsonl");
  EXPECT_EQ(LinesOf(terminal_.Read("export.jsonl")),
            LinesOf(terminal_.Read("two/export.jsonl")));
}

TEST_F(WithheldTest, NoAnswerShowsWhatIsSealed) {
  for (const char* verb :
       {"show src:informant", "show rpt:informant-note", "show clm:050",
        "show unit:third-brigade", "show incident:crossing",
        "trace incident:crossing", "find informant", "find 'brigade staff'",
        "log", "path unit:third-brigade incident:crossing --max-hops 1",
        "show unit:third-brigade --as-of 150"}) {
    for (const char* mode : {"table", "json"}) {
      const Output output =
          terminal_.Run(absl::StrCat("attest --mode ", mode, " ", verb));
      const std::string answer = output.out + output.err;
      EXPECT_THAT(answer, Not(HasSubstr("Informant"))) << verb;
      EXPECT_THAT(answer, Not(HasSubstr("order to cross"))) << verb;
      EXPECT_THAT(answer, Not(HasSubstr("Message from"))) << verb;
      if (absl::StrContains(verb, "informant-note") ||
          absl::StrContains(verb, "clm:050")) {
        continue;  // the key is in the question
      }
      EXPECT_THAT(answer, Not(HasSubstr("clm:050"))) << verb;
      EXPECT_THAT(answer, Not(HasSubstr("rpt:informant-note"))) << verb;
    }
  }
}

TEST_F(WithheldTest, UnsealShowsIt) {
  EXPECT_THAT(terminal_.Must("attest --mode table --unseal show clm:050"),
              HasSubstr("The order to cross came from the brigade"));
  EXPECT_THAT(terminal_.Must("attest find informant --unseal"),
              HasSubstr("Informant in the brigade staff"));
}

}  // namespace
}  // namespace attest
