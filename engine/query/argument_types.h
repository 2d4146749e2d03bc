// The sets of types that functions take and give.

#ifndef ATTEST_ENGINE_QUERY_ARGUMENT_TYPES_H_
#define ATTEST_ENGINE_QUERY_ARGUMENT_TYPES_H_

#include "engine/query/value.h"

namespace attest::query {

inline constexpr TypeSet kBooleans = SetOf(Value::Type::kBoolean);
inline constexpr TypeSet kIntegers = SetOf(Value::Type::kInteger);
inline constexpr TypeSet kFloats = SetOf(Value::Type::kFloat);
inline constexpr TypeSet kNumbers = kIntegers | kFloats;
inline constexpr TypeSet kStrings = SetOf(Value::Type::kString);
inline constexpr TypeSet kLists = SetOf(Value::Type::kList);
inline constexpr TypeSet kMaps = SetOf(Value::Type::kMap);
inline constexpr TypeSet kNodes = SetOf(Value::Type::kNode);
inline constexpr TypeSet kRelationships = SetOf(Value::Type::kRelationship);
inline constexpr TypeSet kPaths = SetOf(Value::Type::kPath);
inline constexpr TypeSet kDates =
    SetOf(Value::Type::kDate) | SetOf(Value::Type::kLocalTime) |
    SetOf(Value::Type::kTime) | SetOf(Value::Type::kLocalDateTime) |
    SetOf(Value::Type::kDateTime) | SetOf(Value::Type::kEdtf);
inline constexpr TypeSet kDurations = SetOf(Value::Type::kDuration);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_ARGUMENT_TYPES_H_
