// Calls of functions, and aggregates.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/compiler.h"
#include "engine/query/functions.h"
#include "engine/query/static_type.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"

namespace attest::query {
namespace {

// rand() and its like, which a run may ask more than once.
bool GivesAnotherEachTime(const Function& function) {
  return !function.is_pure && function.takes.empty();
}

}  // namespace

bool HasAggregate(const Expression& expression) {
  if (expression.kind == ExpressionKind::kCountStar) return true;
  if (expression.kind == ExpressionKind::kCall &&
      FindAggregate(expression.name) != nullptr) {
    return true;
  }
  return std::any_of(expression.children.begin(), expression.children.end(),
                     [](const ExpressionPtr& child) {
                       return child != nullptr && HasAggregate(*child);
                     });
}

absl::StatusOr<Typed> Compiler::CompileCall(const Expression& expression,
                                            const Context& context) {
  const AggregateFunction* aggregate = FindAggregate(expression.name);
  if (aggregate != nullptr) {
    return CompileAggregate(expression, aggregate, context);
  }
  const Function* function = FindFunction(expression.name);
  if (function == nullptr) {
    std::vector<absl::string_view> names;
    for (const Function& known : AllFunctions()) names.push_back(known.name);
    for (const AggregateFunction& known : AllAggregates()) {
      names.push_back(known.name);
    }
    const std::optional<absl::string_view> nearest =
        NearestName(expression.name, names, 2);
    return QueryError(
        ErrorType::kSyntax, "UnknownFunction", expression.name_place,
        absl::StrCat(
            "there is no function `", expression.name, "`",
            nearest ? absl::StrCat("; did you mean `", *nearest, "`?") : ""));
  }
  const size_t count = expression.children.size();
  if (count < static_cast<size_t>(function->least_args) ||
      count > function->takes.size() || expression.distinct) {
    return QueryError(
        ErrorType::kSyntax,
        expression.distinct ? "InvalidUseOfDistinct"
                            : "InvalidNumberOfArguments",
        expression.place,
        expression.distinct
            ? absl::StrCat("`", function->name, "` is no aggregate: DISTINCT ",
                           "cannot stand in it")
            : absl::StrCat("wanted ", function->signature, ", got ", count,
                           count == 1 ? " argument" : " arguments"));
  }
  if (read_slots_ != nullptr && GivesAnotherEachTime(*function)) {
    read_slots_->push_back(kEverySlot);
  }
  if (context.in_aggregate && GivesAnotherEachTime(*function)) {
    return QueryError(ErrorType::kSyntax, "NonConstantExpression",
                      expression.place,
                      absl::StrCat("`", function->name,
                                   "` gives another value each time and "
                                   "cannot stand in an aggregate"));
  }
  std::vector<StaticType> types;
  ASSIGN_OR_RETURN(std::vector<BoundPtr> args,
                   CompileAll(expression.children, context, &types));
  for (size_t i = 0; i < count; ++i) {
    if (IsNone(types[i], function->takes[i])) {
      return WrongType(expression.children[i]->place,
                       absl::StrCat("what ", function->signature, " takes"),
                       types[i]);
    }
  }
  return Typed{BindCall(expression.place, *function, std::move(args)),
               OneOf(function->gives | kNull)};
}

absl::StatusOr<Typed> Compiler::CompileAggregate(
    const Expression& expression, const AggregateFunction* function,
    const Context& context) {
  if (context.in_aggregate) {
    return QueryError(ErrorType::kSyntax, "NestedAggregation", expression.place,
                      "an aggregate cannot stand within another one; work out "
                      "the inner one in a WITH before");
  }
  BoundAggregate aggregate;
  aggregate.place = expression.place;
  aggregate.kind =
      function == nullptr ? AggregateKind::kCountStar : function->kind;
  aggregate.distinct = expression.distinct;
  if (function != nullptr && expression.children.size() != function->args) {
    return QueryError(ErrorType::kSyntax, "InvalidNumberOfArguments",
                      expression.place,
                      absl::StrCat("wanted ", function->args, ", got ",
                                   expression.children.size(), " arguments"));
  }
  Context inner = context;
  // What is aggregated is seen as it was before grouping.
  if (context.ungrouped != nullptr) inner.scope = context.ungrouped;
  inner.ungrouped = nullptr;
  if (context.aggregates != nullptr) inner.substitutes = nullptr;
  inner.in_aggregate = true;
  inner.aggregates = nullptr;
  std::vector<StaticType> types;
  ASSIGN_OR_RETURN(aggregate.args,
                   CompileAll(expression.children, inner, &types));
  if (context.aggregates == nullptr) {
    return QueryError(ErrorType::kSyntax, "InvalidAggregation",
                      expression.place,
                      "an aggregate can stand in RETURN and WITH alone, and in "
                      "their ORDER BY where they have it too");
  }
  if (function != nullptr && IsNone(types[0], function->takes)) {
    return WrongType(expression.children[0]->place,
                     absl::StrCat("what `", function->name, "` takes"),
                     types[0]);
  }
  aggregate.slot = NewSlot();
  const Slot slot = aggregate.slot;
  StaticType type = OneOf(function == nullptr ? SetOf(Value::Type::kInteger)
                                              : function->gives | kNull);
  if (aggregate.kind == AggregateKind::kCollect) {
    type = ListOf(types[0].types & ~kNull);
  }
  context.aggregates->push_back(std::move(aggregate));
  return Typed{BindSlot(expression.place, slot), type};
}

}  // namespace attest::query
