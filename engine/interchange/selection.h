// Selection is the part of a case that an export is asked for: statements, the
// claims of them, and the entities that they are about.
//
// What is sealed is in none, and nothing is reached through it. Statements and
// entities go as joined, each by the first of its group.
//
// All functions are pure.

#ifndef ATTEST_ENGINE_INTERCHANGE_SELECTION_H_
#define ATTEST_ENGINE_INTERCHANGE_SELECTION_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// Where a selection begins.
struct SelectionSeeds {
  std::vector<EntityId> entities;
  std::vector<StatementId> statements;  // with all of their claims
  std::vector<ClaimId> claims;          // and no other claim for their sake
};

// Rising, each once.
struct Selection {
  std::vector<EntityId> entities;
  std::vector<StatementId> statements;
  std::vector<ClaimId> claims;
  // Those of `statements` that are there for the sake of single claims alone.
  std::vector<StatementId> in_part;
  // Sources and reports that these claims came through: see AddBearingClaims.
  std::vector<EventIndex> records;
  // Claims left out: the sealed ones of these statements, those of statements
  // that would be here were not all of their claims sealed, and those that were
  // to be chosen themselves.
  std::vector<ClaimId> sealed;

  [[nodiscard]] bool Has(StatementId id) const;
  // Is it there with all of its claims?
  [[nodiscard]] bool IsWhole(StatementId id) const;

  friend bool operator==(const Selection&, const Selection&) = default;
};

// Does a statement stay, of those that were reached?
using KeepStatement = absl::FunctionRef<absl::StatusOr<bool>(StatementId)>;

// Everything that `keep` lets stay; entities that no statement is about stay or
// go.
enum class LoneEntities : uint8_t { kStay, kGo };
absl::StatusOr<Selection> SelectAll(const View& view,
                                    const Discretion& discretion,
                                    LoneEntities lone, KeepStatement keep);

// What `seeds` name, and statements that are up to `hops` away: those about a
// seed are one hop away, those about the other entities of these are two. The
// entities of a statement are its subject, object and place; those of a seeded
// statement, or a claim's, are one hop away. What is not kept leads on all the
// same. Complexity: what is reached.
absl::StatusOr<Selection> SelectAround(const View& view,
                                       const Discretion& discretion,
                                       const SelectionSeeds& seeds,
                                       uint64_t hops, KeepStatement keep);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SELECTION_H_
