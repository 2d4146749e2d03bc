// The JSON of queries is what other programs rely on: every field, no more, and
// of its type.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/cli/document_shape.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;

class JsonOfQueriesTest : public ::testing::Test {
 protected:
  JsonOfQueriesTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  Terminal terminal_;
};

TEST_F(JsonOfQueriesTest, HasNodesRelationshipsAndPaths) {
  const auto ask = [&](const std::string& query) {
    return terminal_.Document(absl::StrCat("query \"", query, "\""));
  };
  const Json nodes = ask("MATCH (p:Person {id: 'person:selwan'}) RETURN p");
  ExpectDocument(nodes, "columns:list rows:list");
  EXPECT_EQ(nodes["columns"], Json::array({"p"}));
  ASSERT_EQ(nodes["rows"].size(), 1);
  ExpectShape(nodes["rows"][0], "p:object");
  ExpectShape(nodes["rows"][0]["p"], "$node:object");
  const Json node = nodes["rows"][0]["p"]["$node"];
  ExpectShape(node, "id:text labels:list properties:object");
  EXPECT_EQ(node["id"], "person:selwan");
  EXPECT_EQ(node["labels"], Json::array({"Entity", "Person"}));
  EXPECT_EQ(node["properties"]["id"], node["id"]);

  const Json paths = ask("MATCH x = (:Claim)-[r:SUPPORTS]->() RETURN x, r");
  ExpectEach(paths["rows"], "x:object r:object");
  for (const Json& row : paths["rows"]) {
    ExpectShape(row["r"], "$relationship:object");
    ExpectShape(row["r"]["$relationship"],
                "type:text from:text to:text properties:object");
    ExpectShape(row["x"], "$path:list");
    const Json path = row["x"]["$path"];
    ASSERT_EQ(path.size(), 3);
    EXPECT_EQ(path[1], row["r"]);
    EXPECT_EQ(path[0]["$node"]["id"], row["r"]["$relationship"]["from"]);
    EXPECT_EQ(path[2]["$node"]["id"], row["r"]["$relationship"]["to"]);
  }
}

TEST_F(JsonOfQueriesTest, HasEvidenceParametersAndPlans) {
  const Json rows = terminal_.Document(
      "query --with-evidence \"MATCH (c:Claim) RETURN c.id AS id, c.event AS "
      "event\"");
  EXPECT_EQ(rows["columns"], Json::array({"id", "event", "evidence"}));
  ExpectEach(rows["rows"], "id:text event:count evidence:list");
  for (const Json& row : rows["rows"]) {
    EXPECT_NE(
        std::find(row["evidence"].begin(), row["evidence"].end(), row["event"]),
        row["evidence"].end())
        << row;
  }
  terminal_.Write("lines.jsonl", "{\"n\": 1}\n{\"n\": 2}\n");
  const Json results = terminal_.Document(
      "query --params lines.jsonl \"UNWIND range(1, \\$n) AS x RETURN x\"");
  ExpectDocument(results, "results:list");
  for (const Json& result : results["results"]) {
    ExpectDocument(result, "columns:list rows:list");
  }
  EXPECT_EQ(results["results"][1]["rows"][1]["x"], 2);
  const Json plan =
      terminal_.Document("query \"EXPLAIN MATCH (p:Person) RETURN p.name\"");
  ExpectDocument(plan, "plan:list");
  ExpectEach(plan["plan"],
             "depth:count step:text detail:text estimated_rows:any");
  ExpectEach(terminal_.Document(
                 "query \"PROFILE MATCH (p:Person) RETURN p.name\"")["plan"],
             "depth:count step:text detail:text estimated_rows:any rows:count "
             "ms:any");
}

}  // namespace
}  // namespace attest
