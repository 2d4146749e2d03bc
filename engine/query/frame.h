// Frame is the row that a running query works on: one value for each slot.
//
// Every variable of a query has a slot of its own, also those of different
// clauses. A step sets the slots that it binds and passes the frame on; what it
// bound stands until it binds the next row.

#ifndef ATTEST_ENGINE_QUERY_FRAME_H_
#define ATTEST_ENGINE_QUERY_FRAME_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/query/functions.h"
#include "engine/query/property_graph.h"
#include "engine/query/query.h"
#include "engine/query/value.h"

namespace attest::query {

// The place of a variable in a frame.
using Slot = uint32_t;

// What a run has beside its row: limits, parameters, the error that ended it.
class RunState {
 public:
  RunState(const PropertyGraph& graph, const RunOptions& options);

  [[nodiscard]] const PropertyGraph& graph() const { return *graph_; }
  [[nodiscard]] const FunctionContext& functions() const { return functions_; }
  [[nodiscard]] uint64_t max_bytes() const { return functions_.max_bytes; }

  // The values of the parameters, in the order in which the query was compiled.
  std::vector<Value> parameters;

  [[nodiscard]] const absl::Status& status() const { return status_; }
  // Ends the run; of several errors the first stands. Answers false, as a step
  // that stops does.
  bool Fail(absl::Status status);

  // To be called once for each row or edge: false when time is up, or the user
  // has had enough.
  [[nodiscard]] bool Tick() { return ++ticks_ % kTicks != 0 || Look(); }

  // Counts bytes that are held until they are released: false, with an error,
  // beyond the limit.
  [[nodiscard]] bool Hold(uint64_t bytes);
  void Release(uint64_t bytes) { held_bytes_ -= bytes; }

  // Whether steps count their rows and time.
  bool profiling = false;

 private:
  static constexpr uint32_t kTicks = 4096;
  [[nodiscard]] bool Look();

  const PropertyGraph* graph_;
  const RunOptions* options_;
  FunctionContext functions_;
  absl::Status status_;
  uint64_t held_bytes_ = 0;
  uint32_t ticks_ = 0;
};

struct Frame {
  RunState* run = nullptr;
  std::vector<Value> slots;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_FRAME_H_
