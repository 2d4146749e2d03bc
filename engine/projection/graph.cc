#include "engine/projection/graph.h"

#include "engine/projection/snapshot_columns.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Both ends of half edges lie inside the graph and the claims.
struct HalfEdgesBelow {
  Vertex vertex_limit;
  uint32_t ordinal_limit;
  bool operator()(absl::Span<const HalfEdge> piece) const {
    bool sound = true;
    for (const HalfEdge& edge : piece) {
      sound &= edge.other < vertex_limit;
      sound &= edge.ordinal < ordinal_limit;
    }
    return sound;
  }
};

GroupedLists<HalfEdge> BuildSide(uint32_t vertices,
                                 absl::Span<const Vertex> here,
                                 absl::Span<const Vertex> there) {
  return GroupedLists<HalfEdge>::Build(
      vertices, here.size(),
      [here, there](size_t i) {
        return there[i] == kNoVertex ? kNoGroup : here[i];
      },
      [there](size_t i) {
        return HalfEdge{there[i], static_cast<uint32_t>(i)};
      });
}

}  // namespace

Graph Graph::Build(uint32_t vertices, absl::Span<const Vertex> sources,
                   absl::Span<const Vertex> targets) {
  assert(sources.size() == targets.size());
  Graph graph;
  graph.out_ = BuildSide(vertices, sources, targets);
  graph.in_ = BuildSide(vertices, targets, sources);
  return graph;
}

absl::StatusOr<Graph> Graph::Open(const SnapshotFile& file, uint32_t id,
                                  uint32_t ordinal_limit) {
  ASSIGN_OR_RETURN(const auto offsets, file.Section<uint32_t>(id));
  const auto vertices = static_cast<uint32_t>(offsets.size() - 1);
  const HalfEdgesBelow check{vertices, ordinal_limit};
  Graph graph;
  ASSIGN_OR_RETURN(graph.out_, OpenLists<HalfEdge>(file, id, check));
  ASSIGN_OR_RETURN(
      graph.in_, OpenLists<HalfEdge>(file, id + kGroupedListsSections, check));
  if (graph.in_.groups() != vertices || graph.in_.size() != graph.out_.size()) {
    return absl::DataLossError("graph: its two directions differ in size");
  }
  return graph;
}

absl::Status Graph::Save(uint32_t id, SnapshotWriter& writer) const {
  RETURN_IF_ERROR(SaveLists(out_, id, writer));
  return SaveLists(in_, id + kGroupedListsSections, writer);
}

void Graph::GrowTo(uint32_t vertices) {
  out_.Grow(vertices);
  in_.Grow(vertices);
}

void Graph::AddEdge(const Edge& edge) {
  out_.Append(edge.source, {edge.target, edge.ordinal});
  in_.Append(edge.target, {edge.source, edge.ordinal});
}

bool Graph::should_compact() const {
  // Vertices count as well, since compaction copies their offsets too.
  return out_.tail_size() * 10 > out_.base_size() + vertex_count();
}

void Graph::Compact() {
  out_.Compact();
  in_.Compact();
}

}  // namespace attest
