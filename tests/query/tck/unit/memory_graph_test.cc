#include "tests/reference/memory_graph.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::query {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint64_t> Scan(const MemoryGraph& graph,
                           std::optional<LabelId> label) {
  std::vector<uint64_t> seen;
  graph.ScanNodes(label, [&](NodeId node) {
    seen.push_back(node.index());
    return true;
  });
  return seen;
}

std::vector<uint64_t> Neighbors(const MemoryGraph& graph, NodeId node,
                                Direction direction,
                                const std::vector<TypeId>& types,
                                bool any_type) {
  std::vector<Neighbor> storage(3);
  std::vector<uint64_t> seen;
  for (const Neighbor& neighbor :
       graph.NeighborsOf(node, direction, types, any_type, storage)) {
    seen.push_back(neighbor.relationship.value());
  }
  return seen;
}

TEST(MemoryGraphTest, NodesAreFoundByLabel) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({"A", "B"});
  const NodeId b = graph.AddNode({"B"});
  graph.AddNode({});
  EXPECT_THAT(Scan(graph, std::nullopt), ElementsAre(0, 1, 2));
  EXPECT_THAT(Scan(graph, graph.FindLabel("B")), ElementsAre(0, 1));
  EXPECT_THAT(graph.LabelsOf(a), ElementsAre("A", "B"));
  EXPECT_TRUE(graph.HasLabel(a, *graph.FindLabel("A")));
  EXPECT_FALSE(graph.HasLabel(b, *graph.FindLabel("A")));
  EXPECT_FALSE(graph.FindLabel("b").has_value());
  graph.RemoveLabel(a, "B");
  graph.AddLabel(b, "C");
  EXPECT_THAT(Scan(graph, graph.FindLabel("B")), ElementsAre(1));
  EXPECT_THAT(graph.LabelNames(), ElementsAre("A", "B", "C"));
  size_t visited = 0;
  graph.ScanNodes(std::nullopt, [&](NodeId) { return ++visited < 2; });
  EXPECT_EQ(visited, 2u);
}

TEST(MemoryGraphTest, NullIsNoProperty) {
  MemoryGraph graph;
  const NodeId node =
      graph.AddNode({}, {{"a", Value::Integer(1)}, {"b", Value::Null()}});
  EXPECT_EQ(graph.PropertyOf(node, *graph.FindKey("a"))->integer(), 1);
  EXPECT_TRUE(graph.PropertyOf(node, *graph.FindKey("b"))->IsNull());
  EXPECT_EQ(graph.PropertiesOf(node)->map().size(), 1u);
  graph.SetProperty(node, "a", Value::Null());
  EXPECT_TRUE(graph.PropertiesOf(node)->map().empty());
}

TEST(MemoryGraphTest, NeighborsAreThoseOfDirectionAndType) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({});
  const NodeId b = graph.AddNode({});
  graph.AddRelationship(a, "T", b);
  graph.AddRelationship(b, "U", a);
  graph.AddRelationship(a, "T", a);
  graph.AddTypeGroup("ANY", {"T", "U"});
  const std::vector<TypeId> t = graph.FindTypes("T");
  EXPECT_THAT(Neighbors(graph, a, Direction::kOut, {}, true),
              ElementsAre(0, 2));
  EXPECT_THAT(Neighbors(graph, a, Direction::kIn, {}, true), ElementsAre(1, 2));
  EXPECT_THAT(Neighbors(graph, a, Direction::kBoth, {}, true),
              ElementsAre(0, 2, 1));
  EXPECT_THAT(Neighbors(graph, a, Direction::kIn, t, false), ElementsAre(2));
  EXPECT_THAT(Neighbors(graph, b, Direction::kBoth, t, false), ElementsAre(0));
  EXPECT_THAT(Neighbors(graph, a, Direction::kBoth, {}, false), IsEmpty());
  EXPECT_EQ(graph.FindTypes("ANY").size(), 2u);
  EXPECT_THAT(graph.FindTypes("V"), IsEmpty());
  EXPECT_EQ(graph.TypeOf(RelationshipId(1)), "U");
  EXPECT_EQ(graph.StartOf(RelationshipId(1)), b);
  EXPECT_EQ(graph.EndOf(RelationshipId(1)), a);
  EXPECT_EQ(graph.MeanDegree(std::nullopt, Direction::kOut, t, false), 1);
}

TEST(MemoryGraphTest, WhatIsRemovedIsNotSeen) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({"A"});
  const NodeId b = graph.AddNode({"A"});
  const RelationshipId t = graph.AddRelationship(a, "T", b);
  EXPECT_EQ(graph.RemoveNode(a).code(), absl::StatusCode::kFailedPrecondition);
  graph.RemoveRelationship(t);
  graph.RemoveRelationship(t);
  EXPECT_TRUE(graph.RemoveNode(a).ok());
  EXPECT_THAT(Scan(graph, graph.FindLabel("A")), ElementsAre(1));
  EXPECT_THAT(Neighbors(graph, b, Direction::kBoth, {}, true), IsEmpty());
  EXPECT_EQ(graph.node_count(), 1u);
  EXPECT_EQ(graph.relationship_count(), 0u);
}

TEST(MemoryGraphTest, AnIndexFindsWhatIsEqual) {
  MemoryGraph graph;
  graph.AddNode({}, {{"n", Value::Integer(1)}});
  graph.AddNode({}, {{"n", Value::Float(1)}});
  graph.AddNode({}, {{"n", Value::String("1")}});
  graph.AddNode({});
  const KeyId key = *graph.FindKey("n");
  std::vector<uint64_t> seen;
  const auto seek = [&](const Value& value) {
    seen.clear();
    return graph.SeekNodes(key, value, [&](NodeId node) {
      seen.push_back(node.index());
      return true;
    });
  };
  EXPECT_FALSE(graph.HasIndex(key, std::nullopt));
  EXPECT_FALSE(seek(Value::Integer(1)));
  EXPECT_THAT(seen, IsEmpty());
  graph.AddIndex("n");
  EXPECT_TRUE(graph.HasIndex(key, std::nullopt));
  EXPECT_TRUE(seek(Value::Integer(1)));
  EXPECT_THAT(seen, ElementsAre(0, 1));
  EXPECT_TRUE(seek(Value::Null()));
  EXPECT_THAT(seen, IsEmpty());
}

}  // namespace
}  // namespace attest::query
