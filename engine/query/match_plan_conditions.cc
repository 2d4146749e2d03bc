// What must hold of a match: its conditions, and what an index, a label or an
// array can decide of them.

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/query/match_plan.h"
#include "engine/query/property_graph.h"
#include "engine/status_macros.h"

namespace attest::query {
namespace {

// The operator with its sides changed.
Operator Mirrored(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreater;
    case Operator::kLessEqual:
      return Operator::kGreaterEqual;
    case Operator::kGreater:
      return Operator::kLess;
    case Operator::kGreaterEqual:
      return Operator::kLessEqual;
    default:
      return op;
  }
}

// The conjuncts of a condition.
void SplitAnd(const Expression& expression,
              std::vector<const Expression*>& parts) {
  if (expression.kind == ExpressionKind::kBinary &&
      expression.op == Operator::kAnd) {
    for (const ExpressionPtr& child : expression.children) {
      SplitAnd(*child, parts);
    }
    return;
  }
  parts.push_back(&expression);
}

}  // namespace

void MatchPlan::NoteLabels(const LabelExpression& labels, Node& node) {
  if (labels.kind == LabelExpression::Kind::kAnd) {
    for (const LabelExpression& child : labels.children) {
      NoteLabels(child, node);
    }
    return;
  }
  if (labels.kind != LabelExpression::Kind::kName) return;
  const PropertyGraph& graph = *compiler_.graph_;
  const std::optional<LabelId> label = graph.FindLabel(labels.name);
  if (!label) {
    node.no_label = true;
    return;
  }
  if (!node.label || graph.NodeCount(*label) < graph.NodeCount(*node.label)) {
    node.label = label;
    node.label_name = labels.name;
  }
}

void MatchPlan::AddSeek(const Expression& property, const Expression& value,
                        bool each) {
  if (property.kind != ExpressionKind::kProperty ||
      property.children[0]->kind != ExpressionKind::kVariable) {
    return;
  }
  const auto node = node_of_name_.find(property.children[0]->name);
  if (node == node_of_name_.end()) return;
  const std::optional<KeyId> key = compiler_.graph_->FindKey(property.name);
  if (key) seeks_.push_back({node->second, *key, &value, each, {}});
}

void MatchPlan::AddComparison(const Expression& expression) {
  Operator op = expression.op;
  const Expression* property = expression.children[0].get();
  const Expression* value = expression.children[1].get();
  if (property->kind != ExpressionKind::kProperty) {
    std::swap(property, value);
    op = Mirrored(op);
  }
  const bool is_order = op == Operator::kLess || op == Operator::kLessEqual ||
                        op == Operator::kGreater ||
                        op == Operator::kGreaterEqual || op == Operator::kEqual;
  if (!is_order || property->kind != ExpressionKind::kProperty ||
      property->children[0]->kind != ExpressionKind::kVariable ||
      (value->kind != ExpressionKind::kLiteral &&
       value->kind != ExpressionKind::kParameter)) {
    return;
  }
  const auto node = node_of_name_.find(property->children[0]->name);
  const std::optional<KeyId> key = compiler_.graph_->FindKey(property->name);
  if (node == node_of_name_.end() || !key) return;
  comparisons_.push_back(
      {node->second, *key, op, value, conditions_.size() - 1});
}

absl::Status MatchPlan::AddCondition(const Expression& expression) {
  std::vector<Slot> reads;
  std::vector<Slot>* const outer = std::exchange(compiler_.read_slots_, &reads);
  Context context;
  context.scope = &scope_;
  absl::StatusOr<Typed> typed = compiler_.CompileCondition(expression, context);
  compiler_.read_slots_ = outer;
  RETURN_IF_ERROR(typed.status());
  if (outer != nullptr) outer->insert(outer->end(), reads.begin(), reads.end());
  conditions_.push_back({std::move(typed->expression), OwnSlots(reads), reads,
                         "", false, std::nullopt, ""});
  if (expression.kind == ExpressionKind::kBinary) {
    AddComparison(expression);
    const Expression& left = *expression.children[0];
    const Expression& right = *expression.children[1];
    if (expression.op == Operator::kEqual) {
      AddSeek(left, right, /*each=*/false);
      AddSeek(right, left, /*each=*/false);
    } else if (expression.op == Operator::kIn) {
      AddSeek(left, right, /*each=*/true);
    }
  }
  if (expression.kind == ExpressionKind::kHasLabels &&
      expression.children[0]->kind == ExpressionKind::kVariable) {
    const auto node = node_of_name_.find(expression.children[0]->name);
    if (node != node_of_name_.end()) {
      NoteLabels(*expression.labels, nodes_[node->second]);
    }
  }
  return absl::OkStatus();
}

absl::Status MatchPlan::AddWhere(const Expression& where) {
  std::vector<const Expression*> parts;
  SplitAnd(where, parts);
  for (const Expression* part : parts) RETURN_IF_ERROR(AddCondition(*part));
  return absl::OkStatus();
}

absl::Status MatchPlan::AddProperties(const Expression& properties, Slot slot,
                                      std::optional<size_t> node, Place place) {
  Context context;
  context.scope = &scope_;
  for (size_t i = 0; i < properties.keys.size(); ++i) {
    const Expression& wanted = *properties.children[i];
    std::vector<Slot> reads = {slot};
    std::vector<Slot>* const outer =
        std::exchange(compiler_.read_slots_, &reads);
    absl::StatusOr<Typed> value = compiler_.Compile(wanted, context);
    compiler_.read_slots_ = outer;
    RETURN_IF_ERROR(value.status());
    if (outer != nullptr) {
      outer->insert(outer->end(), reads.begin(), reads.end());
    }
    const std::optional<KeyId> key =
        compiler_.graph_->FindKey(properties.keys[i]);
    if (!key) compiler_.WarnOfKey(properties.keys[i], properties.place);
    BoundPtr property =
        BindProperty(place, BindSlot(place, slot), properties.keys[i], key);
    conditions_.push_back(
        {BindBinary(wanted.place, Operator::kEqual, std::move(property),
                    std::move(value->expression)),
         OwnSlots(reads), reads, "", false, std::nullopt, ""});
    if (node && key) {
      seeks_.push_back({*node, *key, &wanted, /*each=*/false, {}});
    }
  }
  return absl::OkStatus();
}

absl::Status MatchPlan::AddConditions(const NodePattern& pattern, size_t node) {
  if (pattern.labels) {
    NoteLabels(*pattern.labels, nodes_[node]);
    conditions_.push_back(
        {BindHasLabels(pattern.labels->place,
                       BindSlot(pattern.place, nodes_[node].slot),
                       compiler_.ConditionOf(*pattern.labels)),
         OwnSlots({nodes_[node].slot}),
         {nodes_[node].slot},
         "",
         false,
         std::nullopt,
         ""});
    if (pattern.labels->kind == LabelExpression::Kind::kName) {
      conditions_.back().label_name = pattern.labels->name;
      conditions_.back().label_of = node;
    }
  }
  if (pattern.properties != nullptr) {
    nodes_[node].conditions += pattern.properties->keys.size();
    RETURN_IF_ERROR(AddProperties(*pattern.properties, nodes_[node].slot, node,
                                  pattern.place));
  }
  if (pattern.where != nullptr) RETURN_IF_ERROR(AddWhere(*pattern.where));
  return absl::OkStatus();
}

absl::Status MatchPlan::AddConditions(const PathPattern& pattern, size_t path) {
  const PathParts& parts = paths_[path];
  if (IsSelected(pattern)) {
    // Its ends are found as other nodes are.
    for (const NodePattern* end :
         {&pattern.nodes.front(), &pattern.nodes.back()}) {
      const auto node = node_of_name_.find(end->name);
      if (end->name.empty() || node == node_of_name_.end()) continue;
      RETURN_IF_ERROR(AddConditions(*end, node->second));
    }
    return absl::OkStatus();
  }
  const size_t others = conditions_.size();
  for (size_t i = 0; i < pattern.nodes.size(); ++i) {
    RETURN_IF_ERROR(AddConditions(pattern.nodes[i], parts.nodes[i]));
  }
  for (size_t i = others; i < conditions_.size(); ++i) {
    conditions_[i].of_path = path;
  }
  for (const size_t index : parts.edges) {
    Edge& edge = edges_[index];
    if (edge.kind == EdgeKind::kShortest) {
      std::vector<Condition> late;
      RETURN_IF_ERROR(RepeatOf(edge, late).status());
      for (const Condition& condition : late) {
        edge.reads.insert(edge.reads.end(), condition.reads.begin(),
                          condition.reads.end());
      }
    }
    if (edge.kind != EdgeKind::kSingle) continue;
    if (edge.pattern->properties != nullptr) {
      RETURN_IF_ERROR(AddProperties(*edge.pattern->properties, edge.slot,
                                    std::nullopt, edge.pattern->place));
    }
    if (edge.pattern->where != nullptr) {
      RETURN_IF_ERROR(AddWhere(*edge.pattern->where));
    }
  }
  return absl::OkStatus();
}

}  // namespace attest::query
