#include "benchmarks/truth/measured.h"

#include <cstdint>

namespace attest {

absl::btree_map<CellId, ValueId> Best(const Scores& scores) {
  absl::btree_map<CellId, ValueId> best;
  for (const ValueScore& score : scores.values) {
    best.try_emplace(score.cell, score.value);
  }
  return best;
}

bool IsTuned(CellId cell) {
  // splitmix64, by Sebastiano Vigna; the seed is 2026.
  uint64_t x = cell.value() + 2026 + 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return ((x ^ (x >> 31)) & 1) == 0;
}

Precision Compare(const absl::btree_map<CellId, ValueId>& answers,
                  const absl::btree_map<CellId, ValueId>& gold,
                  IsRight is_right) {
  Precision precision;
  for (const auto& [cell, right] : gold) {
    const auto answer = answers.find(cell);
    if (answer == answers.end()) continue;
    ++precision.answered;
    if (is_right(answer->second, right)) ++precision.right;
  }
  return precision;
}

Precision Compare(const Scores& scores, const Measured& measured) {
  return Compare(Best(scores), measured.gold,
                 [](ValueId answer, ValueId gold) { return answer == gold; });
}

}  // namespace attest
