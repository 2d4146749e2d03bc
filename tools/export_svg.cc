#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/interchange/dot_export.h"
#include "engine/status_macros.h"
#include "tools/drawing_program.h"
#include "tools/export_graph.h"
#include "tools/output_file.h"

namespace attest {
namespace {

// More than this no one can read, and takes minutes to lay out.
constexpr uint64_t kMaxNodes = 400;
constexpr uint64_t kMaxEdges = 1200;

absl::Status CheckSize(const GraphSize& size) {
  if (size.nodes <= kMaxNodes && size.edges <= kMaxEdges) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(absl::StrCat(
      "export --to svg: got ", size.nodes, " nodes and ", size.edges,
      " edges, want at most ", kMaxNodes, " and ", kMaxEdges,
      "; choose with KEY... and --hops, or take --to dot or graphml"));
}

}  // namespace

absl::StatusOr<ExitCode> ExportToSvg(Session& session,
                                     const ExportRequest& request) {
  return ExportGraph(
      session, request,
      [&](EntityGraph& graph, const ExportOrigin& origin,
          ExportAccount& account) -> absl::StatusOr<GraphSize> {
        std::string text;
        ASSIGN_OR_RETURN(const GraphSize size,
                         ExportDot(graph, origin, [&](absl::string_view part) {
                           absl::StrAppend(&text, part);
                           return absl::OkStatus();
                         }));
        RETURN_IF_ERROR(CheckSize(size));
        AddDrawing(size, graph, account);
        ASSIGN_OR_RETURN(const std::string svg, DrawSvg(text));
        RETURN_IF_ERROR(WriteOutput(request.output, svg));
        return size;
      });
}

}  // namespace attest
