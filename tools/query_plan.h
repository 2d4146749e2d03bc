// The plan of a query, as EXPLAIN and PROFILE show it.

#ifndef ATTEST_TOOLS_QUERY_PLAN_H_
#define ATTEST_TOOLS_QUERY_PLAN_H_

#include <cstdint>

#include "absl/types/span.h"
#include "engine/query/query.h"
#include "engine/query/syntax.h"
#include "tools/answer.h"

namespace attest {

// The steps from the last to the first, each under the one it gives its rows
// to. Of a PROFILE with what came out of each step, and the time it took.
[[nodiscard]] Answer PlanAnswer(absl::Span<const query::PlanStep> plan,
                                query::QueryMode mode, const Screen& screen,
                                uint64_t applied_through);

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_PLAN_H_
