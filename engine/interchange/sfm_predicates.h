// The predicates that research spreadsheets need and the built-in vocabulary
// has not. Each is defined by a line of its own where it is first used.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_PREDICATES_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_PREDICATES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// The line that defines `key`, which begins with `sfm:`. Those that are not
// in the list are dates of a person or a unit.
[[nodiscard]] std::string SfmPredicateLine(absl::string_view key);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_PREDICATES_H_
