// The Bayesian scorers as their papers write them: products of probabilities
// over maps, no table, no logarithm, a fixed number of rounds, each
// with accuracies of nine digits. For few claims.

#ifndef ATTEST_TESTS_REFERENCE_SCORE_REFERENCE_H_
#define ATTEST_TESTS_REFERENCE_SCORE_REFERENCE_H_

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/corroboration/cell_table.h"
#include "engine/corroboration/scorers.h"

namespace attest {

struct SlowScores {
  std::map<std::pair<CellId, ValueId>, double> scores;
  std::map<std::pair<SourceId, PredicateId>, double> accuracies;
};

using SlowRating = std::pair<SourceId, PredicateId>;
using SlowLines = std::map<LineId, std::set<SlowRating>>;
using SlowCell = std::map<ValueId, SlowLines>;

inline double SlowAccuracy(const std::set<SlowRating>& speakers,
                           const std::map<SlowRating, double>& accuracies) {
  double best = 0;
  for (const SlowRating& speaker : speakers) {
    best = std::max(best, accuracies.at(speaker));
  }
  return std::min(0.99, std::max(0.01, best));
}

// How many of the cell's values the line speaks for.
inline double SlowSplit(const SlowCell& cell, LineId line) {
  double values = 0;
  for (const auto& [value, lines] : cell) values += lines.contains(line);
  return values;
}

inline double SlowWeight(const SlowCell& cell, ValueId value) {
  double weight = 0;
  for (const auto& [line, speakers] : cell.at(value)) {
    weight += 1 / SlowSplit(cell, line);
  }
  return weight;
}

// The probability of the cell's claims were `right` right; no value if
// nothing is. `unseen` more wrong votes are on values nobody gives.
inline double SlowLikelihood(const SlowCell& cell, std::optional<ValueId> right,
                             std::optional<double> wrong_values, double unseen,
                             const std::map<SlowRating, double>& accuracies) {
  double wrong_weight = unseen;
  for (const auto& [value, lines] : cell) {
    if (value != right) wrong_weight += SlowWeight(cell, value);
  }
  double product = 1;
  for (const auto& [value, lines] : cell) {
    const double popular = wrong_values.has_value()
                               ? 1 / *wrong_values
                               : SlowWeight(cell, value) / wrong_weight;
    for (const auto& [line, speakers] : lines) {
      const double accuracy = SlowAccuracy(speakers, accuracies);
      product *= std::pow(value == right ? accuracy : (1 - accuracy) * popular,
                          1 / SlowSplit(cell, line));
    }
  }
  return product;
}

// Accu with `wrong_values`, PopAccu without, over the claims' lines; with a
// prior the default scorer without refinements. Runs as many rounds as the
// scorer may.
inline SlowScores SlowAccu(const std::vector<CellClaim>& claims,
                           std::optional<double> wrong_values,
                           std::optional<ScorePrior> prior) {
  const double unseen = prior.has_value() ? 100 : 0;
  std::map<CellId, SlowCell> cells;
  SlowScores result;
  for (const CellClaim& claim : claims) {
    const SlowRating rating(claim.source, claim.predicate);
    cells[claim.cell][claim.value][claim.line].insert(rating);
    result.accuracies[rating] =
        prior.has_value() ? prior->right / (prior->right + prior->wrong) : 0.8;
  }
  for (int round = 0; round < kMaxScoreRounds; ++round) {
    std::map<SlowRating, std::pair<double, double>> right_of_all;
    for (const auto& [id, cell] : cells) {
      const auto cases =
          wrong_values.has_value()
              ? std::max(0.0,
                         *wrong_values + 1 - static_cast<double>(cell.size()))
              : 1.0;
      double sum = cases * SlowLikelihood(cell, std::nullopt, wrong_values,
                                          unseen, result.accuracies);
      for (const auto& [value, lines] : cell) {
        const double likelihood = SlowLikelihood(cell, value, wrong_values,
                                                 unseen, result.accuracies);
        result.scores[{id, value}] = likelihood;
        sum += likelihood;
      }
      for (const auto& [value, lines] : cell) {
        const double score = result.scores[{id, value}] /= sum;
        for (const auto& [line, speakers] : lines) {
          for (const SlowRating& speaker : speakers) {
            right_of_all[speaker].first += score;
            right_of_all[speaker].second += 1;
          }
        }
      }
    }
    for (auto& [rating, accuracy] : result.accuracies) {
      auto [right, all] = right_of_all[rating];
      if (prior.has_value()) {
        right += prior->right;
        all += prior->right + prior->wrong;
      }
      accuracy = std::round(right / all * 1e9) / 1e9;
    }
  }
  return result;
}

}  // namespace attest

#endif  // ATTEST_TESTS_REFERENCE_SCORE_REFERENCE_H_
