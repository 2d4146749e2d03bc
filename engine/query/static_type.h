// What is said of the types of expressions while they are compiled.

#ifndef ATTEST_ENGINE_QUERY_STATIC_TYPE_H_
#define ATTEST_ENGINE_QUERY_STATIC_TYPE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/query/query_error.h"
#include "engine/query/scope.h"
#include "engine/query/value.h"

namespace attest::query {

inline constexpr TypeSet kNull = SetOf(Value::Type::kNull);
inline constexpr TypeSet kBoolean = SetOf(Value::Type::kBoolean);

[[nodiscard]] constexpr StaticType OneOf(TypeSet types) {
  return {types, kAnyType};
}

// What the elements of the list may be; of what is no list for certain, any.
[[nodiscard]] constexpr StaticType ElementsOf(const StaticType& list) {
  if ((list.types & ~(SetOf(Value::Type::kList) | kNull)) != 0) return {};
  return OneOf(list.elements);
}

// Says that `wanted` was wanted at `place`.
[[nodiscard]] absl::Status WrongType(Place place, absl::string_view wanted,
                                     const StaticType& got,
                                     ErrorType error = ErrorType::kSyntax);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_STATIC_TYPE_H_
