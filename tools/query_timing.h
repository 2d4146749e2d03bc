// What queries took, as --timing tells it.

#ifndef ATTEST_TOOLS_QUERY_TIMING_H_
#define ATTEST_TOOLS_QUERY_TIMING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace attest {

class QueryTiming {
 public:
  void set_parse(absl::Duration time) { parse_ = time; }
  void set_plan(absl::Duration time) { plan_ = time; }
  void AddRun(absl::Duration time, uint64_t rows) {
    runs_.push_back(time);
    rows_ += rows;
  }

  // One line of JSON: {"parse_ms","plan_ms","run_ms","rows"}; of several runs
  // {"parse_ms","plan_ms","runs","run_ms":{"median","p95","all"},"rows"}.
  // `runs`: was the query to be run for each of several lines?
  enum class Runs : uint8_t { kOne, kMany };
  [[nodiscard]] std::string Line(Runs runs) const;

 private:
  absl::Duration parse_;
  absl::Duration plan_;
  std::vector<absl::Duration> runs_;
  uint64_t rows_ = 0;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_TIMING_H_
