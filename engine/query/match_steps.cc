#include "engine/query/match_steps.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/query/value_order.h"

namespace attest::query {
namespace {

NodeId OtherEnd(const PropertyGraph& graph, RelationshipId relationship,
                NodeId node) {
  const NodeId start = graph.StartOf(relationship);
  return start == node ? graph.EndOf(relationship) : start;
}

bool IsNode(const Value& value, NodeId node) {
  return value.Is(Value::Type::kNode) && value.node() == node;
}

// May the relationship be walked from `from`, and where does it lead?
std::optional<NodeId> Walk(const PropertyGraph& graph, const Reach& reach,
                           RelationshipId relationship, NodeId from) {
  const NodeId start = graph.StartOf(relationship);
  const NodeId end = graph.EndOf(relationship);
  if (reach.direction != Direction::kIn && start == from) return end;
  if (reach.direction != Direction::kOut && end == from) return start;
  return std::nullopt;
}

// The types of a bound relationship are looked up by asking for its neighbours
// once: the graph has no other way to tell its type's number.
bool HasReachedType(const PropertyGraph& graph, const Reach& reach,
                    RelationshipId relationship,
                    std::vector<Neighbor>& storage) {
  if (reach.any_type) return true;
  const NodeId start = graph.StartOf(relationship);
  const absl::Span<const Neighbor> neighbors = graph.NeighborsOf(
      start, Direction::kOut, reach.types, /*any_type=*/false, storage);
  return std::any_of(neighbors.begin(), neighbors.end(),
                     [&](const Neighbor& neighbor) {
                       return neighbor.relationship == relationship;
                     });
}

}  // namespace

bool IsTaken(const Frame& frame, const std::vector<Slot>& taken,
             RelationshipId relationship) {
  for (const Slot slot : taken) {
    const Value& value = frame.slots[slot];
    if (value.Is(Value::Type::kRelationship)) {
      if (value.relationship() == relationship) return true;
    } else if (value.Is(Value::Type::kList)) {
      for (const Value& element : value.list()) {
        if (element.Is(Value::Type::kRelationship) &&
            element.relationship() == relationship) {
          return true;
        }
      }
    }
  }
  return false;
}

bool ScanStep::Make(Frame& frame) {
  bool more = true;
  frame.run->graph().ScanNodes(label_, [&](NodeId node) {
    frame.slots[node_] = Value::Node(node);
    more = Pass(frame);
    return more;
  });
  return more;
}

bool SeekStep::Make(Frame& frame) {
  const absl::StatusOr<Value> value = value_->Evaluate(frame);
  if (!value.ok()) return frame.run->Fail(value.status());
  bool more = true;
  const auto seek = [&](const Value& sought) {
    if (sought.IsNull()) return;
    frame.run->graph().SeekNodes(key_, sought, [&](NodeId node) {
      frame.slots[node_] = Value::Node(node);
      more = Pass(frame);
      return more;
    });
  };
  if (!each_) {
    seek(*value);
    return more;
  }
  if (!value->Is(Value::Type::kList)) {
    if (value->IsNull()) return true;
    return frame.run->Fail(
        AtPlace(RunError(ErrorType::kType, "InvalidArgumentType",
                         "wanted a list after IN"),
                value_->place()));
  }
  // A node that two elements find is one row.
  absl::flat_hash_set<NodeId> found;
  for (const Value& element : value->list()) {
    if (element.IsNull()) continue;
    frame.run->graph().SeekNodes(key_, element, [&](NodeId node) {
      if (!found.insert(node).second) return true;
      frame.slots[node_] = Value::Node(node);
      more = Pass(frame);
      return more;
    });
    if (!more) return false;
  }
  return true;
}

bool BoundNodeStep::Make(Frame& frame) {
  if (!frame.slots[node_].Is(Value::Type::kNode)) return true;
  return Pass(frame);
}

bool FilterStep::Make(Frame& frame) {
  const absl::StatusOr<bool> holds = Holds(*condition_, frame);
  if (!holds.ok()) return frame.run->Fail(holds.status());
  return *holds ? Pass(frame) : true;
}

bool ScanBetweenStep::ScanAll(Frame& frame) {
  bool more = true;
  frame.run->graph().ScanNodes(label_, [&](NodeId node) {
    frame.slots[node_] = Value::Node(node);
    const absl::StatusOr<bool> holds = Holds(*condition_, frame);
    if (!holds.ok()) {
      more = frame.run->Fail(holds.status());
    } else if (*holds) {
      more = PassNodes(frame, node_, {&node, 1});
    }
    return more;
  });
  return more;
}

bool ScanBetweenStep::Make(Frame& frame) {
  const absl::StatusOr<Value> bound = bound_->Evaluate(frame);
  if (!bound.ok()) return frame.run->Fail(bound.status());
  if (!bound->Is(Value::Type::kInteger)) return ScanAll(frame);
  const int64_t at = bound->integer();
  int64_t low = INT64_MIN;
  int64_t high = INT64_MAX;
  if (op_ == Operator::kEqual || op_ == Operator::kGreaterEqual) low = at;
  if (op_ == Operator::kEqual || op_ == Operator::kLessEqual) high = at;
  if (op_ == Operator::kGreater) {
    if (at == INT64_MAX) return true;
    low = at + 1;
  }
  if (op_ == Operator::kLess) {
    if (at == INT64_MIN) return true;
    high = at - 1;
  }
  bool more = true;
  const bool told = frame.run->graph().ScanNodesBetween(
      label_, key_, low, high, [&](absl::Span<const NodeId> nodes) {
        more = PassNodes(frame, node_, nodes);
        return more;
      });
  return told ? more : ScanAll(frame);
}

bool ExpandStep::Make(Frame& frame) {
  if (!frame.slots[from_].Is(Value::Type::kNode)) return true;
  const absl::Span<const Neighbor> neighbors = frame.run->graph().NeighborsOf(
      frame.slots[from_].node(), reach_.direction, reach_.types,
      reach_.any_type, storage_);
  for (const Neighbor& neighbor : neighbors) {
    if (to_bound_ && !IsNode(frame.slots[to_], neighbor.node)) continue;
    if (!reach_.taken.empty() &&
        IsTaken(frame, reach_.taken, neighbor.relationship)) {
      continue;
    }
    frame.slots[relationship_] = Value::Relationship(neighbor.relationship);
    if (!to_bound_) frame.slots[to_] = Value::Node(neighbor.node);
    if (!Pass(frame)) return false;
  }
  return true;
}

bool EndsStep::Try(Frame& frame, NodeId from, NodeId to) {
  if (from_bound_ && !IsNode(frame.slots[from_], from)) return true;
  if (!from_bound_) frame.slots[from_] = Value::Node(from);
  // Where both ends of the pattern are one node, the first has just bound it.
  if (to_bound_ || to_ == from_) {
    if (!IsNode(frame.slots[to_], to)) return true;
  } else {
    frame.slots[to_] = Value::Node(to);
  }
  return Pass(frame);
}

bool EndsStep::Make(Frame& frame) {
  const Value relationship = frame.slots[relationship_];
  if (!relationship.Is(Value::Type::kRelationship)) return true;
  const RelationshipId id = relationship.relationship();
  const PropertyGraph& graph = frame.run->graph();
  if (IsTaken(frame, reach_.taken, id)) return true;
  std::vector<Neighbor> storage;
  if (!HasReachedType(graph, reach_, id, storage)) return true;
  const NodeId start = graph.StartOf(id);
  const NodeId end = graph.EndOf(id);
  if (reach_.direction != Direction::kIn && !Try(frame, start, end)) {
    return false;
  }
  const bool loop = start == end && reach_.direction == Direction::kBoth;
  if (reach_.direction != Direction::kOut && !loop) {
    return Try(frame, end, start);
  }
  return true;
}

bool Fulfils(const Repeat& repeat, Frame& frame, RelationshipId relationship) {
  if (repeat.condition == nullptr) return true;
  frame.slots[repeat.element] = Value::Relationship(relationship);
  const absl::StatusOr<bool> holds = Holds(*repeat.condition, frame);
  if (!holds.ok()) return frame.run->Fail(holds.status());
  return *holds;
}

bool RepeatStep::Emit(Frame& frame, NodeId end,
                      const std::vector<RelationshipId>& walked) {
  if (to_bound_) {
    if (!IsNode(frame.slots[to_], end)) return true;
  } else {
    frame.slots[to_] = Value::Node(end);
  }
  Value::List list;
  list.reserve(walked.size());
  for (const RelationshipId relationship : walked) {
    list.push_back(Value::Relationship(relationship));
  }
  if (reversed_) std::reverse(list.begin(), list.end());
  frame.slots[relationships_] = Value::MakeList(std::move(list));
  return Pass(frame);
}

bool RepeatStep::Make(Frame& frame) {
  if (!frame.slots[from_].Is(Value::Type::kNode)) return true;
  const NodeId from = frame.slots[from_].node();
  std::vector<RelationshipId> walked;
  if (repeat_.least == 0 && !Emit(frame, from, walked)) return false;
  if (repeat_.most == 0) return true;

  const PropertyGraph& graph = frame.run->graph();
  // A walk may be as long as the graph has relationships: no recursion.
  std::vector<std::unique_ptr<Level>> levels;
  const auto enter = [&](NodeId node) {
    auto level = std::make_unique<Level>();
    level->node = node;
    level->neighbors = graph.NeighborsOf(node, reach_.direction, reach_.types,
                                         reach_.any_type, level->storage);
    levels.push_back(std::move(level));
  };
  absl::flat_hash_set<RelationshipId> on_walk;
  enter(from);
  while (!levels.empty()) {
    Level& level = *levels.back();
    if (level.next == level.neighbors.size()) {
      levels.pop_back();
      if (!walked.empty()) {
        on_walk.erase(walked.back());
        walked.pop_back();
      }
      continue;
    }
    const Neighbor neighbor = level.neighbors[level.next++];
    if (!frame.run->Tick()) return false;
    if (on_walk.contains(neighbor.relationship) ||
        IsTaken(frame, reach_.taken, neighbor.relationship)) {
      continue;
    }
    if (!Fulfils(repeat_, frame, neighbor.relationship)) {
      if (!frame.run->status().ok()) return false;
      continue;
    }
    walked.push_back(neighbor.relationship);
    if (walked.size() >= repeat_.least && !Emit(frame, neighbor.node, walked)) {
      return false;
    }
    if (walked.size() < repeat_.most) {
      on_walk.insert(neighbor.relationship);
      enter(neighbor.node);
    } else {
      walked.pop_back();
    }
  }
  return true;
}

std::optional<NodeId> WalkListStep::Follow(Frame& frame) const {
  const PropertyGraph& graph = frame.run->graph();
  const Value list = frame.slots[relationships_];
  NodeId node = frame.slots[from_].node();
  std::vector<Neighbor> storage;
  absl::flat_hash_set<RelationshipId> walked;
  for (const Value& element : list.list()) {
    if (!element.Is(Value::Type::kRelationship)) return std::nullopt;
    const RelationshipId id = element.relationship();
    const std::optional<NodeId> next = Walk(graph, reach_, id, node);
    if (!next || !walked.insert(id).second ||
        IsTaken(frame, reach_.taken, id) ||
        !HasReachedType(graph, reach_, id, storage) ||
        !Fulfils(repeat_, frame, id)) {
      return std::nullopt;
    }
    node = *next;
  }
  return node;
}

bool WalkListStep::Make(Frame& frame) {
  if (!frame.slots[from_].Is(Value::Type::kNode) ||
      !frame.slots[relationships_].Is(Value::Type::kList)) {
    return true;
  }
  const size_t length = frame.slots[relationships_].list().size();
  if (length < repeat_.least || length > repeat_.most) return true;
  const std::optional<NodeId> end = Follow(frame);
  if (!frame.run->status().ok()) return false;
  if (!end) return true;
  if (to_bound_) {
    if (!IsNode(frame.slots[to_], *end)) return true;
  } else {
    frame.slots[to_] = Value::Node(*end);
  }
  return Pass(frame);
}

std::unique_ptr<QuantifiedStep::Rounds> QuantifiedStep::RoundsFrom(
    Frame& frame, NodeId node) {
  auto rounds = std::make_unique<Rounds>();
  frame.slots[spec_.inner_from] = Value::Node(node);
  inner_.Run(frame, [&](Frame& row) {
    Round round;
    round.end = row.slots[spec_.inner_to].node();
    for (const Slot slot : spec_.inner_relationships) {
      const Value& value = row.slots[slot];
      if (value.Is(Value::Type::kRelationship)) {
        round.relationships.push_back(value.relationship());
        continue;
      }
      for (const Value& element : value.list()) {
        round.relationships.push_back(element.relationship());
      }
    }
    for (const Group& group : spec_.groups) {
      round.groups.push_back(row.slots[group.inner]);
    }
    rounds->push_back(std::move(round));
    return true;
  });
  return frame.run->status().ok() ? std::move(rounds) : nullptr;
}

bool QuantifiedStep::Emit(Frame& frame, NodeId end,
                          const std::vector<const Round*>& rounds) {
  if (spec_.to_bound) {
    if (!IsNode(frame.slots[spec_.to], end)) return true;
  } else {
    frame.slots[spec_.to] = Value::Node(end);
  }
  Value::List relationships;
  std::vector<Value::List> lists(spec_.groups.size());
  for (const Round* round : rounds) {
    for (const RelationshipId id : round->relationships) {
      relationships.push_back(Value::Relationship(id));
    }
    for (size_t i = 0; i < lists.size(); ++i) {
      lists[i].push_back(round->groups[i]);
    }
  }
  frame.slots[spec_.relationships] = Value::MakeList(std::move(relationships));
  for (size_t i = 0; i < lists.size(); ++i) {
    frame.slots[spec_.groups[i].list] = Value::MakeList(std::move(lists[i]));
  }
  return Pass(frame);
}

bool QuantifiedStep::Make(Frame& frame) {
  if (!frame.slots[spec_.from].Is(Value::Type::kNode)) return true;
  // The ways on from each node, found once for the row.
  absl::flat_hash_map<NodeId, std::unique_ptr<Rounds>> known;
  struct Level {
    const Rounds* rounds;
    size_t next = 0;
  };
  std::vector<Level> levels;
  std::vector<const Round*> walked;
  absl::flat_hash_set<RelationshipId> on_walk;
  const NodeId from = frame.slots[spec_.from].node();
  if (spec_.least == 0 && !Emit(frame, from, walked)) return false;
  const auto enter = [&](NodeId node) {
    std::unique_ptr<Rounds>& rounds = known[node];
    if (rounds == nullptr) rounds = RoundsFrom(frame, node);
    if (rounds == nullptr) return false;
    levels.push_back({rounds.get()});
    return true;
  };
  if (spec_.most == 0) return true;
  if (!enter(from)) return false;
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.next == level.rounds->size()) {
      levels.pop_back();
      if (!walked.empty()) {
        for (const RelationshipId id : walked.back()->relationships) {
          on_walk.erase(id);
        }
        walked.pop_back();
      }
      continue;
    }
    const Round& round = (*level.rounds)[level.next++];
    if (!frame.run->Tick()) return false;
    const bool free = std::none_of(
        round.relationships.begin(), round.relationships.end(),
        [&](RelationshipId id) {
          return on_walk.contains(id) || IsTaken(frame, spec_.taken, id);
        });
    if (!free) continue;
    walked.push_back(&round);
    if (walked.size() >= spec_.least && !Emit(frame, round.end, walked)) {
      return false;
    }
    // A round without relationships would go on for ever.
    if (walked.size() < spec_.most &&
        (!round.relationships.empty() || walked.size() < spec_.least)) {
      on_walk.insert(round.relationships.begin(), round.relationships.end());
      if (!enter(round.end)) return false;
    } else {
      walked.pop_back();
    }
  }
  return true;
}

bool PathStep::Make(Frame& frame) {
  const PropertyGraph& graph = frame.run->graph();
  if (!frame.slots[first_].Is(Value::Type::kNode)) return true;
  Path path;
  path.nodes.push_back(frame.slots[first_].node());
  const auto go = [&](RelationshipId relationship) {
    path.nodes.push_back(OtherEnd(graph, relationship, path.nodes.back()));
    path.relationships.push_back(relationship);
  };
  for (const Slot slot : relationships_) {
    const Value& value = frame.slots[slot];
    if (value.Is(Value::Type::kRelationship)) {
      go(value.relationship());
    } else if (value.Is(Value::Type::kList)) {
      for (const Value& element : value.list()) go(element.relationship());
    }
  }
  frame.slots[path_] = Value::MakePath(std::move(path));
  return Pass(frame);
}

bool OptionalStep::Make(Frame& frame) {
  bool any = false;
  const bool more = inner_.Run(frame, [&](Frame& row) {
    any = true;
    return Pass(row);
  });
  if (!more || any || !frame.run->status().ok()) return more;
  for (const Slot slot : slots_) frame.slots[slot] = Value();
  return Pass(frame);
}

}  // namespace attest::query
