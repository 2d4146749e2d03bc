// What a MATCH answers does not depend on the order in which its parts are
// found.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/query/small_answers.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// a -R{w: 1}-> b -R{w: 2}-> c, and a -R{w: 3}-> c; x is 1, 2, 3.
class MatchOrderTest : public ::testing::Test {
 protected:
  MatchOrderTest() {
    const auto node = [&](const char* name, int64_t x) {
      return graph_.AddNode(
          {"N"}, {{"name", Value::String(name)}, {"x", Value::Integer(x)}});
    };
    const NodeId a = node("a", 1);
    const NodeId b = node("b", 2);
    const NodeId c = node("c", 3);
    graph_.AddRelationship(a, "R", b, {{"w", Value::Integer(1)}});
    graph_.AddRelationship(b, "R", c, {{"w", Value::Integer(2)}});
    graph_.AddRelationship(a, "R", c, {{"w", Value::Integer(3)}});
  }

  MemoryGraph graph_;
};

TEST_F(MatchOrderTest, ARepetitionIsAskedForWhatIsFoundAfterIt) {
  EXPECT_THAT(
      Answer(graph_, "MATCH (a)-[r*1..2 {w: b.x}]->(b) RETURN a.name, b.name"),
      ElementsAre("'a' | 'c'"));
  EXPECT_THAT(
      Answer(graph_, "MATCH (a)-[*1..2 {w: b.x - 1}]->(b) RETURN a.name, b.x"),
      UnorderedElementsAre("'a' | 2", "'b' | 3"));
  EXPECT_THAT(
      Answer(graph_,
             "MATCH (a)-[r WHERE r.w < b.x]->{1,2}(b) "
             "RETURN a.name, b.name, size(r)"),
      UnorderedElementsAre("'a' | 'b' | 1", "'b' | 'c' | 1", "'a' | 'c' | 2"));
}

TEST_F(MatchOrderTest, AShortestWalkIsAskedForWhatIsFoundWithIt) {
  // The direct way has w = 3.
  EXPECT_THAT(Answer(graph_,
                     "MATCH p = ANY SHORTEST (a {name: 'a'})-[r WHERE r.w < "
                     "b.x]->{1,5}(b {name: 'c'}) RETURN length(p)"),
              ElementsAre("2"));
  EXPECT_THAT(Answer(graph_,
                     "MATCH p = shortestPath((a {name: 'a'})-[*]->(b {name: "
                     "'c'})), (d {name: 'b'}) WHERE length(p) = d.x RETURN "
                     "length(p)"),
              ElementsAre("2"));
}

TEST_F(MatchOrderTest, AShortestWalkIsAskedForItselfByItsEnds) {
  // The end's own condition reads the walk: the direct way is too short.
  EXPECT_THAT(Answer(graph_,
                     "MATCH p = ALL SHORTEST (a {name: 'a'})-[r*]->(c {name: "
                     "'c', x: size(r) + 1}) RETURN length(p)"),
              ElementsAre("2"));
}

TEST_F(MatchOrderTest, AShortestWalkTakesNoRelationshipOfTheOthers) {
  // Whichever is found first: the direct way may be taken by r.
  EXPECT_THAT(Answer(graph_,
                     "MATCH p = ANY SHORTEST (a {name: 'a'})-[:R*]->(c {name: "
                     "'c'}), (a)-[r:R]->(c) RETURN length(p), r.w"),
              ElementsAre("2 | 3"));
  EXPECT_THAT(Answer(graph_,
                     "MATCH (a {name: 'a'})-[r:R]->(c {name: 'c'}), p = "
                     "shortestPath((a)-[:R*]->(c)) RETURN length(p), r.w"),
              ElementsAre("2 | 3"));
}

TEST_F(MatchOrderTest, AKnownListIsNotChosenAnew) {
  EXPECT_THAT(Answer(graph_,
                     "MATCH ({name: 'a'})-[r*2]->() MATCH p = ANY SHORTEST "
                     "(x)-[r*]->(y) RETURN x.name, y.name, length(p)"),
              ElementsAre("'a' | 'c' | 2"));
  EXPECT_THAT(Answer(graph_,
                     "OPTIONAL MATCH ({name: 'c'})-[r*2]->() MATCH p = ANY "
                     "SHORTEST (x)-[r*]->(y) RETURN x.name"),
              IsEmpty());
}

}  // namespace
}  // namespace attest::query
