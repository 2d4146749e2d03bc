// Reads the text of a query: openCypher 9's reading clauses with the path
// selectors, quantified patterns and inline WHERE of GQL, and AS OF and VALID
// AT.
//
// Clauses that write, and CALL, are refused with the verb of `attest` that does
// it (ErrorType::kRefused). What a query means, and whether its names are
// defined, is for analysis.h: the parser checks the form alone. Errors are
// those of query_error.h with SyntaxError and the details of openCypher
// (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, ...).
//
// Untrusted input: texts up to kMaxQueryBytes, nested up to kMaxDepth deep.
// Time is linear in the text.

#ifndef ATTEST_ENGINE_QUERY_PARSER_H_
#define ATTEST_ENGINE_QUERY_PARSER_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/syntax.h"

namespace attest::query {

inline constexpr size_t kMaxQueryBytes = size_t{1} << 20;
inline constexpr int kMaxDepth = 200;

// A `;` may end it.
[[nodiscard]] absl::StatusOr<Query> ParseQuery(absl::string_view text);

// One expression, or patterns with commas between them: nothing else in
// `text`.
[[nodiscard]] absl::StatusOr<ExpressionPtr> ParseExpression(
    absl::string_view text);
[[nodiscard]] absl::StatusOr<std::vector<PathPattern>> ParsePatterns(
    absl::string_view text);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_PARSER_H_
