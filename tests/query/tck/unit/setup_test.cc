#include "tests/query/tck/setup.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/query/tck/shape.h"

namespace attest::query::tck {
namespace {

// Every node, then every relationship with its ends, each sorted.
std::string TextOf(const MemoryGraph& graph) {
  std::vector<std::string> nodes;
  std::vector<std::string> relationships;
  graph.ScanNodes(std::nullopt, [&](NodeId node) {
    nodes.push_back(
        TextOf(*ShapeOf(Value::Node(node), graph), ListOrder::kMatters));
    std::vector<Neighbor> storage;
    for (const Neighbor& neighbor :
         graph.NeighborsOf(node, Direction::kOut, {}, true, storage)) {
      relationships.push_back(TextOf(
          *ShapeOf(
              Value::MakePath({{node, neighbor.node}, {neighbor.relationship}}),
              graph),
          ListOrder::kMatters));
    }
    return true;
  });
  std::sort(nodes.begin(), nodes.end());
  std::sort(relationships.begin(), relationships.end());
  nodes.insert(nodes.end(), relationships.begin(), relationships.end());
  return absl::StrJoin(nodes, " ");
}

// The graph after each of `texts`, or the error.
std::string After(const std::vector<std::string>& texts) {
  MemoryGraph graph;
  for (const std::string& text : texts) {
    const absl::Status status = Write(text, {}, graph);
    if (!status.ok()) return std::string(status.message());
  }
  return TextOf(graph);
}

TEST(SetupTest, CreateMakesWhatItsPatternsSay) {
  EXPECT_EQ(After({"CREATE ()"}), "()");
  EXPECT_EQ(
      After({"CREATE (:A:B {n: 1, f: -2.5, l: ['x', null], gone: null})"}),
      "(:A:B {f: -2.5, l: ['x', null], n: 1})");
  EXPECT_EQ(After({"CREATE (a:A)-[:T {x: true}]->(b:B)<-[:U]-(a), (c:C)\n"
                   "CREATE (c)-[:V]->(c);"}),
            "(:A) (:B) (:C) <(:A)-[:T {x: true}]->(:B)> <(:A)-[:U]->(:B)> "
            "<(:C)-[:V]->(:C)>");
}

TEST(SetupTest, APatternMayNameWhatAnEarlierOneCreates) {
  EXPECT_EQ(After({"CREATE (a:A {n: 1}), (:B {m: a.n + 1})"}),
            "(:A {n: 1}) (:B {m: 2})");
}

TEST(SetupTest, WhatCannotBeCreatedIsAnError) {
  for (const char* text : {"CREATE (a)-[:T]-(b)", "CREATE (a)-->(b)",
                           "CREATE (a)-[:T|U]->(b)", "CREATE (a)-[:T*2]->(b)",
                           "CREATE (a:A) CREATE (a:B)", "CREATE (a:A|B)"}) {
    EXPECT_THAT(After({text}), ::testing::HasSubstr("cannot be created"))
        << text;
  }
}

TEST(SetupTest, ReadingClausesComeBeforeWriting) {
  EXPECT_EQ(After({"UNWIND [1, 2] AS i CREATE (n {i: i, twice: i * 2})"}),
            "({i: 1, twice: 2}) ({i: 2, twice: 4})");
  EXPECT_EQ(After({"CREATE (:A {n: 'a'}), (:A {n: 'b'}), (:B)",
                   "MATCH (a:A), (b:B) WHERE a.n = 'a' CREATE (a)-[:T]->(b)"}),
            "(:A {n: 'a'}) (:A {n: 'b'}) (:B) <(:A {n: 'a'})-[:T]->(:B)>");
  EXPECT_EQ(After({"MATCH (a:None) CREATE (a)-[:T]->(:B)"}), "");
}

TEST(SetupTest, ReadingGoesOnAfterWriting) {
  EXPECT_EQ(After({"CREATE (a {v: 0}) WITH * UNWIND range(1, 2) AS i "
                   "CREATE (n {v: i}) "
                   "WITH a, [a] + collect(n) AS all "
                   "UNWIND range(0, size(all) - 2) AS i "
                   "WITH all[i] AS x, all[i + 1] AS y CREATE (x)-[:T]->(y)"}),
            "({v: 0}) ({v: 1}) ({v: 2}) <({v: 0})-[:T]->({v: 1})> "
            "<({v: 1})-[:T]->({v: 2})>");
}

TEST(SetupTest, MergeMatchesOrCreates) {
  EXPECT_EQ(After({"CREATE (:A {n: 1})",
                   "UNWIND [1, 2, 2] AS n MERGE (a:A {n: n}) "
                   "ON CREATE SET a.new = true ON MATCH SET a.seen = n"}),
            "(:A {n: 1, seen: 1}) (:A {n: 2, new: true, seen: 2})");
}

TEST(SetupTest, SetAndRemoveChange) {
  EXPECT_EQ(After({"CREATE (:A {n: 1, m: 2})-[:T]->(:B {o: 3})",
                   "MATCH (a:A)-[t]->(b) SET a.n = a.n + 1, a:C:D, "
                   "t += {x: 1}, b = {p: 4} REMOVE a.m, a:A"}),
            "(:B {p: 4}) (:C:D {n: 2}) <(:C:D {n: 2})-[:T {x: 1}]->(:B {p: "
            "4})>");
}

TEST(SetupTest, DeleteTakesAway) {
  EXPECT_EQ(After({"CREATE (:A)-[:T]->(:B)<-[:U]-(:C)",
                   "MATCH (:A)-[t]->() DELETE t"}),
            "(:A) (:B) (:C) <(:C)-[:U]->(:B)>");
  EXPECT_EQ(After({"CREATE (:A)-[:T]->(:B)<-[:U]-(:C)",
                   "MATCH (b:B) DETACH DELETE b"}),
            "(:A) (:C)");
  EXPECT_THAT(After({"CREATE (:A)-[:T]->(:B)", "MATCH (b:B) DELETE b"}),
              ::testing::HasSubstr("still has relationships"));
}

}  // namespace
}  // namespace attest::query::tck
