// Expressions that go through a list: comprehensions, reduce, quantifiers.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/bound_expression.h"
#include "engine/query/operators.h"
#include "engine/query/value_room.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

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

}  // namespace

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

}  // namespace attest::query
