#include "tests/query/tck/clause_texts.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace attest::query::tck {
namespace {

// "KEYWORD[body] KEYWORD[body]".
std::string Split(absl::string_view text) {
  const absl::StatusOr<std::vector<ClauseText>> clauses = SplitClauses(text);
  if (!clauses.ok()) return "error";
  std::string all;
  for (const ClauseText& clause : *clauses) {
    absl::StrAppend(&all, all.empty() ? "" : " ", clause.keyword, "[",
                    clause.body, "]");
  }
  return all;
}

TEST(ClauseTextsTest, ClausesStartAtTheirKeywords) {
  EXPECT_EQ(Split("CREATE (a:A),\n (b) // why\nCREATE (a)-[:T]->(b);"),
            "CREATE[(a:A),\n (b)] CREATE[(a)-[:T]->(b)]");
  EXPECT_EQ(Split("match (a) where a.x STARTS WITH 'y' optional match (b) "
                  "WITH a ORDER BY a.x LIMIT 1 DETACH DELETE a"),
            "MATCH[(a) where a.x STARTS WITH 'y'] OPTIONAL MATCH[(b)] "
            "WITH[a ORDER BY a.x LIMIT 1] DETACH DELETE[a]");
  EXPECT_EQ(Split("MERGE (a) ON CREATE SET a.x = 1 ON MATCH SET a.x = 2, a:B "
                  "RETURN a"),
            "MERGE[(a)] ON CREATE SET[a.x = 1] ON MATCH SET[a.x = 2, a:B] "
            "RETURN[a]");
  EXPECT_EQ(Split("UNWIND [1] AS x WITH x, x AS create RETURN *"),
            "UNWIND[[1] AS x] WITH[x, x AS create] RETURN[*]");
  EXPECT_EQ(Split("MATCH (a:Set)-[:CREATE|DELETE]->() RETURN a.set"),
            "MATCH[(a:Set)-[:CREATE|DELETE]->()] RETURN[a.set]");
}

TEST(ClauseTextsTest, WhatIsNoQueryDoesNotSplit) {
  EXPECT_EQ(Split("(a) CREATE (b)"), "error");
  EXPECT_EQ(Split("CREATE ({a: 'b})"), "error");
  EXPECT_EQ(Split(""), "");
  EXPECT_EQ(Split("RETURN [[1]"), "RETURN[[[1]]");
}

TEST(ClauseTextsTest, WritingIsSeenWhereverItStands) {
  for (const absl::string_view text :
       {"CREATE ()", "MATCH (a) SET a.x = 1", "MATCH (a) REMOVE a.x",
        "MATCH (a) DETACH DELETE a", "MERGE (a)", "CALL db.labels()",
        "MATCH (a) CALL db.labels() YIELD label RETURN label",
        "MATCH (n) WHERE exists { MATCH (n) SET n.x = 1 } RETURN n"}) {
    EXPECT_TRUE(WritesOrCalls(text)) << text;
  }
  for (const absl::string_view text :
       {"RETURN 1", "MATCH (a:CREATE) RETURN a.set AS delete",
        "RETURN {create: 1, merge: 2}", "RETURN 'CREATE ()'",
        "RETURN 1 // CREATE ()", "MATCH ()-[:A|CALL]->() RETURN 1"}) {
    EXPECT_FALSE(WritesOrCalls(text)) << text;
  }
}

}  // namespace
}  // namespace attest::query::tck
