#include "engine/interchange/dot_export.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/corroboration/verdict.h"
#include "engine/model/entity.h"
#include "engine/status_macros.h"
#include "engine/text/shortening.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

bool IsShown(int32_t c) {
  return c == '\n' || c == '\t' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

enum class Part : uint8_t { kName, kLabel };

std::string Quoted(absl::string_view text, Part part) {
  constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
  std::string quoted = "\"";
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    const int32_t c = NextCodePoint(text, position);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += static_cast<char>(c);
    } else if (c == '\n' && part == Part::kLabel) {
      quoted += "\\n";
    } else if (c == '&' && part == Part::kLabel) {
      quoted += "&amp;";
    } else {
      absl::StrAppend(&quoted, IsShown(c) ? text.substr(begin, position - begin)
                                          : kReplacement);
    }
  }
  quoted += '"';
  return quoted;
}

absl::string_view ShapeOf(absl::string_view kind) {
  if (kind == NameOf(EntityKind::kPerson)) return "ellipse";
  if (kind == NameOf(EntityKind::kUnit)) return "box";
  if (kind == NameOf(EntityKind::kPlace)) return "house";
  if (kind == NameOf(EntityKind::kOrganization)) return "component";
  return "octagon";  // incidents
}

// Lines that are told apart without their colours.
absl::string_view LineOf(absl::string_view verdict) {
  if (verdict == NameOf(Verdict::kCorroborated)) {
    return "style=bold, penwidth=2, color=\"#1b5e20\"";
  }
  if (verdict == NameOf(Verdict::kLikely)) {
    return "style=solid, color=\"#0d47a1\"";
  }
  if (verdict == NameOf(Verdict::kSingleLine)) {
    return "style=dashed, color=\"#424242\"";
  }
  if (verdict == NameOf(Verdict::kContested)) {
    return "style=dashed, penwidth=2, color=\"#b71c1c\", arrowhead=diamond";
  }
  if (verdict == NameOf(Verdict::kCircular)) {
    return "style=dotted, penwidth=2, color=\"#6a1b9a\"";
  }
  // No support.
  return "style=dotted, color=\"#757575\", arrowhead=empty";
}

std::string Cell(const std::vector<GraphColumn>& columns,
                 const std::vector<std::string>& values,
                 absl::string_view name) {
  for (size_t i = 0; i < columns.size() && i < values.size(); ++i) {
    if (columns[i].name == name) return values[i];
  }
  return "";
}

std::string Words(absl::string_view verdict) {
  return verdict == NameOf(Verdict::kSingleLine) ? "single line"
                                                 : std::string(verdict);
}

// Graphviz refuses a text of 16384 bytes. No character takes more than five
// times its bytes where it is escaped.
constexpr size_t kMaxShownBytes = 1500;

// Long texts are cut, and counted; so are those that Quoted changes.
std::string Shown(std::string text, GraphSize& size) {
  for (size_t position = 0; position < text.size();) {
    if (IsShown(NextCodePoint(text, position))) continue;
    ++size.replaced;
    break;
  }
  size.shortened += Shorten(kMaxShownBytes, text) ? 1 : 0;
  return text;
}

std::string NodeLine(const EntityGraph& graph, const GraphNode& node,
                     GraphSize& size) {
  const std::string kind = Cell(graph.node_columns(), node.values, "kind");
  return absl::StrCat(
      "  ", DotName(node.id),
      " [label=", DotLabel(absl::StrCat(Shown(node.label, size), "\n", kind)),
      ", shape=", ShapeOf(kind), "];\n");
}

std::string EdgeLine(const GraphEdge& edge, GraphSize& size) {
  const std::vector<GraphColumn>& columns = EntityGraph::EdgeColumns();
  const std::string verdict = Cell(columns, edge.values, "verdict");
  const std::string valid = Cell(columns, edge.values, "valid");
  const std::string lines = Cell(columns, edge.values, "lines_best");
  const std::string label = absl::StrCat(
      Shown(edge.label, size), valid.empty() ? "" : ", ", valid, "\n",
      Words(verdict), ", ", lines, lines == "1" ? " line" : " lines");
  return absl::StrCat("  ", DotName(edge.from), " -> ", DotName(edge.to),
                      " [id=", DotLabel(edge.id), ", label=", DotLabel(label),
                      ", ", LineOf(verdict), "];\n");
}

}  // namespace

std::string DotName(absl::string_view text) {
  return Quoted(text, Part::kName);
}
std::string DotLabel(absl::string_view text) {
  return Quoted(text, Part::kLabel);
}

absl::StatusOr<GraphSize> ExportDot(EntityGraph& graph,
                                    const ExportOrigin& origin, Write write) {
  GraphSize size;
  RETURN_IF_ERROR(write(absl::StrCat(
      "digraph statements {\n  graph [charset=\"UTF-8\", rankdir=LR, "
      "labelloc=b, fontname=\"sans-serif\", label=",
      DotLabel(absl::StrCat("Statements of ", Shown(origin.origin, size),
                            " as of log position ", origin.position, ", root ",
                            origin.root,
                            ":\nwhat sources say, and how well it stands")),
      "];\n  node [fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n")));
  RETURN_IF_ERROR(graph.VisitNodes([&](const GraphNode& node) {
    ++size.nodes;
    return write(NodeLine(graph, node, size));
  }));
  RETURN_IF_ERROR(graph.VisitEdges([&](const GraphEdge& edge) {
    ++size.edges;
    return write(EdgeLine(edge, size));
  }));
  RETURN_IF_ERROR(write("}\n"));
  return size;
}

}  // namespace attest
