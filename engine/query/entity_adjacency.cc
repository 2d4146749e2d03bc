#include "engine/query/entity_adjacency.h"

#include <algorithm>

#include "engine/query/case_ids.h"

namespace attest::query {

EntityAdjacency::EntityAdjacency(uint32_t nodes, absl::Span<const Edge> edges)
    : begins_(2 * size_t{nodes} + 1), neighbors_(2 * edges.size()) {
  for (const Edge& edge : edges) {
    ++begins_[2 * size_t{edge.from}];
    ++begins_[2 * size_t{edge.to} + 1];
    has_loops_ |= edge.from == edge.to;
  }
  uint32_t sum = 0;
  for (uint32_t& begin : begins_) {
    sum += begin;
    begin = sum;
  }
  // Each list is filled from its end, which moves to where it begins.
  for (size_t i = edges.size(); i-- > 0;) {
    const Edge& edge = edges[i];
    neighbors_[--begins_[2 * size_t{edge.from}]] = {
        edge.id, NodeOf(NodeKind::kEntity, edge.to)};
    neighbors_[--begins_[2 * size_t{edge.to} + 1]] = {
        edge.id, NodeOf(NodeKind::kEntity, edge.from)};
  }
}

absl::Span<const Neighbor> EntityAdjacency::Within(
    absl::Span<const Neighbor> neighbors, RelationshipId begin,
    RelationshipId end) {
  const auto before = [](const Neighbor& neighbor, RelationshipId id) {
    return neighbor.relationship < id;
  };
  const auto* const first =
      std::lower_bound(neighbors.begin(), neighbors.end(), begin, before);
  const auto* const last =
      std::lower_bound(first, neighbors.end(), end, before);
  return {first, static_cast<size_t>(last - first)};
}

}  // namespace attest::query
