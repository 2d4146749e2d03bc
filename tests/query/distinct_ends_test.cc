// Ends that are reached by levels are those that some path reaches: compared
// with every path, on random graphs in which relationships lead back.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "gtest/gtest.h"
#include "tests/query/small_answers.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

void Fill(std::mt19937_64& random, MemoryGraph& graph) {
  std::vector<NodeId> nodes;
  const size_t count = 1 + random() % 5;
  for (size_t i = 0; i < count; ++i) {
    nodes.push_back(graph.AddNode({random() % 2 == 0 ? "A" : "B"}));
  }
  const size_t relationships = random() % 9;
  for (size_t i = 0; i < relationships; ++i) {
    graph.AddRelationship(nodes[random() % count],
                          random() % 3 == 0 ? "S" : "R",
                          nodes[random() % count]);
  }
}

std::string RandomHop(std::mt19937_64& random) {
  const std::string type = random() % 4 == 0 ? "[:R]" : "[]";
  switch (random() % 3) {
    case 0:
      return absl::StrCat("-", type, "->");
    case 1:
      return absl::StrCat("<-", type, "-");
    default:
      return absl::StrCat("-", type, "-");
  }
}

absl::StatusOr<std::vector<std::string>> SortedRowTexts(
    const MemoryGraph& graph, const std::string& text) {
  absl::StatusOr<std::vector<std::string>> rows =
      RowTexts(graph, text, RunOptions());
  if (rows.ok()) std::sort(rows->begin(), rows->end());
  return rows;
}

bool UsesLevels(const MemoryGraph& graph, const std::string& text) {
  const absl::StatusOr<Query> query = ParseQuery(text);
  if (!query.ok()) return false;
  const absl::StatusOr<PreparedQuery> prepared = Prepare(*query, graph);
  if (!prepared.ok()) return false;
  for (const PlanStep& step : prepared->Plan()) {
    if (step.name == "DistinctEnds") return true;
  }
  return false;
}

TEST(DistinctEndsTest, EndsAreThoseOfAllPaths) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  int by_levels = 0;
  for (int round = 0; round < 2000; ++round) {
    MemoryGraph graph;
    Fill(random, graph);
    std::string pattern = "(a)";
    const size_t hops = 1 + random() % 4;
    for (size_t i = 0; i < hops; ++i) {
      absl::StrAppend(&pattern, RandomHop(random), i + 1 < hops ? "()" : "(b)");
    }
    const std::string where = random() % 3 == 0 ? " WHERE b:A" : "";
    const std::string end = random() % 2 == 0
                                ? " RETURN id(a) AS a, count(DISTINCT b) AS n"
                                : " RETURN DISTINCT a, b";
    // A path that is named has to be made: nothing is left out for it.
    const std::string by_level = absl::StrCat("MATCH ", pattern, where, end);
    const std::string by_path = absl::StrCat("MATCH p = ", pattern, where, end);
    by_levels += UsesLevels(graph, by_level) ? 1 : 0;
    ASSERT_FALSE(UsesLevels(graph, by_path)) << by_path;
    const auto got = SortedRowTexts(graph, by_level);
    const auto want = SortedRowTexts(graph, by_path);
    ASSERT_TRUE(got.ok()) << got.status();
    ASSERT_TRUE(want.ok()) << want.status();
    ASSERT_EQ(*got, *want) << by_level << " in round " << round;
  }
  EXPECT_GT(by_levels, 500);
}

// What comes after may read what lies on the way.
TEST(DistinctEndsTest, WhatIsReadIsFollowed) {
  MemoryGraph graph;
  const NodeId a = graph.AddNode({"A"});
  const NodeId b = graph.AddNode({}, {{"v", Value::Integer(1)}});
  const NodeId c = graph.AddNode({});
  graph.AddRelationship(a, "R", b, {{"w", Value::Integer(2)}});
  graph.AddRelationship(b, "R", c);
  for (const char* text :
       {"MATCH (a:A)-->(x)-->(y) RETURN x.v AS n, count(DISTINCT y) AS m",
        "MATCH (a:A)-[r]->(x) WITH a, r WHERE r.w = 2 "
        "RETURN count(DISTINCT a) AS n",
        "MATCH (a:A)-[r]->(x)-->(y) WHERE r.w = 2 "
        "RETURN count(DISTINCT y) AS n",
        "MATCH (a:A)-->(x)-->(y) WHERE x.v = 1 "
        "RETURN max(y.v) AS m, count(DISTINCT y) AS n",
        "MATCH (a:A)-[r]->() RETURN DISTINCT r.w AS n"}) {
    const auto rows = SortedRowTexts(graph, text);
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_EQ(rows->size(), 1U) << text;
    EXPECT_EQ(rows->front().find("0"), std::string::npos) << rows->front();
  }
}

}  // namespace
}  // namespace attest::query
