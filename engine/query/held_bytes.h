// HeldBytes counts bytes against the limit of a run while values are gathered,
// and gives them back at its end: from then on whoever keeps the values counts.

#ifndef ATTEST_ENGINE_QUERY_HELD_BYTES_H_
#define ATTEST_ENGINE_QUERY_HELD_BYTES_H_

#include <cstdint>

#include "engine/query/frame.h"

namespace attest::query {

class HeldBytes {
 public:
  explicit HeldBytes(RunState* run) : run_(run) {}
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;
  ~HeldBytes() { run_->Release(bytes_); }

  // False, with an error in the run, beyond the limit.
  [[nodiscard]] bool Hold(uint64_t bytes) {
    bytes_ += bytes;
    return run_->Hold(bytes);
  }
  void Release(uint64_t bytes) {
    bytes_ -= bytes;
    run_->Release(bytes);
  }

 private:
  RunState* run_;
  uint64_t bytes_ = 0;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_HELD_BYTES_H_
