// ClaimPairs finds the claims that corroborate or contradict one: pairs that
// are worked out when they are asked for, from the ledger of a statement and
// from what conflicts with it.
//
// Two live asserting claims corroborate each other when both support the
// statement of one of them, and stand for different lines of it. They
// contradict each other when their statements conflict, or when one denies what
// the other's statement says or makes more precise.
//
// Of a pair the one whose statement is the more precise comes first, and the
// later one where neither is; a denial comes before what it denies. So a pair
// is one relationship.
//
// Not thread-safe: it remembers the statement asked about last. Lifetime:
// borrows the case.

#ifndef ATTEST_ENGINE_QUERY_CLAIM_PAIRS_H_
#define ATTEST_ENGINE_QUERY_CLAIM_PAIRS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"
#include "engine/query/visible_case.h"

namespace attest::query {

struct ClaimPair {
  uint32_t from = 0;
  uint32_t to = 0;
  uint32_t statement = 0;

  friend bool operator==(const ClaimPair&, const ClaimPair&) = default;
};

class ClaimPairs {
 public:
  explicit ClaimPairs(const VisibleCase& visible) : visible_(visible) {}

  // The pairs that `claim` is in, each once; by the other claim, rising.
  [[nodiscard]] std::vector<ClaimPair> Corroborating(uint32_t claim);
  [[nodiscard]] std::vector<ClaimPair> Contradicting(uint32_t claim);

  // The pair of two claims, in whatever order they are given.
  [[nodiscard]] std::optional<ClaimPair> Corroboration(uint32_t a, uint32_t b);
  [[nodiscard]] std::optional<ClaimPair> Contradiction(uint32_t a, uint32_t b);

  // The first error of reading keys of claims, by which ties are decided.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  // The line that each claim stands for, of those that stand for one.
  using LinesByClaim = absl::flat_hash_map<uint32_t, uint32_t>;

  [[nodiscard]] const Findings* findings();
  [[nodiscard]] uint32_t StatementOf(uint32_t claim) const;
  [[nodiscard]] bool Supports(uint32_t a, uint32_t b);
  [[nodiscard]] Relation RelationOf(uint32_t a, uint32_t b);
  [[nodiscard]] const LinesByClaim& LinesOf(uint32_t statement);
  // Is it a claim of this stance that counts and is shown, of a statement that
  // is?
  [[nodiscard]] bool Counts(uint32_t claim, Stance stance) const;
  // The statements that may meet one: those of its predicate about its subject
  // or its object.
  [[nodiscard]] std::vector<uint32_t> Meeting(uint32_t statement);
  template <class PairOf>
  [[nodiscard]] std::vector<ClaimPair> Pairs(uint32_t claim, PairOf&& pair_of);

  const VisibleCase& visible_;
  std::unique_ptr<BearingFinder> finder_;
  std::optional<uint32_t> lines_of_;
  LinesByClaim lines_;
  absl::Status status_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CLAIM_PAIRS_H_
