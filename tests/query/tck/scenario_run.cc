#include "tests/query/tck/scenario_run.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"
#include "tests/query/tck/clause_texts.h"
#include "tests/query/tck/setup.h"
#include "tests/query/tck/shape.h"
#include "tests/reference/memory_graph.h"

namespace attest::query::tck {
namespace {

constexpr uint64_t kMostBytes = uint64_t{1} << 30;

// Rows as text, which compare as the values do.
using Rows = std::vector<std::vector<std::string>>;

struct ExpectedError {
  std::string type;
  std::string phase;  // "compile time", "runtime", "any time"
  std::string detail;
};

// "a TypeError should be raised at runtime: InvalidArgumentValue".
std::optional<ExpectedError> ReadExpectedError(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "an ") && !absl::ConsumePrefix(&text, "a ")) {
    return std::nullopt;
  }
  constexpr absl::string_view kRaised = " should be raised at ";
  const size_t raised = text.find(kRaised);
  const size_t colon = text.find(": ");
  if (raised == absl::string_view::npos || colon == absl::string_view::npos) {
    return std::nullopt;
  }
  ExpectedError error;
  error.type = std::string(text.substr(0, raised));
  const size_t phase = raised + kRaised.size();
  error.phase = std::string(text.substr(phase, colon - phase));
  error.detail = std::string(text.substr(colon + 2));
  if (error.phase != "compile time" && error.phase != "runtime" &&
      error.phase != "any time") {
    return std::nullopt;
  }
  return error;
}

std::string TextOf(const ExpectedError& error) {
  return absl::StrCat(error.type, " at ", error.phase, ": ", error.detail);
}

// What was raised, in the same words, and the message.
std::string TextOf(const absl::Status& status) {
  const std::optional<QueryFault> fault = FaultOf(status);
  if (!fault.has_value()) {
    return absl::StrCat("an error that is no query's: ", status.ToString());
  }
  return absl::StrCat(
      NameOf(fault->type), " at ",
      fault->phase == Phase::kCompile ? "compile time" : "runtime", ": ",
      fault->detail, " (", std::string(status.message()), ")");
}

// Empty when the error is the one expected, else what is wrong with it.
std::string Mismatch(const ExpectedError& expected, const Answer& answer) {
  if (answer.status.ok()) return "no error";
  const std::optional<QueryFault> fault = FaultOf(answer.status);
  if (!fault.has_value()) return "an error that is no query's";
  if (NameOf(fault->type) != expected.type) return "another type of error";
  const bool at_compile = fault->phase == Phase::kCompile;
  if (expected.phase != "any time" &&
      at_compile != (expected.phase == "compile time")) {
    return "another phase";
  }
  if (at_compile && answer.was_prepared && !answer.rows.empty()) {
    return "an error of compile time after the first row";
  }
  if (!at_compile && !answer.was_prepared) {
    return "an error of run time before the query ran";
  }
  if (expected.detail != "*" && fault->detail != expected.detail) {
    return "another detail";
  }
  return "";
}

std::string TextOf(const std::vector<std::string>& columns, const Rows& rows) {
  std::string text = absl::StrCat("| ", absl::StrJoin(columns, " | "), " |");
  for (const std::vector<std::string>& row : rows) {
    absl::StrAppend(&text, "\n| ", absl::StrJoin(row, " | "), " |");
  }
  return text;
}

class Run {
 public:
  Run(const Scenario& scenario, const ScenarioOptions& options)
      : scenario_(scenario), options_(options) {
    run_options_.now = absl::FromCivil(
        absl::CivilSecond(2026, 11, 20, 10, 30, 15), absl::UTCTimeZone());
    run_options_.clock = [] { return absl::Now(); };
    run_options_.max_memory_bytes = kMostBytes;
  }

  Outcome Go() {
    for (const absl::string_view tag : scenario_.tags) {
      if (tag == "@ignore") return Skipped("the kit says @ignore");
    }
    for (const Step& step : scenario_.steps) {
      std::optional<Outcome> ended = Take(step);
      if (ended.has_value()) {
        ended->query = query_;
        return *std::move(ended);
      }
    }
    if (!judged_) return Skipped("the scenario expects nothing");
    return {};
  }

 private:
  static Outcome Skipped(std::string reason) {
    return {.verdict = Verdict::kSkipped, .reason = std::move(reason)};
  }

  // A step that decides the scenario gives its outcome.
  std::optional<Outcome> Take(const Step& step) {
    const absl::string_view text = step.text;
    if (text == "an empty graph" || text == "any graph") return std::nullopt;
    if (text == "no side effects") return TakeNoSideEffects();
    if (text == "having executed:") return TakeSetup(step);
    if (text == "parameters are:") return TakeParameters(step);
    if (text == "executing query:" || text == "executing control query:") {
      return TakeQuery(step);
    }
    if (text == "the side effects should be:") return TakeSideEffects();
    if (absl::StartsWith(text, "there exists a procedure ")) {
      // Only CALL reaches it, which is refused.
      return std::nullopt;
    }
    if (text == "the result should be empty") return TakeEmpty();
    if (absl::StartsWith(text, "the result should be")) {
      return TakeResult(step);
    }
    if (const auto error = ReadExpectedError(text)) return TakeError(*error);
    absl::string_view name = text;
    if (absl::ConsumePrefix(&name, "the ") &&
        absl::ConsumeSuffix(&name, " graph")) {
      return TakeNamedGraph(name);
    }
    return Skipped(absl::StrCat("unknown step: ", text));
  }

  std::optional<Outcome> TakeSetup(const Step& step) {
    if (!step.text_block.has_value()) return Skipped("a setup without text");
    return WriteSetup(*step.text_block);
  }

  std::optional<Outcome> WriteSetup(const std::string& text) {
    StartClock();
    const absl::Status status = Write(text, run_options_, graph_);
    if (status.ok()) return std::nullopt;
    query_ = text;
    return Outcome{.verdict = Verdict::kError,
                   .reason = "its setup failed",
                   .expected = "a graph",
                   .got = TextOf(status)};
  }

  std::optional<Outcome> TakeNamedGraph(absl::string_view name) {
    const std::string path =
        absl::StrCat(options_.graphs_folder, "/", name, "/", name, ".cypher");
    std::ifstream file(path, std::ios::binary);
    if (!file) return Skipped(absl::StrCat("no graph ", name));
    return WriteSetup({std::istreambuf_iterator<char>(file), {}});
  }

  std::optional<Outcome> TakeParameters(const Step& step) {
    if (!step.table.has_value()) return Skipped("parameters without a table");
    for (const std::vector<std::string>& row : *step.table) {
      if (row.size() != 2) return Skipped("a parameter is no name and value");
      absl::StatusOr<Value> value = ValueFrom(row[1]);
      if (!value.ok()) return Skipped(value.status().ToString());
      run_options_.parameters[row[0]] = *std::move(value);
    }
    return std::nullopt;
  }

  static absl::StatusOr<Value> ValueFrom(absl::string_view text) {
    ASSIGN_OR_RETURN(const Shape shape, ReadShape(text));
    return ValueOf(shape);
  }

  std::optional<Outcome> TakeQuery(const Step& step) {
    if (!step.text_block.has_value()) return Skipped("a query without text");
    if (std::optional<Outcome> unjudged = UnjudgedError()) return unjudged;
    query_ = *step.text_block;
    StartClock();
    answer_ = options_.engine(query_, graph_, run_options_);
    judged_ = false;
    const std::optional<QueryFault> fault = FaultOf(answer_.status);
    if (!fault.has_value() || fault->type != ErrorType::kRefused) {
      return std::nullopt;
    }
    if (!WritesOrCalls(query_)) {
      return Outcome{.verdict = Verdict::kError,
                     .reason = "a query that only reads was refused",
                     .expected = "an answer",
                     .got = TextOf(answer_.status)};
    }
    return Outcome{.verdict = Verdict::kRefused,
                   .reason = std::string(answer_.status.message())};
  }

  // The error of a query about which no step has asked.
  std::optional<Outcome> UnjudgedError() const {
    if (judged_ || query_.empty() || answer_.status.ok()) return std::nullopt;
    return Failed("an answer");
  }

  std::optional<Outcome> TakeNoSideEffects() const { return UnjudgedError(); }

  std::optional<Outcome> TakeSideEffects() const {
    return Outcome{
        .verdict = Verdict::kWrongAnswer,
        .reason = "a writing query was not refused",
        .expected = "to be refused",
        .got = answer_.status.ok() ? "an answer" : TextOf(answer_.status)};
  }

  Outcome Failed(std::string expected) const {
    return {.verdict = Verdict::kError,
            .reason = "an error where an answer is expected",
            .expected = std::move(expected),
            .got = TextOf(answer_.status)};
  }

  std::optional<Outcome> TakeError(const ExpectedError& expected) {
    judged_ = true;
    std::string mismatch = Mismatch(expected, answer_);
    if (mismatch.empty()) return std::nullopt;
    std::string got = answer_.status.ok() ? GotText() : TextOf(answer_.status);
    return Outcome{.verdict = Verdict::kWrongAnswer,
                   .reason = std::move(mismatch),
                   .expected = TextOf(expected),
                   .got = std::move(got)};
  }

  std::optional<Outcome> TakeEmpty() {
    judged_ = true;
    if (!answer_.status.ok()) return Failed("no rows");
    if (answer_.rows.empty()) return std::nullopt;
    return Outcome{.verdict = Verdict::kWrongAnswer,
                   .reason = "rows where none are expected",
                   .expected = "no rows",
                   .got = GotText()};
  }

  // "the result should be, in any order:" and its like.
  std::optional<Outcome> TakeResult(const Step& step) {
    judged_ = true;
    absl::string_view how = step.text;
    absl::ConsumePrefix(&how, "the result should be");
    if (!absl::ConsumeSuffix(&how, ":") || !step.table.has_value() ||
        step.table->empty()) {
      return Skipped(absl::StrCat("unknown step: ", step.text));
    }
    ListOrder lists = ListOrder::kMatters;
    if (absl::ConsumeSuffix(&how, " (ignoring element order for lists)")) {
      lists = ListOrder::kIgnored;
    }
    if (!how.empty() && how != ", in any order" && how != ", in order") {
      return Skipped(absl::StrCat("unknown step: ", step.text));
    }
    const absl::StatusOr<Rows> expected = ExpectedRows(*step.table, lists);
    if (!expected.ok()) return Skipped(expected.status().ToString());
    return Judge(step.table->front(), *expected, lists, how == ", in order");
  }

  static absl::StatusOr<Rows> ExpectedRows(const Table& table,
                                           ListOrder lists) {
    Rows rows;
    for (size_t i = 1; i < table.size(); ++i) {
      std::vector<std::string>& row = rows.emplace_back();
      for (const std::string& cell : table[i]) {
        ASSIGN_OR_RETURN(const Shape shape, ReadShape(cell));
        row.push_back(tck::TextOf(shape, lists));
      }
    }
    return rows;
  }

  absl::StatusOr<Rows> GotRows(ListOrder lists) const {
    Rows rows;
    for (const std::vector<Value>& values : answer_.rows) {
      std::vector<std::string>& row = rows.emplace_back();
      for (const Value& value : values) {
        ASSIGN_OR_RETURN(const Shape shape, ShapeOf(value, graph_));
        row.push_back(tck::TextOf(shape, lists));
      }
    }
    return rows;
  }

  std::string GotText() const {
    const absl::StatusOr<Rows> rows = GotRows(ListOrder::kMatters);
    return rows.ok() ? TextOf(answer_.columns, *rows)
                     : rows.status().ToString();
  }

  std::optional<Outcome> Judge(const std::vector<std::string>& columns,
                               Rows expected, ListOrder lists,
                               bool in_order) const {
    if (!answer_.status.ok()) return Failed(TextOf(columns, expected));
    absl::StatusOr<Rows> got = GotRows(lists);
    Outcome wrong = {.verdict = Verdict::kWrongAnswer,
                     .expected = TextOf(columns, expected),
                     .got = GotText()};
    if (!got.ok()) {
      wrong.reason = "values that cannot be";
      return wrong;
    }
    if (answer_.columns != columns) {
      wrong.reason = "other columns";
      return wrong;
    }
    const bool same_sequence = *got == expected;
    std::sort(got->begin(), got->end());
    std::sort(expected.begin(), expected.end());
    if (*got != expected) {
      wrong.reason = "other rows";
      return wrong;
    }
    if (in_order && !same_sequence) {
      wrong.reason = "another order";
      return wrong;
    }
    return std::nullopt;
  }

  void StartClock() {
    run_options_.deadline = absl::Now() + options_.time_limit;
  }

  const Scenario& scenario_;
  const ScenarioOptions& options_;
  MemoryGraph graph_;
  RunOptions run_options_;
  std::string query_;
  Answer answer_;
  bool judged_ = false;
};

}  // namespace

absl::string_view NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kWrongAnswer:
      return "wrong answer";
    case Verdict::kError:
      return "error";
    case Verdict::kRefused:
      return "refused by design";
    case Verdict::kSkipped:
      return "skipped";
  }
  return "";
}

Outcome RunScenario(const Scenario& scenario, const ScenarioOptions& options) {
  return Run(scenario, options).Go();
}

}  // namespace attest::query::tck
