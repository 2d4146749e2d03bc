// Which variable a name stands for.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/query/small_answers.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(NamesTest, AComprehensionsNameHidesAGroupingKey) {
  MemoryGraph graph;
  graph.AddNode({}, {{"x", Value::Integer(1)}});
  EXPECT_THAT(Answer(graph,
                     "MATCH (n) RETURN n.x AS k, [n IN [{x: 7}] | n.x][0] + "
                     "count(*) AS s"),
              ElementsAre("1 | 8"));
  EXPECT_THAT(Answer(graph,
                     "MATCH (n) RETURN n.x AS k, reduce(t = 0, n IN [{x: 7}] | "
                     "t + n.x) + count(*) AS s"),
              ElementsAre("1 | 8"));
  EXPECT_THAT(Answer(graph,
                     "MATCH (n) RETURN n.x AS k, all(n IN [{x: 7}] WHERE n.x = "
                     "7) AND count(*) = 1 AS s"),
              ElementsAre("1 | true"));
  EXPECT_THAT(Answer(graph,
                     "MATCH (n) RETURN DISTINCT n.x AS k ORDER BY "
                     "[n IN [{x: 7}] | n.x], n.x"),
              ElementsAre("1"));
}

// It would stand for any node there, and the answer be wrong without a word.
TEST(NamesTest, APatternBesideAnAggregateTakesNoNameThatWasLeftBehind) {
  MemoryGraph graph;
  const NodeId node = graph.AddNode({}, {{"x", Value::Integer(1)}});
  graph.AddRelationship(node, "R", graph.AddNode({}));
  for (const char* item :
       {"size([(n)-->() | 1]) + count(*)", "count(*) + COUNT { (n)-->() }",
        "count(*) + COUNT { MATCH (m) WHERE EXISTS { (m)-->(n) } }",
        "count(*) + length(shortestPath((n)-[*]-(n)))"}) {
    EXPECT_THAT(
        Answer(graph, absl::StrCat("MATCH (n) RETURN n.x AS k, ", item)),
        ElementsAre(HasSubstr("AmbiguousAggregationExpression")))
        << item;
  }
  EXPECT_THAT(Answer(graph,
                     "MATCH (n {x: 1}) RETURN n, COUNT { (n)-->(m) } + "
                     "count(*) AS c, sum(COUNT { (n)--(m) }) AS s"),
              ElementsAre("({x: 1}) | 2 | 1"));
}

TEST(NamesTest, WhatIsDrawnIsDrawnForEachRow) {
  MemoryGraph graph;
  for (int i = 0; i < 500; ++i) graph.AddNode({});
  // Asked once, it would hold for all of them or for none.
  EXPECT_THAT(
      Answer(graph,
             "MATCH () WHERE rand() < 0.5 WITH count(*) AS n RETURN n > "
             "100 AND n < 400"),
      ElementsAre("true"));
}

}  // namespace
}  // namespace attest::query
