// Bearing is which claims bear on one statement: those that support it, oppose
// it or doubt it, and the statements that conflict with it, with theirs.

#ifndef ATTEST_ENGINE_FINDINGS_BEARING_H_
#define ATTEST_ENGINE_FINDINGS_BEARING_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/corroboration/independence.h"
#include "engine/corroboration/lattice.h"
#include "engine/corroboration/verdict.h"
#include "engine/findings/claim_chains.h"
#include "engine/findings/finding.h"
#include "engine/findings/statement_bucket.h"
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

// Finds what bears on statements, over one hierarchy. It keeps ready the
// statements of the last subject and object, and of those of very many.
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

  // The verdict and the lines of a statement, without a look at more of the
  // conflicting statements than decide it. Requires: `statement` is that which
  // the view has as `number`.
  [[nodiscard]] Figures FiguresOf(uint32_t number) const;

 private:
  // The statements of one entity and predicate; where objects keep them apart,
  // of one object.
  struct Kept {
    StatementBucket bucket;
    // May there be denials or doubts: claims that are no assertions?
    bool has_denials = false;
  };
  struct BucketKey {
    Role role;
    EntityId entity;
    uint32_t predicate_row;
    std::optional<EntityId> object;

    friend bool operator==(const BucketKey&, const BucketKey&) = default;
    template <class H>
    friend H AbslHashValue(H state, const BucketKey& key) {
      return H::combine(std::move(state), key.role, key.entity,
                        key.predicate_row, key.object.has_value(),
                        key.object.value_or(key.entity));
    }
  };
  // That which was asked for last; the larger ones outlive the next.
  struct Current {
    BucketKey key;
    std::shared_ptr<const Kept> kept;
  };

  [[nodiscard]] const Kept& BySubject(std::optional<Current>& current,
                                      const Statement& statement,
                                      uint32_t predicate_row) const;
  [[nodiscard]] const Kept& ByObject(EntityId object,
                                     uint32_t predicate_row) const;
  // That of `key`, of those of `numbers()` when it is not there yet.
  template <class NumbersOf>
  const Kept& Find(std::optional<Current>& current, const BucketKey& key,
                   NumbersOf&& numbers_of) const;
  [[nodiscard]] std::shared_ptr<const Kept> Make(
      std::vector<uint32_t> numbers) const;
  [[nodiscard]] bool CanSupport(const Statement& statement,
                                uint32_t other) const;
  [[nodiscard]] std::vector<uint32_t> SupportersOf(
      const Statement& statement, uint32_t predicate_row) const;
  // All but the conflicting and the differing.
  [[nodiscard]] Bearing OwnOf(const Statement& statement,
                              uint32_t predicate_row) const;
  void FindRivals(const Statement& statement, uint32_t predicate_row,
                  Bearing& bearing) const;
  // Calls `visit` with each bucket that conflicting statements may be in, and
  // the places of these there, until it returns false.
  template <class Visit>
  void VisitRivals(const Statement& statement, uint32_t predicate_row,
                   Visit&& visit) const;
  [[nodiscard]] const OriginSet& OriginsOf(uint32_t number,
                                           const Statement& statement,
                                           uint32_t predicate_row) const;

  const View& view_;
  const ClaimChains& chains_;
  const Statements& statements_;
  const Hierarchy& hierarchy_;
  mutable std::optional<Current> by_subject_;
  mutable std::optional<Current> by_object_;
  mutable std::optional<Current> by_rival_;  // its subject
  mutable absl::flat_hash_map<BucketKey, std::shared_ptr<const Kept>> large_;
  mutable size_t large_statements_ = 0;
  // Of the claims that support a statement, by its number.
  mutable absl::flat_hash_map<uint32_t, OriginSet> origins_;
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

// The verdict and the lines of a statement. `rivals`: the origins of the claims
// of statements that conflict with it beside those in `bearing`.
[[nodiscard]] Figures FiguresFor(const ClaimChains& chains,
                                 const Bearing& bearing,
                                 const OriginSet& rivals = {});

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_BEARING_H_
