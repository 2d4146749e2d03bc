#include "engine/interchange/gexf_export.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/graph_xml.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

// Readers have columns of their own, called id, label, kind and the like.
std::string ColumnId(absl::string_view of, const GraphColumn& column) {
  return absl::StrCat(of, ".", column.name);
}

std::string Columns(absl::string_view of,
                    const std::vector<GraphColumn>& columns) {
  std::string xml = absl::StrCat("    <attributes", XmlAttribute("class", of),
                                 " mode=\"static\">\n");
  for (const GraphColumn& column : columns) {
    absl::StrAppend(&xml, "      <attribute",
                    XmlAttribute("id", ColumnId(of, column)),
                    XmlAttribute("title", column.name),
                    XmlAttribute("type", XmlTypeName(column.type)), "/>\n");
  }
  return absl::StrCat(xml, "    </attributes>\n");
}

std::string Preamble(const EntityGraph& graph, const ExportOrigin& origin) {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://gexf.net/1.3\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" "
      "version=\"1.3\">\n  <meta>\n    <creator>attest</creator>\n"
      "    <description>",
      XmlDescription(origin),
      "</description>\n  </meta>\n"
      "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" "
      "timeformat=\"date\" timerepresentation=\"interval\" "
      "idtype=\"string\">\n",
      Columns("node", graph.node_columns()),
      Columns("edge", EntityGraph::EdgeColumns()));
}

void AppendValues(absl::string_view of, const std::vector<GraphColumn>& columns,
                  const std::vector<std::string>& values, std::string& xml) {
  absl::StrAppend(&xml, "        <attvalues>\n");
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    absl::StrAppend(&xml, "          <attvalue",
                    XmlAttribute("for", ColumnId(of, columns[i])),
                    XmlAttribute("value", values[i]), "/>\n");
  }
  absl::StrAppend(&xml, "        </attvalues>\n");
}

// There is no year 0 in xsd:date.
bool IsDay(absl::string_view day) {
  return !day.empty() && !absl::StartsWith(day, "0000");
}

std::string Spells(const std::vector<std::string>& values) {
  const std::vector<GraphColumn>& columns = EntityGraph::EdgeColumns();
  std::string bounds;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!IsDay(values[i])) continue;
    if (columns[i].name == "valid_from") {
      bounds = absl::StrCat(XmlAttribute("start", values[i]), bounds);
    } else if (columns[i].name == "valid_to") {
      absl::StrAppend(&bounds, XmlAttribute("end", values[i]));
    }
  }
  if (bounds.empty()) return "";
  return absl::StrCat("        <spells>\n          <spell", bounds,
                      "/>\n        </spells>\n");
}

std::string PredicateOf(const GraphEdge& edge) {
  const std::vector<GraphColumn>& columns = EntityGraph::EdgeColumns();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == "predicate") return edge.values[i];
  }
  return "";
}

}  // namespace

absl::StatusOr<GraphSize> ExportGexf(EntityGraph& graph,
                                     const ExportOrigin& origin, Write write) {
  GraphSize size;
  RETURN_IF_ERROR(
      write(absl::StrCat(Preamble(graph, origin), "    <nodes>\n")));
  RETURN_IF_ERROR(graph.VisitNodes([&](const GraphNode& node) {
    ++size.nodes;
    size.replaced += CountUnfit(node.label, node.values);
    std::string xml = absl::StrCat("      <node", XmlAttribute("id", node.id),
                                   XmlAttribute("label", node.label), ">\n");
    AppendValues("node", graph.node_columns(), node.values, xml);
    return write(absl::StrCat(xml, "      </node>\n"));
  }));
  RETURN_IF_ERROR(write("    </nodes>\n    <edges>\n"));
  RETURN_IF_ERROR(graph.VisitEdges([&](const GraphEdge& edge) {
    ++size.edges;
    size.replaced += CountUnfit(edge.label, edge.values);
    std::string xml = absl::StrCat("      <edge", XmlAttribute("id", edge.id),
                                   XmlAttribute("source", edge.from),
                                   XmlAttribute("target", edge.to),
                                   XmlAttribute("kind", PredicateOf(edge)),
                                   XmlAttribute("label", edge.label), ">\n");
    AppendValues("edge", EntityGraph::EdgeColumns(), edge.values, xml);
    return write(absl::StrCat(xml, Spells(edge.values), "      </edge>\n"));
  }));
  RETURN_IF_ERROR(write("    </edges>\n  </graph>\n</gexf>\n"));
  return size;
}

}  // namespace attest
