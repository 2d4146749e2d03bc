// Runs one scenario of the kit: builds its graph, runs its query, and judges
// what comes out.
//
// The judgement is strict. Rows are compared by value and type (shape.h), in
// order where the scenario says so, and columns by name and order. An error has
// to be of the type and the detail expected and to be found in the phase
// expected; one found before anything runs has to come from parsing or
// preparing the query, or from its run before the first row.

#ifndef ATTEST_TESTS_QUERY_TCK_SCENARIO_RUN_H_
#define ATTEST_TESTS_QUERY_TCK_SCENARIO_RUN_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/query/tck/answer.h"
#include "tests/query/tck/gherkin.h"

namespace attest::query::tck {

enum class Verdict : uint8_t {
  kPassed,
  // Other rows than expected, or none of the error expected.
  kWrongAnswer,
  // An error where rows are expected, also of the scenario's setup.
  kError,
  // The query itself writes or calls a procedure, and the engine said that it
  // does not do that.
  kRefused,
  // Not run; the reason says why.
  kSkipped,
};

// "wrong answer".
[[nodiscard]] absl::string_view NameOf(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::kPassed;
  std::string reason = {};
  // Of what did not pass: the query, and both sides of the comparison.
  std::string query = {};
  std::string expected = {};
  std::string got = {};
};

struct ScenarioOptions {
  Engine engine = RunByEngine;
  // Holds NAME/NAME.cypher for `Given the NAME graph`.
  std::string graphs_folder;
  // No query runs longer.
  absl::Duration time_limit = absl::Seconds(10);
};

[[nodiscard]] Outcome RunScenario(const Scenario& scenario,
                                  const ScenarioOptions& options);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_SCENARIO_RUN_H_
