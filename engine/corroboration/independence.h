// How many independent lines the claims of one side have, and what they hang
// on. (CORROBORATION.md, "How many lines".)

#ifndef ATTEST_ENGINE_CORROBORATION_INDEPENDENCE_H_
#define ATTEST_ENGINE_CORROBORATION_INDEPENDENCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "engine/corroboration/chain.h"
#include "engine/corroboration/provenance.h"

namespace attest {

struct Lines {
  uint32_t low = 0;
  uint32_t best = 0;
  uint32_t high = 0;
  // There are too many chains to be sure: there may be more lines.
  bool at_least = false;

  friend bool operator==(const Lines&, const Lines&) = default;
};

// The live claims of one side of one statement.
//
// Lifetime: borrows the branches.
class Side {
 public:
  // A line-forming branch: one on which an origin is left that no other claim
  // has as a conduit.
  struct Way {
    uint32_t claim;
    const Branch* branch;
    std::vector<Origin> origins;  // those left
  };

  // `claims`: the live branches of each claim, in the order in which ties
  // are decided. Branches that one of the records `without` lies on are gone.
  // Complexity: near-linear in the vertices on all branches.
  Side(const Provenance& provenance,
       std::vector<absl::Span<const Branch>> claims,
       std::vector<ChainVertex> without = {});

  // There are branches that were not given: figures are bounds.
  void MarkCut() { is_cut_ = true; }

  // Has a claim a branch left?
  [[nodiscard]] bool has_live() const { return has_live_; }

  [[nodiscard]] const std::vector<Way>& ways() const { return ways_; }
  [[nodiscard]] const std::vector<absl::Span<const Branch>>& claims() const {
    return claims_;
  }

  // The origins left, each once, sorted: those known on any way, and the
  // others.
  [[nodiscard]] std::vector<ChainVertex> KnownOrigins() const;
  [[nodiscard]] std::vector<ChainVertex> UnknownOrigins() const;

  // A largest set of pairwise independent ways, by their place in ways().
  struct Choice {
    std::vector<uint32_t> ways;
    bool at_least = false;
  };
  [[nodiscard]] Choice MostIndependent() const;

  // How many distinct origins are left.
  [[nodiscard]] uint32_t CountOrigins() const;

  // low and best; high as counted on these branches.
  [[nodiscard]] Lines CountLines() const;

  // The vertices on every way, in the order of the first way.
  [[nodiscard]] std::vector<ChainVertex> SinglePoints() const;

 private:
  void FindWays();
  [[nodiscard]] bool Repeats(const Way& way) const;
  [[nodiscard]] bool IsGone(const Branch& branch) const;
  [[nodiscard]] std::vector<ChainVertex> Origins(bool known) const;
  [[nodiscard]] uint32_t CountLow() const;

  const Provenance& provenance_;
  std::vector<absl::Span<const Branch>> claims_;
  std::vector<ChainVertex> without_;
  bool has_live_ = false;
  bool is_cut_ = false;
  std::vector<Way> ways_;
};

// low <= best <= high: a figure that breaks this is cut to its neighbour.
[[nodiscard]] Lines InOrder(Lines lines);

// Compares two vertices by key.
using KeyLess = absl::FunctionRef<bool(ChainVertex, ChainVertex)>;

// A smallest set of at most three sources that every way passes through; among
// equals the one with the least sum over the ways of the distance from the
// report to the nearest member, then of the least keys. Sorted by key. None
// when there is no such set, or no way.
[[nodiscard]] std::optional<std::vector<ChainVertex>> WeakestCut(
    const Provenance& provenance, const Side& side, KeyLess less);

// Components of more than one vertex in the union of the chains, and, one
// each, the reports on them that derive from a later one. Members sorted by
// key, the list by its members.
[[nodiscard]] std::vector<std::vector<ChainVertex>> Cycles(
    const Provenance& provenance, const Side& side, KeyLess less);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_INDEPENDENCE_H_
