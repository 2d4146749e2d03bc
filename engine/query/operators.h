// What the operators of expressions do with values: arithmetic, text, lists
// and the three-valued logic.
//
// Errors are those of query_error.h at run time (RunError): TypeError with
// InvalidArgumentType for operands that do not go together,
// ArithmeticError for division of an integer by zero and for integers that
// overflow.

#ifndef ATTEST_ENGINE_QUERY_OPERATORS_H_
#define ATTEST_ENGINE_QUERY_OPERATORS_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "engine/query/property_graph.h"
#include "engine/query/syntax.h"
#include "engine/query/value.h"

namespace attest::query {

// Every binary operator but AND, OR and XOR (which the evaluator short-cuts).
// `max_bytes`: no larger value is made.
[[nodiscard]] absl::StatusOr<Value> Apply(Operator op, const Value& left,
                                          const Value& right,
                                          uint64_t max_bytes);

// Minus, plus and NOT.
[[nodiscard]] absl::StatusOr<Value> Apply(Operator op, const Value& operand);

// What a condition says: none is unknown (null). A TypeError when it is no
// boolean.
[[nodiscard]] absl::StatusOr<std::optional<bool>> Truth(const Value& value);
[[nodiscard]] Value FromTruth(std::optional<bool> truth);

// value[index]: of a list, of a map, node or relationship by a string.
[[nodiscard]] absl::StatusOr<Value> Element(const PropertyGraph& graph,
                                            const Value& value,
                                            const Value& index);

// value.key where the key is not known to the graph, or the value is no node
// and no relationship: of a map, a date or time, null. A TypeError otherwise.
[[nodiscard]] absl::StatusOr<Value> Member(const PropertyGraph& graph,
                                           const Value& value,
                                           absl::string_view key);

// value[from..to]; `from`, `to`: null pointers where left out.
[[nodiscard]] absl::StatusOr<Value> Slice(const Value& value, const Value* from,
                                          const Value* to);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_OPERATORS_H_
