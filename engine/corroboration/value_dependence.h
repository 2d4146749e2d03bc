// Dependence from values: sources that share rare values beyond chance.
//
// That two sources agree is no sign of copying: both may be right. What one
// of them says and next to nobody else does, so that it is rare and as a rule
// wrong, the other comes upon by chance seldom. Dong, Berti-Equille and
// Srivastava, "Integrating conflicting data: the role of source dependence",
// VLDB 2009, section 3, weigh such shared values against those not shared;
// here a value is rare by what all the others say, not by which one is taken
// for true, so that no verdict is needed, and a value most others share weighs
// nothing at all.
//
// For two sources in a cell where at least three other voices speak, let q be
// how popular a value is among those, (voices for it + 1) / (voices + 2). The
// value is *rare* when at most three in ten of the other voices have it. With
// the copy rate c = 0.8 of the paper a shared rare value adds ln((c + (1 - c)
// q) / q) to the score, a rare value of the one where the other says something
// else ln(1 - c). Two sources are proposed when
// - the score is at least ln(1000) and the logarithm of the number of pairs
//   looked at, so that chance brings forth one in a thousand searches,
// - at least four rare values are shared, and half of the rare values that
//   either has where both speak: sources that err alike because they measure
//   alike also part often,
// - each speaks of two thirds of the cells of the other, at least. Whoever
//   speaks of a small part only may well be whom the other repeats there, and
//   is then a witness of its own. So a copier that keeps to fewer cells is not
//   found, nor are more copies of one page than three in ten voices.
// Those found count as one voice, and what is left is looked at again until
// nothing new is found: five copies of one page hide one another's values.
//
// Deterministic: the order of the claims does not matter. Complexity: of the
// sources that share a rare value each is paired with the sixteen next by id,
// so O(claims) a round, and O(their claims) for each pair with four such
// values in common; pairs without are never looked at.

#ifndef ATTEST_ENGINE_CORROBORATION_VALUE_DEPENDENCE_H_
#define ATTEST_ENGINE_CORROBORATION_VALUE_DEPENDENCE_H_

#include <compare>
#include <vector>

#include "absl/types/span.h"
#include "engine/corroboration/cell_table.h"
#include "engine/model/id.h"

namespace attest {

struct SharedValue {
  CellId cell;
  ValueId value;

  friend constexpr auto operator<=>(const SharedValue&,
                                    const SharedValue&) = default;
};

// Two sources, the lesser id first; which of them copied is not known.
struct DependenceProposal {
  SourceId first;
  SourceId second;
  // Rounded to six digits.
  double score = 0;
  // The rare values that make it, ascending.
  std::vector<SharedValue> shared;

  friend bool operator==(const DependenceProposal&,
                         const DependenceProposal&) = default;
};

// Returns proposals by falling score, equal ones by their sources. They are
// for people to accept; nothing is applied. Lines and predicates are not
// looked at.
std::vector<DependenceProposal> ProposeDependence(
    absl::Span<const CellClaim> claims);

// Returns the claims with the lines of accepted proposals joined: claims of
// one value whose sources are linked by proposals, directly or through other
// sources of the same value, share the least of their lines. Where two such
// sources differ they are not copies of each other, and stay apart.
std::vector<CellClaim> JoinLines(absl::Span<const CellClaim> claims,
                                 absl::Span<const DependenceProposal> accepted);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_VALUE_DEPENDENCE_H_
