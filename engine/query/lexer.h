// Splits the text of a query into tokens: names, numbers, strings, parameters
// and signs. Spaces and comments (`// ...` to the end of the line, `/* ... */`)
// stand between tokens.
//
// Words are never reserved here: a name that is spelt as a keyword carries
// that keyword, and the parser decides by where it stands. In backticks a name
// is a name alone.

#ifndef ATTEST_ENGINE_QUERY_LEXER_H_
#define ATTEST_ENGINE_QUERY_LEXER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/query/keyword.h"
#include "engine/query/query_error.h"

namespace attest::query {

enum class TokenKind : uint8_t {
  kEnd,
  kName,
  kInteger,
  kFloat,
  kString,
  kParameter,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kComma,
  kDot,
  kDots,  // ..
  kColon,
  kSemicolon,
  kBar,
  kAmpersand,
  kExclamation,
  kPercent,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kCaret,
  kEqual,
  kNotEqual,  // <>
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kMatches,  // =~
};

// Integers that are larger do not lex; this one only goes with a minus.
inline constexpr uint64_t kLargestMagnitude = uint64_t{1} << 63;

struct Token {
  static constexpr uint32_t kAsWritten = ~uint32_t{0};

  TokenKind kind = TokenKind::kEnd;
  // Of a name without backticks, else kNotOne.
  Keyword keyword = Keyword::kNotOne;
  Place place;
  // Of a kString, and a kName or kParameter in backticks: where its text is in
  // Lexed::strings.
  uint32_t string = kAsWritten;
  // Of a bracket: the index of the token that matches it, or that of the end.
  uint32_t partner = 0;
  uint64_t integer = 0;  // of a kInteger, at most kLargestMagnitude
  double real = 0;       // of a kFloat
};

struct Lexed {
  absl::string_view text;
  // The last one is kEnd.
  std::vector<Token> tokens;
  std::vector<std::string> strings;
  // Why there are no tokens after the last one; OK when the text ended.
  absl::Status error;

  // A name without its backticks, a parameter without its dollar, a string
  // with its escapes resolved; of any other token the text as written.
  [[nodiscard]] absl::string_view TextOf(const Token& token) const;
};

// `text`, of less than 2^32 bytes, must outlive the result. Time is linear.
[[nodiscard]] Lexed Lex(absl::string_view text);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_LEXER_H_
