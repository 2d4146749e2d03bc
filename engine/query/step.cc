#include "engine/query/step.h"

#include <memory>

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

bool Pipeline::Run(Frame& frame, RowSink sink) const {
  if (steps_.empty()) return sink(frame);
  steps_.back()->sink_ = &sink;
  return steps_.front()->Run(frame);
}

}  // namespace attest::query
