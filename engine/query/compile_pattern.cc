// Patterns and subqueries within expressions: each is a pipeline of its own,
// run for the row at hand.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/compiler.h"
#include "engine/query/match_plan.h"
#include "engine/query/value_room.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

// What becomes of the rows of a pipeline.
enum class RowsTo : uint8_t { kExists, kCount, kList, kFirst };

class BoundRows : public BoundExpression {
 public:
  // `result`: of each row, for kList and kFirst.
  BoundRows(Place place, RowsTo rows_to, Pipeline pipeline, BoundPtr result)
      : BoundExpression(place),
        rows_to_(rows_to),
        pipeline_(std::move(pipeline)),
        result_(std::move(result)) {}

  absl::StatusOr<Value> Evaluate(Frame& frame) const override {
    int64_t count = 0;
    Value::List list;
    ValueRoom room(*frame.run);
    pipeline_.Run(frame, [&](Frame& row) {
      ++count;
      if (rows_to_ == RowsTo::kExists) return false;
      if (rows_to_ == RowsTo::kCount) return true;
      absl::StatusOr<Value> value = result_->Evaluate(row);
      if (!value.ok()) return row.run->Fail(value.status());
      const absl::Status fits = room.Take(*value, place());
      if (!fits.ok()) return row.run->Fail(fits);
      list.push_back(*std::move(value));
      return rows_to_ == RowsTo::kList;
    });
    if (!frame.run->status().ok()) return frame.run->status();
    switch (rows_to_) {
      case RowsTo::kExists:
        return Value::Boolean(count > 0);
      case RowsTo::kCount:
        return Value::Integer(count);
      case RowsTo::kList:
        return Value::MakeList(std::move(list));
      case RowsTo::kFirst:
        return list.empty() ? Value() : list[0];
    }
    return Value();
  }

 private:
  RowsTo rows_to_;
  Pipeline pipeline_;
  BoundPtr result_;
};

// Sets `current` to `next`, where there is one, and back at the end.
class SetForNow {
 public:
  SetForNow(const Scope*& current, const Scope* next)
      : current_(&current), before_(current) {
    if (next != nullptr) current = next;
  }
  SetForNow(const SetForNow&) = delete;
  SetForNow& operator=(const SetForNow&) = delete;
  ~SetForNow() { *current_ = before_; }

 private:
  const Scope** current_;
  const Scope* before_;
};

}  // namespace

absl::StatusOr<Typed> Compiler::CompilePattern(const Expression& expression,
                                               const Context& context) {
  const SetForNow left_behind(left_behind_, context.ungrouped);
  Scope scope = *context.scope;
  Pipeline pipeline;
  const size_t known = scope.variables().size();
  const bool predicate = expression.kind == ExpressionKind::kPatternPredicate;
  const Expression* where = predicate ? nullptr : expression.children[0].get();
  std::vector<Slot>* const reads = read_slots_;
  if (reads != nullptr) {
    // Whatever the pattern names from outside it reads.
    NoteNames(*expression.pattern, *context.scope);
  }
  RETURN_IF_ERROR(
      CompileMatch({expression.pattern.get()}, where, scope, pipeline));
  if (predicate && scope.variables().size() != known) {
    const Variable& first = scope.variables()[known];
    Place place = expression.place;
    for (const NodePattern& node : expression.pattern->nodes) {
      if (node.name == first.name) place = node.name_place;
    }
    for (const PatternStep& step : expression.pattern->steps) {
      if (step.relationship != nullptr && step.relationship->name == first.name)
        place = step.relationship->name_place;
    }
    return UndefinedVariable(first.name, place, context);
  }
  if (predicate) {
    return Typed{std::make_unique<BoundRows>(expression.place, RowsTo::kExists,
                                             std::move(pipeline), nullptr),
                 TypeOnly(Type::kBoolean)};
  }
  Context inner = context;
  inner.scope = &scope;
  inner.aggregates = nullptr;
  ASSIGN_OR_RETURN(Typed result, Compile(*expression.children[1], inner));
  const TypeSet elements = result.type.types;
  return Typed{std::make_unique<BoundRows>(expression.place, RowsTo::kList,
                                           std::move(pipeline),
                                           std::move(result.expression)),
               ListOf(elements)};
}

absl::StatusOr<Typed> Compiler::CompileShortestPath(
    const Expression& expression, const Context& context) {
  const SetForNow left_behind(left_behind_, context.ungrouped);
  Scope scope = *context.scope;
  Pipeline pipeline;
  if (read_slots_ != nullptr) NoteNames(*expression.pattern, *context.scope);
  // The path is wanted, so it needs a name: one that no text can have.
  PathPattern& pattern = *expression.pattern;
  const std::string name = std::exchange(pattern.name, "\x01path");
  const absl::Status status =
      CompileMatch({&pattern}, nullptr, scope, pipeline);
  const Variable* path = scope.Find(pattern.name);
  pattern.name = name;
  RETURN_IF_ERROR(status);
  const bool all = pattern.selector.kind == PathSelector::Kind::kLegacyAll;
  return Typed{
      std::make_unique<BoundRows>(
          expression.place, all ? RowsTo::kList : RowsTo::kFirst,
          std::move(pipeline), BindSlot(expression.place, path->slot)),
      all ? ListOf(SetOf(Type::kPath))
          : StaticType{SetOf(Type::kPath) | SetOf(Type::kNull), kAnyType}};
}

absl::StatusOr<Typed> Compiler::CompileSubquery(const Expression& expression,
                                                const Context& context) {
  const SetForNow left_behind(left_behind_, context.ungrouped);
  if (read_slots_ != nullptr) {
    // A subquery may read any variable: it waits until all are bound.
    for (const Variable& variable : context.scope->variables()) {
      read_slots_->push_back(variable.slot);
    }
  }
  std::vector<Slot>* const reads = std::exchange(read_slots_, nullptr);
  const bool with_evidence = std::exchange(with_evidence_, false);
  absl::StatusOr<CompiledQuery> query =
      CompileQuery(*expression.subquery, *context.scope, /*in_subquery=*/true);
  read_slots_ = reads;
  with_evidence_ = with_evidence;
  RETURN_IF_ERROR(query.status());
  if (expression.kind == ExpressionKind::kCollectSubquery) {
    if (query->slots.size() != 1) {
      return QueryError(ErrorType::kSyntax, "InvalidClauseComposition",
                        expression.place,
                        "COLLECT { } wants a RETURN of one column");
    }
    return Typed{
        std::make_unique<BoundRows>(
            expression.place, RowsTo::kList, std::move(query->pipeline),
            BindSlot(expression.place, query->slots[0])),
        ListOf(query->types[0].types)};
  }
  const bool exists = expression.kind == ExpressionKind::kExists;
  return Typed{std::make_unique<BoundRows>(
                   expression.place, exists ? RowsTo::kExists : RowsTo::kCount,
                   std::move(query->pipeline), nullptr),
               TypeOnly(exists ? Type::kBoolean : Type::kInteger)};
}

void Compiler::NoteNames(const PathPattern& pattern, const Scope& scope) {
  const auto note = [&](const std::string& name) {
    const Variable* variable = name.empty() ? nullptr : scope.Find(name);
    if (variable != nullptr) read_slots_->push_back(variable->slot);
  };
  for (const NodePattern& node : pattern.nodes) note(node.name);
  for (const PatternStep& step : pattern.steps) {
    if (step.relationship != nullptr) note(step.relationship->name);
  }
}

}  // namespace attest::query
