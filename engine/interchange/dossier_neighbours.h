// What the statements of a section join its subject with, as a picture: the
// subject in the middle, what leads to it on the left, what it leads to on the
// right.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_NEIGHBOURS_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_NEIGHBOURS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/corroboration/verdict.h"
#include "engine/interchange/dossier.h"

namespace attest {

// A record that stands beside the subject of a section, and by what.
struct Neighbour {
  std::string key;
  bool leads_here = false;  // its statements are about it, and name us
  std::vector<std::string>
      labels;  // of predicates, each once, with its verdict
  size_t statements = 0;
  size_t contested = 0;  // of them
  Verdict strongest = Verdict::kUnsupported;
  std::string label;  // of the predicate of the strongest
};

// In the order of how many statements join them, then of keys.
[[nodiscard]] std::vector<Neighbour> NeighboursOf(
    const DossierSection& section);

// A <figure> with at most `most` of them and a list of all; empty when there
// are none.
[[nodiscard]] std::string NeighboursFigure(const Dossier& dossier,
                                           const DossierSection& section,
                                           const std::string& id, size_t most);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_NEIGHBOURS_H_
