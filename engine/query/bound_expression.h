// BoundExpression is an expression of which every name is resolved: variables
// to slots, functions and operators to what they do.

#ifndef ATTEST_ENGINE_QUERY_BOUND_EXPRESSION_H_
#define ATTEST_ENGINE_QUERY_BOUND_EXPRESSION_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/query/frame.h"
#include "engine/query/functions.h"
#include "engine/query/query_error.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"

namespace attest::query {

class BoundExpression {
 public:
  explicit BoundExpression(Place place) : place_(place) {}
  BoundExpression(const BoundExpression&) = delete;
  BoundExpression& operator=(const BoundExpression&) = delete;
  virtual ~BoundExpression() = default;

  // The value for the row in `frame`. Only slots of the expression's own
  // (those of comprehensions) change.
  [[nodiscard]] virtual absl::StatusOr<Value> Evaluate(Frame& frame) const = 0;

  // The slot, where the expression is a variable; the value, where it is a
  // literal.
  [[nodiscard]] virtual std::optional<Slot> AsSlot() const { return {}; }
  [[nodiscard]] virtual const Value* AsLiteral() const { return nullptr; }

  [[nodiscard]] Place place() const { return place_; }

 private:
  Place place_;
};

using BoundPtr = std::unique_ptr<BoundExpression>;

// Whether the condition holds for the row: unknown (null) does not.
[[nodiscard]] absl::StatusOr<bool> Holds(const BoundExpression& condition,
                                         Frame& frame);

// -- Making them --------------------------------------------------------------

[[nodiscard]] BoundPtr BindLiteral(Place place, Value value);
[[nodiscard]] BoundPtr BindSlot(Place place, Slot slot);
[[nodiscard]] BoundPtr BindParameter(Place place, size_t index);
// `key`: none where the graph does not know `name`.
[[nodiscard]] BoundPtr BindProperty(Place place, BoundPtr value,
                                    std::string name, std::optional<KeyId> key);
[[nodiscard]] BoundPtr BindIndex(Place place, BoundPtr value, BoundPtr index);
[[nodiscard]] BoundPtr BindSlice(Place place, BoundPtr value, BoundPtr from,
                                 BoundPtr to);
[[nodiscard]] BoundPtr BindList(Place place, std::vector<BoundPtr> elements);
[[nodiscard]] BoundPtr BindMap(Place place, std::vector<std::string> keys,
                               std::vector<BoundPtr> values);
// A null value in `values` stands for all properties of `of`.
[[nodiscard]] BoundPtr BindMapProjection(Place place, BoundPtr of,
                                         std::vector<std::string> keys,
                                         std::vector<BoundPtr> values);
// AND, OR, XOR, NOT.
[[nodiscard]] BoundPtr BindLogic(Place place, Operator op,
                                 std::vector<BoundPtr> operands);
[[nodiscard]] BoundPtr BindUnary(Place place, Operator op, BoundPtr operand);
[[nodiscard]] BoundPtr BindBinary(Place place, Operator op, BoundPtr left,
                                  BoundPtr right);
[[nodiscard]] BoundPtr BindComparisons(Place place, std::vector<Operator> ops,
                                       std::vector<BoundPtr> operands);
[[nodiscard]] BoundPtr BindIsNull(Place place, BoundPtr operand);
[[nodiscard]] BoundPtr BindCall(Place place, const Function& function,
                                std::vector<BoundPtr> args);
// `cases`: WHEN, THEN, ...; `compared` and `otherwise` may be null.
[[nodiscard]] BoundPtr BindCase(Place place, BoundPtr compared,
                                std::vector<BoundPtr> cases,
                                BoundPtr otherwise);
// `where` and `result` may be null.
[[nodiscard]] BoundPtr BindListComprehension(Place place, Slot slot,
                                             BoundPtr list, BoundPtr where,
                                             BoundPtr result);
[[nodiscard]] BoundPtr BindReduce(Place place, Slot total, BoundPtr start,
                                  Slot element, BoundPtr list, BoundPtr next);
[[nodiscard]] BoundPtr BindQuantifier(Place place, Quantifier quantifier,
                                      Slot slot, BoundPtr list,
                                      BoundPtr condition);

// A list of the nodes and relationships in `slots`, also those of paths and
// lists, each once.
[[nodiscard]] BoundPtr BindGraphElements(Place place, std::vector<Slot> slots);

// Labels of a node, or the type of a relationship, as a condition on it.
struct LabelCondition {
  LabelExpression::Kind kind = LabelExpression::Kind::kName;
  std::optional<LabelId> label;  // none: no node has it
  std::string name;
  std::vector<LabelCondition> children;
};
[[nodiscard]] bool HasLabels(const PropertyGraph& graph, NodeId node,
                             const LabelCondition& condition);
[[nodiscard]] BoundPtr BindHasLabels(Place place, BoundPtr of,
                                     LabelCondition condition);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_BOUND_EXPRESSION_H_
