// What a query answers, found the slow way: every assignment of nodes and
// relationships to a pattern is tried in the order in which it is written, and
// what is asked of it is asked at the end.
//
// Operators, functions and the order of values are the engine's, which have
// tests of their own; matching, grouping, sorting and scopes are read a second
// time. Names and types are not checked: that is for queries that were prepared
// without an error.
//
// Readings that the tests rely on:
// - Patterns with a selector, and shortestPath(), are matched after the other
//   patterns of their MATCH, and may not use the relationships of those.
// - A selector chooses between each pair of ends among the paths that fulfil
//   what stands within the pattern; WHERE sees what it chose. shortestPath()
//   and allShortestPaths() choose among those for which WHERE holds too.
// - A walk that ends where it began is one like any other.
// - A subquery sees the variables around it until a WITH of its own.

#ifndef ATTEST_TESTS_REFERENCE_QUERY_REFERENCE_H_
#define ATTEST_TESTS_REFERENCE_QUERY_REFERENCE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/query.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {

struct ReferenceAnswer {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

class QueryReference {
 public:
  // `text` is what the query was read from. More than `max_tries` assignments
  // are a ResourceExhausted that is no fault of the query.
  QueryReference(const MemoryGraph& graph, const Parameters& parameters,
                 absl::string_view text, uint64_t max_tries);

  [[nodiscard]] absl::StatusOr<ReferenceAnswer> Run(const Query& query);

 private:
  // Variables by name. What has no name in a pattern has one here that no text
  // can have.
  using Row = std::map<std::string, Value>;
  using Rows = std::vector<Row>;
  struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<Value>> rows;
  };
  // An assignment on its way.
  struct State {
    Row row;
    std::vector<RelationshipId> used;
    Path path;
  };
  using Done = std::function<void(State)>;
  // What an aggregate was worked out of: the rows of a group.
  using Group = Rows;

  // -- Expressions: after an error anything, and the error in status_.
  Value Evaluate(const Expression& e, const Row& row, const Group* group);
  Value EvaluateEach(const Expression& e, const Row& row, const Group* group);
  Value EvaluateLogic(const Expression& e, const Row& row, const Group* group);
  Value EvaluateCase(const Expression& e, const Row& row, const Group* group);
  Value EvaluateAggregate(const Expression& e, const Group& group);
  Value EvaluateProperty(const Value& of, const std::string& key);
  Value EvaluatePattern(const Expression& e, const Row& row);
  bool Holds(const Expression& e, const Row& row);
  bool HasLabels(const Value& of, const LabelExpression& labels);
  Value Taken(absl::StatusOr<Value> value);
  void Fail(const absl::Status& status);

  // -- Patterns.
  Rows Match(const std::vector<const PathPattern*>& patterns,
             const Expression* where, const Row& row);
  void MatchPaths(const std::vector<const PathPattern*>& patterns, size_t at,
                  const Expression* where, const State& state,
                  const Done& done);
  void WalkPath(const PathPattern& pattern, const State& state,
                const Done& done);
  void WalkOn(const PathPattern& pattern, size_t at, const State& state,
              const Done& done);
  void WalkTrail(const RelationshipPattern& pattern, const State& state,
                 uint64_t length, const Done& done);
  void WalkRounds(const QuantifiedPattern& pattern, const State& state,
                  uint64_t rounds, const Row& before, const Done& done);
  void ForEachWay(const RelationshipPattern& pattern, const State& state,
                  const std::function<void(RelationshipId, NodeId)>& visit);
  void Select(const PathPattern& pattern, const Expression* where,
              const State& state, const Done& done);
  bool SetNode(const NodePattern& pattern, NodeId node, State& state);
  bool Fulfils(const PathPattern& pattern, const Row& row);
  bool HasProperties(const Expression* wanted, const Value& of, const Row& row);
  bool Try();

  // -- Clauses.
  Table RunQuery(const Query& query, const Row& outer);
  Table RunSingle(const SingleQuery& query, const Row& outer);
  void RunMatch(const Clause& clause, Rows& rows);
  void RunUnwind(const Clause& clause, Rows& rows);
  void RunProjection(const Clause& clause, const Row& outer, Rows& rows,
                     std::vector<std::string>& columns);
  // A row of a projection, and what its ORDER BY and WHERE see.
  struct Made {
    std::vector<Value> values;
    Row seen;
  };
  std::vector<Made> MakeRows(const Clause& clause, const Row& outer,
                             const Rows& rows,
                             const std::vector<std::string>& columns,
                             size_t starred);
  void Sort(const Clause& clause, const std::vector<std::string>& columns,
            std::vector<Made>& made);
  uint64_t Count(const ExpressionPtr& e, uint64_t otherwise);
  absl::string_view TextOf(const Expression& e) const;

  const MemoryGraph* graph_;
  const Parameters* parameters_;
  absl::string_view text_;
  uint64_t tries_left_;
  absl::Status status_;
};

}  // namespace attest::query

#endif  // ATTEST_TESTS_REFERENCE_QUERY_REFERENCE_H_
