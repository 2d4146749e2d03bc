// The built-in predicates: see CASE_FORMAT, The built-in vocabulary.

#ifndef ATTEST_ENGINE_MODEL_VOCABULARY_H_
#define ATTEST_ENGINE_MODEL_VOCABULARY_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/id.h"
#include "engine/model/predicate.h"

namespace attest {

struct BuiltinPredicate {
  std::string key;
  Predicate predicate;
};

// All of them. The order is part of the stored format: ids count from
// kBuiltinPredicates in it, so new ones go to the end.
[[nodiscard]] absl::Span<const BuiltinPredicate> BuiltinVocabulary();

// The id of the built-in predicate called `key`.
[[nodiscard]] std::optional<PredicateId> BuiltinPredicateId(
    absl::string_view key);

// The built-in predicate of `id`; null when `id` is none of this program's.
[[nodiscard]] const BuiltinPredicate* FindBuiltin(PredicateId id);

// Why `key` cannot be the key of a new predicate, because a query gives that
// name another meaning: "a property of every entity" and the like. Empty when
// it can.
[[nodiscard]] std::string ReservedPredicateName(absl::string_view key);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_VOCABULARY_H_
