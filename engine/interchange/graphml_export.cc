#include "engine/interchange/graphml_export.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

// How GraphML calls the types.
absl::string_view NameOfType(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return "long";
    case ColumnType::kNumber:
      return "double";
    default:
      return "string";
  }
}

// Keys of nodes and edges share one space of ids.
std::string KeyLine(absl::string_view of, absl::string_view name,
                    ColumnType type) {
  return absl::StrCat("  <key id=\"", of, ".", XmlText(name), "\" for=\"", of,
                      "\" attr.name=\"", XmlText(name), "\" attr.type=\"",
                      NameOfType(type), "\"/>\n");
}

std::string Preamble(const EntityGraph& graph, const ExportOrigin& origin) {
  std::string head = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
      "  <desc>Statements of ",
      XmlText(origin.origin), " as of log position ", origin.position,
      ", root ", XmlText(origin.root),
      ": what sources say, and how well it stands</desc>\n",
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
  absl::StrAppend(&xml, "      <data key=\"", of, ".", XmlText(name), "\">",
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

bool IsXmlCharacter(int32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

}  // namespace

std::string XmlText(absl::string_view text) {
  constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
  std::string xml;
  xml.reserve(text.size());
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    const int32_t c = NextCodePoint(text, position);
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      // A reader would make blanks and line ends of these.
      case '\t':
        xml += "&#9;";
        break;
      case '\n':
        xml += "&#10;";
        break;
      case '\r':
        xml += "&#13;";
        break;
      default:
        absl::StrAppend(&xml, IsXmlCharacter(c)
                                  ? text.substr(begin, position - begin)
                                  : kReplacement);
    }
  }
  return xml;
}

absl::StatusOr<GraphSize> ExportGraphml(EntityGraph& graph,
                                        const ExportOrigin& origin,
                                        Write write) {
  GraphSize size;
  RETURN_IF_ERROR(write(Preamble(graph, origin)));
  RETURN_IF_ERROR(graph.VisitNodes([&](const GraphNode& node) {
    ++size.nodes;
    std::string xml =
        absl::StrCat("    <node id=\"", XmlText(node.id), "\">\n");
    AppendAll("node", graph.node_columns(), node.label, node.values, xml);
    return write(absl::StrCat(xml, "    </node>\n"));
  }));
  RETURN_IF_ERROR(graph.VisitEdges([&](const GraphEdge& edge) {
    ++size.edges;
    std::string xml = absl::StrCat("    <edge id=\"", XmlText(edge.id),
                                   "\" source=\"", XmlText(edge.from),
                                   "\" target=\"", XmlText(edge.to), "\">\n");
    AppendAll("edge", EntityGraph::EdgeColumns(), edge.label, edge.values, xml);
    return write(absl::StrCat(xml, "    </edge>\n"));
  }));
  RETURN_IF_ERROR(write("  </graph>\n</graphml>\n"));
  return size;
}

}  // namespace attest
