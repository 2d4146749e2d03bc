// The variables that an expression may name: each has a slot and what is known
// of its type before anything runs.

#ifndef ATTEST_ENGINE_QUERY_SCOPE_H_
#define ATTEST_ENGINE_QUERY_SCOPE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/query/frame.h"
#include "engine/query/value.h"

namespace attest::query {

// The types that an expression can have, and its elements where it is a list.
struct StaticType {
  TypeSet types = kAnyType;
  TypeSet elements = kAnyType;
};

[[nodiscard]] constexpr StaticType TypeOnly(Value::Type type) {
  return {SetOf(type), kAnyType};
}
[[nodiscard]] constexpr StaticType ListOf(TypeSet elements) {
  return {SetOf(Value::Type::kList), elements};
}

// Is it certain that the value is neither null nor of one of `wanted`? Nothing
// is known of what has no types: the elements of an empty list.
[[nodiscard]] constexpr bool IsNone(const StaticType& type, TypeSet wanted) {
  return type.types != 0 &&
         (type.types & (wanted | SetOf(Value::Type::kNull))) == 0;
}

struct Variable {
  std::string name;
  Slot slot = 0;
  StaticType type;
};

class Scope {
 public:
  // Null when there is none.
  [[nodiscard]] const Variable* Find(absl::string_view name) const {
    // The last one hides those before it.
    for (auto at = variables_.rbegin(); at != variables_.rend(); ++at) {
      if (at->name == name) return &*at;
    }
    return nullptr;
  }
  void Add(Variable variable) { variables_.push_back(std::move(variable)); }

  [[nodiscard]] const std::vector<Variable>& variables() const {
    return variables_;
  }

 private:
  std::vector<Variable> variables_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_SCOPE_H_
