// Bearing is which claims bear on one statement: those that support it, oppose
// it or doubt it, and the statements that conflict with it, with theirs.

#ifndef ATTEST_ENGINE_FINDINGS_BEARING_H_
#define ATTEST_ENGINE_FINDINGS_BEARING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/corroboration/independence.h"
#include "engine/corroboration/lattice.h"
#include "engine/corroboration/verdict.h"
#include "engine/findings/claim_chains.h"
#include "engine/findings/finding.h"
#include "engine/findings/statements.h"

namespace attest {

// Claims go by ordinal, rising.
struct Bearing {
  std::vector<uint32_t> supporting;  // live or not
  std::vector<uint32_t> denying;     // live
  std::vector<uint32_t> doubting;    // live

  struct Rival {
    uint32_t statement;
    std::vector<uint32_t> supporting;  // live or not
  };
  // Statements whose statements conflict, whether or not a claim of them lives;
  // rising.
  std::vector<Rival> conflicting;
  std::vector<Rival> differing;
};

// Finds what bears on statements, over one hierarchy.
//
// Not thread-safe, as chains are not. Lifetime: borrows all it is made of.
class BearingFinder {
 public:
  BearingFinder(const View& view, const ClaimChains& chains,
                const Statements& statements, const Hierarchy& hierarchy)
      : view_(view),
        chains_(chains),
        statements_(statements),
        hierarchy_(hierarchy) {}

  [[nodiscard]] Bearing Of(const Statement& statement,
                           uint32_t predicate_row) const;

  // The claims that support `statement`, live or not.
  [[nodiscard]] std::vector<uint32_t> SupportersOf(
      const Statement& statement, uint32_t predicate_row) const;

 private:
  [[nodiscard]] bool CanSupport(const Statement& statement,
                                uint32_t other) const;
  void FindRivals(const Statement& statement, uint32_t predicate_row,
                  Bearing& bearing) const;

  const View& view_;
  const ClaimChains& chains_;
  const Statements& statements_;
  const Hierarchy& hierarchy_;
};

// The claims among `claims` that live, as a side of a statement. `without`:
// as for Side.
[[nodiscard]] Side SideOf(const ClaimChains& chains,
                          absl::Span<const uint32_t> claims,
                          std::vector<ChainVertex> without = {});

// The same without what the texts of reports tell.
[[nodiscard]] Side DeclaredSideOf(const ClaimChains& chains,
                                  absl::Span<const uint32_t> claims,
                                  std::vector<ChainVertex> without = {});

// low and best of `side`, the side of `claims`; high of what is declared.
[[nodiscard]] Lines LinesOf(const ClaimChains& chains, const Side& side,
                            absl::Span<const uint32_t> claims,
                            const std::vector<ChainVertex>& without);

// How the statement stands that `bearing` is of, its branches through the
// records `without` being gone.
[[nodiscard]] Standing StandingOf(const ClaimChains& chains,
                                  const Bearing& bearing,
                                  const std::vector<ChainVertex>& without);

// The verdict and the lines of a statement.
[[nodiscard]] Figures FiguresFor(const ClaimChains& chains,
                                 const Bearing& bearing);

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_BEARING_H_
