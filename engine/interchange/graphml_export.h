// GraphML (http://graphml.graphdrawing.org), as Gephi, yEd, NetworkX, igraph
// and Cytoscape read it.

#ifndef ATTEST_ENGINE_INTERCHANGE_GRAPHML_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_GRAPHML_EXPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"

namespace attest {

// What a file says of where it is from.
struct ExportOrigin {
  std::string origin;  // of the log
  uint64_t position = 0;
  std::string root;  // at that position, base64
};

struct GraphSize {
  uint64_t nodes = 0;
  uint64_t edges = 0;
  uint64_t shortened = 0;  // texts that a program would refuse
  // Texts with characters that the format cannot hold, which are replaced.
  uint64_t replaced = 0;
};

// Writes one directed graph: nodes by the keys of entities, edges by those of
// statements; all else is data, under keys whose id and name are those of the
// columns. Absent values are left out. Errors: those of `graph` and `write`.
// Requires: `graph` is prepared.
absl::StatusOr<GraphSize> ExportGraphml(
    EntityGraph& graph, const ExportOrigin& origin,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_GRAPHML_EXPORT_H_
