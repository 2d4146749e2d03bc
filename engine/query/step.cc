#include "engine/query/step.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace attest::query {

bool Step::RunTimed(Frame& frame) {
  const int64_t start = absl::GetCurrentTimeNanos();
  const bool more = Make(frame);
  own_ += absl::Nanoseconds(absl::GetCurrentTimeNanos() - start);
  return more;
}

bool Step::PassTimed(Frame& frame) {
  ++rows_;
  const int64_t start = absl::GetCurrentTimeNanos();
  const bool more = next_ != nullptr ? next_->Run(frame) : (*sink_)(frame);
  passed_ += absl::Nanoseconds(absl::GetCurrentTimeNanos() - start);
  return more;
}

void Step::ResetProfile() {
  rows_ = 0;
  own_ = absl::ZeroDuration();
  passed_ = absl::ZeroDuration();
  for (const Pipeline* input : Inputs()) {
    for (const std::unique_ptr<Step>& step : input->steps()) {
      step->ResetProfile();
    }
  }
}

bool Step::PassNodes(Frame& frame, Slot slot, absl::Span<const NodeId> nodes) {
  if (nodes_sink_ != nullptr) {
    rows_ += frame.run->profiling ? nodes.size() : 0;
    return frame.run->Tick() && (*nodes_sink_)(nodes);
  }
  for (const NodeId node : nodes) {
    frame.slots[slot] = Value::Node(node);
    if (!Pass(frame)) return false;
  }
  return true;
}

bool Pipeline::RunForNodes(Frame& frame, NodesSink sink) const {
  Step& last = *steps_.back();
  last.nodes_sink_ = &sink;
  const bool more = steps_.front()->Run(frame);
  last.nodes_sink_ = nullptr;
  return more;
}

void Pipeline::Replace(size_t begin, size_t end, std::unique_ptr<Step> step) {
  const auto at = [this](size_t index) {
    return steps_.begin() + static_cast<ptrdiff_t>(index);
  };
  step->next_ = end < steps_.size() ? steps_[end].get() : nullptr;
  if (begin > 0) steps_[begin - 1]->next_ = step.get();
  steps_[begin] = std::move(step);
  steps_.erase(at(begin + 1), at(end));
}

bool Pipeline::Run(Frame& frame, RowSink sink) const {
  if (steps_.empty()) return sink(frame);
  steps_.back()->sink_ = &sink;
  return steps_.front()->Run(frame);
}

}  // namespace attest::query
