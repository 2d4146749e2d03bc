// Where it is said to have been: the coordinates that are reported, on a plain
// plot without a map.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_PLACES_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_PLACES_H_

#include <string>

#include "engine/interchange/dossier.h"

namespace attest {

// A <figure> with a table of the coordinates; empty when there are none.
[[nodiscard]] std::string PlacesFigure(const Dossier& dossier,
                                       const DossierSection& section,
                                       const std::string& id);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_PLACES_H_
