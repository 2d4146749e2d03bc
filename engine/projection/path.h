// The shortest chain of asserted statements between two entities.
//
// A step is a live asserting claim between two identity groups, taken in
// either direction. Of several shortest chains it is the one whose claims, read
// from the start, come first in the log.

#ifndef ATTEST_ENGINE_PROJECTION_PATH_H_
#define ATTEST_ENGINE_PROJECTION_PATH_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

struct PathStep {
  // Members defined first of their groups, in the order of the walk.
  EntityId from;
  EntityId to;
  StatementId statement;
  PredicateId predicate;
  // The statement's subject is `to`.
  bool reversed = false;
  // The claims that assert the statement, live and kept.
  std::vector<ClaimId> claims;

  friend bool operator==(const PathStep&, const PathStep&) = default;
};

// None when no chain of at most `max_hops` steps joins the two; no steps when
// they are one. `keep` says which claims to use; it is asked for live asserting
// claims between entities only, several times for each.
// Complexity: linear in the entities and claims within `max_hops` of `to`.
std::optional<std::vector<PathStep>> ShortestPath(
    const View& view, EntityId from, EntityId to, size_t max_hops,
    absl::FunctionRef<bool(ClaimId)> keep);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_PATH_H_
