// The Bayesian methods of scorers.h over one table: Accu, PopAccu and the
// default.

#ifndef ATTEST_ENGINE_CORROBORATION_ACCU_H_
#define ATTEST_ENGINE_CORROBORATION_ACCU_H_

#include <optional>
#include <vector>

#include "engine/corroboration/cell_table.h"
#include "engine/corroboration/scorers.h"

namespace attest {

struct AccuModel {
  // How many wrong values there are, all as likely; without it wrong values
  // are as popular as they are seen to be.
  std::optional<double> wrong_values;
  // Wrong votes that fell on values nobody was seen to give; only without
  // `wrong_values`.
  double unseen_votes = 0;
  double initial_accuracy = 0.8;
  // Without it an accuracy is the plain mean, and nobody speaks generally.
  std::optional<ScorePrior> prior;
};

// Not yet rounded; by the table's columns.
struct AccuScores {
  std::vector<double> scores;      // per value
  std::vector<double> holds;       // per value
  std::vector<double> accuracies;  // per rating
};

AccuScores ScoreAccu(const CellTable& table, const AccuModel& model);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_ACCU_H_
