// Clauses: what each adds to the pipeline, and which names stand after it.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/compiler.h"
#include "engine/query/distinct_ends.h"
#include "engine/query/expression_shape.h"
#include "engine/query/match_plan.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

template <class S>
S& AddStep(Pipeline& pipeline, std::unique_ptr<S> step, absl::string_view name,
           std::string detail) {
  step->name = std::string(name);
  step->detail = std::move(detail);
  if (!pipeline.empty()) {
    step->estimated_rows = pipeline.steps().back()->estimated_rows;
  }
  return pipeline.Add(std::move(step));
}

// As AddStep, of a step that runs what was there before as its input.
template <class S, class... Args>
S& AddOver(Pipeline& pipeline, absl::string_view name, std::string detail,
           Args&&... args) {
  const double rows =
      pipeline.empty() ? 1 : pipeline.steps().back()->estimated_rows;
  Pipeline input = pipeline.TakeAll();
  auto step =
      std::make_unique<S>(std::move(input), std::forward<Args>(args)...);
  step->name = std::string(name);
  step->detail = std::move(detail);
  step->estimated_rows = rows;
  return pipeline.Add(std::move(step));
}

std::string NamesOf(const std::vector<Variable>& columns) {
  return absl::StrJoin(columns, ", ",
                       [](std::string* out, const Variable& column) {
                         absl::StrAppend(out, column.name);
                       });
}

// The variables of both: those of `over` hide those of `under`.
Scope Overlaid(const Scope& under, const std::vector<Variable>& over) {
  Scope scope = under;
  for (const Variable& variable : over) scope.Add(variable);
  return scope;
}

std::vector<Slot> SlotsOf(const std::vector<Variable>& variables) {
  std::vector<Slot> slots;
  for (const Variable& variable : variables) slots.push_back(variable.slot);
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  return slots;
}

absl::Status CheckNames(const Clause& clause) {
  absl::flat_hash_set<std::string> names;
  for (const ProjectionItem& item : clause.items) {
    if (!names.insert(item.name).second) {
      return QueryError(ErrorType::kSyntax, "ColumnNameConflict", item.place,
                        absl::StrCat("two columns are named `", item.name,
                                     "`; rename one with AS"));
    }
  }
  return absl::OkStatus();
}

// A variable, or a property of one: what may stand beside an aggregate when it
// is a grouping key.
bool IsSimpleKey(const Expression& expression) {
  if (expression.kind == ExpressionKind::kVariable) return true;
  return expression.kind == ExpressionKind::kProperty &&
         expression.children[0]->kind == ExpressionKind::kVariable;
}

bool IgnoresRepeats(const BoundAggregate& aggregate) {
  return aggregate.distinct || aggregate.kind == AggregateKind::kMin ||
         aggregate.kind == AggregateKind::kMax;
}

}  // namespace

absl::Status Compiler::CompileMatchClause(const Clause& clause, Scope& scope,
                                          Pipeline& pipeline) {
  std::vector<const PathPattern*> patterns;
  for (const PathPattern& pattern : clause.patterns) {
    patterns.push_back(&pattern);
  }
  Pipeline inner;
  MatchPlan plan(*this, scope, clause.optional ? inner : pipeline, {});
  RETURN_IF_ERROR(plan.Compile(patterns, clause.where.get()));
  std::vector<Slot> slots = plan.BoundSlots();
  matched_.insert(matched_.end(), slots.begin(), slots.end());
  if (clause.optional) {
    AddStep(pipeline,
            std::make_unique<OptionalStep>(std::move(inner), std::move(slots)),
            "Optional", "");
  }
  return absl::OkStatus();
}

BoundPtr Compiler::Evidence(const Scope& scope) const {
  std::vector<Slot> slots = matched_;
  const Variable* before = scope.Find(kEvidenceName);
  if (before != nullptr) slots.push_back(before->slot);
  return BindGraphElements({}, std::move(slots));
}

void Compiler::AddDistinct(const std::vector<Slot>& slots,
                           std::optional<Slot> evidence, std::string detail,
                           Pipeline& pipeline) const {
  if (!evidence) {
    AddOver<DistinctStep>(pipeline, "Distinct", std::move(detail), slots);
    return;
  }
  std::vector<Assignment> keys;
  for (const Slot slot : slots) keys.push_back({slot, BindSlot({}, slot)});
  BoundAggregate joined;
  joined.kind = AggregateKind::kEvidence;
  joined.args.push_back(BindSlot({}, *evidence));
  joined.slot = *evidence;
  std::vector<BoundAggregate> aggregates;
  aggregates.push_back(std::move(joined));
  // No columns: then there is one row for all, or none.
  if (keys.empty()) keys.push_back({*evidence, BindLiteral({}, Value())});
  AddOver<GroupStep>(pipeline, "Distinct", std::move(detail), std::move(keys),
                     std::move(aggregates));
}

absl::Status Compiler::CompileUnwind(const Clause& clause, Scope& scope,
                                     Pipeline& pipeline) {
  Context context;
  context.scope = &scope;
  ASSIGN_OR_RETURN(Typed list, Compile(*clause.expression, context));
  if (scope.Find(clause.name) != nullptr) {
    return QueryError(ErrorType::kSyntax, "VariableAlreadyBound", clause.place,
                      absl::StrCat("`", clause.name,
                                   "` is defined already; UNWIND needs a "
                                   "name of its own"));
  }
  StaticType type;
  if (list.type.types == SetOf(Type::kList)) {
    type = {list.type.elements, kAnyType};
  }
  const Slot slot = NewSlot();
  scope.Add({clause.name, slot, type});
  AddStep(pipeline,
          std::make_unique<UnwindStep>(slot, std::move(list.expression)),
          "Unwind", clause.name);
  return absl::OkStatus();
}

absl::StatusOr<BoundPtr> Compiler::CompileCount(const Expression& expression) {
  const Scope none;
  Context context;
  context.scope = &none;
  const size_t parameters = parameters_.size();
  absl::StatusOr<Typed> typed = Compile(expression, context);
  if (!typed.ok()) {
    const std::optional<QueryFault> fault = FaultOf(typed.status());
    if (fault && fault->detail == "UndefinedVariable") {
      return QueryError(ErrorType::kSyntax, "NonConstantExpression",
                        expression.place,
                        "SKIP and LIMIT take a number that does not depend on "
                        "the row");
    }
    return typed.status();
  }
  const bool depends_on_run =
      parameters_.size() != parameters || HasParameter(expression);
  if (!depends_on_run) {
    // What is wrong with a constant is wrong before anything runs.
    RunOptions options;
    RunState run(*graph_, options);
    Frame frame{&run, std::vector<Value>(slot_count_)};
    const absl::StatusOr<uint64_t> count = CountOf(*typed->expression, frame);
    if (!count.ok()) {
      const std::optional<QueryFault> fault = FaultOf(count.status());
      if (!fault) return count.status();
      return QueryError(fault->type, fault->detail, expression.place,
                        "SKIP and LIMIT take an integer that is not negative");
    }
  }
  return std::move(typed->expression);
}

bool HasParameter(const Expression& expression) {
  if (expression.kind == ExpressionKind::kParameter) return true;
  return std::any_of(expression.children.begin(), expression.children.end(),
                     [](const ExpressionPtr& child) {
                       return child != nullptr && HasParameter(*child);
                     });
}

absl::Status Compiler::CompileItems(const Clause& clause, const Scope& scope,
                                    Items& items) {
  Context plain;
  plain.scope = &scope;
  for (const ProjectionItem& item : clause.items) {
    if (HasAggregate(*item.expression)) continue;
    ASSIGN_OR_RETURN(Typed typed, Compile(*item.expression, plain));
    const std::optional<Slot> same = typed.expression->AsSlot();
    const bool is_variable =
        same && item.expression->kind == ExpressionKind::kVariable;
    const Slot slot = is_variable ? *same : NewSlot();
    items.slots[&item] = {slot, typed.type};
    if (items.groups || !is_variable) {
      items.keys.push_back({slot, std::move(typed.expression)});
    }
    if (IsSimpleKey(*item.expression)) {
      items.simple[ShapeOf(*item.expression)] = {slot, typed.type};
    }
  }
  if (!items.groups) return absl::OkStatus();
  // Beside aggregates only grouping keys may stand.
  Scope keys;
  for (const ProjectionItem& item : clause.items) {
    const auto found = items.slots.find(&item);
    if (found == items.slots.end()) continue;
    if (item.expression->kind == ExpressionKind::kVariable) {
      keys.Add({item.expression->name, found->second.slot, found->second.type});
    }
  }
  Context context;
  context.scope = &keys;
  context.substitutes = &items.simple;
  context.aggregates = &items.aggregates;
  context.ungrouped = &scope;
  for (const ProjectionItem& item : clause.items) {
    if (items.slots.contains(&item)) continue;
    ASSIGN_OR_RETURN(Typed typed, Compile(*item.expression, context));
    const std::optional<Slot> same = typed.expression->AsSlot();
    const Slot slot = same ? *same : NewSlot();
    items.slots[&item] = {slot, typed.type};
    if (!same) items.after.push_back({slot, std::move(typed.expression)});
  }
  return absl::OkStatus();
}

absl::Status Compiler::CompileProjection(const Clause& clause, Scope& scope,
                                         Pipeline& pipeline,
                                         std::vector<Variable>& columns) {
  RETURN_IF_ERROR(CheckNames(clause));
  if (clause.star) {
    for (const Variable& variable : scope.variables()) {
      if (variable.name != kEvidenceName) columns.push_back(variable);
    }
    if (columns.empty() && clause.kind == ClauseKind::kReturn) {
      return QueryError(ErrorType::kSyntax, "NoVariablesInScope", clause.place,
                        "RETURN * has nothing to return: no name is defined");
    }
    std::sort(
        columns.begin(), columns.end(),
        [](const Variable& a, const Variable& b) { return a.name < b.name; });
  }
  Items items;
  items.groups = std::any_of(clause.items.begin(), clause.items.end(),
                             [](const ProjectionItem& item) {
                               return HasAggregate(*item.expression);
                             });
  if (items.groups) {
    for (const Variable& column : columns) {
      items.keys.push_back({column.slot, BindSlot(clause.place, column.slot)});
    }
  }
  std::vector<Slot> reads;
  {
    std::vector<Slot>* const outer = std::exchange(read_slots_, &reads);
    const absl::Status status = CompileItems(clause, scope, items);
    read_slots_ = outer;
    RETURN_IF_ERROR(status);
    if (outer != nullptr) {
      outer->insert(outer->end(), reads.begin(), reads.end());
    }
  }
  std::vector<Variable> kept;
  if (with_evidence_) {
    const Slot slot = NewSlot();
    if (items.groups) {
      BoundAggregate evidence;
      evidence.kind = AggregateKind::kEvidence;
      evidence.args.push_back(Evidence(scope));
      evidence.slot = slot;
      items.aggregates.push_back(std::move(evidence));
    } else {
      items.keys.push_back({slot, Evidence(scope)});
    }
    kept.push_back({std::string(kEvidenceName), slot, TypeOnly(Type::kList)});
    matched_.clear();
  }
  Substitutes done;
  for (const ProjectionItem& item : clause.items) {
    const Substitute& made = items.slots.at(&item);
    columns.push_back({item.name, made.slot, made.type});
    done[ShapeOf(*item.expression)] = made;
  }
  // Rows that are the same in what is read are as good as one: then it does not
  // matter how often, and over what, a node is reached.
  const bool repeats_matter =
      with_evidence_ || clause.star ||
      !(items.groups ? std::all_of(items.aggregates.begin(),
                                   items.aggregates.end(), IgnoresRepeats)
                     : clause.distinct && clause.order_by.empty() &&
                           clause.where == nullptr);
  if (!repeats_matter) PruneExpansions(reads, pipeline);
  if (items.groups) {
    AddOver<GroupStep>(pipeline, "Group", NamesOf(columns),
                       std::move(items.keys), std::move(items.aggregates));
    if (!items.after.empty()) {
      AddStep(pipeline, std::make_unique<ProjectStep>(std::move(items.after)),
              "Project", NamesOf(columns));
    }
  } else if (!items.keys.empty()) {
    AddStep(pipeline, std::make_unique<ProjectStep>(std::move(items.keys)),
            "Project", NamesOf(columns));
  }
  if (clause.distinct) {
    AddDistinct(SlotsOf(columns),
                kept.empty() ? std::nullopt : std::optional<Slot>(kept[0].slot),
                NamesOf(columns), pipeline);
  }
  kept.insert(kept.end(), columns.begin(), columns.end());
  Scope after;
  for (const Variable& variable : kept) after.Add(variable);
  // Where rows were joined, only what was made of them stands.
  const bool joined = items.groups || clause.distinct;
  const Scope both = joined ? after : Overlaid(scope, kept);
  Context context;
  context.scope = &both;
  context.substitutes = joined ? &done : nullptr;
  RETURN_IF_ERROR(CompileOrder(clause, context, pipeline));
  if (clause.where != nullptr) {
    ASSIGN_OR_RETURN(Typed where, CompileCondition(*clause.where, context));
    AddStep(pipeline, std::make_unique<FilterStep>(std::move(where.expression)),
            "Filter", "");
  }
  scope = std::move(after);
  return absl::OkStatus();
}

absl::Status Compiler::CompileOrder(const Clause& clause,
                                    const Context& context,
                                    Pipeline& pipeline) {
  SortStep* sort = nullptr;
  if (!clause.order_by.empty()) {
    std::vector<SortStep::Key> keys;
    for (const SortItem& item : clause.order_by) {
      ASSIGN_OR_RETURN(Typed key, Compile(*item.expression, context));
      keys.push_back({std::move(key.expression), item.descending});
    }
    sort = &AddOver<SortStep>(pipeline, "Sort", "", std::move(keys),
                              SlotsOf(context.scope->variables()));
  }
  if (clause.skip == nullptr && clause.limit == nullptr) {
    return absl::OkStatus();
  }
  BoundPtr skip;
  BoundPtr limit;
  if (clause.skip != nullptr) {
    ASSIGN_OR_RETURN(skip, CompileCount(*clause.skip));
  }
  if (clause.limit != nullptr) {
    ASSIGN_OR_RETURN(limit, CompileCount(*clause.limit));
  }
  if (sort != nullptr) sort->WantOnly(skip.get(), limit.get());
  AddOver<SkipLimitStep>(pipeline, "SkipLimit", "", std::move(skip),
                         std::move(limit));
  return absl::OkStatus();
}

absl::StatusOr<CompiledQuery> Compiler::CompileSingle(const SingleQuery& query,
                                                      const Scope& outer,
                                                      bool in_subquery) {
  CompiledQuery compiled;
  Scope scope = outer;
  bool returns = false;
  if (with_evidence_) matched_.clear();
  for (const Clause& clause : query.clauses) {
    switch (clause.kind) {
      case ClauseKind::kMatch:
        RETURN_IF_ERROR(CompileMatchClause(clause, scope, compiled.pipeline));
        break;
      case ClauseKind::kUnwind:
        RETURN_IF_ERROR(CompileUnwind(clause, scope, compiled.pipeline));
        break;
      case ClauseKind::kWith:
      case ClauseKind::kReturn: {
        std::vector<Variable> columns;
        RETURN_IF_ERROR(
            CompileProjection(clause, scope, compiled.pipeline, columns));
        if (clause.kind == ClauseKind::kWith) break;
        returns = true;
        if (with_evidence_) compiled.evidence = scope.Find(kEvidenceName)->slot;
        for (const Variable& column : columns) {
          compiled.columns.push_back(column.name);
          compiled.slots.push_back(column.slot);
          compiled.types.push_back(column.type);
        }
        break;
      }
    }
  }
  if (!returns && !in_subquery) {
    return QueryError(ErrorType::kSyntax, "InvalidClauseComposition",
                      query.place, "the query ends without a RETURN");
  }
  return compiled;
}

absl::StatusOr<CompiledQuery> Compiler::CompileQuery(const Query& query,
                                                     const Scope& outer,
                                                     bool in_subquery) {
  if (query.parts.size() == 1) {
    return CompileSingle(query.parts[0], outer, in_subquery);
  }
  CompiledQuery all;
  std::vector<Pipeline> parts;
  std::vector<std::vector<Slot>> columns;
  for (const SingleQuery& single : query.parts) {
    ASSIGN_OR_RETURN(CompiledQuery part,
                     CompileSingle(single, outer, in_subquery));
    if (parts.empty()) {
      all.columns = part.columns;
      all.types = part.types;
      for (size_t i = 0; i < all.columns.size(); ++i) {
        all.slots.push_back(NewSlot());
      }
      if (part.evidence) all.evidence = NewSlot();
    }
    std::vector<Slot> slots;
    for (size_t i = 0; i < all.columns.size(); ++i) {
      const auto found =
          std::find(part.columns.begin(), part.columns.end(), all.columns[i]);
      if (found == part.columns.end() ||
          part.columns.size() != all.columns.size()) {
        return QueryError(
            ErrorType::kSyntax, "DifferentColumnsInUnion", single.place,
            absl::StrCat("the parts of a UNION must have the same columns: ",
                         absl::StrJoin(all.columns, ", "), " and ",
                         absl::StrJoin(part.columns, ", ")));
      }
      const auto at = static_cast<size_t>(found - part.columns.begin());
      slots.push_back(part.slots[at]);
      all.types[i].types |= part.types[at].types;
      all.types[i].elements |= part.types[at].elements;
    }
    if (part.evidence) slots.push_back(*part.evidence);
    columns.push_back(std::move(slots));
    parts.push_back(std::move(part.pipeline));
  }
  std::vector<Slot> filled = all.slots;
  if (all.evidence) filled.push_back(*all.evidence);
  AddStep(all.pipeline,
          std::make_unique<UnionStep>(std::move(parts), std::move(columns),
                                      std::move(filled)),
          "Union", absl::StrJoin(all.columns, ", "));
  if (!query.union_all.empty() && !query.union_all[0]) {
    AddDistinct(all.slots, all.evidence, absl::StrJoin(all.columns, ", "),
                all.pipeline);
  }
  return all;
}

}  // namespace attest::query
