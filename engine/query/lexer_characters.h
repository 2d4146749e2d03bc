// The characters of a query: what is space, what makes a name, what stands for
// a sign in other scripts than ASCII.

#ifndef ATTEST_ENGINE_QUERY_LEXER_CHARACTERS_H_
#define ATTEST_ENGINE_QUERY_LEXER_CHARACTERS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/query/lexer.h"

namespace attest::query {

// Bytes of the one space that `text` begins with; 0 when it does not.
[[nodiscard]] size_t SpaceLength(absl::string_view text);

// Bytes of the name that `text` begins with; 0 when it does not. Names begin
// with a letter (XID_Start of Unicode) or `_` and go on with XID_Continue.
[[nodiscard]] size_t NameLength(absl::string_view text);

// A dash or arrow head of another script, which openCypher reads in patterns.
struct ForeignSign {
  TokenKind kind = TokenKind::kEnd;
  size_t length = 0;  // 0: `text` begins with none
};
[[nodiscard]] ForeignSign FindForeignSign(absl::string_view text);

// What to say of a character that begins no token.
[[nodiscard]] std::string StrayCharacterMessage(int32_t code_point);

// The value of a digit in base 16 or less; 16 when it is none.
[[nodiscard]] unsigned DigitValue(char digit);

// The text at `place` as messages show it: cut when long, and without bytes
// that would disturb a terminal.
[[nodiscard]] std::string ShownText(absl::string_view text, Place place);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_LEXER_CHARACTERS_H_
