// Expressions that look at nodes, relationships and paths as such.

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/bound_expression.h"
#include "engine/query/operators.h"
#include "engine/query/value_order.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

class BoundGraphElements : public BoundExpression {
 public:
  BoundGraphElements(Place place, std::vector<Slot> slots)
      : BoundExpression(place), slots_(std::move(slots)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    Value::List elements;
    for (const Slot slot : slots_) Append(frame.slots[slot], elements);
    std::sort(elements.begin(), elements.end(),
              [](const Value& a, const Value& b) { return Order(a, b) < 0; });
    elements.erase(std::unique(elements.begin(), elements.end(), Equivalent),
                   elements.end());
    return Value::MakeList(std::move(elements));
  }

 private:
  // Lists are those of repeated patterns, whose depth the query's text bounds.
  static void Append(const Value& value, Value::List& elements) {
    if (value.Is(Value::Type::kNode) || value.Is(Value::Type::kRelationship)) {
      elements.push_back(value);
    } else if (value.Is(Value::Type::kList)) {
      for (const Value& element : value.list()) Append(element, elements);
    } else if (value.Is(Value::Type::kPath)) {
      for (const NodeId node : value.path().nodes) {
        elements.push_back(Value::Node(node));
      }
      for (const RelationshipId id : value.path().relationships) {
        elements.push_back(Value::Relationship(id));
      }
    }
  }

  std::vector<Slot> slots_;
};

bool HasType(const std::string& type, const LabelCondition& condition) {
  const auto holds = [&type](const LabelCondition& child) {
    return HasType(type, child);
  };
  switch (condition.kind) {
    case LabelExpression::Kind::kName:
      return condition.name == type;
    case LabelExpression::Kind::kAnything:
      return true;
    case LabelExpression::Kind::kNot:
      return !holds(condition.children[0]);
    case LabelExpression::Kind::kAnd:
      return std::all_of(condition.children.begin(), condition.children.end(),
                         holds);
    case LabelExpression::Kind::kOr:
      return std::any_of(condition.children.begin(), condition.children.end(),
                         holds);
  }
  return false;
}

class BoundHasLabels : public BoundExpression {
 public:
  BoundHasLabels(Place place, BoundPtr of, LabelCondition condition)
      : BoundExpression(place),
        of_(std::move(of)),
        condition_(std::move(condition)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value of, of_->Evaluate(frame));
    const PropertyGraph& graph = frame.run->graph();
    if (of.IsNull()) return Value();
    if (of.Is(Value::Type::kNode)) {
      return Value::Boolean(HasLabels(graph, of.node(), condition_));
    }
    if (of.Is(Value::Type::kRelationship)) {
      return Value::Boolean(
          HasType(graph.TypeOf(of.relationship()), condition_));
    }
    return AtPlace(
        RunError(ErrorType::kType, "InvalidArgumentType",
                 absl::StrCat("wanted a node or a relationship before the "
                              "label, got ",
                              std::string(NameOf(of.type())))),
        place());
  }

 private:
  BoundPtr of_;
  LabelCondition condition_;
};

}  // namespace

bool HasLabels(const PropertyGraph& graph, NodeId node,
               const LabelCondition& condition) {
  const auto holds = [&graph, node](const LabelCondition& child) {
    return HasLabels(graph, node, child);
  };
  switch (condition.kind) {
    case LabelExpression::Kind::kName:
      return condition.label && graph.HasLabel(node, *condition.label);
    case LabelExpression::Kind::kAnything:
      return !graph.LabelsOf(node).empty();
    case LabelExpression::Kind::kNot:
      return !holds(condition.children[0]);
    case LabelExpression::Kind::kAnd:
      return std::all_of(condition.children.begin(), condition.children.end(),
                         holds);
    case LabelExpression::Kind::kOr:
      return std::any_of(condition.children.begin(), condition.children.end(),
                         holds);
  }
  return false;
}

BoundPtr BindGraphElements(Place place, std::vector<Slot> slots) {
  return std::make_unique<BoundGraphElements>(place, std::move(slots));
}
BoundPtr BindHasLabels(Place place, BoundPtr of, LabelCondition condition) {
  return std::make_unique<BoundHasLabels>(place, std::move(of),
                                          std::move(condition));
}

}  // namespace attest::query
