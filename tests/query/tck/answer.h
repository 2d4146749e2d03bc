// Runs the text of a query and keeps all that it gives.

#ifndef ATTEST_TESTS_QUERY_TCK_ANSWER_H_
#define ATTEST_TESTS_QUERY_TCK_ANSWER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/query/property_graph.h"
#include "engine/query/query.h"
#include "engine/query/value.h"

namespace attest::query::tck {

// What a query gave.
struct Answer {
  absl::Status status;
  // Parsing and preparing went well: `status` is that of the run.
  bool was_prepared = false;
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

// Tests of the runner put something else in the engine's place.
using Engine = std::function<Answer(
    absl::string_view text, const PropertyGraph& graph, const RunOptions&)>;

// ParseQuery, Prepare and Run.
[[nodiscard]] Answer RunByEngine(absl::string_view text,
                                 const PropertyGraph& graph,
                                 const RunOptions& options);

}  // namespace attest::query::tck

#endif  // ATTEST_TESTS_QUERY_TCK_ANSWER_H_
