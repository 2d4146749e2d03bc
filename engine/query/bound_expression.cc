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

}  // namespace

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

}  // namespace attest::query
