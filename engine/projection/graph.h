// Graph is the directed graph of a case: entities are its vertices, claims
// about two entities its edges. Two claims that say the same are two edges.
//
// A vertex is the ordinal of an entity, an edge the ordinal of a claim, both
// dense or nearly so and in event order. The edges of a vertex, out and in,
// come in event order. So the graph as of an earlier time is a cut: CutGraph
// shows the first vertices and edges of a Graph and stops at the first edge
// that came later.
//
// Graph and CutGraph model the graph concepts of the Boost Graph Library
// (VertexListGraph, IncidenceGraph, BidirectionalGraph, AdjacencyGraph,
// EdgeListGraph); include engine/projection/graph_boost.h to run its
// algorithms on them.
//
// Memory: 16 bytes an edge and 12 a vertex when compact; none when mapped from
// a snapshot. Thread-safety: const methods run concurrently with each other.

#ifndef ATTEST_ENGINE_PROJECTION_GRAPH_H_
#define ATTEST_ENGINE_PROJECTION_GRAPH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/projection/column.h"
#include "engine/projection/graph_iterators.h"
#include "engine/projection/grouped_lists.h"
#include "engine/projection/snapshot_file.h"

namespace attest {

class Graph : public BoostGraphFunctions<Graph, EveryEdge> {
 public:
  // The sections that Save() writes.
  static constexpr uint32_t kSections = 5;

  Graph() = default;
  Graph(Graph&&) noexcept = default;
  Graph& operator=(Graph&&) noexcept = default;

  // The graph of `vertices` vertices and, for each i, an edge with ordinal i
  // from sources[i] to targets[i], or none where targets[i] is kNoVertex.
  // Requires: the arrays are of one length; what they name is below `vertices`.
  // O(vertices + edges), no memory but the result's.
  [[nodiscard]] static Graph Build(uint32_t vertices,
                                   absl::Span<const Vertex> sources,
                                   absl::Span<const Vertex> targets);

  // The graph that Save() wrote to sections [id, id + kSections), borrowed from
  // `file`. DataLoss when they are damaged, or an edge has an ordinal from
  // `ordinal_limit` on. O(vertices + edges), since every end is checked.
  [[nodiscard]] static absl::StatusOr<Graph> Open(const SnapshotFile& file,
                                                  uint32_t id,
                                                  uint32_t ordinal_limit);
  absl::Status Save(uint32_t id, SnapshotWriter& writer) const;

  // Adds vertices until there are `vertices`; never takes one away.
  void GrowTo(uint32_t vertices);

  // Requires: both ends are there, and the ordinal is above all before it.
  void AddEdge(const Edge& edge);

  // Whether the tail has outgrown a tenth of the base, and Compact() is due.
  [[nodiscard]] bool should_compact() const;
  // Moves the tail into the base. O(vertices + edges).
  void Compact();

  // How many vertices the edges with an ordinal below `edge_cut` need: all
  // their ends are below. O(log of the vertices).
  [[nodiscard]] uint32_t VerticesNeeded(uint32_t edge_cut) const;

  [[nodiscard]] uint32_t vertex_count() const { return out_.groups(); }
  [[nodiscard]] size_t edge_count() const { return out_.size(); }
  [[nodiscard]] size_t tail_edge_count() const { return out_.tail_size(); }
  [[nodiscard]] size_t memory_bytes() const {
    return out_.memory_bytes() + in_.memory_bytes() + first_use_.memory_bytes();
  }

  // The edges from and to every vertex.
  [[nodiscard]] const GroupedLists<HalfEdge>& out_lists() const { return out_; }
  [[nodiscard]] const GroupedLists<HalfEdge>& in_lists() const { return in_; }
  [[nodiscard]] EveryEdge filter() const { return {}; }

 private:
  void Use(const Edge& edge);

  GroupedLists<HalfEdge> out_;
  GroupedLists<HalfEdge> in_;
  // For every vertex the ordinal of the first edge at it or at one above.
  Column<uint32_t> first_use_;
};

// CutGraph shows the vertices below `vertex_cut` and the edges with an ordinal
// below `edge_cut` for which `Live` answers true. Should such an edge have an
// end at or above `vertex_cut`, which can only be with a forged snapshot, more
// vertices are shown: an end of an edge is always a vertex.
//
// It is made in O(log of the vertices); the edges of a vertex are found in
// O(their number), and counting all edges takes O(vertices + edges).
//
// `Live` is called as bool(uint32_t ordinal) const, only below `edge_cut`;
// AllLive and NotDead are given.
// Lifetime: the graph, and what `Live` points to, must outlive it.
template <class Live = AllLive>
class CutGraph : public BoostGraphFunctions<CutGraph<Live>, EdgesBefore<Live>> {
 public:
  CutGraph(const Graph& graph, uint32_t vertex_cut, uint32_t edge_cut,
           Live live = Live())
      : graph_(&graph),
        vertices_(std::clamp(vertex_cut, graph.VerticesNeeded(edge_cut),
                             graph.vertex_count())),
        filter_{edge_cut, live} {}

  [[nodiscard]] uint32_t vertex_count() const { return vertices_; }
  [[nodiscard]] const GroupedLists<HalfEdge>& out_lists() const {
    return graph_->out_lists();
  }
  [[nodiscard]] const GroupedLists<HalfEdge>& in_lists() const {
    return graph_->in_lists();
  }
  [[nodiscard]] const EdgesBefore<Live>& filter() const { return filter_; }

 private:
  const Graph* graph_;
  uint32_t vertices_;
  EdgesBefore<Live> filter_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_GRAPH_H_
