// The claims that say what lies in what, and the hierarchy that those that
// count make. (CORROBORATION.md, "The place tree".)

#ifndef ATTEST_ENGINE_FINDINGS_PLACE_CLAIMS_H_
#define ATTEST_ENGINE_FINDINGS_PLACE_CLAIMS_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/findings/statements.h"
#include "engine/projection/view.h"

namespace attest {

// The claims of `contained_in`, `part_of` and `coordinates`, by ordinal,
// rising.
[[nodiscard]] std::vector<uint32_t> PlaceClaims(const View& view);

// Those of them that can tell how `asked` and the statements `others` lie to
// each other: about their places, units and organizations, and whatever these
// may lie in.
[[nodiscard]] std::vector<uint32_t> PlaceClaimsAbove(
    const View& view, const Statements& statements, const Statement& asked,
    const std::vector<uint32_t>& others);

struct BuiltHierarchy {
  Hierarchy hierarchy;
  // Claims left out because they would close a ring, rising.
  std::vector<uint32_t> rings;
};

// `claims`: those of PlaceClaims; `is_live` says which count.
[[nodiscard]] BuiltHierarchy BuildHierarchy(
    const View& view, const Statements& statements,
    const std::vector<uint32_t>& claims,
    absl::FunctionRef<bool(uint32_t)> is_live);

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_PLACE_CLAIMS_H_
