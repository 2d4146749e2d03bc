// Syntax trees as text, by which tests compare them: every operator in
// parentheses before its operands, what is missing as `_`.
//
//     1 + 2 * 3               (+ 1 (* 2 3))
//     MATCH (a)-[:T*]->(b)    MATCH (a)-[:T]{1..}->(b)

#ifndef ATTEST_TESTS_QUERY_SYNTAX_TEXT_H_
#define ATTEST_TESTS_QUERY_SYNTAX_TEXT_H_

#include <string>

#include "engine/query/syntax.h"

namespace attest::query {

[[nodiscard]] std::string TextOf(const Expression& expression);
[[nodiscard]] std::string TextOf(const PathPattern& path);
[[nodiscard]] std::string TextOf(const Query& query);

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_SYNTAX_TEXT_H_
