// The steps that match patterns: they find nodes, follow relationships and
// bind paths.

#ifndef ATTEST_ENGINE_QUERY_MATCH_STEPS_H_
#define ATTEST_ENGINE_QUERY_MATCH_STEPS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/query/bound_expression.h"
#include "engine/query/frame.h"
#include "engine/query/property_graph.h"
#include "engine/query/step.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"

namespace attest::query {

// Sets `node` to every node, or every one of a label.
class ScanStep : public Step {
 public:
  ScanStep(Slot node, std::optional<LabelId> label)
      : node_(node), label_(label) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot node_;
  std::optional<LabelId> label_;
};

// Sets `node` to the nodes of which a property equals `value`, or an element of
// it with `each`.
class SeekStep : public Step {
 public:
  SeekStep(Slot node, KeyId key, BoundPtr value, bool each)
      : node_(node), key_(key), value_(std::move(value)), each_(each) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot node_;
  KeyId key_;
  BoundPtr value_;
  bool each_;
};

// Passes rows on of which `node` is bound to a node.
class BoundNodeStep : public Step {
 public:
  explicit BoundNodeStep(Slot node) : node_(node) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot node_;
};

// Passes rows on for which the condition holds.
class FilterStep : public Step {
 public:
  // `reads`: all slots that it reads, where that is known.
  explicit FilterStep(BoundPtr condition,
                      std::optional<std::vector<Slot>> reads = std::nullopt)
      : condition_(std::move(condition)), reads_(std::move(reads)) {}

  // Only one of which it is known what it reads.
  [[nodiscard]] const FilterStep* AsFilter() const override {
    return reads_ ? this : nullptr;
  }
  [[nodiscard]] const std::vector<Slot>& reads() const { return *reads_; }

 protected:
  bool Make(Frame& frame) override;

 private:
  BoundPtr condition_;
  std::optional<std::vector<Slot>> reads_;
};

// As ScanStep of a label, of nodes for which the condition holds that the
// property `key` lies between two numbers: decided on an array where the graph
// has one.
class ScanBetweenStep : public Step {
 public:
  // `bound` `op` is the condition read with the property on the left.
  ScanBetweenStep(Slot node, LabelId label, KeyId key, Operator op,
                  BoundPtr bound, BoundPtr condition)
      : node_(node),
        label_(label),
        key_(key),
        op_(op),
        bound_(std::move(bound)),
        condition_(std::move(condition)) {}
  [[nodiscard]] std::optional<Slot> GivesNodes() const override {
    return node_;
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  bool ScanAll(Frame& frame);

  Slot node_;
  LabelId label_;
  KeyId key_;
  Operator op_;
  BoundPtr bound_;
  BoundPtr condition_;
};

// Where relationships may run, and which of the row are taken already:
// relationships of one MATCH are different from each other.
struct Reach {
  Direction direction = Direction::kBoth;
  std::vector<TypeId> types;
  bool any_type = true;
  // Slots of relationships, or of lists of them.
  std::vector<Slot> taken;
};

// Is the relationship that of a slot in `taken`?
[[nodiscard]] bool IsTaken(const Frame& frame, const std::vector<Slot>& taken,
                           RelationshipId relationship);

// One relationship from `from`, which is bound, to `to`, which may be.
class ExpandStep : public Step {
 public:
  ExpandStep(Slot from, Slot relationship, Slot to, bool to_bound, Reach reach)
      : from_(from),
        relationship_(relationship),
        to_(to),
        to_bound_(to_bound),
        reach_(std::move(reach)) {}

  [[nodiscard]] const ExpandStep* AsExpand() const override { return this; }
  [[nodiscard]] Slot from() const { return from_; }
  [[nodiscard]] Slot relationship() const { return relationship_; }
  [[nodiscard]] Slot to() const { return to_; }
  [[nodiscard]] bool to_bound() const { return to_bound_; }
  [[nodiscard]] const Reach& reach() const { return reach_; }

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot from_;
  Slot relationship_;
  Slot to_;
  bool to_bound_;
  Reach reach_;
  std::vector<Neighbor> storage_;
};

// The ends of a relationship that is bound.
class EndsStep : public Step {
 public:
  // `direction`: as the pattern reads from `from` to `to`.
  EndsStep(Slot relationship, Slot from, bool from_bound, Slot to,
           bool to_bound, Reach reach)
      : relationship_(relationship),
        from_(from),
        from_bound_(from_bound),
        to_(to),
        to_bound_(to_bound),
        reach_(std::move(reach)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  bool Try(Frame& frame, NodeId from, NodeId to);

  Slot relationship_;
  Slot from_;
  bool from_bound_;
  Slot to_;
  bool to_bound_;
  Reach reach_;
};

// Between how many relationships, and what each must fulfil: `condition`, which
// sees it in `element`, may be null.
struct Repeat {
  uint64_t least = 1;
  uint64_t most = UINT64_MAX;
  Slot element = 0;
  BoundPtr condition;
};

// Does the relationship fulfil the condition? Errors go to the run.
[[nodiscard]] bool Fulfils(const Repeat& repeat, Frame& frame,
                           RelationshipId relationship);

// A walk of `least` to `most` relationships, no relationship twice, which goes
// to `relationships` as a list. `reversed`: the list is turned round, as the
// pattern is read from its right end.
class RepeatStep : public Step {
 public:
  RepeatStep(Slot from, Slot relationships, Slot to, bool to_bound,
             bool reversed, Reach reach, Repeat repeat)
      : from_(from),
        relationships_(relationships),
        to_(to),
        to_bound_(to_bound),
        reversed_(reversed),
        reach_(std::move(reach)),
        repeat_(std::move(repeat)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  struct Level {
    NodeId node;
    absl::Span<const Neighbor> neighbors;
    size_t next = 0;
    std::vector<Neighbor> storage;
  };
  bool Emit(Frame& frame, NodeId end,
            const std::vector<RelationshipId>& walked);

  Slot from_;
  Slot relationships_;
  Slot to_;
  bool to_bound_;
  bool reversed_;
  Reach reach_;
  Repeat repeat_;
};

// As RepeatStep, of a list of relationships that is bound.
class WalkListStep : public Step {
 public:
  WalkListStep(Slot from, Slot relationships, Slot to, bool to_bound,
               Reach reach, Repeat repeat)
      : from_(from),
        relationships_(relationships),
        to_(to),
        to_bound_(to_bound),
        reach_(std::move(reach)),
        repeat_(std::move(repeat)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  // The end of the walk along the list; none where it is no such walk.
  [[nodiscard]] std::optional<NodeId> Follow(Frame& frame) const;

  Slot from_;
  Slot relationships_;
  Slot to_;
  bool to_bound_;
  Reach reach_;
  Repeat repeat_;
};

// A pattern that repeats, of more than one relationship or with variables of
// its own: ((a)-[r]->(b) WHERE ...){1,3}.
class QuantifiedStep : public Step {
 public:
  struct Group {
    Slot inner;
    Slot list;
  };
  struct Spec {
    Slot from = 0;  // bound
    Slot to = 0;
    bool to_bound = false;
    // The first and last node of the inner pattern, and its relationships (or
    // lists of them), in order.
    Slot inner_from = 0;
    Slot inner_to = 0;
    std::vector<Slot> inner_relationships;
    std::vector<Group> groups;
    Slot relationships = 0;  // all that were walked, a list
    std::vector<Slot> taken;
    uint64_t least = 0;
    uint64_t most = UINT64_MAX;
  };
  QuantifiedStep(Spec spec, Pipeline inner)
      : spec_(std::move(spec)), inner_(std::move(inner)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&inner_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  struct Round {
    NodeId end;
    std::vector<RelationshipId> relationships;
    std::vector<Value> groups;
  };
  using Rounds = std::vector<Round>;
  // The ways through the inner pattern from `node`; null on an error.
  [[nodiscard]] std::unique_ptr<Rounds> RoundsFrom(Frame& frame, NodeId node);
  bool Emit(Frame& frame, NodeId end, const std::vector<const Round*>& rounds);

  Spec spec_;
  Pipeline inner_;
};

// Binds a path out of what is bound: nodes and the relationships between them,
// single ones or lists.
class PathStep : public Step {
 public:
  PathStep(Slot path, Slot first, std::vector<Slot> relationships)
      : path_(path), first_(first), relationships_(std::move(relationships)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot path_;
  Slot first_;
  std::vector<Slot> relationships_;
};

// The rows of `inner`, or, when there are none, one with nulls in `slots`.
class OptionalStep : public Step {
 public:
  OptionalStep(Pipeline inner, std::vector<Slot> slots)
      : inner_(std::move(inner)), slots_(std::move(slots)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&inner_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  Pipeline inner_;
  std::vector<Slot> slots_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_MATCH_STEPS_H_
