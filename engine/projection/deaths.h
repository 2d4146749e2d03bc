// Which claims count no more as of a cut, and why: see enum Liveness.

#ifndef ATTEST_ENGINE_PROJECTION_DEATHS_H_
#define ATTEST_ENGINE_PROJECTION_DEATHS_H_

#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {

// Complexity: linear in decisions, and in claims when a report or source is
// retracted or rejected or anything rests on what does not count.
[[nodiscard]] Deaths DeathsOf(const ProjectionTables& tables,
                              const CutState& cut);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_DEATHS_H_
