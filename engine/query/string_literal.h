// Strings as they are written in queries: 'it\'s' or "it's".

#ifndef ATTEST_ENGINE_QUERY_STRING_LITERAL_H_
#define ATTEST_ENGINE_QUERY_STRING_LITERAL_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest::query {

// Reads the literal that begins at `position` of `text` with ' or ", and moves
// `position` past it. Escapes: \\ \' \" \` \b \f \n \r \t \uXXXX \UXXXXXXXX;
// two \uXXXX may be the surrogates of one character.
//
// Errors: SyntaxError, UnexpectedSyntax when it is not closed or has another
// escape, InvalidUnicodeLiteral when an escape names no character,
// InvalidUnicodeCharacter when it is not UTF-8.
[[nodiscard]] absl::StatusOr<std::string> ReadStringLiteral(
    absl::string_view text, size_t& position);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_STRING_LITERAL_H_
