// DistinctEndsStep follows several relationships, one after the other, and
// gives each node at the far end once: for queries in which it does not matter
// how often, or over which nodes, an end is reached.
//
// It goes by levels: all nodes that can be reached with one relationship, then
// with two, and so on; each node of a level once. What it follows so are walks,
// while relationships of one MATCH must differ from each other. So each end is
// checked: the walk that found it is enough when its relationships differ;
// otherwise one is looked for, back from the end through the levels.
//
// Complexity: linear in the relationships of the nodes of all levels but the
// last. The check of an end that only walks through one relationship twice
// reach is exponential in the number of levels.

#ifndef ATTEST_ENGINE_QUERY_DISTINCT_ENDS_H_
#define ATTEST_ENGINE_QUERY_DISTINCT_ENDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/query/frame.h"
#include "engine/query/match_steps.h"
#include "engine/query/node_set.h"
#include "engine/query/step.h"

namespace attest::query {

class DistinctEndsStep : public Step {
 public:
  DistinctEndsStep(Slot from, Slot to, std::vector<Reach> hops)
      : from_(from), to_(to), hops_(std::move(hops)), levels_(hops_.size()) {}

  [[nodiscard]] std::optional<Slot> GivesNodes() const override { return to_; }

 protected:
  bool Make(Frame& frame) override;

 private:
  struct Reached {
    NodeId node;
    RelationshipId relationship;
    uint32_t before;  // in the level before
    // Are the relationships of the walk that found it all different?
    bool is_trail;
  };
  struct Level {
    std::vector<Reached> reached;
    NodeSet nodes;
  };

  bool FillLevel(Frame& frame, size_t level, NodeId from);
  // The relationships of the walk to `at` of a level, the last one first.
  void WalkTo(size_t level, uint32_t at);
  bool LookBack(Frame& frame, size_t level, NodeId node, NodeId from,
                std::vector<RelationshipId>& used);

  Slot from_;
  Slot to_;
  std::vector<Reach> hops_;
  std::vector<Level> levels_;
  std::vector<Neighbor> storage_;
  std::vector<RelationshipId> walk_;
  std::vector<NodeId> ends_;
};

// Puts a DistinctEndsStep in the place of the steps at the end of `pipeline`
// that follow relationships of which only the last node is read. `reads`: the
// slots that are read by what comes after the pipeline, for which rows that are
// the same in them are as good as one.
void PruneExpansions(const std::vector<Slot>& reads, Pipeline& pipeline);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_DISTINCT_ENDS_H_
