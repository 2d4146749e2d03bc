// How MatchPlan makes steps of relationships and what stands in their place.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/flipped.h"
#include "engine/query/match_plan.h"
#include "engine/query/match_steps.h"
#include "engine/query/path_search.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

bool IsLegacy(const PathSelector& selector) {
  return selector.kind == PathSelector::Kind::kLegacyOne ||
         selector.kind == PathSelector::Kind::kLegacyAll;
}

// Can a relationship be of both?
bool Overlap(const Reach& a, const Reach& b) {
  if (a.any_type || b.any_type) return true;
  return std::any_of(a.types.begin(), a.types.end(), [&b](TypeId type) {
    return std::find(b.types.begin(), b.types.end(), type) != b.types.end();
  });
}

}  // namespace

std::string MatchPlan::TextOf(const Edge& edge) const {
  std::string inner = edge.name;
  if (edge.pattern != nullptr) {
    for (size_t i = 0; i < edge.pattern->types.size(); ++i) {
      absl::StrAppend(&inner, i == 0 ? ":" : "|", edge.pattern->types[i].first);
    }
  }
  if (edge.kind != EdgeKind::kSingle) inner += '*';
  const Direction direction = edge.reach.direction;
  return absl::StrCat("(", nodes_[edge.from].name, ")",
                      direction == Direction::kIn ? "<-" : "-", "[", inner, "]",
                      direction == Direction::kOut ? "->" : "-", "(",
                      nodes_[edge.to].name, ")");
}

void MatchPlan::ReachInto(const Edge& edge, Reach& reach) const {
  reach = edge.reach;
  reach.taken = taken_;
  for (const Edge& other : edges_) {
    if (&other != &edge && other.solved && Overlap(edge.reach, other.reach)) {
      reach.taken.push_back(other.slot);
    }
  }
}

absl::Status MatchPlan::Solve(Edge& edge) {
  switch (edge.kind) {
    case EdgeKind::kSingle:
      SolveSingle(edge);
      break;
    case EdgeKind::kRepeated:
      RETURN_IF_ERROR(SolveRepeated(edge));
      break;
    case EdgeKind::kQuantified:
      RETURN_IF_ERROR(SolveQuantified(edge));
      break;
    case EdgeKind::kShortest:
      RETURN_IF_ERROR(SolveShortest(edge));
      break;
  }
  edge.solved = true;
  Bind(edge.slot);
  BindNode(edge.from);
  BindNode(edge.to);
  return absl::OkStatus();
}

void MatchPlan::SolveSingle(Edge& edge) {
  Node& from = nodes_[edge.from];
  Node& to = nodes_[edge.to];
  Reach reach;
  ReachInto(edge, reach);
  if (edge.was_bound) {
    AddStep(std::make_unique<EndsStep>(edge.slot, from.slot, from.bound,
                                       to.slot, to.bound, std::move(reach)),
            "Ends", TextOf(edge));
    return;
  }
  const bool backwards = !from.bound;
  if (backwards) reach.direction = Flipped(reach.direction);
  const Node& start = backwards ? to : from;
  const Node& end = backwards ? from : to;
  AddStep(std::make_unique<ExpandStep>(start.slot, edge.slot, end.slot,
                                       end.bound, std::move(reach)),
          end.bound ? "ExpandInto" : "Expand", TextOf(edge));
}

absl::StatusOr<Repeat> MatchPlan::RepeatOf(const Edge& edge,
                                           std::vector<Condition>& late) {
  Repeat repeat;
  const RelationshipPattern& pattern = *edge.pattern;
  if (pattern.repetition) {
    repeat.least = pattern.repetition->least;
    repeat.most = pattern.repetition->most.value_or(UINT64_MAX);
  } else {
    repeat.most = 1;
  }
  repeat.element = edge.element;
  // Within the pattern the name stands for each relationship alone.
  Scope scope = scope_;
  if (!edge.name.empty()) {
    scope.Add({edge.name, edge.element, TypeOnly(Value::Type::kRelationship)});
  }
  Context context;
  context.scope = &scope;
  std::vector<Slot> reads;
  std::vector<Slot>* const outer = compiler_.read_slots_;
  const auto compile = [&](const Expression& expression, bool is_condition) {
    reads.clear();
    compiler_.read_slots_ = &reads;
    absl::StatusOr<Typed> typed =
        is_condition ? compiler_.CompileCondition(expression, context)
                     : compiler_.Compile(expression, context);
    compiler_.read_slots_ = outer;
    if (outer != nullptr) {
      outer->insert(outer->end(), reads.begin(), reads.end());
    }
    return typed;
  };
  std::vector<BoundPtr> parts;
  const auto add = [&](BoundPtr part) {
    std::vector<Slot> own = OwnSlots(reads);
    if (AreBound(own)) {
      parts.push_back(std::move(part));
      return;
    }
    own.push_back(edge.slot);
    reads.push_back(edge.slot);
    const Place place = part->place();
    late.push_back({BindQuantifier(place, Quantifier::kAll, edge.element,
                                   BindSlot(place, edge.slot), std::move(part)),
                    std::move(own), reads, "", false, std::nullopt, ""});
  };
  if (pattern.properties != nullptr) {
    for (size_t i = 0; i < pattern.properties->keys.size(); ++i) {
      const std::string& key = pattern.properties->keys[i];
      const Expression& wanted = *pattern.properties->children[i];
      ASSIGN_OR_RETURN(Typed value, compile(wanted, /*is_condition=*/false));
      add(BindBinary(
          wanted.place, Operator::kEqual,
          BindProperty(wanted.place, BindSlot(pattern.place, edge.element), key,
                       compiler_.graph_->FindKey(key)),
          std::move(value.expression)));
    }
  }
  if (pattern.where != nullptr) {
    ASSIGN_OR_RETURN(Typed where,
                     compile(*pattern.where, /*is_condition=*/true));
    add(std::move(where.expression));
  }
  if (parts.size() == 1) repeat.condition = std::move(parts[0]);
  if (parts.size() > 1) {
    repeat.condition =
        BindLogic(pattern.place, Operator::kAnd, std::move(parts));
  }
  return repeat;
}

bool MatchPlan::MustWait(const Edge& edge) const {
  // Relationships of the others are taken.
  const bool overlaps =
      std::any_of(edges_.begin(), edges_.end(), [&](const Edge& other) {
        return &other != &edge && !other.solved &&
               other.kind != EdgeKind::kShortest &&
               Overlap(edge.reach, other.reach);
      });
  if (overlaps) return true;
  const PathParts& path = paths_[edge.path];
  const auto is_walk = [&](Slot slot) {
    return slot == edge.slot || slot == path.slot;
  };
  const auto is_unknown = [&](Slot slot) {
    return !IsBound(slot) && !is_walk(slot) && slot != nodes_[edge.from].slot &&
           slot != nodes_[edge.to].slot;
  };
  if (std::any_of(edge.reads.begin(), edge.reads.end(), is_unknown)) {
    return true;
  }
  const bool is_legacy = IsLegacy(path.pattern->selector);
  return std::any_of(
      conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
        const std::vector<Slot>& reads = condition.reads;
        return !condition.done &&
               (is_legacy || condition.of_path == edge.path) &&
               std::any_of(reads.begin(), reads.end(), is_walk) &&
               std::any_of(reads.begin(), reads.end(), is_unknown);
      });
}

bool MatchPlan::OnlyShortestLeft() const {
  return std::all_of(nodes_.begin(), nodes_.end(),
                     [](const Node& node) { return node.bound; }) &&
         std::all_of(edges_.begin(), edges_.end(), [](const Edge& edge) {
           return edge.solved || edge.kind == EdgeKind::kShortest;
         });
}

absl::Status MatchPlan::SolveRepeated(Edge& edge) {
  std::vector<Condition> late;
  ASSIGN_OR_RETURN(Repeat repeat, RepeatOf(edge, late));
  for (Condition& condition : late) conditions_.push_back(std::move(condition));
  Node& from = nodes_[edge.from];
  Node& to = nodes_[edge.to];
  Reach reach;
  ReachInto(edge, reach);
  if (edge.was_bound) {
    AddStep(
        std::make_unique<WalkListStep>(from.slot, edge.slot, to.slot, to.bound,
                                       std::move(reach), std::move(repeat)),
        "WalkList", TextOf(edge));
    return absl::OkStatus();
  }
  const bool backwards = !from.bound;
  if (backwards) reach.direction = Flipped(reach.direction);
  const Node& start = backwards ? to : from;
  const Node& end = backwards ? from : to;
  AddStep(std::make_unique<RepeatStep>(start.slot, edge.slot, end.slot,
                                       end.bound, backwards, std::move(reach),
                                       std::move(repeat)),
          "Repeat", TextOf(edge));
  return absl::OkStatus();
}

absl::Status MatchPlan::SolveQuantified(Edge& edge) {
  const QuantifiedPattern& pattern = *edge.quantified;
  QuantifiedStep::Spec spec;
  Reach reach;
  ReachInto(edge, reach);
  spec.taken = std::move(reach.taken);
  spec.from = nodes_[edge.from].slot;
  spec.to = nodes_[edge.to].slot;
  spec.to_bound = nodes_[edge.to].bound;
  spec.relationships = edge.slot;
  spec.least = pattern.repetition.least;
  spec.most = pattern.repetition.most.value_or(UINT64_MAX);
  spec.inner_from = compiler_.NewSlot();

  Scope scope = before_;
  Pipeline inner;
  MatchPlan plan(compiler_, scope, inner, {});
  plan.BindFirstNode(spec.inner_from);
  RETURN_IF_ERROR(plan.Compile({&pattern.inner}, pattern.where.get()));
  spec.inner_to = plan.LastNode(0);
  spec.inner_relationships = plan.Relationships(0);
  for (const Variable& variable : scope.variables()) {
    const Variable* list = scope_.Find(variable.name);
    for (const QuantifiedStep::Group& group : edge.groups) {
      if (list != nullptr && list->slot == group.list) {
        spec.groups.push_back({variable.slot, group.list});
      }
    }
  }
  for (const QuantifiedStep::Group& group : spec.groups) Bind(group.list);
  AddStep(std::make_unique<QuantifiedStep>(std::move(spec), std::move(inner)),
          "Quantified", TextOf(edge));
  return absl::OkStatus();
}

absl::Status MatchPlan::SolveShortest(Edge& edge) {
  ShortestStep::Spec spec;
  std::vector<Condition> late;
  ASSIGN_OR_RETURN(spec.repeat, RepeatOf(edge, late));
  ReachInto(edge, spec.reach);
  PathParts& path = paths_[edge.path];
  spec.selector = path.pattern->selector;
  const bool backwards = !nodes_[edge.from].bound;
  if (backwards) spec.reach.direction = Flipped(spec.reach.direction);
  const Node& start = nodes_[backwards ? edge.to : edge.from];
  const Node& end = nodes_[backwards ? edge.from : edge.to];
  spec.from = start.slot;
  spec.to = end.slot;
  spec.to_bound = end.bound;
  spec.relationships = edge.slot;
  spec.reversed = backwards;
  spec.path = path.slot;
  std::vector<Slot> bound_after = {edge.slot, start.slot, end.slot};
  if (path.slot) bound_after.push_back(*path.slot);
  const bool is_legacy = IsLegacy(spec.selector);
  // shortestPath() gives the shortest that WHERE lets through; the selectors
  // choose first, and WHERE sees what they chose.
  const auto accept = [&](Condition& condition) {
    const bool reads_walk = std::any_of(
        condition.reads.begin(), condition.reads.end(),
        [&](Slot slot) { return slot == edge.slot || slot == path.slot; });
    const bool ready = std::all_of(
        condition.reads.begin(), condition.reads.end(), [&](Slot slot) {
          return IsBound(slot) ||
                 std::find(bound_after.begin(), bound_after.end(), slot) !=
                     bound_after.end();
        });
    if (condition.done || !reads_walk || !ready) return;
    condition.done = true;
    spec.accept.push_back(std::move(condition.expression));
  };
  // What stands in the pattern bears on the choice in any case.
  for (Condition& condition : late) {
    accept(condition);
    if (!condition.done) conditions_.push_back(std::move(condition));
  }
  for (Condition& condition : conditions_) {
    if (is_legacy || condition.of_path == edge.path) accept(condition);
  }
  if (path.slot) {
    path.bound = true;
    Bind(*path.slot);
  }
  AddStep(std::make_unique<ShortestStep>(std::move(spec)), "ShortestPath",
          TextOf(edge));
  return absl::OkStatus();
}

absl::Status MatchPlan::SolveSelected() {
  for (SelectedPath& selected : selected_) {
    for (const Slot slot : selected.spec.keep) Bind(slot);
    AddStep(std::make_unique<SelectPathsStep>(std::move(selected.inner),
                                              std::move(selected.spec)),
            "SelectPaths", selected.name);
  }
  selected_.clear();
  return absl::OkStatus();
}

absl::Status MatchPlan::PlanSelected(const PathPattern& pattern) {
  SelectedPath selected;
  selected.name = pattern.name;
  selected.spec.selector = pattern.selector;
  std::vector<Slot> taken = taken_;
  for (const Edge& edge : edges_) taken.push_back(edge.slot);
  MatchPlan plan(compiler_, scope_, selected.inner, std::move(taken));
  plan.every_path_ = true;
  RETURN_IF_ERROR(plan.Compile({&pattern}, nullptr));
  selected.spec.first = plan.FirstNode(0);
  selected.spec.last = plan.LastNode(0);
  selected.spec.relationships = plan.Relationships(0);
  selected.spec.keep = plan.BoundSlots();
  own_.insert(plan.own_.begin(), plan.own_.end());
  selected_.push_back(std::move(selected));
  return absl::OkStatus();
}

}  // namespace attest::query
