// The chains of a claim: the sources and reports it came through, from its
// origins to its report, one chain a branch. (CORROBORATION.md, "The chain of
// one claim".)
//
// Where that page leaves room, the reading is taken that claims less:
// - A derivation to a report that stands on the way already is as if absent;
//   when none is left the report is the furthest upstream. A report that an
//   earlier part of a compilation entered is not entered again, and adds no
//   origin of its own.
// - Several dependences of a source on sources are branches whatever their
//   kind, and bind claims with attribution too.
// - Chains are built of records, and made of merged vertices then: roles and
//   parents go by the record.
// - Only the claims that it names itself are those a claim rests on: the
// origins
//   of what these rest on in turn are conduits.
// - Branches of one claim that are equal after merging are one.
// - What was compiled for a claim with attribution counts as a claim without
//   attribution that it rests on: its origins are unknown ones.

#ifndef ATTEST_ENGINE_CORROBORATION_CHAIN_H_
#define ATTEST_ENGINE_CORROBORATION_CHAIN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/corroboration/provenance.h"
#include "engine/model/claim.h"

namespace attest {

// One speaker of an attribution.
struct Voice {
  ChainVertex source;
  Basis basis = Basis::kUnstated;
};

// How a claim came to stand in its report.
struct Utterance {
  ChainVertex report;
  absl::Span<const Voice> attribution;  // nearest to the report first
  Hedge hedge = Hedge::kStated;
  bool original = false;
  // What the text of its report was found to derive from: it passed through
  // all of them.
  absl::Span<const ChainVertex> inferred;
};

struct Origin {
  ChainVertex vertex;
  bool known = false;
  // By an eyewitness or a document: an origin even where another claim has
  // it as a conduit.
  bool firsthand = false;

  friend bool operator==(const Origin&, const Origin&) = default;
};

// One chain. Every vertex is a merged one and stands once.
struct Branch {
  // Furthest upstream first.
  std::vector<ChainVertex> chain;
  // The claim's own: the last of the chain unless it is merged with one
  // further up.
  ChainVertex report = {};
  std::vector<Origin> origins;
  // Those on the chain that are neither origins nor origins of what the claim
  // rests on; sorted.
  std::vector<ChainVertex> conduits;
  // The records that the vertices stand for here: without any of these it is
  // gone. Sorted.
  std::vector<ChainVertex> records;
  // The numbers of the vertices of the chain, sorted.
  std::vector<uint32_t> numbers;

  friend bool operator==(const Branch&, const Branch&) = default;
};

struct Branches {
  std::vector<Branch> branches;
  // There are more than kMaxBranches, or it took more than kMaxTurns to find
  // them, and these are the first.
  bool cut = false;
};

inline constexpr size_t kMaxBranches = 256;
inline constexpr size_t kMaxTurns = 10'000;

// Draws chains. A branch through a fallen vertex is gone.
//
// Thread-safety: const methods run concurrently.
// Complexity: the product of the numbers of ways at each turn, at most
// kMaxBranches chains.
class ChainDrawer {
 public:
  explicit ChainDrawer(const Provenance& provenance)
      : provenance_(provenance) {}

  // The branches of one claim. `rests_on`: the branches of the claims it rests
  // on, in their order.
  [[nodiscard]] Branches Draw(const Utterance& utterance,
                              absl::Span<const Branches* const> rests_on) const;

 private:
  class Drawing;

  const Provenance& provenance_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_CHAIN_H_
