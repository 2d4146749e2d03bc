#include "engine/query/bound_expression.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/operators.h"
#include "engine/query/value_order.h"
#include "engine/query/value_room.h"
#include "engine/status_macros.h"

namespace attest::query {

absl::StatusOr<bool> Holds(const BoundExpression& condition, Frame& frame) {
  ASSIGN_OR_RETURN(const Value value, condition.Evaluate(frame));
  if (value.Is(Value::Type::kBoolean)) return value.boolean();
  absl::StatusOr<std::optional<bool>> truth = Truth(value);
  if (!truth.ok()) return AtPlace(truth.status(), condition.place());
  return truth->value_or(false);
}

namespace {

class BoundLiteral : public BoundExpression {
 public:
  BoundLiteral(Place place, Value value)
      : BoundExpression(place), value_(std::move(value)) {}
  absl::StatusOr<Value> Evaluate(Frame& /*frame*/) const override {
    return value_;
  }
  const Value* AsLiteral() const override { return &value_; }

 private:
  Value value_;
};

class BoundSlot : public BoundExpression {
 public:
  BoundSlot(Place place, Slot slot) : BoundExpression(place), slot_(slot) {}
  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    return frame.slots[slot_];
  }
  std::optional<Slot> AsSlot() const override { return slot_; }

 private:
  Slot slot_;
};

class BoundParameter : public BoundExpression {
 public:
  BoundParameter(Place place, size_t index)
      : BoundExpression(place), index_(index) {}
  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    return frame.run->parameters[index_];
  }

 private:
  size_t index_;
};

class BoundProperty : public BoundExpression {
 public:
  BoundProperty(Place place, BoundPtr value, std::string name,
                std::optional<KeyId> key)
      : BoundExpression(place),
        value_(std::move(value)),
        name_(std::move(name)),
        key_(key) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    if (const std::optional<Slot> slot = value_->AsSlot()) {
      return Of(frame, frame.slots[*slot]);
    }
    ASSIGN_OR_RETURN(const Value value, value_->Evaluate(frame));
    return Of(frame, value);
  }

 private:
  absl::StatusOr<Value> Of(Frame& frame, const Value& value) const {
    const PropertyGraph& graph = frame.run->graph();
    if (value.Is(Value::Type::kNode)) {
      if (!key_) return Value();
      return graph.PropertyOf(value.node(), *key_);
    }
    if (value.Is(Value::Type::kRelationship)) {
      if (!key_) return Value();
      return graph.PropertyOf(value.relationship(), *key_);
    }
    if (value.IsNull()) return Value();
    absl::StatusOr<Value> member = Member(graph, value, name_);
    if (!member.ok()) return AtPlace(member.status(), place());
    return member;
  }

  BoundPtr value_;
  std::string name_;
  std::optional<KeyId> key_;
};

class BoundIndex : public BoundExpression {
 public:
  BoundIndex(Place place, BoundPtr value, BoundPtr index)
      : BoundExpression(place),
        value_(std::move(value)),
        index_(std::move(index)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value value, value_->Evaluate(frame));
    ASSIGN_OR_RETURN(const Value index, index_->Evaluate(frame));
    absl::StatusOr<Value> element = Element(frame.run->graph(), value, index);
    if (!element.ok()) return AtPlace(element.status(), place());
    return element;
  }

 private:
  BoundPtr value_;
  BoundPtr index_;
};

class BoundSlice : public BoundExpression {
 public:
  BoundSlice(Place place, BoundPtr value, BoundPtr from, BoundPtr to)
      : BoundExpression(place),
        value_(std::move(value)),
        from_(std::move(from)),
        to_(std::move(to)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value value, value_->Evaluate(frame));
    Value from;
    Value to;
    if (from_ != nullptr) {
      ASSIGN_OR_RETURN(from, from_->Evaluate(frame));
    }
    if (to_ != nullptr) {
      ASSIGN_OR_RETURN(to, to_->Evaluate(frame));
    }
    absl::StatusOr<Value> slice =
        Slice(value, from_ == nullptr ? nullptr : &from,
              to_ == nullptr ? nullptr : &to);
    if (!slice.ok()) return AtPlace(slice.status(), place());
    return slice;
  }

 private:
  BoundPtr value_;
  BoundPtr from_;
  BoundPtr to_;
};

class BoundList : public BoundExpression {
 public:
  BoundList(Place place, std::vector<BoundPtr> elements)
      : BoundExpression(place), elements_(std::move(elements)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    Value::List list;
    list.reserve(elements_.size());
    ValueRoom room(*frame.run);
    for (const BoundPtr& element : elements_) {
      ASSIGN_OR_RETURN(Value value, element->Evaluate(frame));
      RETURN_IF_ERROR(room.Take(value, place()));
      list.push_back(std::move(value));
    }
    return Value::MakeList(std::move(list));
  }

 private:
  std::vector<BoundPtr> elements_;
};

class BoundMap : public BoundExpression {
 public:
  BoundMap(Place place, std::vector<std::string> keys,
           std::vector<BoundPtr> values)
      : BoundExpression(place),
        keys_(std::move(keys)),
        values_(std::move(values)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    Value::Map map;
    map.reserve(keys_.size());
    ValueRoom room(*frame.run);
    for (size_t i = 0; i < keys_.size(); ++i) {
      ASSIGN_OR_RETURN(Value value, values_[i]->Evaluate(frame));
      RETURN_IF_ERROR(room.Take(value, place()));
      map.emplace_back(keys_[i], std::move(value));
    }
    return Value::MakeMap(std::move(map));
  }

 private:
  std::vector<std::string> keys_;
  std::vector<BoundPtr> values_;
};

// All properties of a node, a relationship or a map.
absl::StatusOr<Value::Map> EntriesOf(const PropertyGraph& graph,
                                     const Value& value) {
  Value map = value;
  if (value.Is(Value::Type::kNode)) {
    ASSIGN_OR_RETURN(map, graph.PropertiesOf(value.node()));
  } else if (value.Is(Value::Type::kRelationship)) {
    ASSIGN_OR_RETURN(map, graph.PropertiesOf(value.relationship()));
  }
  if (!map.Is(Value::Type::kMap)) {
    return RunError(ErrorType::kType, "InvalidArgumentType",
                    absl::StrCat("a map projection takes a node, a "
                                 "relationship or a map, got ",
                                 std::string(NameOf(value.type()))));
  }
  return map.map();
}

class BoundMapProjection : public BoundExpression {
 public:
  BoundMapProjection(Place place, BoundPtr of, std::vector<std::string> keys,
                     std::vector<BoundPtr> values)
      : BoundExpression(place),
        of_(std::move(of)),
        keys_(std::move(keys)),
        values_(std::move(values)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value of, of_->Evaluate(frame));
    if (of.IsNull()) return Value();
    Value::Map map;
    ValueRoom room(*frame.run);
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (values_[i] == nullptr) {
        absl::StatusOr<Value::Map> all = EntriesOf(frame.run->graph(), of);
        if (!all.ok()) return AtPlace(all.status(), place());
        for (const auto& [key, value] : *all) {
          RETURN_IF_ERROR(room.Take(value, place()));
        }
        map.insert(map.end(), all->begin(), all->end());
        continue;
      }
      ASSIGN_OR_RETURN(Value value, values_[i]->Evaluate(frame));
      RETURN_IF_ERROR(room.Take(value, place()));
      map.emplace_back(keys_[i], std::move(value));
    }
    return Value::MakeMap(std::move(map));
  }

 private:
  BoundPtr of_;
  std::vector<std::string> keys_;
  std::vector<BoundPtr> values_;
};

class BoundLogic : public BoundExpression {
 public:
  BoundLogic(Place place, Operator op, std::vector<BoundPtr> operands)
      : BoundExpression(place), op_(op), operands_(std::move(operands)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    std::optional<bool> result;
    for (size_t i = 0; i < operands_.size(); ++i) {
      ASSIGN_OR_RETURN(const std::optional<bool> truth,
                       TruthOf(*operands_[i], frame));
      result = i == 0 ? truth : Join(result, truth);
      // What decides it whatever else follows.
      if (op_ == Operator::kAnd && result == false) break;
      if (op_ == Operator::kOr && result == true) break;
    }
    return FromTruth(result);
  }

 private:
  static absl::StatusOr<std::optional<bool>> TruthOf(
      const BoundExpression& operand, Frame& frame) {
    ASSIGN_OR_RETURN(const Value value, operand.Evaluate(frame));
    absl::StatusOr<std::optional<bool>> truth = Truth(value);
    if (!truth.ok()) return AtPlace(truth.status(), operand.place());
    return truth;
  }

  [[nodiscard]] std::optional<bool> Join(std::optional<bool> a,
                                         std::optional<bool> b) const {
    if (op_ == Operator::kAnd) {
      if (a == false || b == false) return false;
      return a && b ? std::optional<bool>(true) : std::nullopt;
    }
    if (op_ == Operator::kOr) {
      if (a == true || b == true) return true;
      return a && b ? std::optional<bool>(false) : std::nullopt;
    }
    return a && b ? std::optional<bool>(*a != *b) : std::nullopt;
  }

  Operator op_;
  std::vector<BoundPtr> operands_;
};

class BoundUnary : public BoundExpression {
 public:
  BoundUnary(Place place, Operator op, BoundPtr operand)
      : BoundExpression(place), op_(op), operand_(std::move(operand)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value value, operand_->Evaluate(frame));
    absl::StatusOr<Value> result = Apply(op_, value);
    if (!result.ok()) return AtPlace(result.status(), place());
    return result;
  }

 private:
  Operator op_;
  BoundPtr operand_;
};

class BoundBinary : public BoundExpression {
 public:
  BoundBinary(Place place, Operator op, BoundPtr left, BoundPtr right)
      : BoundExpression(place),
        op_(op),
        left_(std::move(left)),
        right_(std::move(right)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value left, left_->Evaluate(frame));
    ASSIGN_OR_RETURN(const Value right, right_->Evaluate(frame));
    absl::StatusOr<Value> result =
        Apply(op_, left, right, frame.run->max_bytes());
    if (!result.ok()) return AtPlace(result.status(), place());
    return result;
  }

 private:
  Operator op_;
  BoundPtr left_;
  BoundPtr right_;
};

// a < b < c is a < b AND b < c, each operand evaluated once.
class BoundComparisons : public BoundExpression {
 public:
  BoundComparisons(Place place, std::vector<Operator> ops,
                   std::vector<BoundPtr> operands)
      : BoundExpression(place),
        ops_(std::move(ops)),
        operands_(std::move(operands)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(Value left, operands_[0]->Evaluate(frame));
    bool unknown = false;
    for (size_t i = 0; i < ops_.size(); ++i) {
      ASSIGN_OR_RETURN(Value right, operands_[i + 1]->Evaluate(frame));
      absl::StatusOr<Value> result =
          Apply(ops_[i], left, right, frame.run->max_bytes());
      if (!result.ok()) return AtPlace(result.status(), place());
      if (result->IsNull()) {
        unknown = true;
      } else if (!result->IsTrue()) {
        return Value::Boolean(false);
      }
      left = std::move(right);
    }
    return unknown ? Value() : Value::Boolean(true);
  }

 private:
  std::vector<Operator> ops_;
  std::vector<BoundPtr> operands_;
};

class BoundIsNull : public BoundExpression {
 public:
  BoundIsNull(Place place, BoundPtr operand)
      : BoundExpression(place), operand_(std::move(operand)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const Value value, operand_->Evaluate(frame));
    return Value::Boolean(value.IsNull());
  }

 private:
  BoundPtr operand_;
};

class BoundCall : public BoundExpression {
 public:
  BoundCall(Place place, const Function& function, std::vector<BoundPtr> args)
      : BoundExpression(place), function_(&function), args_(std::move(args)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    absl::InlinedVector<Value, 4> args;
    ValueRoom room(*frame.run);
    for (const BoundPtr& arg : args_) {
      ASSIGN_OR_RETURN(Value value, arg->Evaluate(frame));
      RETURN_IF_ERROR(room.Take(value, place()));
      args.push_back(std::move(value));
    }
    absl::StatusOr<Value> result =
        Call(*function_, frame.run->functions(), args);
    if (!result.ok()) return AtPlace(result.status(), place());
    return result;
  }

 private:
  const Function* function_;
  std::vector<BoundPtr> args_;
};

class BoundCase : public BoundExpression {
 public:
  BoundCase(Place place, BoundPtr compared, std::vector<BoundPtr> cases,
            BoundPtr otherwise)
      : BoundExpression(place),
        compared_(std::move(compared)),
        cases_(std::move(cases)),
        otherwise_(std::move(otherwise)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    Value compared;
    if (compared_ != nullptr) {
      ASSIGN_OR_RETURN(compared, compared_->Evaluate(frame));
    }
    for (size_t i = 0; i + 1 < cases_.size(); i += 2) {
      ASSIGN_OR_RETURN(const bool chosen, Chosen(*cases_[i], compared, frame));
      if (chosen) return cases_[i + 1]->Evaluate(frame);
    }
    if (otherwise_ == nullptr) return Value();
    return otherwise_->Evaluate(frame);
  }

 private:
  absl::StatusOr<bool> Chosen(const BoundExpression& when,
                              const Value& compared, Frame& frame) const {
    if (compared_ == nullptr) return Holds(when, frame);
    ASSIGN_OR_RETURN(const Value value, when.Evaluate(frame));
    return Equals(compared, value) == true;
  }

  BoundPtr compared_;
  std::vector<BoundPtr> cases_;
  BoundPtr otherwise_;
};

// The list that a comprehension runs over; none: null.
absl::StatusOr<std::optional<Value>> ListOf(const BoundExpression& list,
                                            Frame& frame) {
  ASSIGN_OR_RETURN(Value value, list.Evaluate(frame));
  if (value.IsNull()) return std::optional<Value>();
  if (!value.Is(Value::Type::kList)) {
    return AtPlace(RunError(ErrorType::kType, "InvalidArgumentType",
                            absl::StrCat("wanted a list to go through, got ",
                                         std::string(NameOf(value.type())))),
                   list.place());
  }
  return std::optional<Value>(std::move(value));
}

class BoundListComprehension : public BoundExpression {
 public:
  BoundListComprehension(Place place, Slot slot, BoundPtr list, BoundPtr where,
                         BoundPtr result)
      : BoundExpression(place),
        slot_(slot),
        list_(std::move(list)),
        where_(std::move(where)),
        result_(std::move(result)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const std::optional<Value> list, ListOf(*list_, frame));
    if (!list) return Value();
    Value::List results;
    ValueRoom room(*frame.run);
    for (const Value& element : list->list()) {
      if (!frame.run->Tick()) return frame.run->status();
      frame.slots[slot_] = element;
      if (where_ != nullptr) {
        ASSIGN_OR_RETURN(const bool holds, Holds(*where_, frame));
        if (!holds) continue;
      }
      if (result_ == nullptr) {
        results.push_back(element);
        continue;
      }
      ASSIGN_OR_RETURN(Value result, result_->Evaluate(frame));
      RETURN_IF_ERROR(room.Take(result, place()));
      results.push_back(std::move(result));
    }
    return Value::MakeList(std::move(results));
  }

 private:
  Slot slot_;
  BoundPtr list_;
  BoundPtr where_;
  BoundPtr result_;
};

class BoundReduce : public BoundExpression {
 public:
  BoundReduce(Place place, Slot total, BoundPtr start, Slot element,
              BoundPtr list, BoundPtr next)
      : BoundExpression(place),
        total_(total),
        start_(std::move(start)),
        element_(element),
        list_(std::move(list)),
        next_(std::move(next)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(Value total, start_->Evaluate(frame));
    ASSIGN_OR_RETURN(const std::optional<Value> list, ListOf(*list_, frame));
    if (!list) return Value();
    for (const Value& element : list->list()) {
      if (!frame.run->Tick()) return frame.run->status();
      frame.slots[total_] = std::move(total);
      frame.slots[element_] = element;
      ASSIGN_OR_RETURN(total, next_->Evaluate(frame));
    }
    return total;
  }

 private:
  Slot total_;
  BoundPtr start_;
  Slot element_;
  BoundPtr list_;
  BoundPtr next_;
};

class BoundQuantifier : public BoundExpression {
 public:
  BoundQuantifier(Place place, Quantifier quantifier, Slot slot, BoundPtr list,
                  BoundPtr condition)
      : BoundExpression(place),
        quantifier_(quantifier),
        slot_(slot),
        list_(std::move(list)),
        condition_(std::move(condition)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    ASSIGN_OR_RETURN(const std::optional<Value> list, ListOf(*list_, frame));
    if (!list) return Value();
    uint64_t holding = 0;
    uint64_t failing = 0;
    uint64_t unknown = 0;
    for (const Value& element : list->list()) {
      if (!frame.run->Tick()) return frame.run->status();
      frame.slots[slot_] = element;
      ASSIGN_OR_RETURN(const Value value, condition_->Evaluate(frame));
      absl::StatusOr<std::optional<bool>> truth = Truth(value);
      if (!truth.ok()) return AtPlace(truth.status(), condition_->place());
      ++(!*truth ? unknown : **truth ? holding : failing);
    }
    return FromTruth(Decide(holding, failing, unknown));
  }

 private:
  [[nodiscard]] std::optional<bool> Decide(uint64_t holding, uint64_t failing,
                                           uint64_t unknown) const {
    const std::optional<bool> if_known =
        unknown > 0 ? std::nullopt : std::optional<bool>(true);
    switch (quantifier_) {
      case Quantifier::kAll:
        return failing > 0 ? std::optional<bool>(false) : if_known;
      case Quantifier::kNone:
        return holding > 0 ? std::optional<bool>(false) : if_known;
      case Quantifier::kAny:
        if (holding > 0) return true;
        return unknown > 0 ? std::nullopt : std::optional<bool>(false);
      case Quantifier::kSingle:
        if (holding > 1) return false;
        return unknown > 0 ? std::nullopt : std::optional<bool>(holding == 1);
    }
    return std::nullopt;
  }

  Quantifier quantifier_;
  Slot slot_;
  BoundPtr list_;
  BoundPtr condition_;
};

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

BoundPtr BindLiteral(Place place, Value value) {
  return std::make_unique<BoundLiteral>(place, std::move(value));
}
BoundPtr BindSlot(Place place, Slot slot) {
  return std::make_unique<BoundSlot>(place, slot);
}
BoundPtr BindParameter(Place place, size_t index) {
  return std::make_unique<BoundParameter>(place, index);
}
BoundPtr BindProperty(Place place, BoundPtr value, std::string name,
                      std::optional<KeyId> key) {
  return std::make_unique<BoundProperty>(place, std::move(value),
                                         std::move(name), key);
}
BoundPtr BindIndex(Place place, BoundPtr value, BoundPtr index) {
  return std::make_unique<BoundIndex>(place, std::move(value),
                                      std::move(index));
}
BoundPtr BindSlice(Place place, BoundPtr value, BoundPtr from, BoundPtr to) {
  return std::make_unique<BoundSlice>(place, std::move(value), std::move(from),
                                      std::move(to));
}
BoundPtr BindList(Place place, std::vector<BoundPtr> elements) {
  return std::make_unique<BoundList>(place, std::move(elements));
}
BoundPtr BindMap(Place place, std::vector<std::string> keys,
                 std::vector<BoundPtr> values) {
  return std::make_unique<BoundMap>(place, std::move(keys), std::move(values));
}
BoundPtr BindMapProjection(Place place, BoundPtr of,
                           std::vector<std::string> keys,
                           std::vector<BoundPtr> values) {
  return std::make_unique<BoundMapProjection>(
      place, std::move(of), std::move(keys), std::move(values));
}
BoundPtr BindLogic(Place place, Operator op, std::vector<BoundPtr> operands) {
  return std::make_unique<BoundLogic>(place, op, std::move(operands));
}
BoundPtr BindUnary(Place place, Operator op, BoundPtr operand) {
  return std::make_unique<BoundUnary>(place, op, std::move(operand));
}
BoundPtr BindBinary(Place place, Operator op, BoundPtr left, BoundPtr right) {
  return std::make_unique<BoundBinary>(place, op, std::move(left),
                                       std::move(right));
}
BoundPtr BindComparisons(Place place, std::vector<Operator> ops,
                         std::vector<BoundPtr> operands) {
  return std::make_unique<BoundComparisons>(place, std::move(ops),
                                            std::move(operands));
}
BoundPtr BindIsNull(Place place, BoundPtr operand) {
  return std::make_unique<BoundIsNull>(place, std::move(operand));
}
BoundPtr BindCall(Place place, const Function& function,
                  std::vector<BoundPtr> args) {
  return std::make_unique<BoundCall>(place, function, std::move(args));
}
BoundPtr BindCase(Place place, BoundPtr compared, std::vector<BoundPtr> cases,
                  BoundPtr otherwise) {
  return std::make_unique<BoundCase>(place, std::move(compared),
                                     std::move(cases), std::move(otherwise));
}
BoundPtr BindListComprehension(Place place, Slot slot, BoundPtr list,
                               BoundPtr where, BoundPtr result) {
  return std::make_unique<BoundListComprehension>(
      place, slot, std::move(list), std::move(where), std::move(result));
}
BoundPtr BindReduce(Place place, Slot total, BoundPtr start, Slot element,
                    BoundPtr list, BoundPtr next) {
  return std::make_unique<BoundReduce>(place, total, std::move(start), element,
                                       std::move(list), std::move(next));
}
BoundPtr BindQuantifier(Place place, Quantifier quantifier, Slot slot,
                        BoundPtr list, BoundPtr condition) {
  return std::make_unique<BoundQuantifier>(
      place, quantifier, slot, std::move(list), std::move(condition));
}
BoundPtr BindGraphElements(Place place, std::vector<Slot> slots) {
  return std::make_unique<BoundGraphElements>(place, std::move(slots));
}
BoundPtr BindHasLabels(Place place, BoundPtr of, LabelCondition condition) {
  return std::make_unique<BoundHasLabels>(place, std::move(of),
                                          std::move(condition));
}

}  // namespace attest::query
