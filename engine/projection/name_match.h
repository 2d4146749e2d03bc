// How well a text is found in a name, both folded for search.

#ifndef ATTEST_ENGINE_PROJECTION_NAME_MATCH_H_
#define ATTEST_ENGINE_PROJECTION_NAME_MATCH_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/projection/answer.h"

namespace attest {

// FoldForSearch, for most names without its cost.
[[nodiscard]] std::string FoldName(absl::string_view name);

// How well `wanted` is found in `name`, both folded; nullopt: it is not.
[[nodiscard]] std::optional<Matched> MatchOfNames(const std::string& wanted,
                                                  const std::string& name);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_NAME_MATCH_H_
