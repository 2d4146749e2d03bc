// Compiler turns the syntax tree of a query into a plan: names become slots,
// expressions are checked and bound, patterns become steps in an order that
// starts where the fewest rows are.
//
// Its parts lie in compile_expression.cc, compile_match.cc and
// compile_clause.cc.

#ifndef ATTEST_ENGINE_QUERY_COMPILER_H_
#define ATTEST_ENGINE_QUERY_COMPILER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/aggregates.h"
#include "engine/query/bound_expression.h"
#include "engine/query/match_steps.h"
#include "engine/query/property_graph.h"
#include "engine/query/query.h"
#include "engine/query/row_steps.h"
#include "engine/query/scope.h"
#include "engine/query/step.h"
#include "engine/query/syntax.h"

namespace attest::query {

// A bound expression and what is known of its type.
struct Typed {
  BoundPtr expression;
  StaticType type;
};

// An expression whose value is in a slot already, by its shape.
struct Substitute {
  Slot slot = 0;
  StaticType type;
};
using Substitutes = absl::flat_hash_map<std::string, Substitute>;

// What an expression may refer to.
struct Context {
  const Scope* scope = nullptr;
  const Substitutes* substitutes = nullptr;
  // Names that stand for something else here than in `substitutes`.
  std::vector<std::string> hidden;
  // Aggregates are gathered here. Null: there may be none.
  std::vector<BoundAggregate>* aggregates = nullptr;
  // Stands within an aggregate already.
  bool in_aggregate = false;
  // Set for what stands beside an aggregate: names that are here and not in
  // `scope` are no grouping keys, so that it is not clear which is meant.
  const Scope* ungrouped = nullptr;
  // May be a pattern, as a condition.
  bool is_condition = false;
};

// The rows of a query: `slots` are the columns.
struct CompiledQuery {
  Pipeline pipeline;
  std::vector<std::string> columns;
  std::vector<Slot> slots;
  std::vector<StaticType> types;
  // What each row rests on, where that is wanted.
  std::optional<Slot> evidence;
};

class Compiler {
 public:
  Compiler(const PropertyGraph& graph, const PrepareOptions& options)
      : graph_(&graph), with_evidence_(options.with_evidence) {}

  // `outer`: the variables that a subquery sees; `in_subquery`: it may end
  // without RETURN.
  [[nodiscard]] absl::StatusOr<CompiledQuery> CompileQuery(const Query& query,
                                                           const Scope& outer,
                                                           bool in_subquery);

  // How many slots a frame needs, and the names of parameters, in order.
  [[nodiscard]] size_t slot_count() const { return slot_count_; }
  [[nodiscard]] const std::vector<std::string>& parameters() const {
    return parameters_;
  }
  [[nodiscard]] const std::vector<Place>& parameter_places() const {
    return parameter_places_;
  }
  [[nodiscard]] const std::vector<QueryWarning>& warnings() const {
    return warnings_;
  }

 private:
  friend class MatchPlan;

  Slot NewSlot() { return static_cast<Slot>(slot_count_++); }

  // -- Expressions ----------------------------------------------------------

  absl::StatusOr<Typed> Compile(const Expression& expression,
                                const Context& context);
  // As a condition: an error when it is certain to be none.
  absl::StatusOr<Typed> CompileCondition(const Expression& expression,
                                         const Context& context);
  absl::StatusOr<std::vector<BoundPtr>> CompileAll(
      const std::vector<ExpressionPtr>& expressions, const Context& context,
      std::vector<StaticType>* types);
  absl::StatusOr<Typed> CompileVariable(const Expression& expression,
                                        const Context& context);
  absl::StatusOr<Typed> CompileParameter(const Expression& expression);
  absl::StatusOr<Typed> CompileProperty(const Expression& expression,
                                        const Context& context);
  absl::StatusOr<Typed> CompileIndex(const Expression& expression,
                                     const Context& context);
  absl::StatusOr<Typed> CompileSlice(const Expression& expression,
                                     const Context& context);
  absl::StatusOr<Typed> CompileMapProjection(const Expression& expression,
                                             const Context& context);
  absl::StatusOr<Typed> CompileUnary(const Expression& expression,
                                     const Context& context);
  absl::StatusOr<Typed> CompileBinary(const Expression& expression,
                                      const Context& context);
  absl::StatusOr<Typed> CompileLogic(const Expression& expression,
                                     const Context& context);
  absl::StatusOr<Typed> CompileCall(const Expression& expression,
                                    const Context& context);
  absl::StatusOr<Typed> CompileAggregate(const Expression& expression,
                                         const AggregateFunction* function,
                                         const Context& context);
  absl::StatusOr<Typed> CompileCase(const Expression& expression,
                                    const Context& context);
  absl::StatusOr<Typed> CompileListComprehension(const Expression& expression,
                                                 const Context& context);
  absl::StatusOr<Typed> CompileReduce(const Expression& expression,
                                      const Context& context);
  absl::StatusOr<Typed> CompileQuantifier(const Expression& expression,
                                          const Context& context);
  absl::StatusOr<Typed> CompileHasLabels(const Expression& expression,
                                         const Context& context);
  // Patterns and subqueries within expressions.
  absl::StatusOr<Typed> CompilePattern(const Expression& expression,
                                       const Context& context);
  absl::StatusOr<Typed> CompileSubquery(const Expression& expression,
                                        const Context& context);
  absl::StatusOr<Typed> CompileShortestPath(const Expression& expression,
                                            const Context& context);

  // Notes the slots of `scope` that a pattern names as read.
  void NoteNames(const PathPattern& pattern, const Scope& scope);

  [[nodiscard]] LabelCondition ConditionOf(const LabelExpression& labels);
  // Warns of a name that the graph does not have; once for each name.
  void WarnOfLabel(absl::string_view name, Place place);
  void WarnOfType(absl::string_view name, Place place);
  void WarnOfKey(absl::string_view name, Place place);
  void Warn(absl::string_view what, absl::string_view name, Place place,
            const std::vector<std::string>& known);
  absl::Status UndefinedVariable(absl::string_view name, Place place,
                                 const Context& context) const;

  // -- Patterns -------------------------------------------------------------

  // Adds the steps that match `patterns` to `pipeline`, and their variables to
  // `scope`.
  absl::Status CompileMatch(const std::vector<const PathPattern*>& patterns,
                            const Expression* where, Scope& scope,
                            Pipeline& pipeline);

  // -- Clauses --------------------------------------------------------------

  absl::StatusOr<CompiledQuery> CompileSingle(const SingleQuery& query,
                                              const Scope& outer,
                                              bool in_subquery);
  absl::Status CompileMatchClause(const Clause& clause, Scope& scope,
                                  Pipeline& pipeline);
  // An expression for what the row rests on: what `matched_` has, and what was
  // gathered in `scope` before.
  [[nodiscard]] BoundPtr Evidence(const Scope& scope) const;
  // Joins rows that are equivalent in `slots`, with what each of them rests on
  // in `evidence`.
  void AddDistinct(const std::vector<Slot>& slots, std::optional<Slot> evidence,
                   std::string detail, Pipeline& pipeline) const;
  absl::Status CompileUnwind(const Clause& clause, Scope& scope,
                             Pipeline& pipeline);
  // The items of a projection, as they are compiled.
  struct Items {
    bool groups = false;
    absl::flat_hash_map<const ProjectionItem*, Substitute> slots;
    // What is worked out of each row, or is a key to group by.
    std::vector<Assignment> keys;
    // Keys that may stand beside an aggregate, by their shape.
    Substitutes simple;
    std::vector<BoundAggregate> aggregates;
    // What is worked out of each group.
    std::vector<Assignment> after;
  };
  absl::Status CompileItems(const Clause& clause, const Scope& scope,
                            Items& items);
  // ORDER BY, SKIP and LIMIT.
  absl::Status CompileOrder(const Clause& clause, const Context& context,
                            Pipeline& pipeline);
  // WITH and RETURN; `columns` are filled in their order.
  absl::Status CompileProjection(const Clause& clause, Scope& scope,
                                 Pipeline& pipeline,
                                 std::vector<Variable>& columns);
  absl::StatusOr<BoundPtr> CompileCount(const Expression& expression);

  const PropertyGraph* graph_;
  size_t slot_count_ = 0;
  std::vector<std::string> parameters_;
  std::vector<Place> parameter_places_;
  std::vector<QueryWarning> warnings_;
  // Set while the slots that a predicate reads are wanted.
  std::vector<Slot>* read_slots_ = nullptr;
  // Names that grouping has left behind, while patterns beside an aggregate are
  // compiled: those may not take them for new ones.
  const Scope* left_behind_ = nullptr;
  bool with_evidence_ = false;
  // What was matched since the last projection.
  std::vector<Slot> matched_;
};

// The hidden variable for what a row rests on: no text can name it.
inline constexpr absl::string_view kEvidenceName = "\x02";

// Among the slots that an expression reads: it may give another value for each
// row, whatever it reads.
inline constexpr Slot kEverySlot = UINT32_MAX;

// Does an aggregate, or a parameter, stand in it (outside subqueries)?
[[nodiscard]] bool HasAggregate(const Expression& expression);
[[nodiscard]] bool HasParameter(const Expression& expression);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_COMPILER_H_
