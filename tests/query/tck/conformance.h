// Runs a folder of features and adds up what came of it.

#ifndef ATTEST_TESTS_QUERY_TCK_CONFORMANCE_H_
#define ATTEST_TESTS_QUERY_TCK_CONFORMANCE_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/query/tck/gherkin.h"
#include "tests/query/tck/scenario_run.h"

namespace attest::query::tck {

// A scenario and where it stands.
struct Case {
  std::string file;      // below the folder: "clauses/match/Match1.feature"
  std::string category;  // "clauses/match"
  Scenario scenario;

  // "clauses/match/Match1.feature: [1] a name (2)", with the number of the
  // example where it has one.
  [[nodiscard]] std::string FullName() const;
};

// Every scenario of the features in `folder` and below, sorted by file, and in
// its order. Errors: NotFound when there are none, InvalidArgument with file
// and line for a feature that does not read.
[[nodiscard]] absl::StatusOr<std::vector<Case>> ReadCases(
    const std::string& folder);

struct Result {
  Case what;
  Outcome outcome;
};

struct Tally {
  std::array<size_t, 5> counts = {};  // by verdict

  void Add(Verdict verdict) { ++counts[static_cast<size_t>(verdict)]; }
  [[nodiscard]] size_t of(Verdict verdict) const {
    return counts[static_cast<size_t>(verdict)];
  }
  [[nodiscard]] size_t total() const;
};

[[nodiscard]] Tally CountAll(const std::vector<Result>& results);

// A table of the categories and all, and the reasons of what was refused and
// skipped with how often each was given.
[[nodiscard]] std::string SummaryText(const std::vector<Result>& results);

// One line for each scenario that did not pass and was not refused.
// `with_details`: followed by its query and both sides of the comparison.
[[nodiscard]] std::string FailuresText(const std::vector<Result>& results,
                                       bool with_details);

// {"total": {"passed": 1, ...}, "categories": {"clauses/match": {...}},
//  "scenarios": [{"file", "line", "name", "example", "verdict", "reason",
//  "query", "expected", "got"}]}.
[[nodiscard]] std::string JsonText(const std::vector<Result>& results);

// RunScenario in a process of its own: a crash, or a run without end, becomes
// an outcome. Requires: no other thread runs.
[[nodiscard]] Outcome RunIsolated(const Scenario& scenario,
                                  const ScenarioOptions& options);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_CONFORMANCE_H_
