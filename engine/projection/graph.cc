#include "engine/projection/graph.h"

#include <algorithm>
#include <cassert>

#include "engine/projection/snapshot_columns.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The sections of a graph, counted from its first.
constexpr uint32_t kOut = 0;
constexpr uint32_t kIn = kOut + kGroupedListsSections;
constexpr uint32_t kFirstUse = kIn + kGroupedListsSections;
static_assert(kFirstUse + kColumnSections == Graph::kSections);

// No half edge leads to a vertex before that one's first use, so that every cut
// has the ends of its edges; nor out of the claims.
struct HalfEdgesSound {
  absl::Span<const uint32_t> first_use;
  uint32_t ordinal_limit;
  bool operator()(absl::Span<const HalfEdge> piece) const {
    for (const HalfEdge& edge : piece) {
      if (edge.other >= first_use.size() || edge.ordinal >= ordinal_limit ||
          first_use[edge.other] > edge.ordinal) {
        return false;
      }
    }
    return true;
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
  for (size_t i = 0; i < targets.size(); ++i) {
    if (targets[i] == kNoVertex) continue;
    graph.Use({sources[i], targets[i], static_cast<uint32_t>(i)});
  }
  graph.first_use_.ShrinkToFit();
  return graph;
}

absl::StatusOr<Graph> Graph::Open(const SnapshotFile& file, uint32_t id,
                                  uint32_t ordinal_limit) {
  ASSIGN_OR_RETURN(
      const auto first_use,
      file.Section<uint32_t>(id + kFirstUse,
                             Rising<uint32_t>{.last = ordinal_limit}));
  const HalfEdgesSound check{first_use, ordinal_limit};
  Graph graph;
  ASSIGN_OR_RETURN(graph.out_, OpenLists<HalfEdge>(file, id + kOut, check));
  ASSIGN_OR_RETURN(graph.in_, OpenLists<HalfEdge>(file, id + kIn, check));
  if (graph.in_.groups() != graph.out_.groups() ||
      graph.in_.size() != graph.out_.size()) {
    return absl::DataLossError("graph: its two directions differ in size");
  }
  if (first_use.size() > graph.out_.groups()) {
    return absl::DataLossError("graph: uses vertices it does not have");
  }
  graph.first_use_ = Column<uint32_t>(first_use);
  return graph;
}

absl::Status Graph::Save(uint32_t id, SnapshotWriter& writer) const {
  RETURN_IF_ERROR(SaveLists(out_, id + kOut, writer));
  RETURN_IF_ERROR(SaveLists(in_, id + kIn, writer));
  return SaveColumn(first_use_, id + kFirstUse, writer);
}

uint32_t Graph::VerticesNeeded(uint32_t edge_cut) const {
  size_t begin = 0;
  size_t end = first_use_.size();
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (first_use_[middle] < edge_cut) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return static_cast<uint32_t>(begin);
}

void Graph::GrowTo(uint32_t vertices) {
  out_.Grow(vertices);
  in_.Grow(vertices);
}

void Graph::AddEdge(const Edge& edge) {
  out_.Append(edge.source, {edge.target, edge.ordinal});
  in_.Append(edge.target, {edge.source, edge.ordinal});
  Use(edge);
}

void Graph::Use(const Edge& edge) {
  const Vertex last = std::max(edge.source, edge.target);
  while (first_use_.size() <= last) first_use_.push_back(edge.ordinal);
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
