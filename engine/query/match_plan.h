// MatchPlan puts the patterns of one MATCH in an order of steps.
//
// It starts where fewest rows are to be expected: at nodes that an index finds,
// then at the label with the fewest nodes; from there it follows the
// relationships that lead to the fewest others. Every condition is asked as
// soon as what it reads is bound.

#ifndef ATTEST_ENGINE_QUERY_MATCH_PLAN_H_
#define ATTEST_ENGINE_QUERY_MATCH_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/query/compiler.h"
#include "engine/query/path_search.h"

namespace attest::query {

class MatchPlan {
 public:
  // Adds steps to `pipeline` and variables to `scope`. `taken`: the slots of
  // relationships that may not be used again.
  MatchPlan(Compiler& compiler, Scope& scope, Pipeline& pipeline,
            std::vector<Slot> taken)
      : compiler_(compiler),
        before_(scope),
        scope_(scope),
        pipeline_(pipeline),
        taken_(std::move(taken)) {}

  // The first node of the first pattern is bound to `slot`.
  void BindFirstNode(Slot slot) { first_node_ = slot; }

  absl::Status Compile(const std::vector<const PathPattern*>& patterns,
                       const Expression* where);

  // Of the pattern at `index`: its first and last node, and its relationships.
  [[nodiscard]] Slot FirstNode(size_t index) const {
    return nodes_[paths_[index].nodes.front()].slot;
  }
  [[nodiscard]] Slot LastNode(size_t index) const {
    return nodes_[paths_[index].nodes.back()].slot;
  }
  [[nodiscard]] std::vector<Slot> Relationships(size_t index) const;
  // All slots that the match binds, sorted.
  [[nodiscard]] std::vector<Slot> BoundSlots() const;

 private:
  struct Node {
    std::string name;
    Slot slot = 0;
    bool bound = false;
    bool was_bound = false;  // before this match
    bool checked = false;    // is certain to be a node
    // The one whose nodes are the fewest; with `no_label`, none has it.
    std::optional<LabelId> label;
    std::string label_name;
    bool no_label = false;
    size_t conditions = 0;
  };
  enum class EdgeKind : uint8_t {
    kSingle,
    kRepeated,
    kQuantified,
    kShortest,
  };
  struct Edge {
    EdgeKind kind = EdgeKind::kSingle;
    std::string name;
    Slot slot = 0;  // a relationship, or a list of them
    bool was_bound = false;
    size_t from = 0;
    size_t to = 0;
    const RelationshipPattern* pattern = nullptr;
    const QuantifiedPattern* quantified = nullptr;
    Slot element = 0;  // of a repeated one
    Reach reach;
    size_t path = 0;
    bool solved = false;
    // Of a shortest one: slots of this match that its conditions read.
    std::vector<Slot> reads;
    std::vector<QuantifiedStep::Group> groups;
  };
  struct PathParts {
    const PathPattern* pattern = nullptr;
    std::vector<size_t> nodes;
    std::vector<size_t> edges;
    std::optional<Slot> slot;
    bool bound = false;
  };
  // A path that a selector chooses from a pattern of any form: it is matched by
  // a plan of its own.
  struct SelectedPath {
    std::string name;
    Pipeline inner;
    SelectPathsStep::Spec spec;
  };
  // The property that a condition asks to equal something.
  struct Seek {
    size_t node = 0;
    KeyId key;
    const Expression* value = nullptr;
    bool each = false;
    std::vector<Slot> reads;
  };
  // A comparison of a property with a number, which an array may decide.
  struct Comparison {
    size_t node = 0;
    KeyId key;
    Operator op = Operator::kNone;
    const Expression* value = nullptr;
    size_t condition = 0;
  };
  struct Condition {
    BoundPtr expression;
    std::vector<Slot> reads;  // only slots that this match binds
    std::vector<Slot> all_reads;
    std::string text;
    bool done = false;
    // Of a condition that a node has one label.
    std::optional<size_t> label_of;
    std::string label_name;
    // Of a condition that stands in a path of which a selector chooses.
    std::optional<size_t> of_path;
  };

  // Is the path matched by a plan of its own?
  [[nodiscard]] bool IsSelected(const PathPattern& pattern) const;
  absl::Status Declare(const PathPattern& pattern);
  // Is `name` free? Requires: it is not in the scope.
  [[nodiscard]] absl::Status CheckNew(const std::string& name,
                                      Place place) const;
  absl::StatusOr<size_t> DeclareNode(const NodePattern& pattern);
  absl::StatusOr<size_t> DeclareRelationship(const RelationshipPattern& pattern,
                                             const PathPattern& path);
  absl::StatusOr<size_t> DeclareQuantified(const QuantifiedPattern& pattern);
  absl::Status DeclareGroups(const PathPattern& inner, Edge& edge);
  absl::Status DeclarePath(const PathPattern& pattern, PathParts& parts);

  absl::Status AddConditions(const NodePattern& pattern, size_t node);
  absl::Status AddConditions(const PathPattern& pattern, size_t path);
  absl::Status AddWhere(const Expression& where);
  absl::Status AddCondition(const Expression& expression);
  absl::Status AddProperties(const Expression& properties, Slot slot,
                             std::optional<size_t> node, Place place);
  void AddComparison(const Expression& expression);
  void AddSeek(const Expression& property, const Expression& value, bool each);
  void NoteLabels(const LabelExpression& labels, Node& node);
  [[nodiscard]] std::vector<Slot> OwnSlots(std::vector<Slot> slots) const;
  [[nodiscard]] bool IsBound(Slot slot) const { return bound_.contains(slot); }
  [[nodiscard]] bool AreBound(const std::vector<Slot>& slots) const;
  void Bind(Slot slot) { bound_.insert(slot); }

  absl::Status Order();
  void AddReadyConditions();
  bool AddSeeks();
  // Scans the nodes by an array, where there is one: false when there is none.
  bool AddArrayScan(size_t node);
  absl::Status AddBestEdge(bool& added);
  void AddBestStart();
  // The node was found by its label: it need not be asked for.
  void DropLabelCondition(size_t node);
  [[nodiscard]] double RowsOf(const Node& node) const;
  [[nodiscard]] double FanOf(const Edge& edge, bool backwards) const;
  absl::Status Solve(Edge& edge);
  void SolveSingle(Edge& edge);
  absl::Status SolveRepeated(Edge& edge);
  absl::Status SolveQuantified(Edge& edge);
  absl::Status SolveShortest(Edge& edge);
  absl::Status PlanSelected(const PathPattern& pattern);
  absl::Status SolveSelected();
  void BindPaths();
  // `late`: what is asked of each relationship that reads what is not bound
  // yet, as conditions on all of them.
  absl::StatusOr<Repeat> RepeatOf(const Edge& edge,
                                  std::vector<Condition>& late);
  // Bears something on which walks are shortest that is not known yet?
  [[nodiscard]] bool MustWait(const Edge& edge) const;
  [[nodiscard]] bool OnlyShortestLeft() const;
  void ReachInto(const Edge& edge, Reach& reach) const;
  void BindNode(size_t node) {
    nodes_[node].bound = true;
    Bind(nodes_[node].slot);
  }
  [[nodiscard]] std::string TextOf(const Edge& edge) const;
  template <class S>
  S& AddStep(std::unique_ptr<S> step, absl::string_view name,
             std::string detail) {
    step->name = std::string(name);
    step->detail = std::move(detail);
    step->estimated_rows = rows_;
    return pipeline_.Add(std::move(step));
  }

  Compiler& compiler_;
  const Scope before_;
  Scope& scope_;
  Pipeline& pipeline_;
  std::vector<Slot> taken_;
  std::optional<Slot> first_node_;

  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, size_t> node_of_name_;
  std::vector<Edge> edges_;
  absl::flat_hash_set<std::string> own_relationships_;
  std::vector<PathParts> paths_;
  std::vector<Condition> conditions_;
  std::vector<Seek> seeks_;
  std::vector<Comparison> comparisons_;
  absl::flat_hash_set<Slot> own_;    // slots of this match
  absl::flat_hash_set<Slot> bound_;  // of them, bound by a step already
  std::vector<SelectedPath> selected_;
  // Selectors are left to whoever made this plan.
  bool every_path_ = false;
  double rows_ = 1;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_MATCH_PLAN_H_
