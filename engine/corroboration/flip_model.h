// FlipModel is what bears on one statement, made ready to be weighed again and
// again without some of the records it came through: does the verdict change?
//
// It never counts lines, as no verdict needs more than whether there are two.
// Beside the answer it gives grounds: records of which at least one must go
// for the verdict to change. A search for the smallest sets that change it
// therefore need only try these at each turn, which is the search tree of the
// hitting set problem (Reiter, Artificial Intelligence 32, 1987).
//
// What goes takes branches away, and mostly that is all. But an origin that
// another claim passes on is one again when that claim has gone, and a claim
// that had an unknown origin on one branch is known without it. Grounds name
// what would have to go for that too.

#ifndef ATTEST_ENGINE_CORROBORATION_FLIP_MODEL_H_
#define ATTEST_ENGINE_CORROBORATION_FLIP_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "engine/corroboration/bit_row.h"
#include "engine/corroboration/chain.h"
#include "engine/corroboration/provenance.h"
#include "engine/corroboration/verdict.h"

namespace attest {

inline constexpr size_t kMaxFlipRecords = 3;

// The live branches of what bears on a statement, claim by claim.
struct FlipSides {
  using Claims = std::vector<absl::Span<const Branch>>;
  Claims supporting;
  // Those of live denials, and of each conflicting statement.
  std::vector<Claims> against;
  // As supporting, without what the texts tell; none when they tell nothing.
  std::optional<Claims> declared;
  // The reports of supporting claims, live or not: without one of them a
  // statement that nothing supports any more is retracted.
  std::vector<ChainVertex> reports;
  // Is a supporting claim taken back, or its report?
  bool has_retracted = false;
  // Branches through one of these are left out.
  absl::Span<const ChainVertex> without;
};

// Lifetime: borrows the branches and the provenance.
// Thread-safety: const methods run concurrently.
class FlipModel {
 public:
  // The records that may go, numbered from 0.
  using Numbers = absl::flat_hash_map<ChainVertex, uint32_t>;

  // `verdict` is that on all of `sides`, unless it flips with nothing gone.
  // Complexity: the vertices on all branches, and a bit for each pair of
  // branches.
  FlipModel(const Provenance& provenance, const FlipSides& sides,
            Verdict verdict, const Numbers& numbers);

  // What is left when nothing has gone, and the branches that record `number`
  // takes away.
  [[nodiscard]] const BitRow& whole() const { return whole_; }
  [[nodiscard]] const BitRow& With(uint32_t number) const {
    return on_[number];
  }
  [[nodiscard]] size_t branches() const { return strands_.size(); }

  // Is the verdict another when only `left` is left?
  [[nodiscard]] bool Flips(const BitRow& left) const;

  // Records of which one at least must go too for the verdict to change, by
  // number. When there are none it cannot change by kMaxFlipRecords going.
  // Requires: !Flips(left).
  [[nodiscard]] BitRow Grounds(const BitRow& left) const;

  // The records that an answer needs nothing of: whatever they take away, one
  // of a lesser number does, and taking more away changes nothing back. Of
  // records on the same branches that is so always.
  [[nodiscard]] BitRow Spared() const;

 private:
  enum class Kind : uint8_t { kFor, kAgainst, kDeclared, kReport };

  struct StrandOrigin {
    Origin origin;
    // The branches of the same side that have it as a conduit; by strand.
    const std::vector<uint32_t>* carriers = nullptr;
  };
  // One branch.
  struct Strand {
    Kind kind = Kind::kFor;
    uint32_t claim = 0;
    const Branch* branch = nullptr;
    std::vector<uint32_t> records;
    std::vector<StrandOrigin> origins;
  };
  // A relayed origin that may become one when others have gone.
  struct Relayed {
    uint32_t strand;
    const StrandOrigin* origin;
  };

  void AddSide(Kind kind, const FlipSides::Claims& claims,
               absl::Span<const ChainVertex> without, const Numbers& numbers);
  void AddStrand(Kind kind, uint32_t claim, const Branch& branch,
                 const Numbers& numbers);
  void AddReports(const std::vector<ChainVertex>& reports,
                  const Numbers& numbers);
  void FindCarriers(size_t first_strand);
  void FindRows(size_t records);
  void FindRelayed();
  [[nodiscard]] bool IsRelayed(const Strand& strand,
                               const StrandOrigin& origin) const;
  [[nodiscard]] bool Matters(const Strand& strand,
                             const StrandOrigin& origin) const;
  [[nodiscard]] bool CanBeFreed(const Relayed& relayed) const;
  template <class VertexOf>
  [[nodiscard]] std::vector<BitRow> DisjointRows(VertexOf&& vertex_of) const;

  [[nodiscard]] bool IsLeft(const StrandOrigin& origin, uint32_t claim,
                            const BitRow& left) const;
  [[nodiscard]] bool IsWay(const Strand& strand, const BitRow& left) const;
  [[nodiscard]] bool IsKnown(const Strand& strand, const BitRow& left) const;
  [[nodiscard]] BitRow WaysOf(const BitRow& left) const;
  [[nodiscard]] OriginSet OriginsOf(BitRow ways, const BitRow& kind,
                                    const BitRow& left) const;
  [[nodiscard]] bool FormsLine(const BitRow& ways) const;
  [[nodiscard]] bool IsContested(const BitRow& ways, const BitRow& left) const;

  using Pair = std::optional<std::pair<uint32_t, uint32_t>>;
  // Two ways that share nobody; two of claims that count for the lower
  // figure; two declared ones of different origins; one for and one against,
  // of different origins.
  [[nodiscard]] Pair TwoWays(const BitRow& ways) const;
  [[nodiscard]] Pair TwoKnown(const BitRow& ways, const BitRow& left) const;
  [[nodiscard]] bool IsKnownClaim(uint32_t claim, const BitRow& ways,
                                  const BitRow& left) const;
  [[nodiscard]] bool HasTwoDeclared(const BitRow& ways,
                                    const BitRow& left) const;
  [[nodiscard]] Pair TwoOrigins(const BitRow& ways, const BitRow& a,
                                const BitRow& b, const BitRow& left) const;

  void AddRecords(uint32_t strand, BitRow& grounds) const;
  [[nodiscard]] size_t CountNew(uint32_t strand, const BitRow& grounds) const;
  // A way of `claim` that no known origin is left on.
  [[nodiscard]] std::optional<uint32_t> UnknownWay(uint32_t claim,
                                                   const BitRow& ways,
                                                   const BitRow& left) const;
  void AddPair(const Pair& pair, BitRow& grounds) const;
  void GuardRelayed(const BitRow& left, BitRow& grounds) const;
  void GuardKnown(const BitRow& ways, const BitRow& left,
                  BitRow& grounds) const;
  void GuardPairsWith(uint32_t claim, const BitRow& ways, const BitRow& left,
                      BitRow& grounds) const;

  const Provenance& provenance_;
  const Verdict verdict_;
  std::vector<Strand> strands_;
  std::vector<std::vector<uint32_t>> claims_;  // strands by claim
  // Origins that are conduits too, of each side.
  std::deque<absl::flat_hash_map<ChainVertex, std::vector<uint32_t>>> carriers_;
  size_t records_ = 0;
  std::vector<BitRow> on_;  // strands by record
  BitRow whole_;
  BitRow for_;
  BitRow against_;
  BitRow declared_;
  BitRow reports_;
  bool has_declared_ = false;
  bool has_retracted_ = false;
  // Ways for as long as they are left; and of these, alone in their claims,
  // those that count for the lower figure too.
  BitRow always_;
  BitRow plain_;
  std::vector<uint32_t> sometimes_;  // the other branches
  std::vector<Relayed> relayed_;
  // For strands that are for it: those that share nobody with it, and those
  // that share nobody with those of one owner merged.
  std::vector<BitRow> disjoint_;
  std::vector<BitRow> apart_;
  BitRow known_;                // with a known origin, left or not
  bool has_branching_ = false;  // a claim for it has several branches
  bool can_free_ = false;       // some relayed origin may become one
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_FLIP_MODEL_H_
