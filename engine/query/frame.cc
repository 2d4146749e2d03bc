#include "engine/query/frame.h"

#include <cstdint>
#include <memory>
#include <random>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/query/query_error.h"

namespace attest::query {

RunState::RunState(const PropertyGraph& graph, const RunOptions& options)
    : graph_(&graph), options_(&options) {
  functions_.graph = &graph;
  functions_.now = options.now;
  functions_.max_bytes = options.max_memory_bytes;
  // Made at the first draw: seeding takes longer than many a query.
  functions_.random = [seed = options.seed,
                       engine = std::shared_ptr<std::mt19937_64>()]() mutable {
    if (engine == nullptr) engine = std::make_shared<std::mt19937_64>(seed);
    return static_cast<double>((*engine)() >> 11) * 0x1.0p-53;
  };
}

bool RunState::Fail(absl::Status status) {
  if (status_.ok()) status_ = std::move(status);
  return false;
}

bool RunState::Hold(uint64_t bytes) {
  held_bytes_ += bytes;
  if (held_bytes_ <= options_->max_memory_bytes) return true;
  return Fail(RunError(
      ErrorType::kLimit, "MemoryLimit",
      absl::StrCat("the query needs more than ", options_->max_memory_bytes,
                   " bytes for its rows; --max-memory allows more")));
}

bool RunState::Look() {
  if (options_->cancelled != nullptr &&
      options_->cancelled->load(std::memory_order_relaxed)) {
    return Fail(absl::CancelledError("the query was interrupted"));
  }
  if (options_->clock && options_->clock() >= options_->deadline) {
    return Fail(RunError(ErrorType::kLimit, "TimeLimit",
                         "the query's time is up; --timeout allows more"));
  }
  return true;
}

}  // namespace attest::query
