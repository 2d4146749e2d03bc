// GeoJSON (RFC 7946), as QGIS, Leaflet, geojson.io and others read it.
//
// Every feature is a point, longitude before latitude, by WGS 84. Points have
// no winding, so the rule of the right hand has no bearing here. A place is a
// feature for each value of its coordinates that EntityGraph::PointsOf gives,
// and so is each statement that puts somebody or something at such a place,
// once for each of these values. Nothing is put at a place that a statement
// does not name: where a person is said to be in a town, the province has no
// point of that, nor the other way about.

#ifndef ATTEST_ENGINE_INTERCHANGE_GEOJSON_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_GEOJSON_EXPORT_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"

namespace attest {

// Features, and what of the graph could not be one.
struct GeojsonSize {
  uint64_t places = 0;
  uint64_t placed = 0;
  // Statements that put somebody or something at a place ...
  uint64_t without_point = 0;  // ... that has no point that is shown
  uint64_t not_placing = 0;    // and those of entities that do not
  // Statements of a literal value: coordinates that are not drawn, since others
  // are better supported or the place is withheld, and all else.
  uint64_t other_points = 0;
  uint64_t values = 0;
  // Of the statements drawn, those that say where it was, besides.
  uint64_t further_places = 0;
  uint64_t entities = 0;  // that are at no point
};

// Writes one FeatureCollection; `origin`, `log_position` and `root` are foreign
// members of it. Bytes that are no UTF-8 are replaced by U+FFFD. Errors: those
// of `graph` and `write`. Requires: `graph` is prepared.
absl::StatusOr<GeojsonSize> ExportGeojson(
    EntityGraph& graph, const ExportOrigin& origin,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_GEOJSON_EXPORT_H_
