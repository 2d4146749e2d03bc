#include "engine/query/path_search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/query/flipped.h"

namespace attest::query {
namespace {

using Kind = PathSelector::Kind;

// By which relationship, from which node, a node was first reached.
struct Step1 {
  RelationshipId relationship;
  NodeId from;
};

bool IsNode(const Value& value, NodeId node) {
  return value.Is(Value::Type::kNode) && value.node() == node;
}

// Counts what a selector has chosen between two ends.
class Chosen {
 public:
  explicit Chosen(const PathSelector& selector) : selector_(&selector) {}

  // Is a path of this length to be taken? Requires: lengths do not fall.
  bool Take(size_t length) {
    const bool longer = count_ > 0 && length > last_;
    switch (selector_->kind) {
      case Kind::kAll:
        break;
      case Kind::kAny:
      case Kind::kShortest:
      case Kind::kLegacyOne:
        if (count_ >= Limit()) return false;
        break;
      case Kind::kAllShortest:
      case Kind::kLegacyAll:
        if (longer) return false;
        break;
      case Kind::kGroups:
        if (count_ == 0 || longer) ++groups_;
        if (groups_ > selector_->count) return false;
        break;
    }
    ++count_;
    last_ = length;
    return true;
  }

 private:
  [[nodiscard]] uint64_t Limit() const {
    return selector_->kind == Kind::kLegacyOne ? 1 : selector_->count;
  }

  const PathSelector* selector_;
  uint64_t count_ = 0;
  uint64_t groups_ = 0;
  size_t last_ = 0;
};

}  // namespace

bool ShortestStep::MayUse(Frame& frame, RelationshipId relationship) const {
  return !IsTaken(frame, spec_.reach.taken, relationship) &&
         Fulfils(spec_.repeat, frame, relationship);
}

bool ShortestStep::Bind(Frame& frame, NodeId from, NodeId end,
                        const Walked& walked) const {
  if (!spec_.to_bound) frame.slots[spec_.to] = Value::Node(end);
  Walked in_order = walked;
  if (spec_.reversed) std::reverse(in_order.begin(), in_order.end());
  Value::List list;
  list.reserve(in_order.size());
  for (const RelationshipId relationship : in_order) {
    list.push_back(Value::Relationship(relationship));
  }
  frame.slots[spec_.relationships] = Value::MakeList(std::move(list));
  if (spec_.path) {
    const PropertyGraph& graph = frame.run->graph();
    Path path;
    path.nodes.push_back(spec_.reversed ? end : from);
    for (const RelationshipId relationship : in_order) {
      const NodeId start = graph.StartOf(relationship);
      path.nodes.push_back(
          start == path.nodes.back() ? graph.EndOf(relationship) : start);
    }
    path.relationships = std::move(in_order);
    frame.slots[*spec_.path] = Value::MakePath(std::move(path));
  }
  for (const BoundPtr& condition : spec_.accept) {
    const absl::StatusOr<bool> holds = Holds(*condition, frame);
    if (!holds.ok()) return frame.run->Fail(holds.status());
    if (!*holds) return false;
  }
  return true;
}

bool ShortestStep::VisitByLength(Frame& frame, NodeId from, WalkVisitor visit) {
  const PropertyGraph& graph = frame.run->graph();
  // Walks share their beginnings: each is a last relationship, and the walk
  // before it.
  struct Part {
    size_t before;
    RelationshipId relationship;
    NodeId node;
    size_t length;
  };
  std::deque<Part> parts = {{0, RelationshipId(0), from, 0}};
  uint64_t held = 0;
  std::vector<Neighbor> storage;
  bool more = true;
  for (size_t i = 0; i < parts.size() && more; ++i) {
    const Part part = parts[i];
    Walked walked(part.length);
    for (size_t at = i, left = part.length; left > 0; at = parts[at].before) {
      walked[--left] = parts[at].relationship;
    }
    if (part.length >= spec_.repeat.least) {
      more = visit(part.node, walked);
      if (!more) break;
    }
    if (part.length >= spec_.repeat.most) continue;
    const absl::Span<const Neighbor> neighbors =
        graph.NeighborsOf(part.node, spec_.reach.direction, spec_.reach.types,
                          spec_.reach.any_type, storage);
    for (const Neighbor& neighbor : neighbors) {
      if (!frame.run->Tick()) more = false;
      if (!more) break;
      if (std::find(walked.begin(), walked.end(), neighbor.relationship) !=
              walked.end() ||
          !MayUse(frame, neighbor.relationship)) {
        if (!frame.run->status().ok()) more = false;
        continue;
      }
      held += sizeof(Part);
      if (!frame.run->Hold(sizeof(Part))) more = false;
      parts.push_back(
          {i, neighbor.relationship, neighbor.node, part.length + 1});
    }
  }
  frame.run->Release(held);
  return more;
}

bool ShortestStep::Choose(Frame& frame, NodeId from) {
  absl::flat_hash_map<NodeId, Chosen> chosen;
  bool more = true;
  VisitByLength(frame, from, [&](NodeId end, const Walked& walked) {
    if (spec_.to_bound && !IsNode(frame.slots[spec_.to], end)) return true;
    if (!Bind(frame, from, end, walked)) return frame.run->status().ok();
    const auto found = chosen.try_emplace(end, spec_.selector).first;
    if (!found->second.Take(walked.size())) {
      // With both ends bound no later one is taken either.
      return !spec_.to_bound;
    }
    more = Pass(frame);
    return more;
  });
  return more && frame.run->status().ok();
}

std::optional<ShortestStep::Walked> ShortestStep::BetweenEnds(Frame& frame,
                                                              NodeId from,
                                                              NodeId to) {
  const PropertyGraph& graph = frame.run->graph();
  struct Side {
    Direction direction;
    absl::flat_hash_map<NodeId, Step1> reached;
    std::vector<NodeId> rim;
    uint64_t depth = 0;
  };
  Side sides[2];
  sides[0].direction = spec_.reach.direction;
  sides[1].direction = Flipped(spec_.reach.direction);
  sides[0].rim = {from};
  sides[1].rim = {to};
  sides[0].reached[from] = {RelationshipId(0), from};
  sides[1].reached[to] = {RelationshipId(0), to};
  std::vector<Neighbor> storage;
  std::optional<NodeId> meeting;
  while (!meeting && !sides[0].rim.empty() && !sides[1].rim.empty() &&
         sides[0].depth + sides[1].depth < spec_.repeat.most) {
    Side& side = sides[sides[1].rim.size() < sides[0].rim.size() ? 1 : 0];
    const Side& other = &side == &sides[0] ? sides[1] : sides[0];
    std::vector<NodeId> next;
    for (const NodeId node : side.rim) {
      const absl::Span<const Neighbor> neighbors =
          graph.NeighborsOf(node, side.direction, spec_.reach.types,
                            spec_.reach.any_type, storage);
      for (const Neighbor& neighbor : neighbors) {
        if (!frame.run->Tick()) return std::nullopt;
        if (side.reached.contains(neighbor.node)) continue;
        if (!MayUse(frame, neighbor.relationship)) {
          if (!frame.run->status().ok()) return std::nullopt;
          continue;
        }
        side.reached[neighbor.node] = {neighbor.relationship, node};
        next.push_back(neighbor.node);
        if (other.reached.contains(neighbor.node)) {
          // All on the other rim are as far from it: the first is a shortest.
          meeting = neighbor.node;
          break;
        }
      }
      if (meeting) break;
    }
    side.rim = std::move(next);
    ++side.depth;
  }
  if (!meeting) return std::nullopt;
  Walked walked;
  for (NodeId node = *meeting; node != from;) {
    const Step1& step = sides[0].reached[node];
    walked.push_back(step.relationship);
    node = step.from;
  }
  std::reverse(walked.begin(), walked.end());
  for (NodeId node = *meeting; node != to;) {
    const Step1& step = sides[1].reached[node];
    walked.push_back(step.relationship);
    node = step.from;
  }
  return walked;
}

bool ShortestStep::ByBreadth(Frame& frame, NodeId from, bool all) {
  const PropertyGraph& graph = frame.run->graph();
  // How far each node is, and by which relationships a shortest walk gets
  // there.
  struct Reached {
    uint64_t depth;
    std::vector<Step1> by;
  };
  absl::flat_hash_map<NodeId, Reached> reached;
  reached[from] = {0, {}};
  std::vector<NodeId> order = {from};
  std::vector<Neighbor> storage;
  std::optional<NodeId> to;
  if (spec_.to_bound) to = frame.slots[spec_.to].node();
  std::optional<uint64_t> found_at;
  if (to == from) found_at = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    const NodeId node = order[i];
    const uint64_t depth = reached[node].depth;
    if (depth >= spec_.repeat.most || (found_at && depth >= *found_at)) break;
    const absl::Span<const Neighbor> neighbors =
        graph.NeighborsOf(node, spec_.reach.direction, spec_.reach.types,
                          spec_.reach.any_type, storage);
    for (const Neighbor& neighbor : neighbors) {
      if (!frame.run->Tick()) return false;
      const auto known = reached.find(neighbor.node);
      const bool is_new = known == reached.end();
      if (!is_new && (!all || known->second.depth != depth + 1)) continue;
      if (!MayUse(frame, neighbor.relationship)) {
        if (!frame.run->status().ok()) return false;
        continue;
      }
      if (is_new) {
        reached[neighbor.node] = {depth + 1, {{neighbor.relationship, node}}};
        order.push_back(neighbor.node);
        if (to == neighbor.node) found_at = depth + 1;
      } else {
        known->second.by.push_back({neighbor.relationship, node});
      }
    }
  }
  // Back from each end, over every relationship by which it is reached.
  for (const NodeId end : order) {
    if (to && end != *to) continue;
    if (reached[end].depth < spec_.repeat.least) continue;
    if (end == from) {
      if (Bind(frame, from, end, {}) && !Pass(frame)) return false;
      if (!frame.run->status().ok()) return false;
      continue;
    }
    struct Level {
      const std::vector<Step1>* by;
      size_t next = 0;
    };
    std::vector<Level> levels = {{&reached[end].by}};
    Walked back;
    while (!levels.empty()) {
      if (!frame.run->Tick()) return false;
      Level& level = levels.back();
      if (level.next == level.by->size() || (!all && level.next > 0)) {
        levels.pop_back();
        if (!back.empty()) back.pop_back();
        continue;
      }
      const Step1& step = (*level.by)[level.next++];
      back.push_back(step.relationship);
      if (step.from != from) {
        levels.push_back({&reached[step.from].by});
        continue;
      }
      Walked walked(back.rbegin(), back.rend());
      if (Bind(frame, from, end, walked) && !Pass(frame)) return false;
      if (!frame.run->status().ok()) return false;
      back.pop_back();
    }
  }
  return true;
}

bool ShortestStep::Make(Frame& frame) {
  if (!frame.slots[spec_.from].Is(Value::Type::kNode)) return true;
  if (spec_.to_bound && !frame.slots[spec_.to].Is(Value::Type::kNode)) {
    return true;
  }
  const NodeId from = frame.slots[spec_.from].node();
  const PathSelector& selector = spec_.selector;
  const bool one =
      selector.kind == Kind::kLegacyOne ||
      ((selector.kind == Kind::kAny || selector.kind == Kind::kShortest) &&
       selector.count == 1);
  const bool all =
      selector.kind == Kind::kAllShortest || selector.kind == Kind::kLegacyAll;
  const bool round = spec_.to_bound && IsNode(frame.slots[spec_.to], from);
  const bool simple = (one || all) && spec_.accept.empty();
  if (spec_.repeat.most == 0 || !simple || spec_.repeat.least > 1 ||
      (spec_.repeat.least == 1 && round)) {
    return Choose(frame, from);
  }
  if (one && spec_.to_bound && !round) {
    const NodeId to = frame.slots[spec_.to].node();
    const std::optional<Walked> walked = BetweenEnds(frame, from, to);
    if (!frame.run->status().ok()) return false;
    if (!walked || !Bind(frame, from, to, *walked)) return true;
    return Pass(frame);
  }
  if (!spec_.to_bound && spec_.repeat.least == 1) {
    // The way back to where it began is no shortest walk of a search by
    // breadth: it is looked for by itself.
    if (!ByBreadth(frame, from, all)) return false;
    Chosen chosen(selector);
    bool more = true;
    VisitByLength(frame, from, [&](NodeId end, const Walked& walked) {
      if (end != from) return true;
      if (!chosen.Take(walked.size())) return false;
      if (!Bind(frame, from, end, walked)) return false;
      more = Pass(frame);
      return more;
    });
    return more && frame.run->status().ok();
  }
  return ByBreadth(frame, from, all);
}

bool SelectPathsStep::Make(Frame& frame) {
  struct Found {
    size_t length = 0;
    std::vector<Value> values;
  };
  std::vector<std::pair<NodeId, NodeId>> ends;
  absl::flat_hash_map<std::pair<NodeId, NodeId>, std::vector<Found>> found;
  uint64_t held = 0;
  inner_.Run(frame, [&](Frame& row) {
    const std::pair<NodeId, NodeId> pair = {row.slots[spec_.first].node(),
                                            row.slots[spec_.last].node()};
    Found path;
    for (const Slot slot : spec_.relationships) {
      const Value& value = row.slots[slot];
      path.length += value.Is(Value::Type::kList) ? value.list().size() : 1;
    }
    for (const Slot slot : spec_.keep) path.values.push_back(row.slots[slot]);
    uint64_t bytes = sizeof(Found);
    for (const Value& value : path.values) bytes += value.memory_bytes();
    held += bytes;
    std::vector<Found>& all = found[pair];
    if (all.empty()) ends.push_back(pair);
    all.push_back(std::move(path));
    return row.run->Hold(bytes);
  });
  bool more = frame.run->status().ok();
  for (size_t i = 0; i < ends.size() && more; ++i) {
    std::vector<Found>& all = found[ends[i]];
    std::stable_sort(
        all.begin(), all.end(),
        [](const Found& a, const Found& b) { return a.length < b.length; });
    Chosen chosen(spec_.selector);
    for (const Found& path : all) {
      if (!chosen.Take(path.length)) break;
      for (size_t k = 0; k < spec_.keep.size(); ++k) {
        frame.slots[spec_.keep[k]] = path.values[k];
      }
      more = Pass(frame);
      if (!more) break;
    }
  }
  frame.run->Release(held);
  return more;
}

}  // namespace attest::query
