// Who says a statement through whom, as a picture in layers: origins on the
// left, then whoever passed it on, the reports, and the statement.

#ifndef ATTEST_ENGINE_INTERCHANGE_DOSSIER_PROVENANCE_H_
#define ATTEST_ENGINE_INTERCHANGE_DOSSIER_PROVENANCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/interchange/dossier.h"

namespace attest {

// What is drawn: vertices in layers, joined along the chains of the claims.
//
// Algorithm: layers by longest path, edges that close a ring left out of it;
// within a layer by the mean place of the neighbours, in four sweeps (Sugiyama,
// Tagawa and Toda, 1981), ties by first appearance.
struct ProvenanceLayout {
  struct Vertex {
    std::string key;
    size_t layer = 0;
    size_t row = 0;
    bool is_origin = false;
  };
  struct Edge {
    size_t from = 0;
    size_t to = 0;  // of vertices; their number: the statement
    DossierSide side = DossierSide::kFor;
    bool counts = false;  // some claim that counts goes this way
  };
  std::vector<Vertex> vertices;
  std::vector<Edge> edges;
  size_t layers = 0;           // the statement's not among them
  size_t claims_left_out = 0;  // past the bound on vertices
};

// At most `most` vertices: claims are taken in order while theirs fit.
[[nodiscard]] ProvenanceLayout LayOutProvenance(
    const std::vector<DossierEntry>& entries, size_t most);

// Is there more to see than one chain?
[[nodiscard]] bool IsWorthDrawing(const DossierStatement& statement);

// A <figure> with the picture, and a list that says the same in words. `id`
// begins the ids in it.
[[nodiscard]] std::string ProvenanceFigure(const Dossier& dossier,
                                           const DossierSection& section,
                                           const DossierStatement& statement,
                                           const std::string& id);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_DOSSIER_PROVENANCE_H_
