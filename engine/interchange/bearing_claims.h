// What must go along with chosen statements so that they stand elsewhere as
// they do here: every claim that bears on them, and the records that these came
// through.

#ifndef ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_
#define ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_

#include <cstdint>

#include "engine/audit/discretion.h"
#include "engine/findings/findings.h"
#include "engine/interchange/selection.h"

namespace attest {

// What becomes of what names a sealed source or entity, but is not in a sealed
// report: it stays out, or goes out with the key of a stub in place of the
// name.
enum class NamesOfSealed : uint8_t { kStayOut, kAsStubs };

// Adds to the claims of `selection` those that support, deny or doubt one of
// its whole statements, live or not; those of the statements that conflict with
// it; and those that say where the places of all these lie, and what their
// units are part of. Adds to its records those on the chains of these claims,
// and what they are merged with, by somebody's word or by their texts. Its
// statements and entities stay as they are. What `discretion` hides is left out
// and counted, but for `names`: then only the claims of what reports it hides
// are, and hidden sources and reports are among the records. Requires:
// `selection` is of the findings' view. Complexity: linear in sources and
// reports, and in what is weighed.
void AddBearingClaims(const Findings& findings, const Discretion& discretion,
                      NamesOfSealed names, Selection& selection);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BEARING_CLAIMS_H_
