// A name that the graph does not have matches nothing: whoever asks is told.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WarningsTest : public ::testing::Test {
 protected:
  WarningsTest() {
    const NodeId a = graph_.AddNode({"Person"}, {{"name", Value::String("A")}});
    graph_.AddRelationship(a, "KNOWS", a, {{"since", Value::Integer(1)}});
  }
  std::vector<std::string> Of(const std::string& text) {
    const absl::StatusOr<Query> query = ParseQuery(text);
    if (!query.ok()) return {query.status().ToString()};
    const absl::StatusOr<PreparedQuery> prepared = Prepare(*query, graph_);
    if (!prepared.ok()) return {prepared.status().ToString()};
    std::vector<std::string> messages;
    for (const QueryWarning& warning : prepared->warnings()) {
      messages.push_back(text.substr(warning.place.begin,
                                     warning.place.end - warning.place.begin) +
                         ": " + warning.message);
    }
    return messages;
  }
  MemoryGraph graph_;
};

TEST_F(WarningsTest, NearestNamesAreSuggested) {
  EXPECT_THAT(Of("MATCH (p:Persn) RETURN p"),
              ElementsAre("Persn: no node can have the label `Persn`; did you "
                          "mean `Person`?"));
  EXPECT_THAT(Of("MATCH (p)-[:KNOW]->() RETURN p"),
              ElementsAre("KNOW: no relationship can have the type `KNOW`; did "
                          "you mean `KNOWS`?"));
  EXPECT_THAT(Of("MATCH (p)-[r]->() WHERE p.nmae = 'A' RETURN r.zone, p.nmae"),
              ElementsAre("nmae: nothing here has the property `nmae`; did you "
                          "mean `name`?",
                          "zone: nothing here has the property `zone`"));
}

TEST_F(WarningsTest, WhatIsThereOrIsNoNameOfTheGraphIsNotWarnedOf) {
  EXPECT_THAT(Of("MATCH (p:Person {name: 'A'})-[r:KNOWS]->(q) "
                 "WITH p, r, {other: 1} AS m "
                 "WHERE r.since > 0 AND r:KNOWS RETURN m.other, p.name"),
              IsEmpty());
}

}  // namespace
}  // namespace attest::query
