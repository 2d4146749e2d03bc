#include "tools/query_timing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "tools/answer.h"

namespace attest {
namespace {

// To the microsecond.
double Millis(absl::Duration time) {
  return std::round(absl::ToDoubleMicroseconds(time)) / 1000;
}

// Of sorted times, the least that so many of a hundred do not exceed.
absl::Duration Percentile(const std::vector<absl::Duration>& sorted,
                          size_t percent) {
  if (sorted.empty()) return absl::ZeroDuration();
  const size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<size_t>(rank, 1) - 1];
}

}  // namespace

std::string QueryTiming::Line(Runs runs) const {
  std::vector<absl::Duration> sorted = runs_;
  std::sort(sorted.begin(), sorted.end());
  const absl::Duration all =
      std::accumulate(sorted.begin(), sorted.end(), absl::ZeroDuration());
  Json line = {{"parse_ms", Millis(parse_)}, {"plan_ms", Millis(plan_)}};
  if (runs == Runs::kOne) {
    line["run_ms"] = Millis(all);
  } else {
    line["runs"] = runs_.size();
    line["run_ms"] = {{"median", Millis(Percentile(sorted, 50))},
                      {"p95", Millis(Percentile(sorted, 95))},
                      {"all", Millis(all)}};
  }
  line["rows"] = rows_;
  return Dump(line) + "\n";
}

}  // namespace attest
