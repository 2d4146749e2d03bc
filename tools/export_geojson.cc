#include "absl/strings/str_cat.h"
#include "engine/interchange/geojson_export.h"
#include "engine/status_macros.h"
#include "tools/export_graph.h"

namespace attest {
namespace {

absl::StatusOr<GraphSize> WritePoints(
    EntityGraph& graph, const ExportOrigin& origin,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  ASSIGN_OR_RETURN(const GeojsonSize size, ExportGeojson(graph, origin, write));
  if (size.without_point > 0) {
    PrintMessage(absl::StrCat(
        "statements left out that name a place without coordinates: ",
        size.without_point));
  }
  return GraphSize{.nodes = size.places, .edges = size.placed};
}

}  // namespace

absl::StatusOr<ExitCode> ExportToGeojson(Session& session,
                                         const ExportRequest& request) {
  return ExportGraphText(
      session, request, WritePoints,
      {.nodes = "points of places", .edges = "of what is said to be at them"});
}

}  // namespace attest
