// Claims of a published data set with the answers known for some cells, and
// how many of them a method finds.

#ifndef ATTEST_BENCHMARKS_TRUTH_MEASURED_H_
#define ATTEST_BENCHMARKS_TRUTH_MEASURED_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "engine/corroboration/cell_table.h"
#include "engine/corroboration/scorers.h"

namespace attest {

struct Measured {
  std::vector<CellClaim> claims;
  std::vector<std::string> sources;  // by SourceId
  absl::btree_map<CellId, ValueId> gold;
};

inline constexpr ScoreMethod kScoreMethods[] = {
    ScoreMethod::kVote, ScoreMethod::kTruthFinder, ScoreMethod::kAccu,
    ScoreMethod::kPopAccu, ScoreMethod::kLines};

// Whether the cell is of the half that settings may be tried on; the other
// half is what is reported. Seeded, the same in every run.
bool IsTuned(CellId cell);

struct Precision {
  size_t right = 0;
  size_t answered = 0;

  [[nodiscard]] double value() const {
    return answered == 0
               ? 0
               : static_cast<double>(right) / static_cast<double>(answered);
  }
};

// The best value of each cell.
absl::btree_map<CellId, ValueId> Best(const Scores& scores);

using IsRight = absl::FunctionRef<bool(ValueId answer, ValueId gold)>;

// Counts the cells with a known answer that were answered at all.
Precision Compare(const absl::btree_map<CellId, ValueId>& answers,
                  const absl::btree_map<CellId, ValueId>& gold,
                  IsRight is_right);
Precision Compare(const Scores& scores, const Measured& measured);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_MEASURED_H_
