#include <gtest/gtest.h>

#include <string>

#include "absl/status/statusor.h"
#include "engine/query/parser.h"
#include "tests/query/syntax_text.h"

namespace attest::query {
namespace {

std::string Tree(absl::string_view text) {
  const absl::StatusOr<ExpressionPtr> tree = ParseExpression(text);
  return tree.ok() ? TextOf(**tree) : std::string(tree.status().message());
}

TEST(ParserExpressionTest, ReadsLiterals) {
  EXPECT_EQ(Tree("null"), "null");
  EXPECT_EQ(Tree("TRUE"), "true");
  EXPECT_EQ(Tree("False"), "false");
  EXPECT_EQ(Tree("12"), "12");
  EXPECT_EQ(Tree("1.5"), "float:1.5");
  EXPECT_EQ(Tree("'a\\nb'"), "'a\\nb'");
  EXPECT_EQ(Tree("$a"), "$a");
  EXPECT_EQ(Tree("`a b`"), "a b");
  EXPECT_EQ(Tree("[]"), "(list)");
  EXPECT_EQ(Tree("[1, [2], 'c']"), "(list 1 (list 2) 'c')");
  EXPECT_EQ(Tree("{}"), "{}");
  EXPECT_EQ(Tree("{a: 1, `b c`: {match: 2}}"), "{a: 1, b c: {match: 2}}");
}

TEST(ParserExpressionTest, ASignAndANumberAreOneLiteral) {
  EXPECT_EQ(Tree("-1"), "-1");
  EXPECT_EQ(Tree("- 1.5"), "float:-1.5");
  EXPECT_EQ(Tree("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(Tree("-0x8000000000000000"), "-9223372036854775808");
  EXPECT_EQ(Tree("--1"), "(- -1)");
  EXPECT_EQ(Tree("+1"), "(+ 1)");
  EXPECT_EQ(Tree("-a"), "(- a)");
  EXPECT_EQ(Tree("-+-a"), "(- (+ (- a)))");
  EXPECT_EQ(Tree("1-1"), "(- 1 1)");
  EXPECT_EQ(Tree("1--1"), "(- 1 -1)");
}

TEST(ParserExpressionTest, LogicBindsLoosest) {
  EXPECT_EQ(Tree("a OR b XOR c AND NOT d"), "(OR a (XOR b (AND c (NOT d))))");
  EXPECT_EQ(Tree("NOT a AND b XOR c OR d"), "(OR (XOR (AND (NOT a) b) c) d)");
  EXPECT_EQ(Tree("(a OR b) AND c"), "(AND (OR a b) c)");
  EXPECT_EQ(Tree("NOT NOT a"), "(NOT (NOT a))");
  EXPECT_EQ(Tree("NOT a = b"), "(NOT (= a b))");
  EXPECT_EQ(Tree("not(a)"), "(NOT a)");
}

TEST(ParserExpressionTest, LongLogicMakesALowTree) {
  EXPECT_EQ(Tree("a AND b AND c"), "(AND (AND a b) c)");
  EXPECT_EQ(Tree("a OR b OR c OR d OR e"), "(OR (OR (OR a b) (OR c d)) e)");
}

TEST(ParserExpressionTest, ComparisonsChain) {
  EXPECT_EQ(Tree("a < b"), "(< a b)");
  EXPECT_EQ(Tree("a < b <= c"), "(a < b <= c)");
  EXPECT_EQ(Tree("a = b <> c > d >= e"), "(a = b <> c > d >= e)");
  EXPECT_EQ(Tree("(a = b) = c"), "(= (= a b) c)");
  EXPECT_EQ(Tree("a < b AND c"), "(AND (< a b) c)");
  EXPECT_EQ(Tree("a < -b"), "(< a (- b))");
  EXPECT_EQ(Tree("a<-1"), "(< a -1)");
}

TEST(ParserExpressionTest, PredicatesBindTighterThanComparisons) {
  EXPECT_EQ(Tree("a = b IS NULL"), "(= a (null? b))");
  EXPECT_EQ(Tree("a IS NOT NULL = b"), "(= (NOT (null? a)) b)");
  EXPECT_EQ(Tree("a = b IN c"), "(= a (IN b c))");
  EXPECT_EQ(Tree("a IN b IN c"), "(IN (IN a b) c)");
  EXPECT_EQ(Tree("[1] + 2 IN [3] + 4"), "(IN (+ (list 1) 2) (+ (list 3) 4))");
  EXPECT_EQ(Tree("a STARTS WITH b + c"), "(STARTS WITH a (+ b c))");
  EXPECT_EQ(Tree("a ENDS WITH b OR c"), "(OR (ENDS WITH a b) c)");
  EXPECT_EQ(Tree("a CONTAINS b IS NULL"), "(null? (CONTAINS a b))");
  EXPECT_EQ(Tree("a =~ b"), "(=~ a b)");
  EXPECT_EQ(Tree("NOT a IN b"), "(NOT (IN a b))");
}

TEST(ParserExpressionTest, ArithmeticBindsAsUsual) {
  EXPECT_EQ(Tree("1 + 2 * 3"), "(+ 1 (* 2 3))");
  EXPECT_EQ(Tree("1 - 2 - 3"), "(- (- 1 2) 3)");
  EXPECT_EQ(Tree("1 / 2 * 3 % 4"), "(% (* (/ 1 2) 3) 4)");
  EXPECT_EQ(Tree("2 * 3 ^ 4"), "(* 2 (^ 3 4))");
  EXPECT_EQ(Tree("2 ^ 3 ^ 4"), "(^ (^ 2 3) 4)");
  EXPECT_EQ(Tree("-3 ^ 2"), "(^ -3 2)");
  EXPECT_EQ(Tree("-a ^ -b"), "(^ (- a) (- b))");
  EXPECT_EQ(Tree("-(3 ^ 2)"), "(- (^ 3 2))");
}

TEST(ParserExpressionTest, PropertiesAndIndexesBindTightest) {
  EXPECT_EQ(Tree("-a.b"), "(- (. a b))");
  EXPECT_EQ(Tree("a.b.c"), "(. (. a b) c)");
  EXPECT_EQ(Tree("a . `b c`"), "(. a b c)");
  EXPECT_EQ(Tree("a.match"), "(. a match)");
  EXPECT_EQ(Tree("{a: 1}.a"), "(. {a: 1} a)");
  EXPECT_EQ(Tree("(a).b"), "(. a b)");
  EXPECT_EQ(Tree("f(a).b"), "(. (call f a) b)");
  EXPECT_EQ(Tree("a[1]"), "(index a 1)");
  EXPECT_EQ(Tree("a[1][b.c].d"), "(. (index (index a 1) (. b c)) d)");
  EXPECT_EQ(Tree("[1, 2][0]"), "(index (list 1 2) 0)");
  EXPECT_EQ(Tree("a[1..2]"), "(slice a 1 2)");
  EXPECT_EQ(Tree("a[..2]"), "(slice a _ 2)");
  EXPECT_EQ(Tree("a[1..]"), "(slice a 1 _)");
  EXPECT_EQ(Tree("a[..]"), "(slice a _ _)");
  EXPECT_EQ(Tree("a[b..-1]"), "(slice a b -1)");
}

TEST(ParserExpressionTest, LabelsAreConditions) {
  EXPECT_EQ(Tree("n:A"), "(is n A)");
  EXPECT_EQ(Tree("n:A:B"), "(is n (A&B))");
  EXPECT_EQ(Tree("n:A|B&!C"), "(is n (A|(B&!C)))");
  EXPECT_EQ(Tree("n:(A|B)&%"), "(is n ((A|B)&%))");
  EXPECT_EQ(Tree("n:A|:B"), "(is n (A|B))");
  EXPECT_EQ(Tree("n:!!A"), "(is n !!A)");
  EXPECT_EQ(Tree("NOT n.a:A = b"), "(NOT (= (is (. n a) A) b))");
  EXPECT_EQ(Tree("n:Match AND x"), "(AND (is n Match) x)");
}

TEST(ParserExpressionTest, ReadsCalls) {
  EXPECT_EQ(Tree("f()"), "(call f)");
  EXPECT_EQ(Tree("toUPPER ( a , 1 )"), "(call toUPPER a 1)");
  EXPECT_EQ(Tree("date.truncate('day', a)"), "(call date.truncate 'day' a)");
  EXPECT_EQ(Tree("a.b.c(1)"), "(call a.b.c 1)");
  EXPECT_EQ(Tree("`f g`(1)"), "(call f g 1)");
  EXPECT_EQ(Tree("count(DISTINCT a)"), "(call count DISTINCT a)");
  EXPECT_EQ(Tree("cOuNt( * )"), "(count *)");
  EXPECT_EQ(Tree("count(*) + 1"), "(+ (count *) 1)");
}

TEST(ParserExpressionTest, WordsAreNamesWhereNothingElseCanBeMeant) {
  EXPECT_EQ(Tree("count"), "count");
  EXPECT_EQ(Tree("exists.any"), "(. exists any)");
  EXPECT_EQ(Tree("all + none"), "(+ all none)");
  EXPECT_EQ(Tree("any(a)"), "(call any a)");
  EXPECT_EQ(Tree("single"), "single");
  EXPECT_EQ(Tree("reduce(a)"), "(call reduce a)");
  EXPECT_EQ(Tree("filter(a, b)"), "(call filter a b)");
  EXPECT_EQ(Tree("shortestPath"), "shortestPath");
  EXPECT_EQ(Tree("`where`"), "where");
}

TEST(ParserExpressionTest, ReadsCase) {
  EXPECT_EQ(Tree("CASE WHEN a THEN 1 END"), "(case _ a 1)");
  EXPECT_EQ(Tree("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END"),
            "(case _ a 1 b 2 3)");
  EXPECT_EQ(Tree("case a when 1 then 'x' else case b when 2 then 3 end end"),
            "(case a 1 'x' (case b 2 3))");
  EXPECT_EQ(Tree("CASE WHEN (a)-->() THEN 1 END"),
            "(case _ (pattern (a)-[]->()) 1)");
}

TEST(ParserExpressionTest, ReadsListComprehensions) {
  EXPECT_EQ(Tree("[x IN xs]"), "(each x xs _ _)");
  EXPECT_EQ(Tree("[x IN xs WHERE x > 1]"), "(each x xs (> x 1) _)");
  EXPECT_EQ(Tree("[x IN xs | x + 1]"), "(each x xs _ (+ x 1))");
  EXPECT_EQ(Tree("[x IN xs WHERE x:A | x.a]"), "(each x xs (is x A) (. x a))");
  EXPECT_EQ(Tree("[x IN xs WHERE x:(A|B) | x:C|D]"),
            "(each x xs (is x (A|B)) (is x (C|D)))");
  EXPECT_EQ(Tree("[x IN xs, y]"), "(list (IN x xs) y)");
  EXPECT_EQ(Tree("[x IN [1, 2] | [x, 1]]"), "(each x (list 1 2) _ (list x 1))");
  EXPECT_EQ(Tree("[x IN [y IN ys | y] | x]"), "(each x (each y ys _ y) _ x)");
}

TEST(ParserExpressionTest, ReadsQuantifiersAndReduce) {
  EXPECT_EQ(Tree("all(x IN xs WHERE x > 1)"), "(all x xs (> x 1))");
  EXPECT_EQ(Tree("ANY(x IN xs WHERE x)"), "(any x xs x)");
  EXPECT_EQ(Tree("none(x IN xs WHERE x)"), "(none x xs x)");
  EXPECT_EQ(Tree("single(x IN xs)"), "(single x xs _)");
  EXPECT_EQ(Tree("reduce(s = 0, x IN xs | s + x)"),
            "(reduce s x 0 xs (+ s x))");
}

TEST(ParserExpressionTest, ReadsMapProjections) {
  EXPECT_EQ(Tree("n{}"), "(project n {})");
  EXPECT_EQ(Tree("n {.a, .*, b: 1 + 2, c, `d e`: f}"),
            "(project n {a: (. n a), *: _, b: (+ 1 2), c: c, d e: f})");
  EXPECT_EQ(Tree("n{.a}.a"), "(. (project n {a: (. n a)}) a)");
}

TEST(ParserExpressionTest, APatternIsTakenForOneWhereTheSignsAllow) {
  EXPECT_EQ(Tree("(a)-->(b)"), "(pattern (a)-[]->(b))");
  EXPECT_EQ(Tree("(a)--(b)"), "(pattern (a)-[]-(b))");
  EXPECT_EQ(Tree("(a)<-[:T]-(:B)"), "(pattern (a)<-[:T]-(:B))");
  EXPECT_EQ(Tree("(a)-[x]-(b)"), "(pattern (a)-[x]-(b))");
  EXPECT_EQ(Tree("(a)-[:T*]-(b {c: 1})<--()"),
            "(pattern (a)-[:T]{1..}-(b {c: 1})<-[]-())");
  EXPECT_EQ(Tree("NOT (a)-->() AND (b)--()"),
            "(AND (NOT (pattern (a)-[]->())) (pattern (b)-[]-()))");
  EXPECT_EQ(Tree("((a)-->(b))"), "(pattern (a)-[]->(b))");
  EXPECT_EQ(Tree("(a)-->+(b)"), "(pattern (a)-[]{1..}->(b))");
}

TEST(ParserExpressionTest, ArithmeticWithParenthesesStaysArithmetic) {
  EXPECT_EQ(Tree("(a)"), "a");
  EXPECT_EQ(Tree("(a)-(b)"), "(- a b)");
  EXPECT_EQ(Tree("(a) - -(b)"), "(pattern (a)-[]-(b))");
  EXPECT_EQ(Tree("(a) - -b"), "(- a (- b))");
  EXPECT_EQ(Tree("(a) - -(b.c)"), "(- a (- (. b c)))");
  EXPECT_EQ(Tree("(a + 1)-[2]-(b)"), "(- (- (+ a 1) (list 2)) b)");
  EXPECT_EQ(Tree("(a)-[1]"), "(- a (list 1))");
  EXPECT_EQ(Tree("(a)-[b, c]-(d)"), "(- (- a (list b c)) d)");
  EXPECT_EQ(Tree("(a)-[b]"), "(- a (list b))");
  EXPECT_EQ(Tree("(a)<-(b)"), "(< a (- b))");
  EXPECT_EQ(Tree("(a)<(b)"), "(< a b)");
  EXPECT_EQ(Tree("(n {.a})-[b]-(c)"),
            "(- (- (project n {a: (. n a)}) (list b)) c)");
}

TEST(ParserExpressionTest, ReadsPatternComprehensions) {
  EXPECT_EQ(Tree("[(a)-->(b) | b.c]"), "(paths (a)-[]->(b) _ (. b c))");
  EXPECT_EQ(Tree("[(a)-->(b) WHERE b:C | 1]"),
            "(paths (a)-[]->(b) (is b C) 1)");
  EXPECT_EQ(Tree("[p = (a)-[:T*]->() | p]"),
            "(paths p = (a)-[:T]{1..}->() _ p)");
  EXPECT_EQ(Tree("[(a)-->(b {c: [1 | 2]}) | 1]").substr(0, 3), "got");
  EXPECT_EQ(Tree("[p = (a)]"), "(list (= p a))");
  EXPECT_EQ(Tree("[(a)-->() AND b]"), "(list (AND (pattern (a)-[]->()) b))");
  EXPECT_EQ(Tree("[x IN [(a)--(b) | b] WHERE x:C | 1]"),
            "(each x (paths (a)-[]-(b) _ b) (is x C) 1)");
}

TEST(ParserExpressionTest, ReadsSubqueries) {
  EXPECT_EQ(Tree("EXISTS { (a)-->(b) WHERE a.x = b.x }"),
            "(exists MATCH (a)-[]->(b) WHERE (= (. a x) (. b x)))");
  EXPECT_EQ(Tree("exists { MATCH (a) RETURN true }"),
            "(exists MATCH (a) RETURN true NAMED true)");
  EXPECT_EQ(Tree("EXISTS { MATCH (a) }"), "(exists MATCH (a))");
  EXPECT_EQ(Tree("EXISTS { p = ANY SHORTEST (a)-->*(b) }"),
            "(exists MATCH p = SHORTEST 1 (a)-[]{0..}->(b))");
  EXPECT_EQ(Tree("COUNT { (a)--(), (b) } > 2"),
            "(> (count MATCH (a)-[]-(), (b)) 2)");
  EXPECT_EQ(Tree("COLLECT { MATCH (a) RETURN a.x UNION MATCH (b) RETURN b.x }"),
            "(collect MATCH (a) RETURN (. a x) NAMED a.x UNION MATCH (b) "
            "RETURN (. b x) NAMED b.x)");
  EXPECT_EQ(Tree("exists((a)-->())"), "(exists MATCH (a)-[]->())");
  EXPECT_EQ(Tree("exists(a.b)"), "(call exists (. a b))");
}

TEST(ParserExpressionTest, ReadsShortestPaths) {
  EXPECT_EQ(Tree("shortestPath((a)-[:T*..3]->(b))"),
            "(path shortestPath (a)-[:T]{1..3}->(b))");
  EXPECT_EQ(Tree("length(allShortestPaths((a)-[*]-(b)))"),
            "(call length (path allShortestPaths (a)-[]{1..}-(b)))");
}

// What an expression spans of the text.
std::string Spanned(absl::string_view text) {
  const absl::StatusOr<ExpressionPtr> tree = ParseExpression(text);
  if (!tree.ok()) return std::string(tree.status().message());
  const Place place = (*tree)->place;
  return std::string(text.substr(place.begin, place.end - place.begin));
}

TEST(ParserExpressionTest, PlacesSpanTheExpression) {
  for (const absl::string_view text :
       {"(a + b) * c", "NOT (a)", "a.b", "-1", "-  a", "f(a, b)", "[1]",
        "a < b < c", "(a) OR (b)", "a IS NOT NULL", "(a)-->(b)", "n{.a}",
        "CASE WHEN a THEN b END", "EXISTS { (a) }", "x[1..2]", "`a b`",
        "exists((a)-->(b))", "n:A:B", "reduce(a = 1, b IN c | d)"}) {
    EXPECT_EQ(Spanned(text), text);
  }
}

TEST(ParserExpressionTest, NamesKnowTheirPlaces) {
  const absl::StatusOr<ExpressionPtr> property = ParseExpression("a .bc");
  ASSERT_TRUE(property.ok());
  EXPECT_EQ((*property)->name_place, (Place{.begin = 3, .end = 5}));
  EXPECT_EQ((*property)->children[0]->name_place,
            (Place{.begin = 0, .end = 1}));
  const absl::StatusOr<ExpressionPtr> call = ParseExpression("a.b (c)");
  ASSERT_TRUE(call.ok());
  EXPECT_EQ((*call)->name_place, (Place{.begin = 0, .end = 3}));
}

}  // namespace
}  // namespace attest::query
