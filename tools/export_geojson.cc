#include "absl/strings/str_cat.h"
#include "engine/interchange/geojson_export.h"
#include "engine/status_macros.h"
#include "tools/export_graph.h"
#include "tools/output_file.h"

namespace attest {

absl::StatusOr<ExitCode> ExportToGeojson(Session& session,
                                         const ExportRequest& request) {
  return ExportGraph(
      session, request,
      [&](EntityGraph& graph,
          const ExportOrigin& origin) -> absl::StatusOr<GraphSize> {
        OutputFile file(request.output);
        RETURN_IF_ERROR(file.Open());
        ASSIGN_OR_RETURN(
            const GeojsonSize size,
            ExportGeojson(graph, origin, [&](absl::string_view json) {
              return file.Write(json);
            }));
        RETURN_IF_ERROR(file.Finish());
        if (size.without_point > 0) {
          PrintMessage(absl::StrCat(
              "statements left out that name a place without coordinates: ",
              size.without_point));
        }
        return GraphSize{.nodes = size.places, .edges = size.placed};
      },
      {.nodes = "points of places", .edges = "of what is said to be at them"});
}

}  // namespace attest
