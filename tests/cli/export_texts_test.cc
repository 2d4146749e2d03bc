// What the texts of reports tell of their dependence must hold where an export
// is added, though some of the texts stay behind: no statement may stand on
// more lines there than here.

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

// Words that no other text of this name and number has.
std::string Words(const std::string& name, int count = 80) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i) words.push_back(absl::StrCat(name, "x", i));
  return absl::StrJoin(words, " ");
}

// How a statement stands, and what counts for more than what.
struct Standing {
  std::string verdict;
  int best = 0;
  int low = 0;

  [[nodiscard]] int Rank() const {
    if (verdict == "corroborated") return 3;
    if (verdict == "likely") return 2;
    return verdict == "single_line" ? 1 : 0;
  }
  [[nodiscard]] bool IsStronger(const Standing& other) const {
    return Rank() > other.Rank() || best > other.best;
  }
  friend bool operator==(const Standing&, const Standing&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Standing& one) {
    return out << one.verdict << " " << one.low << " " << one.best;
  }
};
using Standings = std::map<std::string, Standing>;

class ExportTextsTest : public ::testing::Test {
 protected:
  ExportTextsTest() {
    for (const char* source : {"s0", "s1", "s2", "s3", "s4"}) {
      Add({{"type", "source"},
           {"id", source},
           {"name", source},
           {"kind", "outlet"}});
    }
    for (const char* source : {"w0", "w1", "w2"}) {
      Add({{"type", "source"},
           {"id", source},
           {"name", source},
           {"kind", "witness"}});
    }
    for (const char* person : {"person:x", "person:y"}) {
      Add({{"type", "entity"},
           {"id", person},
           {"kind", "person"},
           {"name", person}});
    }
    Add({{"type", "entity"},
         {"id", "unit:u"},
         {"kind", "unit"},
         {"name", "U"}});
  }

  void Add(Json line) { lines_.push_back(std::move(line)); }
  void AddReport(const std::string& id, const std::string& source,
                 const std::string& text, const std::string& published = "",
                 const std::string& sensitivity = "public") {
    Json line = {{"type", "report"}, {"id", id},
                 {"source", source}, {"title", id},
                 {"text", text},     {"sensitivity", sensitivity}};
    if (!published.empty()) line["published"] = published;
    Add(std::move(line));
  }
  void AddClaim(const std::string& id, const std::string& report,
                const std::string& witness,
                const std::string& subject = "person:x") {
    Json line = {{"type", "claim"},          {"id", id},
                 {"report", report},         {"subject", subject},
                 {"predicate", "member_of"}, {"object", "unit:u"},
                 {"valid", "2012"}};
    if (!witness.empty()) {
      line["attribution"] = {{{"source", witness}, {"basis", "eyewitness"}}};
    }
    Add(std::move(line));
  }

  // Makes a case of the lines so far.
  void Begin() {
    std::string text;
    for (const Json& line : lines_) absl::StrAppend(&text, line.dump(), "\n");
    terminal_.Write("case.jsonl", text);
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add "
        "case.jsonl");
  }

  [[nodiscard]] Standings StandingsIn(const std::string& options = "") const {
    Standings standings;
    const Json document = terminal_.Document(options + " corroborate");
    for (const Json& one : document["statements"]) {
      std::string statement;
      for (const char* part :
           {"subject", "predicate", "object", "value", "valid", "place"}) {
        absl::StrAppend(&statement, one[part].dump(), " ");
      }
      standings[statement] = {.verdict = one["verdict"],
                              .best = one["lines"]["best"],
                              .low = one["lines"]["low"]};
    }
    return standings;
  }

  // Exports what `choice` says, adds it to an empty case, and returns how its
  // statements stand there; with what the export said in words.
  Standings OutAndIn(const std::string& choice) {
    const Output exported = terminal_.Run(
        "rm -rf part.attest part && mkdir part && attest init part.attest && "
        "attest export --to jsonl --keep-keys -o part/out.jsonl " +
        choice);
    EXPECT_EQ(exported.exit_code, 0) << exported.err;
    said_ = exported.err;
    terminal_.Must("attest --case part.attest add part/out.jsonl");
    // Out once more, it is the same wherever it was added.
    terminal_.Must(
        "rm -rf again.attest && attest init again.attest && "
        "attest --case part.attest export --to jsonl --include restricted -o "
        "part/again.jsonl && "
        "attest --case again.attest add part/again.jsonl && "
        "attest --case again.attest export --to jsonl --include restricted -o "
        "part/third.jsonl && "
        "cmp part/again.jsonl part/third.jsonl");
    return StandingsIn("--case part.attest");
  }

  Terminal terminal_;
  std::vector<Json> lines_;
  std::string said_;
};

TEST_F(ExportTextsTest, MergedByTextsGoTogetherHoweverFarApart) {
  for (int i = 0; i < 5; ++i) {
    AddReport(absl::StrCat("r", i), absl::StrCat("s", i),
              absl::StrCat(Words(absl::StrCat("p", i)), " ",
                           Words(absl::StrCat("own", i), 20), " ",
                           Words(absl::StrCat("p", i + 1))));
  }
  AddClaim("c0", "r0", "w0");
  AddClaim("c1", "r4", "w1");
  Begin();
  const Standings whole = StandingsIn();
  ASSERT_EQ(whole.begin()->second.verdict, "single_line");
  EXPECT_EQ(OutAndIn("person:x"), whole);
  EXPECT_THAT(terminal_.Read("part/out.jsonl"), HasSubstr("\"r2\""));
}

class WithheldTextTest : public ExportTextsTest,
                         public ::testing::WithParamInterface<const char*> {};

TEST_P(WithheldTextTest, TwoReportsOfAWithheldTextStayOneLine) {
  AddReport("wire", "s2", Words("p") + " " + Words("q"), "2012-01-01",
            GetParam());
  AddReport("r0", "s0", Words("p"), "2012-01-02");
  AddReport("r1", "s1", Words("q"), "2012-01-03");
  AddClaim("c0", "r0", "w0");
  AddClaim("c1", "r1", "w1");
  Begin();
  const Standings whole = StandingsIn();
  ASSERT_EQ(whole.begin()->second.verdict, "single_line");
  for (const char* choice : {"", "person:x", "c0 c1"}) {
    SCOPED_TRACE(choice);
    EXPECT_EQ(OutAndIn(choice), whole);
    EXPECT_THAT(said_, HasSubstr("written as decisions: 2"));
    EXPECT_THAT(terminal_.Read("part/out.jsonl"), Not(HasSubstr("px79 qx0")));
  }
}

TEST_P(WithheldTextTest, NobodyKnowsWhichWasFirst) {
  AddReport("wire", "s2", Words("p") + " " + Words("q"), "", GetParam());
  AddReport("r0", "s0", Words("p"));
  AddReport("r1", "s1", Words("q"));
  AddClaim("c0", "r0", "w0");
  AddClaim("c1", "r1", "w1");
  Begin();
  const Standings whole = StandingsIn();
  ASSERT_EQ(whole.begin()->second.verdict, "single_line");
  for (const char* choice : {"", "person:x"}) {
    EXPECT_EQ(OutAndIn(choice), whole) << choice;
  }
}

// All of several that a text derives from are on its chain: none of them is a
// way around the others.
TEST_P(WithheldTextTest, OfTwoWithheldTextsBothAreNeeded) {
  AddReport("wire0", "s2", Words("p"), "2012-01-01", GetParam());
  AddReport("wire1", "s3", Words("q"), "2012-01-01", GetParam());
  AddReport("r0", "s0", Words("p") + " " + Words("q"), "2012-01-02");
  AddReport("r1", "s1", Words("p"), "2012-01-03");
  AddReport("r2", "s4", Words("q"), "2012-01-03");
  for (int i = 0; i < 3; ++i) {
    AddClaim(absl::StrCat("c", i), absl::StrCat("r", i), absl::StrCat("w", i));
  }
  Begin();
  const Standings whole = StandingsIn();
  const Standings there = OutAndIn("");
  for (const auto& [statement, standing] : there) {
    EXPECT_FALSE(standing.IsStronger(whole.at(statement)))
        << standing << ", here " << whole.at(statement);
  }
}

INSTANTIATE_TEST_SUITE_P(Sensitivities, WithheldTextTest,
                         ::testing::Values("restricted", "sealed"));

TEST_F(ExportTextsTest, AWithheldOriginalStaysOne) {
  AddReport("r0", "s0", Words("p"), "2012-01-01", "restricted");
  AddReport("r1", "s1", Words("p"), "2012-01-03");
  AddClaim("c0", "r0", "w0");
  AddClaim("c1", "r1", "w1");
  Begin();
  const Standings whole = StandingsIn();
  ASSERT_EQ(whole.begin()->second.verdict, "single_line");
  EXPECT_EQ(OutAndIn(""), whole);
}

// What is common in the case is so in a part of it.
TEST_F(ExportTextsTest, WhatIsCommonInTheCaseIsNoReprintInAPart) {
  for (int i = 0; i < 40; ++i) {
    const std::string source = absl::StrCat("o", i);
    Add({{"type", "source"},
         {"id", source},
         {"name", source},
         {"kind", "outlet"}});
    AddReport(absl::StrCat("r", i), source,
              Words("footer") + " " + Words(absl::StrCat("own", i), 20));
    AddClaim(absl::StrCat("c", i), absl::StrCat("r", i),
             i == 0   ? "w0"
             : i == 1 ? "w1"
                      : "",
             i < 2 ? "person:x" : "person:y");
  }
  Begin();
  const Standings whole = StandingsIn();
  ASSERT_EQ(whole.begin()->second.verdict, "corroborated");
  const Standings part = OutAndIn("person:x");
  ASSERT_EQ(part.size(), 1u);
  EXPECT_EQ(part.begin()->second, whole.begin()->second);
  EXPECT_THAT(said_, HasSubstr("written as no reprints: 1"));
}

TEST_F(ExportTextsTest, AClaimThatNamesWhatIsSealedGoesWithoutItsWords) {
  Add({{"type", "source"},
       {"id", "informant"},
       {"name", "Hidden"},
       {"kind", "witness"},
       {"sensitivity", "sealed"}});
  AddReport("r0", "s0", "One thing was said.");
  AddReport("r1", "s1", "Quite another was.");
  AddClaim("c0", "r0", "w0");
  AddClaim("c1", "r1", "informant");
  lines_.back()["as_stated"] = "as secret says";
  lines_.back()["note"] = "heard from secret";
  lines_.back()["quote"] = "Quite another was.";
  Begin();
  const Standings whole = StandingsIn("--unseal");
  ASSERT_EQ(whole.begin()->second.verdict, "corroborated");
  for (const char* choice : {"", "person:x"}) {
    SCOPED_TRACE(choice);
    EXPECT_EQ(OutAndIn(choice), whole);
    const std::string lines = terminal_.Read("part/out.jsonl");
    EXPECT_THAT(lines, HasSubstr("\"c1\""));
    EXPECT_THAT(lines, Not(HasSubstr("secret")));
    EXPECT_THAT(lines, Not(HasSubstr("Hidden")));
    EXPECT_THAT(lines, Not(HasSubstr("\"quote\"")));
  }
}

TEST_F(ExportTextsTest, FilesOfAnEarlierExportDoNotStay) {
  terminal_.Write("a.txt", "For all to see.");
  terminal_.Write("b.txt", "For few to see.");
  AddReport("r0", "s0", "");
  lines_.back().erase("text");
  lines_.back()["file"] = "a.txt";
  AddReport("r1", "s1", "", "", "restricted");
  lines_.back().erase("text");
  lines_.back()["file"] = "b.txt";
  Begin();
  terminal_.Must("attest export --to jsonl --include restricted -o E.jsonl");
  ASSERT_EQ(terminal_.Must("ls E.jsonl.files | wc -l"), "2\n");
  terminal_.Must("attest export --to jsonl -o E.jsonl");
  EXPECT_EQ(terminal_.Must("cat E.jsonl.files/*"), "For all to see.");
  terminal_.Write("E.jsonl.files/notes", "my own");
  EXPECT_THAT(terminal_.Run("attest export --to jsonl -o E.jsonl").err,
              HasSubstr("not of this export: 1"));
  EXPECT_EQ(terminal_.Read("E.jsonl.files/notes"), "my own");
}

TEST_F(ExportTextsTest, NoStatementIsStrongerElsewhere) {
  const std::vector<Json> names = lines_;
  int linked = 0;
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937_64 random(seed);
    const auto below = [&](int n) {
      return static_cast<int>(random() % static_cast<uint64_t>(n));
    };
    lines_ = names;
    const int reports = 3 + below(7);
    const int passages = 2 + below(3);
    for (int i = 0; i < reports; ++i) {
      std::string text = Words(absl::StrCat("own", i), 15);
      for (int p = 0; p < passages; ++p) {
        if (below(3) == 0) {
          absl::StrAppend(&text, " ", Words(absl::StrCat("p", p)));
        }
      }
      const int sort = below(6);
      AddReport(absl::StrCat("r", i), absl::StrCat("s", below(5)), text,
                below(3) == 0 ? "" : absl::StrCat("2012-01-0", 1 + below(5)),
                sort == 0   ? "sealed"
                : sort == 1 ? "restricted"
                            : "public");
      if (i > 0 && below(5) == 0) {
        lines_.back()["derived_from"] = {
            {{"report", absl::StrCat("r", below(i))},
             {"how", below(2) == 0 ? "reprint" : "citation"}}};
      }
      // Claims of sealed reports stay out, for and against.
      if (sort == 0) continue;
      for (int c = below(3); c > 0; --c) {
        AddClaim(absl::StrCat("c", i, "-", c), absl::StrCat("r", i),
                 below(3) == 0 ? "" : absl::StrCat("w", below(3)),
                 below(3) == 0 ? "person:y" : "person:x");
        if (below(4) == 0) {
          lines_.back()["quote"] = absl::StrCat("own", i, "x3");
        }
        if (below(8) == 0) lines_.back()["original"] = true;
      }
    }
    if (below(3) == 0) {
      Add({{"type", "retraction"}, {"target", "r0"}, {"how", "withdrawn"}});
    }
    Begin();
    const Standings whole = StandingsIn("--unseal");
    if (whole.empty()) continue;
    for (const char* choice : {"", "--include restricted", "person:x"}) {
      if (absl::StartsWith(choice, "person") &&
          terminal_.Run("attest corroborate person:x").out.empty()) {
        continue;
      }
      SCOPED_TRACE(choice);
      for (const auto& [statement, standing] : OutAndIn(choice)) {
        const auto here = whole.find(statement);
        ASSERT_NE(here, whole.end()) << statement;
        EXPECT_FALSE(standing.IsStronger(here->second))
            << statement << standing << ", here " << here->second;
      }
      if (absl::StrContains(said_, "written as decisions")) ++linked;
    }
  }
  EXPECT_GT(linked, 10);
}

}  // namespace
}  // namespace attest
