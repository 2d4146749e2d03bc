// What bounds the parser: the depth and size of a query, and texts that are
// none.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/query/keyword.h"
#include "engine/query/parser.h"
#include "engine/query/query_error.h"
#include "tests/query/syntax_text.h"

namespace attest::query {
namespace {

std::string Repeated(absl::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

// One way to nest: `open` often, `middle`, then `close` as often.
struct Nest {
  absl::string_view before;
  absl::string_view open;
  absl::string_view middle;
  absl::string_view close;
  absl::string_view after;
};

constexpr Nest kNests[] = {
    {"RETURN ", "(", "1", ")", ""},
    {"RETURN ", "[", "1", "]", ""},
    {"RETURN ", "{a: ", "1", "}", ""},
    {"RETURN ", "f(", "1", ")", ""},
    {"RETURN ", "NOT ", "1", "", ""},
    {"RETURN ", "- ", "a", "", ""},
    {"RETURN ", "1 + ", "1", "", ""},
    {"RETURN ", "(1 * ", "1", ")", ""},
    {"RETURN ", "1 ^ ", "1", "", ""},
    {"RETURN a", ".a", "", "", ""},
    {"RETURN a", "[0]", "", "", ""},
    {"RETURN a", "[a", "", "]", ""},
    {"RETURN a", "[..a", "", "]", ""},
    {"RETURN a", " IS NULL", "", "", ""},
    {"RETURN a", " IN b", "", "", ""},
    {"RETURN a{x: ", "a{x: ", "1", "}", "}"},
    {"RETURN a:", "(", "A", ")", ""},
    {"RETURN a:", "!", "A", "", ""},
    {"RETURN ", "CASE WHEN a THEN ", "1", " END", ""},
    {"RETURN ", "CASE ", "1", " WHEN 1 THEN 1 END", ""},
    {"RETURN ", "[x IN ", "xs", "]", ""},
    {"RETURN ", "[x IN xs WHERE ", "x", "]", ""},
    {"RETURN ", "[x IN xs | ", "x", "]", ""},
    {"RETURN ", "[(a)-->(b) | ", "1", "]", ""},
    {"RETURN ", "[(a)-->(b {c: ", "1", "}) | 1]", ""},
    {"RETURN ", "all(x IN xs WHERE ", "x", ")", ""},
    {"RETURN ", "reduce(a = 0, x IN xs | ", "x", ")", ""},
    {"RETURN ", "EXISTS { MATCH (a) WHERE ", "a", " }", ""},
    {"RETURN ", "COLLECT { RETURN ", "1", " }", ""},
    {"RETURN ", "COUNT { (a {b: ", "1", "}) }", ""},
    {"MATCH (a WHERE ", "EXISTS { (b WHERE ", "b.c", ") }", ") RETURN 1"},
    {"MATCH ", "(", "(a)-->(b)", ")", " RETURN 1"},
    {"MATCH ", "(", "(a)-->(b)", "){2}", " RETURN 1"},
    {"MATCH (a)-[r {b: ", "[", "1", "]", "}]-() RETURN 1"},
    {"MATCH shortestPath((a {b: ", "(", "1", ")", "})-->(b)) RETURN 1"},
    {"MATCH (a:", "(", "A", ")", ") RETURN 1"},
    {"RETURN 1 SKIP ", "(", "1", ")", ""},
};

std::string Nested(const Nest& nest, size_t times) {
  return absl::StrCat(nest.before, Repeated(nest.open, times), nest.middle,
                      Repeated(nest.close, times), nest.after);
}

TEST(ParserLimitsTest, EveryNestIsReadWhenShallow) {
  for (const Nest& nest : kNests) {
    const std::string text = Nested(nest, 20);
    EXPECT_TRUE(ParseQuery(text).ok()) << ParseQuery(text).status() << text;
  }
}

TEST(ParserLimitsTest, NestingTooDeepIsRefused) {
  for (const Nest& nest : kNests) {
    for (const size_t times : {size_t{kMaxDepth} + 1, size_t{30000}}) {
      const std::string text = Nested(nest, times);
      const std::optional<QueryFault> fault =
          FaultOf(ParseQuery(text).status());
      ASSERT_TRUE(fault.has_value()) << text.substr(0, 100);
      EXPECT_EQ(fault->type, ErrorType::kLimit) << text.substr(0, 100);
      EXPECT_EQ(fault->detail, "NestingTooDeep") << text.substr(0, 100);
    }
  }
}

TEST(ParserLimitsTest, UnclosedBracketsDoNotOverflow) {
  for (const absl::string_view open :
       {"(", "[", "{", "((a)-->", "[x IN ", "{a:", "f(", "EXISTS {", "-", "!",
        "a:(", "NOT ", "CASE ", "[(a)-->(b)", "(a)-[", "(a)--("}) {
    EXPECT_FALSE(
        ParseQuery(absl::StrCat("RETURN ", Repeated(open, 50000))).ok());
    EXPECT_FALSE(
        ParseQuery(absl::StrCat("MATCH ", Repeated(open, 50000))).ok());
    EXPECT_FALSE(ParseQuery(Repeated(open, 50000)).ok());
  }
}

TEST(ParserLimitsTest, WideIsNotDeep) {
  const size_t wide = 20000;
  for (const std::string& text :
       {absl::StrCat("RETURN [", Repeated("1, ", wide), "1]"),
        absl::StrCat("RETURN ", Repeated("a.b = 1 OR ", wide), "true"),
        absl::StrCat("RETURN ", Repeated("a AND b XOR ", wide), "true"),
        absl::StrCat("RETURN ", Repeated("1 < ", wide), "2"),
        absl::StrCat("RETURN ", Repeated("1, ", wide), "1"),
        absl::StrCat("RETURN a:A", Repeated(":A", wide)),
        absl::StrCat("MATCH (a)", Repeated("-->()", wide), " RETURN a"),
        absl::StrCat("MATCH (a)", Repeated(", (b)", wide), " RETURN a"),
        absl::StrCat(Repeated("MATCH (a) ", wide), " RETURN a"),
        absl::StrCat("RETURN 1 AS a", Repeated(" UNION RETURN 1 AS a", wide)),
        absl::StrCat("RETURN [(a)", Repeated("--()", wide), " | 1]"),
        absl::StrCat("MATCH (a) WHERE (a)", Repeated("--()", wide),
                     " RETURN a"),
        absl::StrCat("RETURN CASE", Repeated(" WHEN a THEN b", wide),
                     " END")}) {
    const absl::StatusOr<Query> query = ParseQuery(text);
    EXPECT_TRUE(query.ok()) << query.status() << text.substr(0, 60);
  }
}

TEST(ParserLimitsTest, TreesStandWithinTheirHeight) {
  const absl::StatusOr<ExpressionPtr> low = ParseExpression("a");
  ASSERT_TRUE(low.ok());
  EXPECT_EQ((*low)->height, 1);
  const absl::StatusOr<ExpressionPtr> sum = ParseExpression("(a + [b.c]) * 2");
  ASSERT_TRUE(sum.ok());
  EXPECT_EQ((*sum)->height, 5);
  const absl::StatusOr<ExpressionPtr> subquery =
      ParseExpression("EXISTS { (a)-[{b: [1]}]-() WHERE a.b }");
  ASSERT_TRUE(subquery.ok());
  EXPECT_EQ((*subquery)->height, 4);
}

TEST(ParserLimitsTest, TextsThatAreTooLongAreRefused) {
  const std::string longest =
      absl::StrCat("RETURN 1", std::string(kMaxQueryBytes - 8, ' '));
  EXPECT_TRUE(ParseQuery(longest).ok());
  const std::optional<QueryFault> fault =
      FaultOf(ParseQuery(absl::StrCat(longest, " ")).status());
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->detail, "QueryTooLong");
  EXPECT_FALSE(ParseExpression(longest + " ").ok());
  EXPECT_FALSE(ParsePatterns(longest + " ").ok());
}

// Words, signs and pieces that say something together.
std::string Soup(std::mt19937_64& random) {
  constexpr absl::string_view kPieces[] = {
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      ",",
      ".",
      "..",
      ":",
      ";",
      "|",
      "&",
      "!",
      "%",
      "+",
      "-",
      "*",
      "/",
      "^",
      "=",
      "<>",
      "<",
      "<=",
      ">",
      ">=",
      "=~",
      "a",
      "b",
      "n",
      "1",
      "0x1f",
      "2.5",
      ".5e3",
      "'s'",
      "\"t\"",
      "$p",
      "`q r`",
      "-->",
      "<--",
      "--",
      "-[",
      "]->",
      "]-",
      "(a)",
      "(a:A)",
      "[r:T*1..2]",
      "{1,3}",
      "{.a",
      ".*",
      "x IN",
      "// c\n",
      "/* d */",
      "'",
      "#",
      "0x",
      "\\",
      "\xff",
      "9223372036854775808",
      "ü",
      "count(*)",
      "all(x IN",
      "shortestPath((a)-[*]-(b))",
      "EXISTS {",
  };
  const absl::Span<const absl::string_view> keywords = KeywordNames();
  std::string text;
  const size_t length = random() % 30;
  for (size_t i = 0; i < length; ++i) {
    const bool keyword = random() % 3 == 0;
    absl::StrAppend(&text,
                    keyword ? keywords[random() % keywords.size()]
                            : kPieces[random() % std::size(kPieces)],
                    random() % 4 == 0 ? "" : " ");
  }
  return text;
}

TEST(ParserLimitsTest, SoupIsReadOrRefusedWithAPlace) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  constexpr absl::string_view kStarts[] = {
      "", "RETURN ", "MATCH ", "MATCH (a) WHERE ", "RETURN [", "MATCH (a)-["};
  for (int i = 0; i < 20000; ++i) {
    const std::string text =
        absl::StrCat(kStarts[random() % std::size(kStarts)], Soup(random));
    const absl::StatusOr<Query> query = ParseQuery(text);
    if (query.ok()) {
      EXPECT_FALSE(TextOf(*query).empty());
      continue;
    }
    const std::optional<QueryFault> fault = FaultOf(query.status());
    ASSERT_TRUE(fault.has_value() && fault->place.has_value())
        << query.status() << " of " << text;
    ASSERT_LE(fault->place->begin, fault->place->end) << text;
    ASSERT_LE(fault->place->end, text.size()) << text;
  }
}

}  // namespace
}  // namespace attest::query
