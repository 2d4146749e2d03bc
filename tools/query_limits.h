// How long a query may take, and how much it may hold.

#ifndef ATTEST_TOOLS_QUERY_LIMITS_H_
#define ATTEST_TOOLS_QUERY_LIMITS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace CLI {
class App;
}  // namespace CLI

namespace attest {

struct QueryLimits {
  absl::Duration timeout = absl::InfiniteDuration();
  uint64_t max_memory_bytes = uint64_t{4} << 30;
};

// As they are typed; empty: the default.
struct QueryLimitOptions {
  std::string timeout;
  std::string max_memory;
};

// Adds --timeout and --max-memory to a verb.
void AddLimitOptions(CLI::App& verb, QueryLimitOptions& options);

// "30s", "500ms", "2m"; "512M", "2G", a number of bytes. InvalidArgument, with
// the exit code of wrong usage, for anything else.
[[nodiscard]] absl::StatusOr<QueryLimits> LimitsOf(
    const QueryLimitOptions& options);

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_LIMITS_H_
