#include "engine/query/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace attest::query {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The texts of the tokens, without the end.
std::vector<std::string> Texts(absl::string_view text) {
  const Lexed lexed = Lex(text);
  EXPECT_TRUE(lexed.error.ok()) << lexed.error;
  std::vector<std::string> texts;
  for (const Token& token : lexed.tokens) {
    if (token.kind == TokenKind::kEnd) continue;
    texts.emplace_back(lexed.TextOf(token));
  }
  return texts;
}

// "IntegerOverflow 3-5": the detail and the place.
std::string FaultIn(absl::string_view text) {
  const Lexed lexed = Lex(text);
  const std::optional<QueryFault> fault = FaultOf(lexed.error);
  if (!fault.has_value() || !fault->place.has_value()) return "none";
  EXPECT_EQ(fault->type, ErrorType::kSyntax);
  return absl::StrCat(fault->detail, " ", fault->place->begin, "-",
                      fault->place->end);
}

TEST(LexerTest, SplitsAtSignsSpacesAndComments) {
  EXPECT_THAT(Texts(""), IsEmpty());
  EXPECT_THAT(Texts(" \t\n\r\f\v"), IsEmpty());
  EXPECT_THAT(Texts("MATCH(n)RETURN n"),
              ElementsAre("MATCH", "(", "n", ")", "RETURN", "n"));
  EXPECT_THAT(Texts("a/* b\n */c// d\ne//"), ElementsAre("a", "c", "e"));
  EXPECT_THAT(Texts("/**/a/***/"), ElementsAre("a"));
  EXPECT_THAT(Texts("<>=<==~..."),
              ElementsAre("<>", "=", "<=", "=~", "..", "."));
  EXPECT_THAT(Texts("-->"), ElementsAre("-", "-", ">"));
  EXPECT_THAT(Texts("a / / b"), ElementsAre("a", "/", "/", "b"));
}

TEST(LexerTest, SpacesOfOtherScriptsAreSpaces) {
  EXPECT_THAT(Texts("a\u00a0b\u2003c\u2028d\u3000e\ufeff"),
              ElementsAre("a", "b", "c", "d", "e"));
}

TEST(LexerTest, NamesAreOfAnyScriptAndMayStandInBackticks) {
  EXPECT_THAT(Texts("größe _x1 名前 имя"),
              ElementsAre("größe", "_x1", "名前", "имя"));
  EXPECT_THAT(Texts("`a b``c`.`MATCH`"), ElementsAre("a b`c", ".", "MATCH"));
  EXPECT_EQ(Lex("match").tokens[0].keyword, Keyword::kMatch);
  EXPECT_EQ(Lex("`match`").tokens[0].keyword, Keyword::kNotOne);
  EXPECT_EQ(Lex("matches").tokens[0].keyword, Keyword::kNotOne);
}

TEST(LexerTest, EveryKeywordIsFoundInAnyCase) {
  for (const absl::string_view name : KeywordNames()) {
    EXPECT_EQ(NameOf(FindKeyword(name)), name);
    EXPECT_EQ(NameOf(FindKeyword(absl::AsciiStrToLower(name))), name);
    EXPECT_EQ(FindKeyword(absl::StrCat(name, "x")), Keyword::kNotOne);
  }
  EXPECT_EQ(FindKeyword(""), Keyword::kNotOne);
  EXPECT_EQ(NameOf(Keyword::kNotOne), "");
}

TEST(LexerTest, ParametersLoseTheirDollar) {
  EXPECT_THAT(Texts("$a $1 $`x y` $12a"),
              ElementsAre("a", "1", "x y", "12", "a"));
  EXPECT_EQ(FaultIn("$"), "UnexpectedSyntax 0-1");
  EXPECT_EQ(FaultIn("a $ b"), "UnexpectedSyntax 2-3");
}

uint64_t IntegerOf(absl::string_view text) {
  const Lexed lexed = Lex(text);
  EXPECT_TRUE(lexed.error.ok()) << lexed.error;
  EXPECT_EQ(lexed.tokens.size(), 2) << text;
  EXPECT_EQ(lexed.tokens[0].kind, TokenKind::kInteger) << text;
  return lexed.tokens[0].integer;
}

double FloatOf(absl::string_view text) {
  const Lexed lexed = Lex(text);
  EXPECT_TRUE(lexed.error.ok()) << lexed.error;
  EXPECT_EQ(lexed.tokens.size(), 2) << text;
  EXPECT_EQ(lexed.tokens[0].kind, TokenKind::kFloat) << text;
  return lexed.tokens[0].real;
}

TEST(LexerTest, ReadsIntegersOfThreeBases) {
  EXPECT_EQ(IntegerOf("0"), 0);
  EXPECT_EQ(IntegerOf("120"), 120);
  EXPECT_EQ(IntegerOf("0xFf"), 255);
  EXPECT_EQ(IntegerOf("0Xff"), 255);
  EXPECT_EQ(IntegerOf("0x0"), 0);
  EXPECT_EQ(IntegerOf("0o17"), 15);
  EXPECT_EQ(IntegerOf("9223372036854775807"), kLargestMagnitude - 1);
  EXPECT_EQ(IntegerOf("9223372036854775808"), kLargestMagnitude);
  EXPECT_EQ(IntegerOf("0x8000000000000000"), kLargestMagnitude);
  EXPECT_EQ(IntegerOf("0o1000000000000000000000"), kLargestMagnitude);
}

TEST(LexerTest, ReadsFloatsAndRanges) {
  EXPECT_EQ(FloatOf("1.5"), 1.5);
  EXPECT_EQ(FloatOf(".5"), 0.5);
  EXPECT_EQ(FloatOf("1e9"), 1e9);
  EXPECT_EQ(FloatOf("1E-2"), 0.01);
  EXPECT_EQ(FloatOf(".5e+3"), 500);
  EXPECT_EQ(FloatOf("00.5"), 0.5);
  EXPECT_EQ(FloatOf("1e-400"), 0);
  EXPECT_THAT(Texts("1..3"), ElementsAre("1", "..", "3"));
  EXPECT_THAT(Texts("1...3"), ElementsAre("1", "..", ".3"));
  EXPECT_THAT(Texts("1.a"), ElementsAre("1", ".", "a"));
}

TEST(LexerTest, RefusesNumbersThatAreNone) {
  EXPECT_EQ(FaultIn("0x"), "InvalidNumberLiteral 0-2");
  EXPECT_EQ(FaultIn("0o"), "InvalidNumberLiteral 0-2");
  EXPECT_EQ(FaultIn("0xg"), "InvalidNumberLiteral 0-3");
  EXPECT_EQ(FaultIn("0o18"), "InvalidNumberLiteral 0-4");
  EXPECT_EQ(FaultIn(" 0x1A2b3j4D5E6f7 "), "InvalidNumberLiteral 1-16");
  EXPECT_EQ(FaultIn("12ab"), "InvalidNumberLiteral 0-4");
  EXPECT_EQ(FaultIn("1_000"), "InvalidNumberLiteral 0-5");
  EXPECT_EQ(FaultIn("1e"), "InvalidNumberLiteral 0-2");
  EXPECT_EQ(FaultIn("1.5e+"), "InvalidNumberLiteral 0-4");
  EXPECT_EQ(FaultIn("017"), "InvalidNumberLiteral 0-3");
  EXPECT_EQ(FaultIn("9223372036854775809"), "IntegerOverflow 0-19");
  EXPECT_EQ(FaultIn("99999999999999999999999"), "IntegerOverflow 0-23");
  EXPECT_EQ(FaultIn("0x8000000000000001"), "IntegerOverflow 0-18");
  EXPECT_EQ(FaultIn("1e309"), "FloatingPointOverflow 0-5");
}

std::string StringOf(absl::string_view text) {
  const Lexed lexed = Lex(text);
  EXPECT_TRUE(lexed.error.ok()) << lexed.error;
  EXPECT_EQ(lexed.tokens.size(), 2) << text;
  EXPECT_EQ(lexed.tokens[0].kind, TokenKind::kString) << text;
  return std::string(lexed.TextOf(lexed.tokens[0]));
}

TEST(LexerTest, ReadsStringsWithTheirEscapes) {
  EXPECT_EQ(StringOf("''"), "");
  EXPECT_EQ(StringOf("'a \"b\" // c'"), "a \"b\" // c");
  EXPECT_EQ(StringOf("\"it's\""), "it's");
  EXPECT_EQ(StringOf(R"('\\ \' \" \` \b\f\n\r\t')"), "\\ ' \" ` \b\f\n\r\t");
  EXPECT_EQ(StringOf("'a\nb'"), "a\nb");
  EXPECT_EQ(StringOf(R"('\u0041\u00e9\U0001f9d0')"), "A\u00e9\U0001f9d0");
  EXPECT_EQ(StringOf(R"('\ud83e\uddd0')"), "\U0001f9d0");
  EXPECT_EQ(StringOf(R"('\u0000')"), std::string(1, '\0'));
  EXPECT_EQ(StringOf("'größe'"), "größe");
}

TEST(LexerTest, RefusesStringsThatAreNone) {
  EXPECT_EQ(FaultIn("a 'b"), "UnexpectedSyntax 2-3");
  EXPECT_EQ(FaultIn("'b\\"), "UnexpectedSyntax 0-1");
  EXPECT_EQ(FaultIn("'b\\'"), "UnexpectedSyntax 0-1");
  EXPECT_EQ(FaultIn("'\\d'"), "UnexpectedSyntax 1-3");
  EXPECT_EQ(FaultIn("'\\uH'"), "InvalidUnicodeLiteral 1-3");
  EXPECT_EQ(FaultIn("'\\u00'"), "InvalidUnicodeLiteral 1-3");
  EXPECT_EQ(FaultIn("'\\u12"), "InvalidUnicodeLiteral 1-3");
  EXPECT_EQ(FaultIn("'\\ud83e'"), "InvalidUnicodeLiteral 1-7");
  EXPECT_EQ(FaultIn("'\\uddd0'"), "InvalidUnicodeLiteral 1-7");
  EXPECT_EQ(FaultIn("'\\ud83e\\u0041'"), "InvalidUnicodeLiteral 1-7");
  EXPECT_EQ(FaultIn("'\\U00110000'"), "InvalidUnicodeLiteral 1-11");
  EXPECT_EQ(FaultIn("'\\Uffffffff'"), "InvalidUnicodeLiteral 1-11");
  EXPECT_EQ(FaultIn("'\xff'"), "InvalidUnicodeCharacter 0-3");
}

TEST(LexerTest, RefusesWhatBeginsNoToken) {
  EXPECT_EQ(FaultIn("a # b"), "UnexpectedSyntax 2-3");
  EXPECT_EQ(FaultIn("a\x01"), "UnexpectedSyntax 1-2");
  EXPECT_EQ(FaultIn("\xff"), "InvalidUnicodeCharacter 0-1");
  EXPECT_EQ(FaultIn("a \u201cb"), "InvalidUnicodeCharacter 2-5");
  EXPECT_EQ(FaultIn("/* a"), "UnexpectedSyntax 0-2");
  EXPECT_EQ(FaultIn("/*/"), "UnexpectedSyntax 0-2");
  EXPECT_EQ(FaultIn("`a"), "UnexpectedSyntax 0-1");
  EXPECT_EQ(FaultIn("``"), "UnexpectedSyntax 0-2");
  EXPECT_EQ(FaultIn("`\xff`"), "InvalidUnicodeCharacter 0-3");
}

TEST(LexerTest, TokensBeforeAFaultStand) {
  const Lexed lexed = Lex("RETURN 1 #");
  EXPECT_FALSE(lexed.error.ok());
  ASSERT_EQ(lexed.tokens.size(), 3);
  EXPECT_EQ(lexed.tokens[1].kind, TokenKind::kInteger);
  EXPECT_EQ(lexed.tokens[2].kind, TokenKind::kEnd);
}

TEST(LexerTest, BracketsKnowTheirPartners) {
  const Lexed lexed = Lex("( [ ] { ) }");
  const std::vector<Token>& tokens = lexed.tokens;
  const size_t end = tokens.size() - 1;
  EXPECT_EQ(tokens[1].partner, 2);
  EXPECT_EQ(tokens[2].partner, 1);
  EXPECT_EQ(tokens[3].partner, 5);
  EXPECT_EQ(tokens[5].partner, 3);
  // The brace stands between them.
  EXPECT_EQ(tokens[0].partner, end);
  EXPECT_EQ(tokens[4].partner, end);
}

}  // namespace
}  // namespace attest::query
