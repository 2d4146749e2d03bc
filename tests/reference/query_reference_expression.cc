// How the reference works out expressions.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/query/functions.h"
#include "engine/query/operators.h"
#include "engine/query/value_order.h"
#include "tests/reference/query_reference.h"

namespace attest::query {

Value QueryReference::Taken(absl::StatusOr<Value> value) {
  if (value.ok()) return *std::move(value);
  Fail(value.status());
  return Value();
}

bool QueryReference::Holds(const Expression& e, const Row& row) {
  const absl::StatusOr<std::optional<bool>> truth =
      Truth(Evaluate(e, row, nullptr));
  if (!truth.ok()) {
    Fail(truth.status());
    return false;
  }
  return truth->value_or(false);
}

bool QueryReference::HasLabels(const Value& of, const LabelExpression& labels) {
  std::vector<std::string> has;
  if (of.Is(Value::Type::kNode)) has = graph_->LabelsOf(of.node());
  if (of.Is(Value::Type::kRelationship)) {
    has = {graph_->TypeOf(of.relationship())};
  }
  const auto holds = [&](const LabelExpression& child) {
    return HasLabels(of, child);
  };
  const auto& children = labels.children;
  switch (labels.kind) {
    case LabelExpression::Kind::kName:
      return std::count(has.begin(), has.end(), labels.name) > 0;
    case LabelExpression::Kind::kAnything:
      return !has.empty();
    case LabelExpression::Kind::kNot:
      return !holds(children[0]);
    case LabelExpression::Kind::kAnd:
      return std::all_of(children.begin(), children.end(), holds);
    case LabelExpression::Kind::kOr:
      return std::any_of(children.begin(), children.end(), holds);
  }
  return false;
}

Value QueryReference::EvaluateProperty(const Value& of,
                                       const std::string& key) {
  if (of.IsNull()) return Value();
  const std::optional<KeyId> id = graph_->FindKey(key);
  if (of.Is(Value::Type::kNode)) {
    return id ? Taken(graph_->PropertyOf(of.node(), *id)) : Value();
  }
  if (of.Is(Value::Type::kRelationship)) {
    return id ? Taken(graph_->PropertyOf(of.relationship(), *id)) : Value();
  }
  return Taken(Member(*graph_, of, key));
}

Value QueryReference::EvaluateLogic(const Expression& e, const Row& row,
                                    const Group* group) {
  const auto truth_of = [&](const Expression& child) -> std::optional<bool> {
    const auto truth = Truth(Evaluate(child, row, group));
    if (truth.ok()) return *truth;
    Fail(truth.status());
    return std::nullopt;
  };
  const std::optional<bool> left = truth_of(*e.children[0]);
  const bool decided = (e.op == Operator::kAnd && left == false) ||
                       (e.op == Operator::kOr && left == true);
  if (decided) return FromTruth(left);
  const std::optional<bool> right = truth_of(*e.children[1]);
  if (e.op == Operator::kAnd && right == false) return FromTruth(false);
  if (e.op == Operator::kOr && right == true) return FromTruth(true);
  if (!left || !right) return Value();
  if (e.op == Operator::kXor) return FromTruth(*left != *right);
  return FromTruth(e.op == Operator::kAnd);
}

Value QueryReference::EvaluateCase(const Expression& e, const Row& row,
                                   const Group* group) {
  const bool has_else = e.children.size() % 2 == 0;
  const size_t end = e.children.size() - (has_else ? 1 : 0);
  for (size_t i = 1; i + 1 < end; i += 2) {
    const Value when = Evaluate(*e.children[i], row, group);
    const bool chosen =
        e.children[0] == nullptr
            ? when.IsTrue()
            : Equals(Evaluate(*e.children[0], row, group), when) == true;
    if (chosen) return Evaluate(*e.children[i + 1], row, group);
  }
  return has_else ? Evaluate(*e.children.back(), row, group) : Value();
}

Value QueryReference::EvaluateAggregate(const Expression& e,
                                        const Group& group) {
  if (e.kind == ExpressionKind::kCountStar) {
    return Value::Integer(static_cast<int64_t>(group.size()));
  }
  Value::List values;
  for (const Row& row : group) {
    Value value = Evaluate(*e.children[0], row, nullptr);
    if (value.IsNull()) continue;
    const bool seen = std::any_of(
        values.begin(), values.end(),
        [&](const Value& other) { return Equivalent(value, other); });
    if (e.distinct && seen) continue;
    values.push_back(std::move(value));
  }
  const std::string name = absl::AsciiStrToLower(e.name);
  if (name == "count") {
    return Value::Integer(static_cast<int64_t>(values.size()));
  }
  if (name == "collect") return Value::MakeList(std::move(values));
  if (name == "sum") {
    Value sum = Value::Integer(0);
    for (const Value& value : values) {
      if (!value.IsNumber()) {
        Fail(RunError(ErrorType::kType, "InvalidArgumentValue", "no number"));
        return Value();
      }
      sum = Taken(Apply(Operator::kAdd, sum, value, UINT64_MAX));
    }
    return sum;
  }
  std::sort(values.begin(), values.end(),
            [](const Value& a, const Value& b) { return Order(a, b) < 0; });
  if (values.empty()) return Value();
  return name == "min" ? values.front() : values.back();
}

// Comprehensions, reduce and quantifiers.
Value QueryReference::EvaluateEach(const Expression& e, const Row& row,
                                   const Group* group) {
  const bool reduces = e.kind == ExpressionKind::kReduce;
  const Value list = Evaluate(*e.children[reduces ? 1 : 0], row, group);
  Value total = reduces ? Evaluate(*e.children[0], row, group) : Value();
  if (list.IsNull()) return Value();
  if (!list.Is(Value::Type::kList)) {
    Fail(RunError(ErrorType::kType, "InvalidArgumentType", "no list"));
    return Value();
  }
  Row inner = row;
  Value::List results;
  int64_t holding = 0;
  bool unknown = false;
  for (const Value& element : list.list()) {
    inner[reduces ? e.second_name : e.name] = element;
    if (reduces) {
      inner[e.name] = total;
      total = Evaluate(*e.children[2], inner, nullptr);
    } else if (e.kind == ExpressionKind::kListComprehension) {
      if (e.children[1] != nullptr && !Holds(*e.children[1], inner)) continue;
      results.push_back(e.children[2] == nullptr
                            ? element
                            : Evaluate(*e.children[2], inner, nullptr));
    } else {
      const Value truth = e.children[1] == nullptr
                              ? element
                              : Evaluate(*e.children[1], inner, nullptr);
      unknown |= truth.IsNull();
      holding += truth.IsTrue() ? 1 : 0;
      // Of a quantifier these are the elements that fail.
      if (!truth.IsNull() && !truth.IsTrue()) results.push_back(element);
    }
  }
  if (reduces) return total;
  if (e.kind == ExpressionKind::kListComprehension) {
    return Value::MakeList(std::move(results));
  }
  const auto if_known = [&](bool otherwise) {
    return unknown ? Value() : Value::Boolean(otherwise);
  };
  switch (e.quantifier) {
    case Quantifier::kAll:
      return results.empty() ? if_known(true) : Value::Boolean(false);
    case Quantifier::kAny:
      return holding > 0 ? Value::Boolean(true) : if_known(false);
    case Quantifier::kNone:
      return holding > 0 ? Value::Boolean(false) : if_known(true);
    case Quantifier::kSingle:
      return holding > 1 ? Value::Boolean(false) : if_known(holding == 1);
  }
  return Value();
}

Value QueryReference::EvaluatePattern(const Expression& e, const Row& row) {
  if (e.subquery != nullptr) {
    const Table table = RunQuery(*e.subquery, row);
    if (e.kind == ExpressionKind::kExists) {
      return Value::Boolean(!table.rows.empty());
    }
    if (e.kind == ExpressionKind::kCountSubquery) {
      return Value::Integer(static_cast<int64_t>(table.rows.size()));
    }
    Value::List values;
    for (const auto& values_of_row : table.rows) {
      values.push_back(values_of_row[0]);
    }
    return Value::MakeList(std::move(values));
  }
  const bool predicate = e.kind == ExpressionKind::kPatternPredicate;
  if (predicate) {
    return Value::Boolean(!Match({e.pattern.get()}, nullptr, row).empty());
  }
  if (e.kind == ExpressionKind::kShortestPath) {
    Value::List paths;
    const std::string name = std::exchange(e.pattern->name, "\x02path");
    for (Row& found : Match({e.pattern.get()}, nullptr, row)) {
      paths.push_back(found.at("\x02path"));
    }
    e.pattern->name = name;
    if (e.pattern->selector.kind == PathSelector::Kind::kLegacyAll) {
      return Value::MakeList(std::move(paths));
    }
    return paths.empty() ? Value() : paths[0];
  }
  Value::List results;
  for (const Row& found : Match({e.pattern.get()}, e.children[0].get(), row)) {
    results.push_back(Evaluate(*e.children[1], found, nullptr));
  }
  return Value::MakeList(std::move(results));
}

Value QueryReference::Evaluate(const Expression& e, const Row& row,
                               const Group* group) {
  if (!status_.ok()) return Value();
  const auto child = [&](size_t i) {
    return e.children[i] == nullptr ? Value()
                                    : Evaluate(*e.children[i], row, group);
  };
  switch (e.kind) {
    case ExpressionKind::kLiteral:
      return e.literal;
    case ExpressionKind::kParameter:
      return parameters_->at(e.name);
    case ExpressionKind::kVariable: {
      const auto found = row.find(e.name);
      if (found != row.end()) return found->second;
      Fail(absl::InternalError(absl::StrCat("no variable ", e.name)));
      return Value();
    }
    case ExpressionKind::kProperty:
      return EvaluateProperty(child(0), e.name);
    case ExpressionKind::kIndex:
      return Taken(Element(*graph_, child(0), child(1)));
    case ExpressionKind::kSlice: {
      const Value from = child(1);
      const Value to = child(2);
      return Taken(Slice(child(0), e.children[1] == nullptr ? nullptr : &from,
                         e.children[2] == nullptr ? nullptr : &to));
    }
    case ExpressionKind::kList: {
      Value::List list;
      for (size_t i = 0; i < e.children.size(); ++i) list.push_back(child(i));
      return Value::MakeList(std::move(list));
    }
    case ExpressionKind::kMap: {
      Value::Map map;
      for (size_t i = 0; i < e.children.size(); ++i) {
        map.emplace_back(e.keys[i], child(i));
      }
      return Value::MakeMap(std::move(map));
    }
    case ExpressionKind::kUnary:
      return Taken(Apply(e.op, child(0)));
    case ExpressionKind::kBinary:
      if (e.op == Operator::kAnd || e.op == Operator::kOr ||
          e.op == Operator::kXor) {
        return EvaluateLogic(e, row, group);
      }
      return Taken(Apply(e.op, child(0), child(1), UINT64_MAX));
    case ExpressionKind::kIsNull:
      return Value::Boolean(child(0).IsNull());
    case ExpressionKind::kHasLabels: {
      const Value of = child(0);
      return of.IsNull() ? Value() : Value::Boolean(HasLabels(of, *e.labels));
    }
    case ExpressionKind::kCountStar:
      return EvaluateAggregate(e, *group);
    case ExpressionKind::kCall: {
      const Function* function = FindFunction(e.name);
      if (function == nullptr) return EvaluateAggregate(e, *group);
      std::vector<Value> args;
      for (size_t i = 0; i < e.children.size(); ++i) args.push_back(child(i));
      FunctionContext context;
      context.graph = graph_;
      return Taken(Call(*function, context, args));
    }
    case ExpressionKind::kCase:
      return EvaluateCase(e, row, group);
    case ExpressionKind::kListComprehension:
    case ExpressionKind::kReduce:
    case ExpressionKind::kQuantifier:
      return EvaluateEach(e, row, group);
    case ExpressionKind::kPatternComprehension:
    case ExpressionKind::kPatternPredicate:
    case ExpressionKind::kShortestPath:
    case ExpressionKind::kExists:
    case ExpressionKind::kCountSubquery:
    case ExpressionKind::kCollectSubquery:
      return EvaluatePattern(e, row);
    case ExpressionKind::kComparisons: {
      bool unknown = false;
      for (size_t i = 0; i < e.ops.size(); ++i) {
        const Value holds =
            Taken(Apply(e.ops[i], child(i), child(i + 1), UINT64_MAX));
        if (!holds.IsNull() && !holds.IsTrue()) return Value::Boolean(false);
        unknown |= holds.IsNull();
      }
      return unknown ? Value() : Value::Boolean(true);
    }
    case ExpressionKind::kMapProjection: {
      const Value of = child(0);
      if (of.IsNull()) return Value();
      Value::Map map;
      for (size_t i = 0; i < e.keys.size(); ++i) {
        if (e.children[i + 1] != nullptr) {
          map.emplace_back(e.keys[i], child(i + 1));
          continue;
        }
        const Value all = of.Is(Value::Type::kNode)
                              ? Taken(graph_->PropertiesOf(of.node()))
                          : of.Is(Value::Type::kRelationship)
                              ? Taken(graph_->PropertiesOf(of.relationship()))
                              : of;
        map.insert(map.end(), all.map().begin(), all.map().end());
      }
      return Value::MakeMap(std::move(map));
    }
  }
  return Value();
}

}  // namespace attest::query
