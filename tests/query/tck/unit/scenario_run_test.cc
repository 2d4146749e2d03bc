#include "tests/query/tck/scenario_run.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/query/query_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::query::tck {
namespace {

using ::testing::HasSubstr;

Scenario ScenarioOf(const std::string& steps) {
  const absl::StatusOr<Feature> feature =
      ReadFeature(absl::StrCat("Feature: f\nScenario: s\n", steps));
  EXPECT_TRUE(feature.ok()) << feature.status();
  return feature.ok() ? feature->scenarios.at(0) : Scenario();
}

// Judges `then` after a query to which `answer` is given.
Outcome Judge(const Answer& answer, const std::string& then,
              const std::string& query = "RETURN 1") {
  ScenarioOptions options;
  options.engine = [&answer](absl::string_view, const PropertyGraph&,
                             const RunOptions&) { return answer; };
  return RunScenario(ScenarioOf(absl::StrCat("When executing query:\n'''\n",
                                             query, "\n'''\n", then, "\n")),
                     options);
}

Answer Rows(std::vector<std::string> columns,
            std::vector<std::vector<Value>> rows) {
  Answer answer;
  answer.was_prepared = true;
  answer.columns = std::move(columns);
  answer.rows = std::move(rows);
  return answer;
}

Answer Error(absl::Status status, bool was_prepared) {
  Answer answer;
  answer.status = std::move(status);
  answer.was_prepared = was_prepared;
  return answer;
}

Value Int(int64_t value) { return Value::Integer(value); }

TEST(ScenarioRunTest, RightRowsPass) {
  const Answer answer =
      Rows({"a", "b"}, {{Int(1), Int(2)}, {Int(3), Value::Null()}});
  for (const char* then :
       {"Then the result should be, in any order:\n|a|b|\n|3|null|\n|1|2|",
        "Then the result should be, in order:\n|a|b|\n|1|2|\n|3|null|\n"
        "And no side effects",
        "Then the result should be (ignoring element order for lists):\n"
        "|a|b|\n|3|null|\n|1|2|"}) {
    const Outcome outcome = Judge(answer, then);
    EXPECT_EQ(outcome.verdict, Verdict::kPassed) << outcome.reason;
  }
  EXPECT_EQ(Judge(Rows({"a"}, {}), "Then the result should be empty").verdict,
            Verdict::kPassed);
}

TEST(ScenarioRunTest, WrongRowsAreWrongAnswers) {
  const Answer answer =
      Rows({"a", "b"}, {{Int(1), Int(2)}, {Int(1), Int(2)}, {Int(3), Int(4)}});
  const std::pair<const char*, const char*> cases[] = {
      {"in any order:\n|b|a|\n|1|2|\n|1|2|\n|3|4|", "other columns"},
      {"in any order:\n|a|c|\n|1|2|\n|1|2|\n|3|4|", "other columns"},
      {"in any order:\n|a|\n|1|\n|1|\n|3|", "other columns"},
      {"in any order:\n|a|b|\n|1|2|\n|3|4|", "other rows"},
      {"in any order:\n|a|b|\n|1|2|\n|3|4|\n|3|4|", "other rows"},
      {"in any order:\n|a|b|\n|1|2|\n|1|2|\n|3|4.0|", "other rows"},
      {"in any order:\n|a|b|\n|1|2|\n|1|2|\n|'3'|4|", "other rows"},
      {"in any order:\n|a|b|\n", "other rows"},
      {"in order:\n|a|b|\n|1|2|\n|3|4|\n|1|2|", "another order"},
  };
  for (const auto& [then, reason] : cases) {
    const Outcome outcome =
        Judge(answer, absl::StrCat("Then the result should be, ", then));
    EXPECT_EQ(outcome.verdict, Verdict::kWrongAnswer) << then;
    EXPECT_EQ(outcome.reason, reason) << then;
    EXPECT_EQ(outcome.query, "RETURN 1");
    EXPECT_THAT(outcome.got, HasSubstr("| a | b |\n| 1 | 2 |"));
  }
  const Outcome outcome = Judge(answer, "Then the result should be empty");
  EXPECT_EQ(outcome.verdict, Verdict::kWrongAnswer);
}

TEST(ScenarioRunTest, ListsKeepTheirOrderUnlessToldOtherwise) {
  const Answer answer =
      Rows({"a"}, {{Value::MakeList({Int(1), Int(2)})}, {Int(0)}});
  const auto verdict = [&](absl::string_view how) {
    return Judge(answer, absl::StrCat("Then the result should be", how,
                                      ":\n|a|\n|[2, 1]|\n|0|"))
        .verdict;
  };
  EXPECT_EQ(verdict(", in any order"), Verdict::kWrongAnswer);
  EXPECT_EQ(verdict(" (ignoring element order for lists)"), Verdict::kPassed);
  EXPECT_EQ(verdict(", in order (ignoring element order for lists)"),
            Verdict::kPassed);
}

TEST(ScenarioRunTest, AnErrorWhereRowsAreExpectedIsAnError) {
  const Answer answer =
      Error(RunError(ErrorType::kType, "InvalidArgumentValue", "no"), true);
  for (const char* then :
       {"Then the result should be empty",
        "Then the result should be, in any order:\n|a|\n",
        "And no side effects",
        "When executing control query:\n'''\nRETURN 2\n'''"}) {
    const Outcome outcome = Judge(answer, then);
    EXPECT_EQ(outcome.verdict, Verdict::kError) << then;
    EXPECT_THAT(outcome.got,
                HasSubstr("TypeError at runtime: InvalidArgumentValue (no)"));
  }
}

TEST(ScenarioRunTest, ErrorsHaveToBeTheOnesExpected) {
  const Answer compile =
      Error(QueryError(ErrorType::kSyntax, "UndefinedVariable", Place(), "no"),
            false);
  const Answer run =
      Error(RunError(ErrorType::kType, "InvalidArgumentValue", "no"), true);
  const auto judge = [](const Answer& answer, absl::string_view error) {
    const Outcome outcome = Judge(answer, absl::StrCat("Then ", error));
    return outcome.verdict == Verdict::kPassed ? "passed" : outcome.reason;
  };
  EXPECT_EQ(judge(compile,
                  "a SyntaxError should be raised at compile time: "
                  "UndefinedVariable"),
            "passed");
  EXPECT_EQ(judge(compile, "a SyntaxError should be raised at any time: *"),
            "passed");
  EXPECT_EQ(judge(compile,
                  "a SyntaxError should be raised at runtime: "
                  "UndefinedVariable"),
            "another phase");
  EXPECT_EQ(judge(compile,
                  "a SyntaxError should be raised at compile time: "
                  "VariableAlreadyBound"),
            "another detail");
  EXPECT_EQ(judge(compile,
                  "a TypeError should be raised at compile time: "
                  "UndefinedVariable"),
            "another type of error");
  EXPECT_EQ(judge(run, "an TypeError should be raised at runtime: *"),
            "passed");
  EXPECT_EQ(judge(run, "a TypeError should be raised at compile time: *"),
            "another phase");
  EXPECT_EQ(judge(Rows({"a"}, {}),
                  "a TypeError should be raised at any "
                  "time: *"),
            "no error");
  EXPECT_EQ(judge(Error(absl::InternalError("broken"), true),
                  "a TypeError should be raised at any time: *"),
            "an error that is no query's");
}

TEST(ScenarioRunTest, APhaseHasToAgreeWithWhereTheErrorWasFound) {
  Answer answer = Error(
      QueryError(ErrorType::kSyntax, "InvalidArgumentType", Place(), "no"),
      true);
  const char* then = "Then a SyntaxError should be raised at compile time: *";
  EXPECT_EQ(Judge(answer, then).verdict, Verdict::kPassed);
  answer.rows = {{Int(1)}};
  EXPECT_EQ(Judge(answer, then).verdict, Verdict::kWrongAnswer);
  EXPECT_EQ(
      Judge(Error(RunError(ErrorType::kType, "InvalidArgumentValue", "no"),
                  false),
            "Then a TypeError should be raised at runtime: *")
          .verdict,
      Verdict::kWrongAnswer);
}

TEST(ScenarioRunTest, OnlyWritingQueriesAreRefusedByDesign) {
  const Answer refused = Error(
      QueryError(ErrorType::kRefused, "Create", Place(), "use attest add"),
      false);
  const char* rows = "Then the result should be empty";
  Outcome outcome = Judge(refused, rows, "MATCH (a) CREATE (b)");
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_EQ(outcome.reason, "use attest add");
  EXPECT_EQ(Judge(refused, rows, "MATCH (a) RETURN a.create").verdict,
            Verdict::kError);
  // The error expected of a writing query is more than a refusal.
  const char* error =
      "Then a SyntaxError should be raised at compile time: UndefinedVariable";
  EXPECT_EQ(Judge(refused, error, "CREATE (b {n: m})").verdict,
            Verdict::kRefused);
  EXPECT_EQ(Judge(Error(QueryError(ErrorType::kSyntax, "UndefinedVariable",
                                   Place(), "no"),
                        false),
                  error, "CREATE (b {n: m})")
                .verdict,
            Verdict::kPassed);
  // A writing query that is answered is no success.
  EXPECT_EQ(Judge(Rows({}, {}),
                  "Then the result should be empty\n"
                  "And the side effects should be:\n| +nodes | 1 |",
                  "CREATE ()")
                .verdict,
            Verdict::kWrongAnswer);
}

TEST(ScenarioRunTest, WhatCannotBeJudgedIsSkippedWithItsReason) {
  const Answer answer = Rows({"a"}, {{Int(1)}});
  const auto reason = [&](const char* then) {
    const Outcome outcome = Judge(answer, then);
    EXPECT_EQ(outcome.verdict, Verdict::kSkipped) << then;
    return outcome.reason;
  };
  EXPECT_EQ(reason("Then something else"), "unknown step: something else");
  EXPECT_THAT(reason("Then the result should be, upside down:\n|a|\n|1|"),
              HasSubstr("unknown step"));
  EXPECT_THAT(reason("Then the result should be, in any order:\n|a|\n|(|"),
              HasSubstr("value `(`"));
  EXPECT_EQ(reason(""), "the scenario expects nothing");
  EXPECT_EQ(reason("Given the lost graph"), "no graph lost");

  Scenario ignored = ScenarioOf("Then the result should be empty");
  ignored.tags = {"@ignore"};
  EXPECT_EQ(RunScenario(ignored, {}).verdict, Verdict::kSkipped);
}

TEST(ScenarioRunTest, ParametersReachTheQuery) {
  ScenarioOptions options;
  options.engine = [](absl::string_view, const PropertyGraph&,
                      const RunOptions& run) {
    return Rows({"p"}, {{run.parameters.at("p")}});
  };
  const Scenario scenario = ScenarioOf(
      "Given parameters are:\n| p | [1, {a: 'b'}] |\n"
      "When executing query:\n'''\nRETURN $p AS p\n'''\n"
      "Then the result should be, in any order:\n|p|\n|[1, {a: 'b'}]|\n");
  EXPECT_EQ(RunScenario(scenario, options).verdict, Verdict::kPassed);
}

TEST(ScenarioRunTest, ControlQueriesAreJudgedToo) {
  int calls = 0;
  ScenarioOptions options;
  options.engine = [&calls](absl::string_view, const PropertyGraph&,
                            const RunOptions&) {
    return Rows({"a"}, {{Int(++calls)}});
  };
  const auto verdict = [&](absl::string_view second) {
    calls = 0;
    return RunScenario(
               ScenarioOf(absl::StrCat(
                   "When executing query:\n'''\nRETURN 1\n'''\n"
                   "Then the result should be, in any order:\n|a|\n|1|\n"
                   "When executing control query:\n'''\nRETURN 2\n'''\n"
                   "Then the result should be, in any order:\n|a|\n|",
                   second, "|\n")),
               options)
        .verdict;
  };
  EXPECT_EQ(verdict("2"), Verdict::kPassed);
  EXPECT_EQ(verdict("1"), Verdict::kWrongAnswer);
}

}  // namespace
}  // namespace attest::query::tck
