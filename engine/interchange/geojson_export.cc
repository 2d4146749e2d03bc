#include "engine/interchange/geojson_export.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/corroboration/verdict.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;
using Write = absl::FunctionRef<absl::Status(absl::string_view)>;

constexpr std::array<absl::string_view, 5> kPlacing = {
    "happened_at", "based_at", "located_at", "operates_in", "deployed_to"};

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

struct Named {
  std::string name;
  std::string kind;
};

// The value of a column, null when absent.
Json ValueOf(const std::vector<GraphColumn>& columns,
             const std::vector<std::string>& values, absl::string_view name) {
  for (size_t i = 0; i < columns.size() && i < values.size(); ++i) {
    if (columns[i].name != name) continue;
    if (values[i].empty()) return nullptr;
    int64_t number = 0;
    if (columns[i].type == ColumnType::kInteger &&
        absl::SimpleAtoi(values[i], &number)) {
      return number;
    }
    return values[i];
  }
  return nullptr;
}

// A feature without its properties.
Json FeatureAt(const Point& point, std::string id) {
  Json position = Json::array();
  position.push_back(point.lon);
  position.push_back(point.lat);
  Json geometry;
  geometry["type"] = "Point";
  geometry["coordinates"] = std::move(position);
  Json feature;
  feature["type"] = "Feature";
  feature["id"] = std::move(id);
  feature["geometry"] = std::move(geometry);
  return feature;
}

// How well the point itself is known.
void SetPoint(const PlacePoint& point, uint64_t others, Json& properties) {
  properties["radius_m"] = point.point.radius_m;
  properties["fallback"] = point.point.fallback;
  properties["point_verdict"] = std::string(NameOf(point.figures.verdict));
  properties["point_statement"] = point.id;
  properties["other_points_left_out"] = others;
}

class GeojsonWriter {
 public:
  GeojsonWriter(EntityGraph& graph, Write write)
      : graph_(graph), write_(write) {}

  absl::Status Run(const ExportOrigin& origin) {
    Json head;
    head["type"] = "FeatureCollection";
    head["origin"] = origin.origin;
    head["log_position"] = origin.position;
    head["root"] = origin.root;
    head["note"] =
        "what sources say, and how well it stands; a point stands for a circle "
        "of radius_m metres, a fallback for a larger area that it lies in";
    std::string text = Dump(head);
    text.pop_back();
    RETURN_IF_ERROR(write_(absl::StrCat(text, ",\"features\":[")));
    RETURN_IF_ERROR(graph_.VisitNodes(
        [&](const GraphNode& node) { return AddNode(node); }));
    RETURN_IF_ERROR(graph_.VisitEdges(
        [&](const GraphEdge& edge) { return AddEdge(edge); }));
    CountValues();
    size_.entities = names_.size() - at_points_.size();
    return write_("\n]}\n");
  }

  [[nodiscard]] const GeojsonSize& size() const { return size_; }

 private:
  absl::Status Add(const Json& feature) {
    const char* const before = is_first_ ? "\n" : ",\n";
    is_first_ = false;
    return write_(absl::StrCat(before, Dump(feature)));
  }

  absl::Status AddNode(const GraphNode& node) {
    const Json kind = ValueOf(graph_.node_columns(), node.values, "kind");
    names_[node.id] = {node.label, kind.get<std::string>()};
    if (kind != "place") return absl::OkStatus();
    ASSIGN_OR_RETURN(PlacePoints found, graph_.PointsOf(node.entity));
    for (const PlacePoint& point : found.points) {
      Json feature = FeatureAt(point.point, point.id);
      Json properties;
      properties["key"] = node.id;
      properties["name"] = node.label;
      properties["kind"] = "place";
      properties["predicate"] = "coordinates";
      properties["place"] = node.id;
      properties["place_name"] = node.label;
      properties["verdict"] = std::string(NameOf(point.figures.verdict));
      properties["lines_low"] = point.figures.lines.low;
      properties["lines_best"] = point.figures.lines.best;
      properties["lines_high"] = point.figures.lines.high;
      properties["valid"] = nullptr;
      properties["statement"] = point.id;
      SetPoint(point, found.others, properties);
      feature["properties"] = std::move(properties);
      RETURN_IF_ERROR(Add(feature));
      drawn_.insert(point.statement);
      ++size_.places;
    }
    if (!found.points.empty()) at_points_.insert(node.id);
    if (!found.points.empty()) places_[node.id] = std::move(found);
    return absl::OkStatus();
  }

  absl::Status AddEdge(const GraphEdge& edge) {
    const std::vector<GraphColumn>& columns = EntityGraph::EdgeColumns();
    const Json predicate = ValueOf(columns, edge.values, "predicate");
    if (std::find(kPlacing.begin(), kPlacing.end(),
                  predicate.get_ref<const std::string&>()) == kPlacing.end()) {
      ++size_.not_placing;
      return absl::OkStatus();
    }
    const auto place = places_.find(edge.to);
    if (place == places_.end()) {
      ++size_.without_point;
      return absl::OkStatus();
    }
    if (!ValueOf(columns, edge.values, "place").is_null()) {
      ++size_.further_places;
    }
    at_points_.insert(edge.from);
    const Named& who = names_[edge.from];
    for (const PlacePoint& point : place->second.points) {
      Json feature =
          FeatureAt(point.point, absl::StrCat(edge.id, "@", point.id));
      Json properties;
      properties["key"] = edge.from;
      properties["name"] = who.name;
      properties["kind"] = who.kind;
      properties["predicate"] = predicate;
      properties["place"] = edge.to;
      properties["place_name"] = names_[edge.to].name;
      for (const char* name :
           {"verdict", "lines_low", "lines_best", "lines_high", "valid",
            "valid_from", "valid_to", "said_by"}) {
        properties[name] = ValueOf(columns, edge.values, name);
      }
      properties["statement"] = edge.id;
      SetPoint(point, place->second.others, properties);
      feature["properties"] = std::move(properties);
      RETURN_IF_ERROR(Add(feature));
      ++size_.placed;
    }
    return absl::OkStatus();
  }

  void CountValues() {
    for (const StatementId id : graph_.literal_statements()) {
      if (drawn_.contains(id)) continue;
      ++(graph_.PredicateOf(id) == "coordinates" ? size_.other_points
                                                 : size_.values);
    }
  }

  EntityGraph& graph_;
  const Write write_;
  GeojsonSize size_;
  bool is_first_ = true;
  // By the keys that go out.
  absl::flat_hash_map<std::string, Named> names_;
  absl::flat_hash_map<std::string, PlacePoints> places_;
  absl::flat_hash_set<std::string> at_points_;
  absl::flat_hash_set<StatementId> drawn_;  // of coordinates
};

}  // namespace

absl::StatusOr<GeojsonSize> ExportGeojson(EntityGraph& graph,
                                          const ExportOrigin& origin,
                                          Write write) {
  GeojsonWriter writer(graph, write);
  RETURN_IF_ERROR(writer.Run(origin));
  return writer.size();
}

}  // namespace attest
