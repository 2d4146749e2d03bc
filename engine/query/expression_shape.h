// The shape of an expression: a text that two expressions have in common when
// they are the same but for spaces, comments and parentheses. By it ORDER BY
// finds what RETURN has already worked out.

#ifndef ATTEST_ENGINE_QUERY_EXPRESSION_SHAPE_H_
#define ATTEST_ENGINE_QUERY_EXPRESSION_SHAPE_H_

#include <string>

#include "engine/query/syntax.h"

namespace attest::query {

// Of expressions with patterns or subqueries in them every one is of a shape of
// its own.
[[nodiscard]] std::string ShapeOf(const Expression& expression);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_EXPRESSION_SHAPE_H_
