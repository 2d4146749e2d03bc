// The steps that make rows out of rows: projection, UNWIND, grouping, DISTINCT,
// order, SKIP and LIMIT, UNION.

#ifndef ATTEST_ENGINE_QUERY_ROW_STEPS_H_
#define ATTEST_ENGINE_QUERY_ROW_STEPS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/query/aggregates.h"
#include "engine/query/bound_expression.h"
#include "engine/query/frame.h"
#include "engine/query/node_set.h"
#include "engine/query/step.h"
#include "engine/query/value.h"

namespace attest::query {

// An expression and the slot that its value goes to.
struct Assignment {
  Slot slot = 0;
  BoundPtr expression;
};

// Evaluates all, then sets the slots.
class ProjectStep : public Step {
 public:
  explicit ProjectStep(std::vector<Assignment> items)
      : items_(std::move(items)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  std::vector<Assignment> items_;
  std::vector<Value> values_;
};

// One row an element of a list; one of a value that is no list; none of null.
class UnwindStep : public Step {
 public:
  UnwindStep(Slot slot, BoundPtr list) : slot_(slot), list_(std::move(list)) {}

 protected:
  bool Make(Frame& frame) override;

 private:
  Slot slot_;
  BoundPtr list_;
};

// An aggregate of a group, and the slot for what it gives.
struct BoundAggregate {
  AggregateKind kind = AggregateKind::kCount;
  bool distinct = false;
  std::vector<BoundPtr> args;
  Slot slot = 0;
  Place place;
};

// One row a group: rows of which the `keys` are equivalent. Without keys there
// is one group, also of no rows.
class GroupStep : public Step {
 public:
  GroupStep(Pipeline input, std::vector<Assignment> keys,
            std::vector<BoundAggregate> aggregates)
      : input_(std::move(input)),
        keys_(std::move(keys)),
        aggregates_(std::move(aggregates)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&input_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  // Counts nodes without making rows, where that is all that is asked.
  [[nodiscard]] bool CountsNodes() const;
  bool CountNodes(Frame& frame);

  struct Group {
    std::vector<Value> keys;
    std::vector<std::unique_ptr<Aggregate>> aggregates;
  };
  [[nodiscard]] Group MakeGroup() const;
  bool Take(Frame& frame, Group& group) const;
  bool Give(Frame& frame, Group& group);

  Pipeline input_;
  std::vector<Assignment> keys_;
  std::vector<BoundAggregate> aggregates_;
  NodeSet counted_;
  std::vector<NodeId> first_;
};

// The first of rows that are equivalent in `slots`.
class DistinctStep : public Step {
 public:
  DistinctStep(Pipeline input, std::vector<Slot> slots)
      : input_(std::move(input)), slots_(std::move(slots)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&input_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  Pipeline input_;
  std::vector<Slot> slots_;
};

// The rows in order; those of equal keys as they came. Only `slots` stand
// afterwards. With a limit no more than that many rows are held, about.
class SortStep : public Step {
 public:
  struct Key {
    BoundPtr expression;
    bool descending = false;
  };
  SortStep(Pipeline input, std::vector<Key> keys, std::vector<Slot> slots)
      : input_(std::move(input)),
        keys_(std::move(keys)),
        slots_(std::move(slots)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&input_};
  }
  // How many rows are wanted: the sum of these, each of which may be null.
  // They are borrowed from the step that skips and limits.
  void WantOnly(const BoundExpression* skip, const BoundExpression* limit) {
    skip_ = skip;
    limit_ = limit;
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  struct Row {
    std::vector<Value> keys;
    std::vector<Value> values;
    uint64_t order = 0;
  };
  [[nodiscard]] static uint64_t BytesOf(const Row& row);
  [[nodiscard]] bool Before(const Row& a, const Row& b) const;
  bool Take(Frame& frame, uint64_t wanted, std::vector<Row>& rows,
            uint64_t& count) const;

  Pipeline input_;
  std::vector<Key> keys_;
  std::vector<Slot> slots_;
  const BoundExpression* skip_ = nullptr;
  const BoundExpression* limit_ = nullptr;
};

// The number that SKIP or LIMIT gives. Errors: not an integer, or negative.
[[nodiscard]] absl::StatusOr<uint64_t> CountOf(const BoundExpression& count,
                                               Frame& frame);

// Leaves the first rows out, and stops after so many; either may be null.
class SkipLimitStep : public Step {
 public:
  SkipLimitStep(Pipeline input, BoundPtr skip, BoundPtr limit)
      : input_(std::move(input)),
        skip_(std::move(skip)),
        limit_(std::move(limit)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    return {&input_};
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  Pipeline input_;
  BoundPtr skip_;
  BoundPtr limit_;
};

// The rows of each part, one after the other: part i has its columns in
// columns[i], and they go to `slots`.
class UnionStep : public Step {
 public:
  UnionStep(std::vector<Pipeline> parts, std::vector<std::vector<Slot>> columns,
            std::vector<Slot> slots)
      : parts_(std::move(parts)),
        columns_(std::move(columns)),
        slots_(std::move(slots)) {}
  [[nodiscard]] std::vector<const Pipeline*> Inputs() const override {
    std::vector<const Pipeline*> inputs;
    for (const Pipeline& part : parts_) inputs.push_back(&part);
    return inputs;
  }

 protected:
  bool Make(Frame& frame) override;

 private:
  std::vector<Pipeline> parts_;
  std::vector<std::vector<Slot>> columns_;
  std::vector<Slot> slots_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_ROW_STEPS_H_
