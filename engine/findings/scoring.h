// The statements of a view as cells, and what the scorers make of them.
//
// Where a predicate is functional, the values that a subject (or an object) is
// given at one time and place compete in one cell; any other statement is a
// cell of its own, in which it is asserted or denied. A claim speaks for its
// origin, and claims that come through somebody they share speak as one line.
// Claims that form no line say nothing. No score enters a verdict.

#ifndef ATTEST_ENGINE_FINDINGS_SCORING_H_
#define ATTEST_ENGINE_FINDINGS_SCORING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/corroboration/cell_table.h"
#include "engine/corroboration/scorers.h"
#include "engine/corroboration/value_dependence.h"
#include "engine/findings/findings.h"
#include "engine/projection/answer.h"

namespace attest {

// Two sources that share rare values beyond chance, for people to look at.
struct ProposedDependence {
  SourceId first;
  SourceId second;
  double score = 0;
  std::vector<StatementId> shared;  // what both say and hardly anybody else
};

class Scoring {
 public:
  // Complexity: O(claims), and that of the scorers.
  explicit Scoring(const Findings& findings);

  // The score of a statement by a method: that it is the answer of its cell.
  // None for a statement that no line is for. `id` as joined.
  [[nodiscard]] std::optional<double> ScoreOf(StatementId id,
                                              ScoreMethod method) const;

  // Pairs that a person has decided on already are left out.
  [[nodiscard]] const std::vector<ProposedDependence>& proposals() const {
    return proposals_;
  }

 private:
  void AddClaims(const Findings& findings);
  void AddStatement(const Findings& findings, StatementId id);
  void Propose(const Findings& findings);

  std::vector<CellClaim> claims_;
  std::map<ScoreMethod, absl::flat_hash_map<StatementId, double>> scores_;
  std::vector<ProposedDependence> proposals_;
  // Cells by what they ask.
  absl::flat_hash_map<std::vector<uint64_t>, CellId> cells_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_SCORING_H_
