#include "engine/query/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/statusor.h"
#include "tests/query/syntax_text.h"

namespace attest::query {
namespace {

std::string Tree(absl::string_view text) {
  const absl::StatusOr<Query> query = ParseQuery(text);
  return query.ok() ? TextOf(*query) : std::string(query.status().message());
}

TEST(ParserTest, ReadsClauses) {
  EXPECT_EQ(Tree("MATCH (n) RETURN n"), "MATCH (n) RETURN n NAMED n");
  EXPECT_EQ(Tree("match (n), (m) where n.a = m.a return *;"),
            "MATCH (n), (m) WHERE (= (. n a) (. m a)) RETURN *");
  EXPECT_EQ(Tree("OPTIONAL MATCH (n) WITH n AS m WHERE m.a RETURN m"),
            "OPTIONAL MATCH (n) WITH n AS m WHERE (. m a) RETURN m NAMED m");
  EXPECT_EQ(Tree("UNWIND [1] AS x UNWIND x AS y RETURN y AS z"),
            "UNWIND (list 1) AS x UNWIND x AS y RETURN y AS z");
  EXPECT_EQ(Tree("WITH DISTINCT 1 AS a, 2 AS b RETURN DISTINCT *, a + b AS c"),
            "WITH DISTINCT 1 AS a, 2 AS b RETURN DISTINCT *, (+ a b) AS c");
  EXPECT_EQ(Tree("WITH * MATCH (a) RETURN a"),
            "WITH * MATCH (a) RETURN a NAMED a");
}

TEST(ParserTest, OrdersAndCutsProjections) {
  EXPECT_EQ(Tree("RETURN 1 AS a ORDER BY a, b ASC, c DESC, d ASCENDING, e "
                 "descending SKIP 1 LIMIT $n"),
            "RETURN 1 AS a ORDER BY a, b, c DESC, d, e DESC SKIP 1 LIMIT $n");
  EXPECT_EQ(Tree("WITH 1 AS a SKIP 1 + 1 WHERE a RETURN a LIMIT 3"),
            "WITH 1 AS a SKIP (+ 1 1) WHERE a RETURN a NAMED a LIMIT 3");
}

TEST(ParserTest, ColumnsAreNamedAsWritten) {
  EXPECT_EQ(Tree("RETURN cOuNt( * )"), "RETURN (count *) NAMED cOuNt( * )");
  EXPECT_EQ(Tree("RETURN  a.b /* c */ + 1 , (d)"),
            "RETURN (+ (. a b) 1) NAMED a.b /* c */ + 1, d NAMED (d)");
  EXPECT_EQ(Tree("RETURN `a b`, `a b`.c"),
            "RETURN a b NAMED a b, (. a b c) NAMED `a b`.c");
  EXPECT_EQ(Tree("RETURN 'ü', 1"), "RETURN 'ü' NAMED 'ü', 1 NAMED 1");
}

TEST(ParserTest, AnyWordIsAnAlias) {
  EXPECT_EQ(Tree("RETURN 1 AS end, 2 AS `x y`, 3 AS Match"),
            "RETURN 1 AS end, 2 AS x y, 3 AS Match");
  EXPECT_EQ(Tree("WITH {set: 1} AS set UNWIND set.set AS create "
                 "RETURN create AS of"),
            "WITH {set: 1} AS set UNWIND (. set set) AS create RETURN create "
            "AS of");
}

TEST(ParserTest, JoinsWithUnion) {
  EXPECT_EQ(Tree("RETURN 1 AS a UNION RETURN 2 AS a UNION DISTINCT RETURN 3 "
                 "AS a"),
            "RETURN 1 AS a UNION RETURN 2 AS a UNION RETURN 3 AS a");
  EXPECT_EQ(Tree("RETURN 1 AS a UNION ALL MATCH (a) RETURN a"),
            "RETURN 1 AS a UNION ALL MATCH (a) RETURN a NAMED a");
}

TEST(ParserTest, ReadsWhatStandsBeforeTheFirstClause) {
  EXPECT_EQ(Tree("EXPLAIN RETURN 1 AS a"), "EXPLAIN RETURN 1 AS a");
  EXPECT_EQ(Tree("profile as of 120 return 1 AS a"),
            "PROFILE AS OF 120 RETURN 1 AS a");
  EXPECT_EQ(Tree("AS OF '2026-11-20T10:00:00Z' VALID AT '2011-06' RETURN 1 "
                 "AS a"),
            "AS OF '2026-11-20T10:00:00Z' VALID AT '2011-06' RETURN 1 AS a");
  EXPECT_EQ(Tree("VALID AT $v AS OF $p RETURN 1 AS a"),
            "AS OF $p VALID AT $v RETURN 1 AS a");
}

TEST(ParserTest, CommentsStandAnywhere) {
  EXPECT_EQ(Tree("// first\nMATCH /* a */ (n) // b\nRETURN n // end"),
            "MATCH (n) RETURN n NAMED n");
}

TEST(ParserTest, ClausesKnowTheirPlaces) {
  const absl::string_view text =
      "MATCH (a) WHERE a.x  RETURN a.y AS b, a ORDER BY b UNION RETURN 1 AS b";
  const absl::StatusOr<Query> query = ParseQuery(text);
  ASSERT_TRUE(query.ok()) << query.status();
  const auto shown = [&](Place place) {
    return std::string(text.substr(place.begin, place.end - place.begin));
  };
  const SingleQuery& first = query->parts[0];
  EXPECT_EQ(shown(first.clauses[0].place), "MATCH (a) WHERE a.x");
  EXPECT_EQ(shown(first.clauses[1].place), "RETURN a.y AS b, a ORDER BY b");
  EXPECT_EQ(shown(first.clauses[1].items[0].place), "a.y AS b");
  EXPECT_EQ(shown(first.clauses[1].items[1].place), "a");
  EXPECT_EQ(shown(query->parts[1].place), "RETURN 1 AS b");
}

}  // namespace
}  // namespace attest::query
