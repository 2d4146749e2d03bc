// How values compare: three relations, as openCypher has them.
//
// - Equality, of `=` and IN: true, false or unknown. Null makes it unknown,
//   also inside lists and maps unless something else there differs.
// - Comparability, of `<` and its like: unknown between values that have no
//   order among each other; NaN is neither less nor greater than any number.
// - Orderability, of ORDER BY, min and max: total. Maps, nodes, relationships,
//   lists, paths, dates and times, durations, strings, booleans, numbers, NaN,
//   null come in this order. Of maps the smaller comes first, then they go by
//   their keys, then by their values; lists go element by element; strings by
//   code points. EDTF values stand behind the dates.
// Equivalence, by which DISTINCT and grouping go, is equality in which null
// equals null and NaN equals NaN.
//
// An integer and a float compare as the numbers they are, whatever their size:
// 2^53 + 1 is greater than 2.0^53.
//
// An EDTF value compares with another, and with a date, as the interval of days
// that it can mean: see edtf_order.h. For ORDER BY and DISTINCT it is its text,
// and different from every date.
//
// Values may be nested to any depth. Time is linear in the smaller value.

#ifndef ATTEST_ENGINE_QUERY_VALUE_ORDER_H_
#define ATTEST_ENGINE_QUERY_VALUE_ORDER_H_

#include <compare>
#include <cstddef>
#include <optional>

#include "engine/query/value.h"

namespace attest::query {

// None: unknown.
[[nodiscard]] std::optional<bool> Equals(const Value& a, const Value& b);

// Less, equal or greater as `<` sees it; none: unknown. Of NaN and a number,
// `unordered`, by which every comparison is false.
[[nodiscard]] std::optional<std::partial_ordering> Compare(const Value& a,
                                                           const Value& b);

// Negative, 0 or positive. 0 exactly when equivalent.
[[nodiscard]] int Order(const Value& a, const Value& b);

[[nodiscard]] bool Equivalent(const Value& a, const Value& b);

// Equal for values that are equivalent (1 and 1.0 are).
[[nodiscard]] size_t HashOf(const Value& value);

// For hash tables by equivalence.
struct ValueHash {
  size_t operator()(const Value& value) const { return HashOf(value); }
};
struct ValueEquivalent {
  bool operator()(const Value& a, const Value& b) const {
    return Equivalent(a, b);
  }
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_VALUE_ORDER_H_
