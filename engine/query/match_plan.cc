#include "engine/query/match_plan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/flipped.h"
#include "engine/query/match_steps.h"
#include "engine/query/property_graph.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

using Type = Value::Type;

// Ordering looks at all parts for each: quadratic, so it is bounded.
constexpr size_t kMaxParts = 2000;
// How many of the rows a condition is taken to let through.
constexpr double kConditionShare = 0.1;
// Beyond so many rounds a repetition is not followed when it is estimated.
constexpr uint64_t kEstimatedRounds = 6;

absl::Status TypeConflict(absl::string_view name, Place place,
                          absl::string_view wanted) {
  return QueryError(ErrorType::kSyntax, "VariableTypeConflict", place,
                    absl::StrCat("`", name, "` is ", wanted,
                                 " here, and stands for something else "
                                 "elsewhere"));
}

bool IsLegacy(const PathSelector& selector) {
  return selector.kind == PathSelector::Kind::kLegacyOne ||
         selector.kind == PathSelector::Kind::kLegacyAll;
}

// Is the path one repeated relationship, which ShortestStep can search?
bool IsOneRelationship(const PathPattern& pattern) {
  if (pattern.nodes.size() != 2) return false;
  const RelationshipPattern* relationship = pattern.steps[0].relationship.get();
  return relationship != nullptr &&
         (relationship->repetition || relationship->name.empty());
}

}  // namespace

// -- Declaring ----------------------------------------------------------------

absl::Status MatchPlan::CheckNew(const std::string& name, Place place) const {
  const Scope* const left_behind = compiler_.left_behind_;
  if (name.empty() || left_behind == nullptr ||
      left_behind->Find(name) == nullptr) {
    return absl::OkStatus();
  }
  Context context;
  context.scope = &scope_;
  context.ungrouped = left_behind;
  return compiler_.UndefinedVariable(name, place, context);
}

absl::StatusOr<size_t> MatchPlan::DeclareNode(const NodePattern& pattern) {
  const bool is_first = first_node_ && nodes_.empty();
  if (!pattern.name.empty()) {
    const auto found = node_of_name_.find(pattern.name);
    if (found != node_of_name_.end()) return found->second;
  }
  Node node;
  node.name = pattern.name;
  const Variable* known =
      pattern.name.empty() || is_first ? nullptr : scope_.Find(pattern.name);
  if (known != nullptr) {
    if (IsNone(known->type, SetOf(Type::kNode))) {
      return TypeConflict(pattern.name, pattern.name_place, "a node");
    }
    node.slot = known->slot;
    node.bound = node.was_bound = true;
  } else {
    RETURN_IF_ERROR(CheckNew(pattern.name, pattern.name_place));
    node.slot = is_first ? *first_node_ : compiler_.NewSlot();
    node.bound = is_first;
    own_.insert(node.slot);
    if (is_first) Bind(node.slot);
    if (!pattern.name.empty()) {
      scope_.Add({pattern.name, node.slot, TypeOnly(Type::kNode)});
    }
  }
  if (!pattern.name.empty()) node_of_name_[pattern.name] = nodes_.size();
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

absl::StatusOr<size_t> MatchPlan::DeclareRelationship(
    const RelationshipPattern& pattern, const PathPattern& path) {
  Edge edge;
  edge.kind = pattern.repetition ? EdgeKind::kRepeated : EdgeKind::kSingle;
  if (!every_path_ && path.selector.kind != PathSelector::Kind::kAll) {
    edge.kind = EdgeKind::kShortest;
  }
  edge.pattern = &pattern;
  edge.name = pattern.name;
  const bool single = edge.kind == EdgeKind::kSingle;
  const Variable* known =
      pattern.name.empty() ? nullptr : scope_.Find(pattern.name);
  if (known != nullptr) {
    const TypeSet wanted = SetOf(single ? Type::kRelationship : Type::kList);
    if (IsNone(known->type, wanted) ||
        (!single && known->type.elements != 0 &&
         (known->type.elements & SetOf(Type::kRelationship)) == 0)) {
      return TypeConflict(
          pattern.name, pattern.name_place,
          single ? "a relationship" : "a list of relationships");
    }
    if (own_relationships_.contains(pattern.name)) {
      return QueryError(
          ErrorType::kSyntax, "RelationshipUniquenessViolation",
          pattern.name_place,
          absl::StrCat("`", pattern.name,
                       "` stands for two relationships of one MATCH, which "
                       "are always different"));
    }
    edge.slot = known->slot;
    edge.was_bound = true;
    // Of walks that are one given list there is nothing to choose.
    if (edge.kind == EdgeKind::kShortest) edge.kind = EdgeKind::kRepeated;
  } else {
    RETURN_IF_ERROR(CheckNew(pattern.name, pattern.name_place));
    edge.slot = compiler_.NewSlot();
    own_.insert(edge.slot);
    if (!pattern.name.empty()) {
      scope_.Add({pattern.name, edge.slot,
                  single ? TypeOnly(Type::kRelationship)
                         : ListOf(SetOf(Type::kRelationship))});
      own_relationships_.insert(pattern.name);
    }
  }
  if (!single) edge.element = compiler_.NewSlot();
  edge.reach.direction = pattern.direction;
  edge.reach.any_type = pattern.types.empty();
  for (const auto& [name, place] : pattern.types) {
    const std::vector<TypeId> types = compiler_.graph_->FindTypes(name);
    if (types.empty()) compiler_.WarnOfType(name, place);
    edge.reach.types.insert(edge.reach.types.end(), types.begin(), types.end());
  }
  edges_.push_back(std::move(edge));
  return edges_.size() - 1;
}

absl::Status MatchPlan::DeclareGroups(const PathPattern& inner, Edge& edge) {
  const auto add = [&](const std::string& name, Place place,
                       TypeSet elements) -> absl::Status {
    if (name.empty()) return absl::OkStatus();
    const Variable* known = scope_.Find(name);
    if (known != nullptr) {
      for (const QuantifiedStep::Group& group : edge.groups) {
        if (group.list == known->slot) return absl::OkStatus();
      }
      return QueryError(ErrorType::kSyntax, "VariableAlreadyBound", place,
                        absl::StrCat("`", name,
                                     "` stands in a repeated pattern, where "
                                     "names must be new"));
    }
    const Slot slot = compiler_.NewSlot();
    own_.insert(slot);
    scope_.Add({name, slot, ListOf(elements)});
    edge.groups.push_back({0, slot});
    return absl::OkStatus();
  };
  for (const NodePattern& node : inner.nodes) {
    RETURN_IF_ERROR(add(node.name, node.name_place, SetOf(Type::kNode)));
  }
  for (const PatternStep& step : inner.steps) {
    if (step.quantified != nullptr) {
      return QueryError(ErrorType::kSyntax, "NestedQuantifier",
                        step.quantified->place,
                        "a repeated pattern cannot stand within another one");
    }
    RETURN_IF_ERROR(add(step.relationship->name, step.relationship->name_place,
                        step.relationship->repetition
                            ? SetOf(Type::kList)
                            : SetOf(Type::kRelationship)));
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> MatchPlan::DeclareQuantified(
    const QuantifiedPattern& pattern) {
  Edge edge;
  edge.kind = EdgeKind::kQuantified;
  edge.quantified = &pattern;
  edge.slot = compiler_.NewSlot();
  own_.insert(edge.slot);
  edge.reach.any_type = true;
  RETURN_IF_ERROR(DeclareGroups(pattern.inner, edge));
  edges_.push_back(std::move(edge));
  return edges_.size() - 1;
}

absl::Status MatchPlan::DeclarePath(const PathPattern& pattern,
                                    PathParts& parts) {
  if (pattern.name.empty()) return absl::OkStatus();
  if (scope_.Find(pattern.name) != nullptr) {
    return QueryError(
        ErrorType::kSyntax, "VariableAlreadyBound", pattern.name_place,
        absl::StrCat("`", pattern.name,
                     "` is defined already; a path needs a name of its own"));
  }
  parts.slot = compiler_.NewSlot();
  own_.insert(*parts.slot);
  scope_.Add({pattern.name, *parts.slot, TypeOnly(Type::kPath)});
  return absl::OkStatus();
}

bool MatchPlan::IsSelected(const PathPattern& pattern) const {
  return !every_path_ && pattern.selector.kind != PathSelector::Kind::kAll &&
         !IsOneRelationship(pattern);
}

absl::Status MatchPlan::Declare(const PathPattern& pattern) {
  PathParts parts;
  parts.pattern = &pattern;
  if (IsSelected(pattern)) {
    if (IsLegacy(pattern.selector)) {
      return QueryError(ErrorType::kSyntax, "InvalidRelationshipPattern",
                        pattern.selector.place,
                        "wanted one relationship between two nodes, as in "
                        "shortestPath((a)-[*]-(b))");
    }
    // The ends are found as other nodes are; what lies between, later.
    for (const NodePattern* end :
         {&pattern.nodes.front(), &pattern.nodes.back()}) {
      if (end->name.empty()) continue;
      RETURN_IF_ERROR(DeclareNode(*end).status());
    }
    paths_.push_back(std::move(parts));
    return absl::OkStatus();
  }
  for (size_t i = 0; i < pattern.nodes.size(); ++i) {
    ASSIGN_OR_RETURN(const size_t node, DeclareNode(pattern.nodes[i]));
    parts.nodes.push_back(node);
    if (i == pattern.steps.size()) break;
    const PatternStep& step = pattern.steps[i];
    size_t edge = 0;
    if (step.relationship != nullptr) {
      ASSIGN_OR_RETURN(edge, DeclareRelationship(*step.relationship, pattern));
    } else {
      ASSIGN_OR_RETURN(edge, DeclareQuantified(*step.quantified));
    }
    edges_[edge].path = paths_.size();
    parts.edges.push_back(edge);
  }
  for (size_t i = 0; i < parts.edges.size(); ++i) {
    edges_[parts.edges[i]].from = parts.nodes[i];
    edges_[parts.edges[i]].to = parts.nodes[i + 1];
  }
  RETURN_IF_ERROR(DeclarePath(pattern, parts));
  paths_.push_back(std::move(parts));
  return absl::OkStatus();
}

std::vector<Slot> MatchPlan::Relationships(size_t index) const {
  std::vector<Slot> slots;
  for (const size_t edge : paths_[index].edges) {
    slots.push_back(edges_[edge].slot);
  }
  return slots;
}

std::vector<Slot> MatchPlan::BoundSlots() const {
  std::vector<Slot> slots(own_.begin(), own_.end());
  std::sort(slots.begin(), slots.end());
  return slots;
}

// -- Conditions ---------------------------------------------------------------

std::vector<Slot> MatchPlan::OwnSlots(std::vector<Slot> slots) const {
  if (std::find(slots.begin(), slots.end(), kEverySlot) != slots.end()) {
    return BoundSlots();
  }
  slots.erase(
      std::remove_if(slots.begin(), slots.end(),
                     [this](Slot slot) { return !own_.contains(slot); }),
      slots.end());
  return slots;
}

bool MatchPlan::AreBound(const std::vector<Slot>& slots) const {
  return std::all_of(slots.begin(), slots.end(),
                     [this](Slot slot) { return IsBound(slot); });
}

// -- Order --------------------------------------------------------------------

double MatchPlan::RowsOf(const Node& node) const {
  if (node.bound) return 1;
  if (node.no_label) return 0;
  double rows = compiler_.graph_->NodeCount(node.label);
  for (size_t i = 0; i < node.conditions; ++i) rows *= kConditionShare;
  return rows;
}

double MatchPlan::FanOf(const Edge& edge, bool backwards) const {
  const Node& start = nodes_[backwards ? edge.to : edge.from];
  const Direction direction =
      backwards ? Flipped(edge.reach.direction) : edge.reach.direction;
  const double all = compiler_.graph_->NodeCount(std::nullopt);
  if (edge.kind == EdgeKind::kShortest) return all;
  const double degree = compiler_.graph_->MeanDegree(
      start.label, direction, edge.reach.types, edge.reach.any_type);
  if (edge.kind == EdgeKind::kSingle) return degree;
  const Repetition& repetition = edge.kind == EdgeKind::kQuantified
                                     ? edge.quantified->repetition
                                     : *edge.pattern->repetition;
  const uint64_t most =
      std::min(repetition.most.value_or(kEstimatedRounds), kEstimatedRounds);
  double sum = 0;
  for (uint64_t i = std::min(repetition.least, most); i <= most; ++i) {
    sum += std::pow(degree, static_cast<double>(i));
  }
  return sum;
}

void MatchPlan::AddReadyConditions() {
  for (Condition& condition : conditions_) {
    if (condition.done || !AreBound(condition.reads)) continue;
    condition.done = true;
    rows_ *= kConditionShare * 5;
    AddStep(std::make_unique<FilterStep>(std::move(condition.expression),
                                         condition.all_reads),
            "Filter", condition.text);
  }
}

bool MatchPlan::AddSeeks() {
  for (Seek& seek : seeks_) {
    Node& node = nodes_[seek.node];
    if (node.bound || !compiler_.graph_->HasIndex(seek.key, node.label)) {
      continue;
    }
    std::vector<Slot> reads;
    std::vector<Slot>* const outer =
        std::exchange(compiler_.read_slots_, &reads);
    Context context;
    context.scope = &scope_;
    absl::StatusOr<Typed> value = compiler_.Compile(*seek.value, context);
    compiler_.read_slots_ = outer;
    if (!value.ok() || !AreBound(OwnSlots(std::move(reads)))) continue;
    AddStep(std::make_unique<SeekStep>(node.slot, seek.key,
                                       std::move(value->expression), seek.each),
            "Seek", absl::StrCat("(", node.name, ")"));
    BindNode(seek.node);
    return true;
  }
  return false;
}

bool MatchPlan::AddArrayScan(size_t index) {
  const Node& node = nodes_[index];
  for (const Comparison& comparison : comparisons_) {
    Condition& condition = conditions_[comparison.condition];
    if (comparison.node != index || condition.done || !node.label ||
        !compiler_.graph_->HasArray(*node.label, comparison.key)) {
      continue;
    }
    Context context;
    context.scope = &scope_;
    absl::StatusOr<Typed> value = compiler_.Compile(*comparison.value, context);
    if (!value.ok()) continue;
    condition.done = true;
    AddStep(std::make_unique<ScanBetweenStep>(
                node.slot, *node.label, comparison.key, comparison.op,
                std::move(value->expression), std::move(condition.expression)),
            "ScanArray",
            absl::StrCat("(", node.name, ":", node.label_name, ")"));
    BindNode(index);
    DropLabelCondition(index);
    return true;
  }
  return false;
}

void MatchPlan::DropLabelCondition(size_t node) {
  for (Condition& condition : conditions_) {
    if (condition.label_of == node &&
        condition.label_name == nodes_[node].label_name) {
      condition.done = true;
    }
  }
}

void MatchPlan::AddBestStart() {
  // The ends of walks that wait may be found by those that come before.
  std::vector<bool> before(nodes_.size(), false);
  bool waits = false;
  for (const Edge& edge : edges_) {
    if (edge.solved) continue;
    if (edge.kind == EdgeKind::kShortest) {
      waits = waits || MustWait(edge);
    } else {
      before[edge.from] = before[edge.to] = true;
    }
  }
  waits =
      waits && std::find(before.begin(), before.end(), true) != before.end();
  size_t best = nodes_.size();
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].bound || (waits && !before[i])) continue;
    if (best == nodes_.size() || RowsOf(nodes_[i]) < RowsOf(nodes_[best])) {
      best = i;
    }
  }
  const Node& node = nodes_[best];
  rows_ *= std::max(RowsOf(node), 1.0);
  if (AddArrayScan(best)) return;
  AddStep(
      std::make_unique<ScanStep>(node.slot, node.label), "Scan",
      absl::StrCat("(", node.name,
                   node.label ? absl::StrCat(":", node.label_name) : "", ")"));
  BindNode(best);
  DropLabelCondition(best);
}

absl::Status MatchPlan::AddBestEdge(bool& added) {
  Edge* best = nullptr;
  double least = 0;
  const bool may_wait = !OnlyShortestLeft();
  for (Edge& edge : edges_) {
    if (edge.solved) continue;
    if (may_wait && edge.kind == EdgeKind::kShortest && MustWait(edge)) {
      continue;
    }
    const bool from = nodes_[edge.from].bound;
    const bool to = nodes_[edge.to].bound;
    const bool forwards_only =
        edge.kind == EdgeKind::kQuantified ||
        (edge.kind == EdgeKind::kRepeated && edge.was_bound);
    double fan = 0;
    if (edge.kind == EdgeKind::kSingle && edge.was_bound) {
      fan = 0;
    } else if (!from && (!to || forwards_only)) {
      continue;
    } else if (from && to) {
      fan = edge.kind == EdgeKind::kSingle ? 0.1 : 1;
    } else {
      fan = FanOf(edge, /*backwards=*/!from);
    }
    if (best == nullptr || fan < least) {
      best = &edge;
      least = fan;
    }
  }
  added = best != nullptr;
  if (best == nullptr) return absl::OkStatus();
  rows_ = std::max(rows_ * least, 0.001);
  return Solve(*best);
}

absl::Status MatchPlan::Order() {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i].was_bound) continue;
    AddStep(std::make_unique<BoundNodeStep>(nodes_[i].slot), "Argument",
            absl::StrCat("(", nodes_[i].name, ")"));
  }
  while (true) {
    AddReadyConditions();
    if (AddSeeks()) continue;
    bool added = false;
    RETURN_IF_ERROR(AddBestEdge(added));
    if (added) {
      BindPaths();
      continue;
    }
    const bool all_bound =
        std::all_of(nodes_.begin(), nodes_.end(),
                    [](const Node& node) { return node.bound; });
    if (all_bound) break;
    AddBestStart();
  }
  BindPaths();
  RETURN_IF_ERROR(SolveSelected());
  AddReadyConditions();
  return absl::OkStatus();
}

void MatchPlan::BindPaths() {
  for (PathParts& parts : paths_) {
    if (!parts.slot || parts.bound) continue;
    const bool solved =
        std::all_of(parts.edges.begin(), parts.edges.end(),
                    [this](size_t edge) { return edges_[edge].solved; }) &&
        nodes_[parts.nodes[0]].bound;
    if (!solved) continue;
    std::vector<Slot> relationships;
    for (const size_t edge : parts.edges) {
      relationships.push_back(edges_[edge].slot);
    }
    AddStep(std::make_unique<PathStep>(*parts.slot, nodes_[parts.nodes[0]].slot,
                                       std::move(relationships)),
            "Path", parts.pattern->name);
    parts.bound = true;
    Bind(*parts.slot);
  }
}

absl::Status MatchPlan::Compile(const std::vector<const PathPattern*>& patterns,
                                const Expression* where) {
  size_t parts = 0;
  for (const PathPattern* pattern : patterns) {
    parts += pattern->nodes.size() + pattern->steps.size();
    if (parts > kMaxParts) {
      return QueryError(ErrorType::kLimit, "PatternTooLarge", pattern->place,
                        absl::StrCat("the patterns of a MATCH have more than ",
                                     kMaxParts, " nodes and relationships"));
    }
    RETURN_IF_ERROR(Declare(*pattern));
  }
  for (const PathPattern* pattern : patterns) {
    if (IsSelected(*pattern)) RETURN_IF_ERROR(PlanSelected(*pattern));
  }
  for (size_t i = 0; i < patterns.size(); ++i) {
    RETURN_IF_ERROR(AddConditions(*patterns[i], i));
  }
  if (where != nullptr) RETURN_IF_ERROR(AddWhere(*where));
  return Order();
}

absl::Status Compiler::CompileMatch(
    const std::vector<const PathPattern*>& patterns, const Expression* where,
    Scope& scope, Pipeline& pipeline) {
  MatchPlan plan(*this, scope, pipeline, {});
  return plan.Compile(patterns, where);
}

}  // namespace attest::query
