#include "engine/interchange/geojson_export.h"
#include "engine/status_macros.h"
#include "tools/export_graph.h"

namespace attest {
namespace {

absl::StatusOr<GraphSize> WritePoints(EntityGraph& graph,
                                      const ExportOrigin& origin,
                                      WriteText write, ExportAccount& account) {
  ASSIGN_OR_RETURN(const GeojsonSize size, ExportGeojson(graph, origin, write));
  account.Add("without_point",
              "statements left out that name a place without coordinates",
              size.without_point);
  account.Add("not_placing",
              "statements left out that put nobody and nothing at a place",
              size.not_placing);
  account.Add("other_points",
              "coordinates left out, of withheld places or beside such as are "
              "better supported",
              size.other_points);
  account.Add("values", "statements left out of a rank, number or other value",
              size.values);
  account.Add("further_places",
              "statements at a point without the place where it was, which "
              "they say besides",
              size.further_places);
  account.Add("entities", "entities left out that are at no point",
              size.entities);
  AddFurtherNames(graph, account);
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
