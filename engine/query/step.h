// A plan is a pipeline of steps. Each step makes rows out of the one it is
// given and passes each on, depth first: nothing is stored between steps, but
// in those that must see all rows (sorting, grouping), which run a pipeline of
// their own for their input.
//
// Run and Pass answer whether to go on. False with an OK status in the run
// means that somebody below has all the rows it wants.

#ifndef ATTEST_ENGINE_QUERY_STEP_H_
#define ATTEST_ENGINE_QUERY_STEP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/query/frame.h"

namespace attest::query {

class ExpandStep;
class FilterStep;
class Pipeline;

// Takes the rows that a pipeline gives.
using RowSink = absl::FunctionRef<bool(Frame&)>;
// Takes the nodes of many rows, which are the same but for one slot. Those of
// one call differ from each other.
using NodesSink = absl::FunctionRef<bool(absl::Span<const NodeId>)>;

class Step {
 public:
  Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;

  // Makes the rows that follow from the one in `frame`.
  bool Run(Frame& frame) {
    if (frame.run->profiling) return RunTimed(frame);
    return Make(frame);
  }

  // What EXPLAIN shows.
  std::string name;
  std::string detail;
  double estimated_rows = 1;

  // The pipelines that this step runs for its rows.
  [[nodiscard]] virtual std::vector<const Pipeline*> Inputs() const {
    return {};
  }

  // The slot of which it can give the nodes of many rows at once.
  [[nodiscard]] virtual std::optional<Slot> GivesNodes() const { return {}; }

  // For rewriting plans.
  [[nodiscard]] virtual const ExpandStep* AsExpand() const { return nullptr; }
  [[nodiscard]] virtual const FilterStep* AsFilter() const { return nullptr; }

  [[nodiscard]] uint64_t rows() const { return rows_; }
  // Without that of the steps that come after.
  [[nodiscard]] absl::Duration time() const { return own_ - passed_; }
  // Forgets rows and time, also of the inputs.
  void ResetProfile();

 protected:
  virtual bool Make(Frame& frame) = 0;

  // Gives the row to the next step.
  bool Pass(Frame& frame) {
    if (!frame.run->Tick()) return false;
    if (frame.run->profiling) return PassTimed(frame);
    return next_ != nullptr ? next_->Run(frame) : (*sink_)(frame);
  }

  // Gives a row for each node, in `slot`.
  bool PassNodes(Frame& frame, Slot slot, absl::Span<const NodeId> nodes);

 private:
  friend class Pipeline;
  bool RunTimed(Frame& frame);
  bool PassTimed(Frame& frame);

  // One of the two is set while a pipeline runs.
  Step* next_ = nullptr;
  const RowSink* sink_ = nullptr;
  const NodesSink* nodes_sink_ = nullptr;
  uint64_t rows_ = 0;
  absl::Duration own_;
  absl::Duration passed_;
};

class Pipeline {
 public:
  // The new step, to be told more.
  template <class S>
  S& Add(std::unique_ptr<S> step) {
    S& added = *step;
    if (!steps_.empty()) steps_.back()->next_ = step.get();
    steps_.push_back(std::move(step));
    return added;
  }

  [[nodiscard]] bool empty() const { return steps_.empty(); }
  [[nodiscard]] const std::vector<std::unique_ptr<Step>>& steps() const {
    return steps_;
  }
  // Moves all steps into a pipeline of their own, of which a step that is then
  // added here is to be made.
  [[nodiscard]] Pipeline TakeAll() { return std::exchange(*this, Pipeline()); }

  // Runs the steps for the row in `frame`, and gives `sink` what comes out.
  // Not to be entered again from within.
  bool Run(Frame& frame, RowSink sink) const;

  // As Run, of one slot alone. Requires: GivesNodes().
  bool RunForNodes(Frame& frame, NodesSink sink) const;
  [[nodiscard]] std::optional<Slot> GivesNodes() const {
    return steps_.empty() ? std::nullopt : steps_.back()->GivesNodes();
  }

  // Puts `step` in the place of the steps in [begin, end), which are not none.
  void Replace(size_t begin, size_t end, std::unique_ptr<Step> step);

 private:
  std::vector<std::unique_ptr<Step>> steps_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_STEP_H_
