// The names that enumerators have in files, answers and messages.
//
// A closed set of names is an enum class whose enumerators count from 0, with
// a specialization of EnumNames that lists the names in the same order:
//
//   template <>
//   struct EnumNames<Stance> {
//     static constexpr absl::string_view kWhat = "stance";
//     static constexpr absl::string_view kNames[] = {"asserts", ...};
//   };

#ifndef ATTEST_ENGINE_MODEL_ENUM_NAMES_H_
#define ATTEST_ENGINE_MODEL_ENUM_NAMES_H_

#include <cstddef>
#include <iterator>
#include <optional>

#include "absl/strings/string_view.h"

namespace attest {

template <class E>
struct EnumNames;

// The number of enumerators of E.
template <class E>
inline constexpr size_t kEnumSize = std::size(EnumNames<E>::kNames);

// The name of `value`. Requires: `value` is one of the enumerators.
template <class E>
[[nodiscard]] constexpr absl::string_view NameOf(E value) {
  return EnumNames<E>::kNames[static_cast<size_t>(value)];
}

// The enumerator called `name`, if there is one.
template <class E>
[[nodiscard]] std::optional<E> FromName(absl::string_view name) {
  for (size_t i = 0; i < kEnumSize<E>; ++i) {
    if (EnumNames<E>::kNames[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace attest

// Names the enumerators of ENUM, in their order; use inside namespace attest.
#define ATTEST_ENUM_NAMES(ENUM, WHAT, ...)                       \
  template <>                                                    \
  struct EnumNames<ENUM> {                                       \
    static constexpr absl::string_view kWhat = WHAT;             \
    static constexpr absl::string_view kNames[] = {__VA_ARGS__}; \
  }

#endif  // ATTEST_ENGINE_MODEL_ENUM_NAMES_H_
