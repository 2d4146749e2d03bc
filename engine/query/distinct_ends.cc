#include "engine/query/distinct_ends.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/flipped.h"

namespace attest::query {
namespace {

// So many nodes ahead a list is asked for: about as long as memory takes.
constexpr size_t kAhead = 12;

bool Has(const std::vector<Slot>& slots, Slot slot) {
  return std::find(slots.begin(), slots.end(), slot) != slots.end();
}

}  // namespace

bool DistinctEndsStep::FillLevel(Frame& frame, size_t level, NodeId from) {
  const PropertyGraph& graph = frame.run->graph();
  const Reach& hop = hops_[level];
  Level& filled = levels_[level];
  filled.reached.clear();
  filled.nodes.Clear();
  const auto follow = [&](NodeId node, uint32_t before, bool is_trail) {
    const absl::Span<const Neighbor> neighbors = graph.NeighborsOf(
        node, hop.direction, hop.types, hop.any_type, storage_);
    for (const Neighbor& neighbor : neighbors) {
      if (!filled.nodes.Insert(neighbor.node)) continue;
      const bool is_new = std::find(walk_.begin(), walk_.end(),
                                    neighbor.relationship) == walk_.end();
      filled.reached.push_back(
          {neighbor.node, neighbor.relationship, before, is_trail && is_new});
    }
    return frame.run->Tick();
  };
  walk_.clear();
  if (level == 0) return follow(from, 0, true);
  const std::vector<Reached>& before = levels_[level - 1].reached;
  for (uint32_t i = 0; i < before.size(); ++i) {
    if (i + kAhead < before.size()) {
      graph.WillFollow(before[i + kAhead].node, hop.direction);
    }
    WalkTo(level - 1, i);
    if (!follow(before[i].node, i, before[i].is_trail)) return false;
  }
  return true;
}

void DistinctEndsStep::WalkTo(size_t level, uint32_t at) {
  walk_.clear();
  for (size_t left = level + 1; left > 0; --left) {
    const Reached& reached = levels_[left - 1].reached[at];
    walk_.push_back(reached.relationship);
    at = reached.before;
  }
}

bool DistinctEndsStep::LookBack(Frame& frame, size_t level, NodeId node,
                                NodeId from,
                                std::vector<RelationshipId>& used) {
  const Reach& hop = hops_[level];
  std::vector<Neighbor> storage;
  const absl::Span<const Neighbor> neighbors = frame.run->graph().NeighborsOf(
      node, Flipped(hop.direction), hop.types, hop.any_type, storage);
  for (const Neighbor& neighbor : neighbors) {
    if (!frame.run->Tick()) return false;
    if (std::find(used.begin(), used.end(), neighbor.relationship) !=
        used.end()) {
      continue;
    }
    if (level == 0) {
      if (neighbor.node == from) return true;
      continue;
    }
    if (!levels_[level - 1].nodes.Contains(neighbor.node)) continue;
    used.push_back(neighbor.relationship);
    if (LookBack(frame, level - 1, neighbor.node, from, used)) return true;
    used.pop_back();
  }
  return false;
}

bool DistinctEndsStep::Make(Frame& frame) {
  if (!frame.slots[from_].Is(Value::Type::kNode)) return true;
  const NodeId from = frame.slots[from_].node();
  for (size_t level = 0; level < hops_.size(); ++level) {
    if (!FillLevel(frame, level, from)) return false;
  }
  ends_.clear();
  for (const Reached& end : levels_.back().reached) {
    std::vector<RelationshipId> used;
    if (end.is_trail ||
        LookBack(frame, hops_.size() - 1, end.node, from, used)) {
      ends_.push_back(end.node);
    }
  }
  if (!frame.run->status().ok()) return false;
  return PassNodes(frame, to_, ends_);
}

void PruneExpansions(const std::vector<Slot>& reads, Pipeline& pipeline) {
  const std::vector<std::unique_ptr<Step>>& steps = pipeline.steps();
  // Conditions on the end may come after; they read nothing of the way.
  size_t end = steps.size();
  std::vector<Slot> read = reads;
  while (end > 0 && steps[end - 1]->AsFilter() != nullptr) {
    const std::vector<Slot>& more = steps[end - 1]->AsFilter()->reads();
    read.insert(read.end(), more.begin(), more.end());
    --end;
  }
  size_t begin = end;
  std::vector<Slot> way;
  while (begin > 0) {
    const ExpandStep* expand = steps[begin - 1]->AsExpand();
    if (expand == nullptr || expand->to_bound() ||
        Has(read, expand->relationship())) {
      break;
    }
    const bool is_last = begin == end;
    if (!is_last && (steps[begin]->AsExpand()->from() != expand->to() ||
                     Has(read, expand->to()))) {
      break;
    }
    way.push_back(expand->relationship());
    --begin;
  }
  // What else is taken must not matter.
  for (size_t i = begin; i < end; ++i) {
    for (const Slot slot : steps[i]->AsExpand()->reach().taken) {
      if (!Has(way, slot)) return;
    }
  }
  if (begin == end) return;
  std::vector<Reach> hops;
  for (size_t i = begin; i < end; ++i) {
    Reach hop = steps[i]->AsExpand()->reach();
    hop.taken.clear();
    hops.push_back(std::move(hop));
  }
  auto step = std::make_unique<DistinctEndsStep>(
      steps[begin]->AsExpand()->from(), steps[end - 1]->AsExpand()->to(),
      std::move(hops));
  step->name = "DistinctEnds";
  for (size_t i = begin; i < end; ++i) {
    absl::StrAppend(&step->detail, i == begin ? "" : ", ", steps[i]->detail);
  }
  step->estimated_rows = steps[end - 1]->estimated_rows;
  pipeline.Replace(begin, end, std::move(step));
}

}  // namespace attest::query
