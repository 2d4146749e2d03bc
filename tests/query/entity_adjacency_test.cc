#include "engine/query/entity_adjacency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "engine/query/case_ids.h"

namespace attest::query {
namespace {

using Edge = EntityAdjacency::Edge;
using Pairs = std::vector<std::pair<RelationshipId, NodeId>>;

Pairs PairsOf(absl::Span<const Neighbor> neighbors) {
  Pairs pairs;
  for (const Neighbor& one : neighbors) {
    pairs.emplace_back(one.relationship, one.node);
  }
  return pairs;
}

TEST(EntityAdjacencyTest, ListsAreThoseOfAllEdges) {
  for (uint64_t seed = 0; seed < 300 && !HasFailure(); ++seed) {
    std::mt19937_64 random(seed);
    const auto nodes = static_cast<uint32_t>(1 + random() % 12);
    std::vector<Edge> edges;
    const uint64_t count = random() % 60;
    for (uint32_t i = 0; i < count; ++i) {
      edges.push_back({.from = static_cast<uint32_t>(random() % nodes),
                       .to = static_cast<uint32_t>(random() % nodes),
                       .id = IdOf(LinkKind::kPredicate,
                                  static_cast<uint32_t>(random() % 4), i)});
    }
    std::sort(edges.begin(), edges.end(),
              [](const Edge& a, const Edge& b) { return a.id < b.id; });
    const EntityAdjacency adjacency(nodes, edges);
    EXPECT_EQ(adjacency.size(), edges.size());
    for (uint32_t node = 0; node < nodes; ++node) {
      Pairs out;
      Pairs in;
      Pairs of_two;
      for (const Edge& edge : edges) {
        const NodeId to = NodeOf(NodeKind::kEntity, edge.to);
        if (edge.from == node) out.emplace_back(edge.id, to);
        if (edge.from == node && LinkOf(edge.id).first == 2) {
          of_two.emplace_back(edge.id, to);
        }
        if (edge.to == node) {
          in.emplace_back(edge.id, NodeOf(NodeKind::kEntity, edge.from));
        }
      }
      EXPECT_EQ(PairsOf(adjacency.Out(node)), out) << "seed " << seed;
      EXPECT_EQ(PairsOf(adjacency.In(node)), in) << "seed " << seed;
      EXPECT_EQ(PairsOf(EntityAdjacency::Within(adjacency.Out(node),
                                                IdOf(LinkKind::kPredicate, 2),
                                                IdOf(LinkKind::kPredicate, 3))),
                of_two)
          << "seed " << seed;
      out.insert(out.end(), in.begin(), in.end());
      EXPECT_EQ(PairsOf(adjacency.Both(node)), out) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace attest::query
