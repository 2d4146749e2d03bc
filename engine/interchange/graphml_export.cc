#include "engine/interchange/graphml_export.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/interchange/graph_xml.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

// Keys of nodes and edges share one space of ids.
std::string KeyLine(absl::string_view of, absl::string_view name,
                    ColumnType type) {
  return absl::StrCat("  <key", XmlAttribute("id", absl::StrCat(of, ".", name)),
                      XmlAttribute("for", of), XmlAttribute("attr.name", name),
                      XmlAttribute("attr.type", XmlTypeName(type)), "/>\n");
}

std::string Preamble(const EntityGraph& graph, const ExportOrigin& origin) {
  std::string head = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
      "  <desc>",
      XmlDescription(origin), "</desc>\n",
      KeyLine("node", "label", ColumnType::kText));
  for (const GraphColumn& column : graph.node_columns()) {
    absl::StrAppend(&head, KeyLine("node", column.name, column.type));
  }
  absl::StrAppend(&head, KeyLine("edge", "label", ColumnType::kText));
  for (const GraphColumn& column : EntityGraph::EdgeColumns()) {
    absl::StrAppend(&head, KeyLine("edge", column.name, column.type));
  }
  return absl::StrCat(head, "  <graph id=\"G\" edgedefault=\"directed\">\n");
}

void AppendData(absl::string_view of, absl::string_view name,
                absl::string_view value, std::string& xml) {
  if (value.empty()) return;
  absl::StrAppend(&xml, "      <data",
                  XmlAttribute("key", absl::StrCat(of, ".", name)), ">",
                  XmlText(value), "</data>\n");
}

void AppendAll(absl::string_view of, const std::vector<GraphColumn>& columns,
               absl::string_view label, const std::vector<std::string>& values,
               std::string& xml) {
  AppendData(of, "label", label, xml);
  for (size_t i = 0; i < values.size(); ++i) {
    AppendData(of, columns[i].name, values[i], xml);
  }
}

}  // namespace

absl::StatusOr<GraphSize> ExportGraphml(EntityGraph& graph,
                                        const ExportOrigin& origin,
                                        Write write) {
  GraphSize size;
  RETURN_IF_ERROR(write(Preamble(graph, origin)));
  RETURN_IF_ERROR(graph.VisitNodes([&](const GraphNode& node) {
    ++size.nodes;
    size.replaced += CountUnfit(node.label, node.values);
    std::string xml =
        absl::StrCat("    <node", XmlAttribute("id", node.id), ">\n");
    AppendAll("node", graph.node_columns(), node.label, node.values, xml);
    return write(absl::StrCat(xml, "    </node>\n"));
  }));
  RETURN_IF_ERROR(graph.VisitEdges([&](const GraphEdge& edge) {
    ++size.edges;
    size.replaced += CountUnfit(edge.label, edge.values);
    std::string xml = absl::StrCat("    <edge", XmlAttribute("id", edge.id),
                                   XmlAttribute("source", edge.from),
                                   XmlAttribute("target", edge.to), ">\n");
    AppendAll("edge", EntityGraph::EdgeColumns(), edge.label, edge.values, xml);
    return write(absl::StrCat(xml, "    </edge>\n"));
  }));
  RETURN_IF_ERROR(write("  </graph>\n</graphml>\n"));
  return size;
}

}  // namespace attest
