// A query made ready against a graph, and run: text in, rows out.
//
//     absl::StatusOr<Query> query = ParseQuery(text);
//     absl::StatusOr<PreparedQuery> prepared = Prepare(*query, graph);
//     prepared->Run(options, [](const Row& row) { ...; return true; });
//
// Errors: those of query_error.h. Of Prepare those that openCypher calls
// compile-time (names, types, the form of aggregation), of Run the others.
// What a run has given before an error stands: rows stream.
//
// Thread-safety: a prepared query and its graph belong to one thread, but
// `cancelled` may be set from any.

#ifndef ATTEST_ENGINE_QUERY_QUERY_H_
#define ATTEST_ENGINE_QUERY_QUERY_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/query/property_graph.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"

namespace attest::query {

using Parameters = absl::btree_map<std::string, Value>;

struct RunOptions {
  Parameters parameters;
  // When the query begins, for date() and its like.
  absl::Time now;
  // What the clock says, asked now and then while it runs, against `deadline`.
  std::function<absl::Time()> clock;
  absl::Time deadline = absl::InfiniteFuture();
  // How much the rows and values held may take.
  uint64_t max_memory_bytes = uint64_t{4} << 30;
  // Set by another thread, or a signal: the run ends with Cancelled.
  const std::atomic<bool>* cancelled = nullptr;
  // For rand().
  uint64_t seed = 0;
};

struct PrepareOptions {
  // Each row that Run gives has one value more than there are columns: a list,
  // without repetitions, of the nodes and relationships that the patterns of
  // its MATCH clauses matched; of a row that joins several, those of all. What
  // EXISTS and patterns within expressions found is not among them.
  bool with_evidence = false;
};

// What the run of a prepared query took, and what came out of each step.
struct PlanStep {
  int depth = 0;       // of the tree; the last step of the plan has 0
  std::string name;    // "Expand"
  std::string detail;  // "(a)-[r:DEFECTED_FROM]->(b)"
  double estimated_rows = 0;
  // Of a profiled run.
  uint64_t rows = 0;
  absl::Duration time;
};

// Something that a query may not mean: a label, type or property that the graph
// does not know, which matches nothing.
struct QueryWarning {
  Place place;
  std::string message;
};

class PreparedQuery {
 public:
  PreparedQuery(PreparedQuery&&) noexcept;
  PreparedQuery& operator=(PreparedQuery&&) noexcept;
  ~PreparedQuery();

  // The names of the columns, in order. None of a query without RETURN.
  [[nodiscard]] const std::vector<std::string>& columns() const;

  [[nodiscard]] const std::vector<QueryWarning>& warnings() const;

  // Calls `visit` with each row, the values of the columns; stops when it
  // answers false. May be called again, with other parameters.
  [[nodiscard]] absl::Status Run(
      const RunOptions& options,
      absl::FunctionRef<bool(absl::Span<const Value>)> visit);

  // The plan, from the last step to the first.
  [[nodiscard]] std::vector<PlanStep> Plan() const;
  // As Run, counting and timing each step: the next Plan() tells.
  [[nodiscard]] absl::Status Profile(
      const RunOptions& options,
      absl::FunctionRef<bool(absl::Span<const Value>)> visit);

 private:
  friend absl::StatusOr<PreparedQuery> Prepare(const Query& query,
                                               const PropertyGraph& graph,
                                               const PrepareOptions& options);
  class Impl;
  explicit PreparedQuery(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// Lifetime: borrows `graph` until the prepared query is gone; `query` is needed
// only during the call. AS OF, VALID AT and EXPLAIN are the caller's: `graph`
// is of that position.
[[nodiscard]] absl::StatusOr<PreparedQuery> Prepare(
    const Query& query, const PropertyGraph& graph,
    const PrepareOptions& options = {});

// The value of AS OF or VALID AT: a literal or a parameter.
[[nodiscard]] absl::StatusOr<Value> ConstantOf(const Expression& expression,
                                               const Parameters& parameters);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_QUERY_H_
