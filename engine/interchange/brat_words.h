// Names that annotators commonly give to kinds of entities, and to what makes
// a statement denied or uncertain.

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_WORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_WORDS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "engine/model/entity.h"

namespace attest {

// PERSON, Per, LOC, Organisation and so on, in any letter case; nullopt for
// other types.
[[nodiscard]] std::optional<EntityKind> BratKindOf(absl::string_view type);

enum class BratManner : uint8_t { kNone, kDenied, kBelieved };

// Negation, Speculation and their like.
[[nodiscard]] BratManner BratMannerOf(absl::string_view attribute);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_WORDS_H_
