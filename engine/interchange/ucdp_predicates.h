// The predicates that the UCDP Georeferenced Event Dataset needs and the
// built-in vocabulary has not. Each is defined by a line of its own where it is
// first used.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_PREDICATES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_PREDICATES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// The line that defines `key`, one of those that begin with `ucdp:`.
[[nodiscard]] std::string UcdpPredicateLine(absl::string_view key);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_PREDICATES_H_
