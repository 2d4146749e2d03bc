#include "engine/interchange/dot_export.h"
#include "engine/status_macros.h"
#include "tools/export_graph.h"

namespace attest {
namespace {

absl::StatusOr<GraphSize> WriteDot(EntityGraph& graph,
                                   const ExportOrigin& origin, WriteText write,
                                   ExportAccount& account) {
  ASSIGN_OR_RETURN(const GraphSize size, ExportDot(graph, origin, write));
  AddDrawing(size, graph, account);
  return size;
}

}  // namespace

absl::StatusOr<ExitCode> ExportToDot(Session& session,
                                     const ExportRequest& request) {
  return ExportGraphText(session, request, WriteDot);
}

}  // namespace attest
