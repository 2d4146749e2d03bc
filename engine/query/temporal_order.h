// How temporal values compare: with values of their own type only.
//
// Equal are values of which all parts are: 12:00+01:00 and 11:00Z, though at
// one instant, are not. Times with an offset and date-times order by instant;
// among those of one instant by what a clock shows, then by the zone's name, so
// that the order agrees with equality.
//
// Durations have no order for `<`, a month being no number of days. ORDER BY
// takes them by their average length (a month has 30.436875 days), then part by
// part.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_ORDER_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_ORDER_H_

#include <compare>
#include <cstddef>
#include <optional>

#include "engine/query/temporal.h"
#include "engine/query/value.h"

namespace attest::query {

[[nodiscard]] constexpr bool IsTemporal(Value::Type type) {
  switch (type) {
    case Value::Type::kDate:
    case Value::Type::kLocalTime:
    case Value::Type::kTime:
    case Value::Type::kLocalDateTime:
    case Value::Type::kDateTime:
    case Value::Type::kDuration:
      return true;
    default:
      return false;
  }
}

// Total orders; equal exactly when `==`.
[[nodiscard]] std::strong_ordering Order(const Time& a, const Time& b);
[[nodiscard]] std::strong_ordering Order(const DateTime& a, const DateTime& b);
[[nodiscard]] std::strong_ordering Order(const Duration& a, const Duration& b);

// Requires, here and below: values that IsTemporal.

// For `=`: false for different types.
[[nodiscard]] bool TemporalEquals(const Value& a, const Value& b);
// For `<`: none, unknown, for different types and for durations.
[[nodiscard]] std::optional<std::strong_ordering> TemporalCompare(
    const Value& a, const Value& b);
// For ORDER BY. Requires: one type.
[[nodiscard]] std::strong_ordering TemporalOrder(const Value& a,
                                                 const Value& b);
// Equal for equal values.
[[nodiscard]] size_t TemporalHash(const Value& value);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_ORDER_H_
