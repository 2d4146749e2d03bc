// The steps that choose among paths: the shortest ones, or any.

#ifndef ATTEST_ENGINE_QUERY_PATH_SEARCH_H_
#define ATTEST_ENGINE_QUERY_PATH_SEARCH_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/query/bound_expression.h"
#include "engine/query/frame.h"
#include "engine/query/match_steps.h"
#include "engine/query/step.h"
#include "engine/query/syntax.h"

namespace attest::query {

// The chosen walks of one repeated relationship from `from`, which is bound.
// Which of several of one length is chosen is not said.
//
// One shortest walk is found by a search from both ends, in time linear in what
// lies nearer than half way; all others by breadth from `from`. What is chosen
// from walks beyond the shortest, or with a condition on the whole walk, may
// take exponential time: the limits of the run end it.
class ShortestStep : public Step {
 public:
  struct Spec {
    Slot from = 0;
    Slot to = 0;
    bool to_bound = false;
    Slot relationships = 0;
    // The list is turned round, as the pattern is read from its right end.
    bool reversed = false;
    // Where a path is wanted too.
    std::optional<Slot> path;
    Reach reach;
    Repeat repeat;
    PathSelector selector;
    // What a walk has to fulfil to be looked at.
    std::vector<BoundPtr> accept;
  };
  explicit ShortestStep(Spec spec) : spec_(std::move(spec)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  using Walked = std::vector<RelationshipId>;
  // Answers whether to go on.
  using WalkVisitor = absl::FunctionRef<bool(NodeId end, const Walked& walked)>;

  // Sets the slots of a walk: false when it is not accepted, or on an error.
  bool Bind(Frame& frame, NodeId from, NodeId end, const Walked& walked) const;
  bool MayUse(Frame& frame, RelationshipId relationship) const;
  // All walks, the shorter ones first.
  bool VisitByLength(Frame& frame, NodeId from, WalkVisitor visit);
  bool Choose(Frame& frame, NodeId from);
  // One shortest walk to `to`; none where there is none. Requires: the ends
  // differ, and one relationship is enough.
  std::optional<Walked> BetweenEnds(Frame& frame, NodeId from, NodeId to);
  // The shortest walks to each end, one or all: only where walks of one
  // relationship count, and none back to `from`.
  bool ByBreadth(Frame& frame, NodeId from, bool all);

  Spec spec_;
};

// Of the paths that `inner` finds between each pair of ends, those that the
// selector chooses. `keep` are the slots that stand for a path's variables.
class SelectPathsStep : public Step {
 public:
  struct Spec {
    Slot first = 0;
    Slot last = 0;
    std::vector<Slot> relationships;
    std::vector<Slot> keep;
    PathSelector selector;
  };
  SelectPathsStep(Pipeline inner, Spec spec)
      : inner_(std::move(inner)), spec_(std::move(spec)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&inner_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  Pipeline inner_;
  Spec spec_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_PATH_SEARCH_H_
