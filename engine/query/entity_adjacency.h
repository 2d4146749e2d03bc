// EntityAdjacency is the relationships between entities in one array: those
// that leave a node, by predicate, and behind them those that come in, by
// predicate. So all of one direction, both, and those of one predicate are each
// one piece of it.
//
// Memory: 16 bytes an edge at each of its ends, 8 a node.
// Thread-safety: immutable.

#ifndef ATTEST_ENGINE_QUERY_ENTITY_ADJACENCY_H_
#define ATTEST_ENGINE_QUERY_ENTITY_ADJACENCY_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query {

class EntityAdjacency {
 public:
  // `from` and `to` are ordinals of entities.
  struct Edge {
    uint32_t from = 0;
    uint32_t to = 0;
    RelationshipId id;
  };

  // Requires: `edges` rise with `id`, and their ends are below `nodes`.
  EntityAdjacency(uint32_t nodes, absl::Span<const Edge> edges);

  [[nodiscard]] absl::Span<const Neighbor> Out(uint32_t node) const {
    return Between(2 * size_t{node}, 1);
  }
  [[nodiscard]] absl::Span<const Neighbor> In(uint32_t node) const {
    return Between(2 * size_t{node} + 1, 1);
  }
  // Out and then In. Relationships from a node to itself stand in it twice.
  [[nodiscard]] absl::Span<const Neighbor> Both(uint32_t node) const {
    return Between(2 * size_t{node}, 2);
  }
  // Loads the beginning of a node's list.
  void Prefetch(uint32_t node, Direction direction) const {
    constexpr size_t kPerLine = 64 / sizeof(Neighbor);
    const size_t list =
        2 * size_t{node} + (direction == Direction::kIn ? 1 : 0);
    const size_t begin = begins_[list];
    __builtin_prefetch(neighbors_.data() + begin);
    __builtin_prefetch(neighbors_.data() +
                       std::min(begin + kPerLine, neighbors_.size()));
  }
  // May a node have a relationship to itself?
  [[nodiscard]] bool has_loops() const { return has_loops_; }

  [[nodiscard]] size_t size() const { return neighbors_.size() / 2; }

  // The piece of Out or In with ids in [begin, end).
  [[nodiscard]] static absl::Span<const Neighbor> Within(
      absl::Span<const Neighbor> neighbors, RelationshipId begin,
      RelationshipId end);

 private:
  [[nodiscard]] absl::Span<const Neighbor> Between(size_t list,
                                                   size_t lists) const {
    const uint32_t begin = begins_[list];
    return {neighbors_.data() + begin, begins_[list + lists] - begin};
  }

  // Of the lists out and in of each node in turn, and the end.
  std::vector<uint32_t> begins_;
  std::vector<Neighbor> neighbors_;
  bool has_loops_ = false;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_ENTITY_ADJACENCY_H_
