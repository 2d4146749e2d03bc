// The account of a statement: everything in a Finding but its figures and what
// would change them.

#ifndef ATTEST_ENGINE_FINDINGS_WEIGHING_H_
#define ATTEST_ENGINE_FINDINGS_WEIGHING_H_

#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"

namespace attest {

// The claims of a statement and the other statements that bear on it.
[[nodiscard]] Finding Summary(const Findings& findings,
                              const Statement& statement,
                              const Bearing& bearing, ClaimKey key_of);

[[nodiscard]] Finding Account(const Findings& findings,
                              const Statement& statement,
                              const Bearing& bearing, ClaimKey key_of);

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_WEIGHING_H_
