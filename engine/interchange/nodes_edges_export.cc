#include "engine/interchange/nodes_edges_export.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/cell_text.h"
#include "engine/interchange/csv_row.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

std::string Headings(std::vector<std::string> headings,
                     const std::vector<GraphColumn>& columns) {
  for (const GraphColumn& column : columns) headings.push_back(column.name);
  return CsvRow(headings);
}

std::string Row(std::vector<std::string> cells,
                const std::vector<std::string>& values, GraphSize& size) {
  cells.insert(cells.end(), values.begin(), values.end());
  for (std::string& cell : cells) {
    if (FitsCell(cell)) continue;
    ++size.replaced;
    cell = CellText(cell);
  }
  return CsvRow(cells);
}

}  // namespace

absl::StatusOr<GraphSize> ExportNodesAndEdges(EntityGraph& graph,
                                              Write write_nodes,
                                              Write write_edges) {
  GraphSize size;
  RETURN_IF_ERROR(write_nodes(Headings({"Id", "Label"}, graph.node_columns())));
  RETURN_IF_ERROR(graph.VisitNodes([&](const GraphNode& node) {
    ++size.nodes;
    return write_nodes(Row({node.id, node.label}, node.values, size));
  }));
  RETURN_IF_ERROR(
      write_edges(Headings({"Source", "Target", "Type", "Id", "Label"},
                           EntityGraph::EdgeColumns())));
  RETURN_IF_ERROR(graph.VisitEdges([&](const GraphEdge& edge) {
    ++size.edges;
    return write_edges(
        Row({edge.from, edge.to, "Directed", edge.id, edge.label}, edge.values,
            size));
  }));
  return size;
}

}  // namespace attest
