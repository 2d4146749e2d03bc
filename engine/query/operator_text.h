// How operators are written.

#ifndef ATTEST_ENGINE_QUERY_OPERATOR_TEXT_H_
#define ATTEST_ENGINE_QUERY_OPERATOR_TEXT_H_

#include "absl/strings/string_view.h"
#include "engine/query/syntax.h"

namespace attest::query {

// "STARTS WITH", "+".
[[nodiscard]] absl::string_view TextOf(Operator op);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_OPERATOR_TEXT_H_
