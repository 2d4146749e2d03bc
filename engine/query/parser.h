// Reads the text of a query: openCypher 9's reading clauses with the path
// selectors, quantified patterns and inline WHERE of GQL, and AS OF and VALID
// AT.
//
// Clauses that write, and CALL, are refused with the verb of `attest` that does
// it (ErrorType::kRefused, UpdatingClause or ProcedureCall). What a query
// means, and whether its names are defined, is for analysis.h: the parser
// checks the form alone, which includes that a pattern stands as a condition
// only, that clauses come in order and that WITH names its expressions. Errors
// are those of query_error.h with SyntaxError and the details of openCypher
// (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, ...).
//
// Keywords may be names: of properties, labels, types, keys, functions and
// columns all of them, of variables those that IsReserved (keyword.h) lets.
// Where a pattern and arithmetic are written alike, as in (a)--(b), it is a
// pattern. The first `|` within the WHERE of a comprehension ends it: labels
// with `|` stand in parentheses there.
//
// Untrusted input: texts up to kMaxQueryBytes, nested up to kMaxDepth deep, or
// the error is of ErrorType::kLimit (QueryTooLong, NestingTooDeep). No tree is
// higher than kMaxDepth either; of AND, OR and XOR there may be any number.
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
