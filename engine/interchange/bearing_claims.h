// What must go along with chosen statements so that they stand elsewhere as
// they do here: every claim that bears on them, and the records that these came
// through.

#ifndef ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_
#define ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_

#include "engine/audit/discretion.h"
#include "engine/findings/findings.h"
#include "engine/interchange/selection.h"

namespace attest {

// Adds to the claims of `selection` those that support, deny or doubt one of
// its whole statements, live or not; those of the statements that conflict with
// it; and those that say where the places of all these lie, and what their
// units are part of. Adds to its records those on the chains of these claims,
// and what they are merged with. Its statements and entities stay as they are.
// What `discretion` hides is left out and counted. Requires: `selection` is of
// the findings' view. Complexity: linear in sources and reports, and in what is
// weighed.
void AddBearingClaims(const Findings& findings, const Discretion& discretion,
                      Selection& selection);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_
