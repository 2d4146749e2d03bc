#include "engine/interchange/dot_export.h"
#include "engine/status_macros.h"
#include "tools/export_graph.h"
#include "tools/output_file.h"

namespace attest {

absl::StatusOr<ExitCode> ExportToDot(Session& session,
                                     const ExportRequest& request) {
  return ExportGraph(
      session, request,
      [&](EntityGraph& graph,
          const ExportOrigin& origin) -> absl::StatusOr<GraphSize> {
        OutputFile file(request.output);
        RETURN_IF_ERROR(file.Open());
        ASSIGN_OR_RETURN(const GraphSize size,
                         ExportDot(graph, origin, [&](absl::string_view text) {
                           return file.Write(text);
                         }));
        RETURN_IF_ERROR(file.Finish());
        return size;
      });
}

}  // namespace attest
