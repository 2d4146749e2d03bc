// Two tables, of nodes and of edges, with the headings by which Gephi knows
// them.

#ifndef ATTEST_ENGINE_INTERCHANGE_NODES_EDGES_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_NODES_EDGES_EXPORT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"

namespace attest {

// Writes the table of nodes, `Id,Label` and the columns, and that of edges,
// `Source,Target,Type,Id,Label` and the columns; each row as CsvRow has it.
// What a cell cannot hold as it is, it has as CellText.
// Errors: those of `graph` and of the two. Requires: `graph` is prepared.
absl::StatusOr<GraphSize> ExportNodesAndEdges(
    EntityGraph& graph,
    absl::FunctionRef<absl::Status(absl::string_view)> write_nodes,
    absl::FunctionRef<absl::Status(absl::string_view)> write_edges);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_NODES_EDGES_EXPORT_H_
