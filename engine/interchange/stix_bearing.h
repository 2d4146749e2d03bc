// What bears on a statement that goes out as STIX: what stands against it, and
// whether anybody states it whose word is not that of somebody who only calls
// it alleged.
//
// A paper that reprints what an agency calls alleged, and drops the word, has
// nothing of its own to state. So a claim states something when no chain of it
// has an origin in common with a claim for the same that is hedged, nor leads
// through an origin of that, nor that through one of its own.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_BEARING_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_BEARING_H_

#include <vector>

#include "engine/corroboration/chain.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Each in log order.
struct StixAgainst {
  std::vector<StatementId> conflicts;  // cannot hold together with it
  std::vector<ClaimId> denials;        // of it, and of wider statements
};

// Not thread-safe, as findings are not. Lifetime: borrows both.
class StixBearing {
 public:
  // `findings`: of `view`.
  StixBearing(const Findings& findings, const View& view)
      : findings_(findings), view_(view) {}

  // What counts against a statement, shown or not.
  [[nodiscard]] StixAgainst AgainstOf(StatementId id) const;

  // Does one of `asserting`, claims for `id` that count, state it?
  [[nodiscard]] bool IsStated(StatementId id,
                              const std::vector<ClaimId>& asserting) const;

  // Does a denial stand for itself, so that somebody can be said to disagree?
  // Not what is alleged, rumored or hearsay.
  [[nodiscard]] bool IsOwnWord(ClaimId denial) const;

  // The lines of one side: each the claim that stands for it, and then those
  // that share a source or report with that.
  [[nodiscard]] std::vector<std::vector<ClaimId>> LinesOf(
      const std::vector<ClaimId>& claims) const;

 private:
  // Alleged, believed or rumored, itself or in what it rests on?
  [[nodiscard]] bool IsHedged(ClaimId id) const;
  [[nodiscard]] const Branches& BranchesOf(ClaimId id) const;

  const Findings& findings_;
  const View& view_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_BEARING_H_
