#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/parser.h"
#include "engine/query/query_error.h"

namespace attest::query {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// "InvalidNumberLiteral at 7: 0x": the detail and the part of the text.
std::string FaultIn(absl::string_view text) {
  const absl::Status status = ParseQuery(text).status();
  const std::optional<QueryFault> fault = FaultOf(status);
  if (!fault.has_value() || !fault->place.has_value()) {
    return absl::StrCat("no place: ", status.ToString());
  }
  EXPECT_EQ(fault->phase, Phase::kCompile);
  const Place place = *fault->place;
  EXPECT_LE(place.begin, place.end);
  EXPECT_LE(place.end, text.size());
  return absl::StrCat(fault->detail, " at ", place.begin, ": ",
                      text.substr(place.begin, place.end - place.begin));
}

std::string MessageOf(absl::string_view text) {
  return std::string(ParseQuery(text).status().message());
}

TEST(ParserErrorTest, SaysWhatWasGotAndWanted) {
  EXPECT_EQ(FaultIn(""), "UnexpectedSyntax at 0: ");
  EXPECT_EQ(FaultIn("MATCH (n RETURN n"), "UnexpectedSyntax at 9: RETURN");
  EXPECT_EQ(FaultIn("RETURN"), "UnexpectedSyntax at 6: ");
  EXPECT_EQ(FaultIn("RETURN 1 +"), "UnexpectedSyntax at 10: ");
  EXPECT_EQ(FaultIn("RETURN [1, 2"), "UnexpectedSyntax at 12: ");
  EXPECT_EQ(FaultIn("RETURN 1)"), "UnexpectedSyntax at 8: )");
  EXPECT_EQ(FaultIn("RETURN {1}"), "UnexpectedSyntax at 8: 1");
  EXPECT_EQ(FaultIn("RETURN 1; RETURN 2"), "UnexpectedSyntax at 10: RETURN");
  EXPECT_THAT(MessageOf("MATCH n RETURN n"), HasSubstr("got `n`, want"));
  EXPECT_THAT(MessageOf("RETURN"), HasSubstr("got the end of the query"));
  EXPECT_THAT(MessageOf("RETURN f(1 2)"),
              HasSubstr("got `2`, want `,` or `)`"));
}

TEST(ParserErrorTest, TheFirstFaultIsTold) {
  EXPECT_EQ(FaultIn("MATCH n #"), "UnexpectedSyntax at 6: n");
  EXPECT_EQ(FaultIn("MATCH (n) #"), "UnexpectedSyntax at 10: #");
  EXPECT_EQ(FaultIn("RETURN 1 '\\u1'"), "InvalidUnicodeLiteral at 10: \\u");
  EXPECT_EQ(FaultIn("CREATE 0x"), "UpdatingClause at 0: CREATE");
}

TEST(ParserErrorTest, LiteralsThatAreNone) {
  EXPECT_EQ(FaultIn("RETURN 0x"), "InvalidNumberLiteral at 7: 0x");
  EXPECT_EQ(FaultIn("RETURN 9223372036854775808"),
            "IntegerOverflow at 7: 9223372036854775808");
  EXPECT_EQ(FaultIn("RETURN 1 -9223372036854775808"),
            "IntegerOverflow at 10: 9223372036854775808");
  EXPECT_EQ(FaultIn("RETURN 9223372036854775808.a"),
            "IntegerOverflow at 7: 9223372036854775808");
  EXPECT_EQ(FaultIn("RETURN -9223372036854775809"),
            "IntegerOverflow at 8: 9223372036854775809");
  EXPECT_EQ(FaultIn("RETURN '\\uH'"), "InvalidUnicodeLiteral at 8: \\u");
}

TEST(ParserErrorTest, ClausesOutOfOrder) {
  EXPECT_EQ(FaultIn("RETURN 1 AS a MATCH (n) RETURN n"),
            "InvalidClauseComposition at 14: MATCH");
  EXPECT_EQ(FaultIn("RETURN 1 AS a UNWIND [1] AS b"),
            "InvalidClauseComposition at 14: UNWIND");
  EXPECT_EQ(FaultIn("RETURN 1 AS a RETURN 2 AS b"),
            "InvalidClauseComposition at 14: RETURN");
  EXPECT_EQ(FaultIn("MATCH (n)"), "InvalidClauseComposition at 0: MATCH (n)");
  EXPECT_EQ(FaultIn("MATCH (n) WITH n"),
            "InvalidClauseComposition at 10: WITH n");
  EXPECT_EQ(FaultIn("MATCH (n) UNION RETURN 1 AS n"),
            "InvalidClauseComposition at 0: MATCH (n)");
  EXPECT_EQ(FaultIn("RETURN 1 AS a UNION RETURN 1 AS a UNION ALL RETURN 1 AS "
                    "a"),
            "InvalidClauseComposition at 34: UNION ALL");
  EXPECT_EQ(FaultIn("RETURN 1 AS a UNION ALL RETURN 1 AS a UNION RETURN 1 AS "
                    "a"),
            "InvalidClauseComposition at 38: UNION");
  EXPECT_EQ(FaultIn("RETURN EXISTS { MATCH (a) SET a.b = 1 }"),
            "InvalidClauseComposition at 26: SET");
  EXPECT_EQ(FaultIn("RETURN EXISTS { MATCH (a) WITH a }"),
            "InvalidClauseComposition at 26: WITH a");
  EXPECT_EQ(FaultIn("RETURN COLLECT { MATCH (a) }"),
            "InvalidClauseComposition at 17: MATCH (a)");
  EXPECT_EQ(FaultIn("RETURN COUNT { MATCH (a) UNION MATCH (b) }"),
            "InvalidClauseComposition at 15: MATCH (a)");
  EXPECT_EQ(FaultIn("MATCH (n) AS OF 3 RETURN n"),
            "UnexpectedSyntax at 10: AS");
  EXPECT_EQ(FaultIn("RETURN 1 LIMIT 2 SKIP 1"), "UnexpectedSyntax at 17: SKIP");
  EXPECT_EQ(FaultIn("MATCH (n) WHERE n.a WHERE n.b RETURN n"),
            "UnexpectedSyntax at 20: WHERE");
  EXPECT_EQ(FaultIn("RETURN 1 WHERE true"), "UnexpectedSyntax at 9: WHERE");
}

TEST(ParserErrorTest, ProjectionsAndTheirCounts) {
  EXPECT_EQ(FaultIn("MATCH (a) WITH a, count(*) RETURN a"),
            "NoExpressionAlias at 18: count(*)");
  EXPECT_EQ(FaultIn("MATCH (a) WITH a.b RETURN 1"),
            "NoExpressionAlias at 15: a.b");
  EXPECT_EQ(FaultIn("RETURN 1 SKIP -1"), "NegativeIntegerArgument at 14: -1");
  EXPECT_EQ(FaultIn("RETURN 1 LIMIT - 7"),
            "NegativeIntegerArgument at 15: - 7");
  EXPECT_EQ(FaultIn("RETURN 1 ORDER a"), "UnexpectedSyntax at 15: a");
  EXPECT_EQ(FaultIn("UNWIND [1] RETURN 1"), "UnexpectedSyntax at 11: RETURN");
}

TEST(ParserErrorTest, PatternsAreNoValues) {
  for (const absl::string_view text :
       {"RETURN (n)-->()", "RETURN size((n)-->())", "RETURN [(n)-->()]",
        "RETURN {a: (n)-->()}", "RETURN (n)-->() = true", "RETURN 1 + (n)-->()",
        "WITH (n)-->() AS x RETURN x", "UNWIND (n)-->() AS x RETURN x",
        "RETURN 1 AS a ORDER BY (n)-->()",
        "RETURN CASE (n)-->() WHEN 1 THEN 2 END",
        "RETURN CASE WHEN true THEN (n)-->() END", "RETURN ((n)-->()).a",
        "RETURN ((n)-->())[0]", "RETURN ((n)-->()):A",
        "RETURN (n)-->() IS NULL", "RETURN [x IN (n)-->() | 1]",
        "RETURN a[(n)-->()]"}) {
    const std::string fault = FaultIn(text);
    EXPECT_THAT(fault, HasSubstr("UnexpectedSyntax at "));
    EXPECT_THAT(fault, HasSubstr("(n)-->()")) << text;
  }
}

TEST(ParserErrorTest, PatternsThatAreNone) {
  EXPECT_EQ(FaultIn("MATCH (n $p) RETURN n"), "InvalidParameterUse at 9: $p");
  EXPECT_EQ(FaultIn("MATCH ()-[r:T $p]->() RETURN r"),
            "InvalidParameterUse at 14: $p");
  EXPECT_EQ(FaultIn("MATCH (a)-[:T..]->(b) RETURN a"),
            "InvalidRelationshipPattern at 13: ..");
  EXPECT_EQ(FaultIn("MATCH (a)-[:A&B]->(b) RETURN a"),
            "InvalidRelationshipPattern at 13: &");
  EXPECT_EQ(FaultIn("MATCH (a)-[:!A]->(b) RETURN a"),
            "InvalidRelationshipPattern at 12: !");
  EXPECT_EQ(FaultIn("MATCH (a)-[*1.5]->(b) RETURN a"),
            "InvalidRelationshipPattern at 12: 1.5");
  EXPECT_EQ(FaultIn("MATCH (a)-[*-1]->(b) RETURN a"),
            "InvalidRelationshipPattern at 12: -");
  EXPECT_EQ(FaultIn("MATCH (a)-[*2 WHERE true]->(b) RETURN a"),
            "InvalidRelationshipPattern at 14: WHERE");
  EXPECT_EQ(FaultIn("MATCH (a)-[*2]->{3}(b) RETURN a"),
            "InvalidRelationshipPattern at 16: {");
  EXPECT_EQ(FaultIn("MATCH (a)-[*9223372036854775808]->(b) RETURN a"),
            "IntegerOverflow at 12: 9223372036854775808");
  EXPECT_EQ(FaultIn("MATCH (a)-->{,9223372036854775808}(b) RETURN a"),
            "IntegerOverflow at 14: 9223372036854775808");
  EXPECT_EQ(FaultIn("MATCH (a)-->{3,2}(b) RETURN a"),
            "InvalidRelationshipPattern at 12: {3,2}");
  EXPECT_EQ(FaultIn("MATCH (a)-->{}(b) RETURN a"), "UnexpectedSyntax at 13: }");
  EXPECT_EQ(FaultIn("MATCH ((a)){2} RETURN a"),
            "InvalidRelationshipPattern at 6: ((a))");
  EXPECT_EQ(FaultIn("MATCH (a)(b) RETURN a"), "UnexpectedSyntax at 9: (b)");
  EXPECT_EQ(FaultIn("MATCH (a)((b)-->(c)) RETURN a"),
            "UnexpectedSyntax at 10: (b)-->(c)");
  EXPECT_EQ(FaultIn("MATCH ((a)-->(b) WHERE true) RETURN a"),
            "UnexpectedSyntax at 23: true");
  EXPECT_EQ(FaultIn("MATCH (p = (a)-->(b)){2} RETURN a"),
            "UnexpectedSyntax at 7: p");
  EXPECT_EQ(FaultIn("MATCH (a)-(b) RETURN a"), "UnexpectedSyntax at 10: (");
  EXPECT_EQ(FaultIn("MATCH (a)-> (b) RETURN a"), "UnexpectedSyntax at 10: >");
  EXPECT_EQ(FaultIn("MATCH (a)--> RETURN a"), "UnexpectedSyntax at 13: RETURN");
  EXPECT_EQ(FaultIn("MATCH shortestPath((a)-->(b)-->(c)) RETURN a"),
            "InvalidRelationshipPattern at 6: "
            "shortestPath((a)-->(b)-->(c))");
  EXPECT_EQ(FaultIn("MATCH SHORTEST (a) RETURN a"),
            "UnexpectedSyntax at 15: (");
  EXPECT_EQ(FaultIn("MATCH SHORTEST 0 (a) RETURN a"),
            "UnexpectedSyntax at 15: 0");
  EXPECT_EQ(FaultIn("MATCH (match) RETURN 1"), "UnexpectedSyntax at 7: match");
}

TEST(ParserErrorTest, InstantsAreLiteralsOrParameters) {
  EXPECT_EQ(FaultIn("AS OF n RETURN 1"), "UnexpectedSyntax at 6: n");
  EXPECT_EQ(FaultIn("AS OF -1 RETURN 1"), "UnexpectedSyntax at 6: -");
  EXPECT_EQ(FaultIn("AS 3 RETURN 1"), "UnexpectedSyntax at 3: 3");
  EXPECT_EQ(FaultIn("VALID '2011' RETURN 1"), "UnexpectedSyntax at 6: '2011'");
  EXPECT_EQ(FaultIn("AS OF 1 AS OF 2 RETURN 1"),
            "UnexpectedSyntax at 8: AS OF");
  EXPECT_EQ(FaultIn("VALID AT '1' VALID AT '2' RETURN 1"),
            "UnexpectedSyntax at 13: VALID AT");
  EXPECT_EQ(FaultIn("EXPLAIN PROFILE RETURN 1"),
            "UnexpectedSyntax at 8: PROFILE");
}

TEST(ParserErrorTest, SignsOfOtherLanguagesAreTold) {
  EXPECT_THAT(MessageOf("RETURN a != b"), HasSubstr("`<>`"));
  EXPECT_THAT(MessageOf("RETURN a == b"), HasSubstr("one `=`"));
  EXPECT_THAT(MessageOf("RETURN a NOT IN b"), HasSubstr("`NOT x IN xs`"));
  EXPECT_THAT(MessageOf("RETURN {'a': 1}"), HasSubstr("without quotes"));
  EXPECT_THAT(MessageOf("RETURN filter(x IN xs WHERE x)"),
              HasSubstr("[x IN xs WHERE condition | value]"));
  EXPECT_THAT(MessageOf("RETURN \u2018a\u2019"), HasSubstr("straight quotes"));
  EXPECT_EQ(FaultIn("RETURN 42 \u2014 41"),
            "InvalidUnicodeCharacter at 10: \u2014");
  EXPECT_EQ(FaultIn("RETURN 1 \uff1c 2"),
            "InvalidUnicodeCharacter at 9: \uff1c");
}

TEST(ParserErrorTest, MisspeltKeywordsAreSuggested) {
  EXPECT_THAT(MessageOf("MACTH (n) RETURN n"),
              HasSubstr("did you mean MATCH by `MACTH`?"));
  EXPECT_THAT(MessageOf("MATCH (n) RETRUN n"), HasSubstr("mean RETURN"));
  EXPECT_THAT(MessageOf("MATCH (n) WEHRE n.a RETURN n"),
              HasSubstr("mean WHERE"));
  EXPECT_THAT(MessageOf("RETURN 1 ODER BY 1"), HasSubstr("mean ORDER"));
  EXPECT_THAT(MessageOf("MATCH (n) WHERE n.a STRATS WITH 'b' RETURN n"),
              HasSubstr("mean STARTS"));
  // The word before the one that fits no longer.
  EXPECT_THAT(MessageOf("RETURN count(DISTNCT n)"),
              HasSubstr("did you mean DISTINCT by `DISTNCT`?"));
  EXPECT_THAT(MessageOf("RETURN a.retrun 1"), Not(HasSubstr("did you")));
  EXPECT_THAT(MessageOf("MATCH (n) foo RETURN n"), Not(HasSubstr("did you")));
  EXPECT_THAT(MessageOf("`MACTH` (n) RETURN n"), Not(HasSubstr("did you")));
}

TEST(ParserErrorTest, WritingIsRefusedAndNamesTheVerb) {
  struct Case {
    absl::string_view text;
    absl::string_view detail;
    absl::string_view verb;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"CREATE (n)", "UpdatingClause at 0: CREATE", "`attest add`"},
           {"merge (n)", "UpdatingClause at 0: merge", "`attest add`"},
           {"INSERT (n)", "UpdatingClause at 0: INSERT", "`attest add`"},
           {"LOAD CSV", "UpdatingClause at 0: LOAD", "`attest add`"},
           {"FOREACH (x IN xs | SET x.a = 1)", "UpdatingClause at 0: FOREACH",
            "`attest add`"},
           {"START n = node(*)", "UpdatingClause at 0: START", "MATCH"},
           {"MATCH (n) SET n.a = 1", "UpdatingClause at 10: SET",
            "`attest assess`"},
           {"MATCH (n) DELETE n", "UpdatingClause at 10: DELETE",
            "`attest retract`"},
           {"MATCH (n) DETACH DELETE n", "UpdatingClause at 10: DETACH",
            "`attest redact`"},
           {"MATCH (n) REMOVE n.a", "UpdatingClause at 10: REMOVE",
            "`attest retract`"},
           {"DROP INDEX a", "UpdatingClause at 0: DROP", "`attest retract`"},
           {"RETURN 1 AS a CREATE (n)", "UpdatingClause at 14: CREATE",
            "`attest add`"},
           {"CALL db.labels()", "ProcedureCall at 0: CALL", "functions"},
           {"MATCH (n) CALL { RETURN 1 } RETURN n", "ProcedureCall at 10: CALL",
            "functions"}}) {
    EXPECT_EQ(FaultIn(c.text), c.detail);
    EXPECT_THAT(MessageOf(c.text), HasSubstr(c.verb));
    const absl::Status status = ParseQuery(c.text).status();
    EXPECT_TRUE(absl::IsUnimplemented(status)) << status;
    EXPECT_EQ(FaultOf(status)->type, ErrorType::kRefused);
  }
}

TEST(ParserErrorTest, OneExpressionAndNothingElse) {
  EXPECT_FALSE(ParseExpression("").ok());
  EXPECT_FALSE(ParseExpression("1 2").ok());
  EXPECT_FALSE(ParseExpression("1 #").ok());
  EXPECT_FALSE(ParsePatterns("(a) RETURN a").ok());
  EXPECT_FALSE(ParsePatterns("(a),").ok());
}

TEST(ParserErrorTest, LongTokensAreCutInMessages) {
  const std::string message =
      MessageOf(absl::StrCat("RETURN 1 ", std::string(100000, 'x')));
  EXPECT_LT(message.size(), 400);
  EXPECT_THAT(message, HasSubstr("xxx...`"));
}

}  // namespace
}  // namespace attest::query
