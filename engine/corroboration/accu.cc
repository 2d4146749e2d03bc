#include "engine/corroboration/accu.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace attest {
namespace {

// No source is ever taken to be always right or always wrong: one claim would
// then outweigh any number of others.
constexpr double kLeastAccuracy = 0.01;
constexpr double kMostAccuracy = 0.99;

// Accuracies are rounded to as much after every round: two values that are
// exactly as good would otherwise drift apart by the last bits of sums, which
// rounds multiply. Rounds stop once none moves.
constexpr double kGrain = 1e-9;

double ToGrain(double x) { return std::round(x / kGrain) * kGrain; }

using Range = CellTable::Range;

struct Habits {
  double accuracy;
  double generality;
};

// The votes for one value, as logarithms of likelihoods.
struct Votes {
  double weight = 0;
  double exact = 0;    // the value is right
  double general = 0;  // a value that refines it is
  double wrong = 0;
};

double XLogX(double x) { return x > 0 ? x * std::log(x) : 0; }

class Accu {
 public:
  Accu(const CellTable& table, const AccuModel& model)
      : table_(table),
        model_(model),
        refined_(model.prior.has_value() && !table.generals.empty()),
        habits_(table.ratings.size(), InitialHabits()),
        votes_(table.values.size()) {
    result_.scores.resize(table.values.size());
    result_.holds.resize(table.values.size());
    result_.accuracies.resize(table.ratings.size());
  }

  AccuScores Run() {
    for (int round = 0; round < kMaxScoreRounds; ++round) {
      for (const CellTable::Cell& cell : table_.cells) WeighCell(cell.values);
      if (!Rate()) break;
    }
    for (size_t i = 0; i < habits_.size(); ++i) {
      result_.accuracies[i] = habits_[i].accuracy;
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] Habits InitialHabits() const {
    if (!model_.prior.has_value()) return {model_.initial_accuracy, 0};
    const ScorePrior& prior = *model_.prior;
    return {prior.right / (prior.right + prior.wrong),
            prior.general / (prior.general + prior.exact)};
  }

  // The most accurate speaker's: a copy never weakens what it copies.
  [[nodiscard]] Habits HabitsOf(const CellTable::Line& line) const {
    Habits best = {0, 0};
    for (uint32_t i = line.ratings.begin; i < line.ratings.end; ++i) {
      const Habits& habits = habits_[table_.speakers[i]];
      if (habits.accuracy > best.accuracy) best = habits;
    }
    best.accuracy = std::clamp(best.accuracy, kLeastAccuracy, kMostAccuracy);
    return best;
  }

  [[nodiscard]] Votes VotesFor(const CellTable::Value& value) const {
    Votes votes;
    for (uint32_t i = value.lines.begin; i < value.lines.end; ++i) {
      const CellTable::Line& line = table_.lines[i];
      const Habits habits = HabitsOf(line);
      const double right = std::log(habits.accuracy);
      votes.weight += line.weight;
      votes.wrong += line.weight * std::log1p(-habits.accuracy);
      if (refined_) {
        votes.exact += line.weight * (right + std::log1p(-habits.generality));
        votes.general += line.weight * (right + std::log(habits.generality));
      } else {
        votes.exact += line.weight * right;
      }
    }
    return votes;
  }

  // The logarithm of how likely it is that wrong votes fall on the values
  // they do: `weight` of them, `weight_logs` the sum of XLogX over the values.
  [[nodiscard]] double Spread(double weight, double weight_logs) const {
    if (model_.wrong_values.has_value()) {
      return -weight * std::log(*model_.wrong_values);
    }
    if (weight <= 0) return 0;
    return weight_logs - weight * std::log(weight + model_.unseen_votes);
  }

  void WeighCell(Range values) {
    double weight = 0;
    double weight_logs = 0;
    double wrong = 0;
    for (uint32_t v = values.begin; v < values.end; ++v) {
      votes_[v] = VotesFor(table_.values[v]);
      weight += votes_[v].weight;
      weight_logs += XLogX(votes_[v].weight);
      wrong += votes_[v].wrong;
    }
    const double none = wrong + Spread(weight, weight_logs);
    double most = none;
    for (uint32_t v = values.begin; v < values.end; ++v) {
      double right = votes_[v].exact;
      double right_weight = votes_[v].weight;
      double right_logs = XLogX(votes_[v].weight);
      double not_wrong = votes_[v].wrong;
      const Range generals = table_.values[v].generals;
      const double ways = std::log(std::max<double>(1, generals.size()));
      for (uint32_t i = generals.begin; i < generals.end; ++i) {
        const Votes& votes = votes_[table_.generals[i]];
        right += votes.general - votes.weight * ways;
        right_weight += votes.weight;
        right_logs += XLogX(votes.weight);
        not_wrong += votes.wrong;
      }
      result_.scores[v] = right + wrong - not_wrong +
                          Spread(std::max(0.0, weight - right_weight),
                                 weight_logs - right_logs);
      most = std::max(most, result_.scores[v]);
    }
    Normalize(values, none, most);
    Climb(values);
  }

  // From logarithms of likelihoods to probabilities.
  void Normalize(Range values, double none, double most) {
    double unseen = 1;
    if (model_.wrong_values.has_value()) {
      unseen = std::max(0.0, *model_.wrong_values + 1 - values.size());
    }
    double sum = unseen * std::exp(none - most);
    for (uint32_t v = values.begin; v < values.end; ++v) {
      result_.scores[v] = std::exp(result_.scores[v] - most);
      sum += result_.scores[v];
    }
    for (uint32_t v = values.begin; v < values.end; ++v) {
      result_.scores[v] /= sum;
    }
  }

  void Climb(Range values) {
    for (uint32_t v = values.begin; v < values.end; ++v) {
      result_.holds[v] = result_.scores[v];
    }
    for (uint32_t v = values.begin; v < values.end; ++v) {
      const Range generals = table_.values[v].generals;
      for (uint32_t i = generals.begin; i < generals.end; ++i) {
        result_.holds[table_.generals[i]] += result_.scores[v];
      }
    }
  }

  // Rates the sources by what was found. Returns whether anything moved.
  bool Rate() {
    std::vector<double> right(habits_.size(), 0);
    std::vector<double> exact(habits_.size(), 0);
    for (size_t v = 0; v < table_.values.size(); ++v) {
      const Range lines = table_.values[v].lines;
      if (lines.size() == 0) continue;
      const uint32_t begin = table_.lines[lines.begin].ratings.begin;
      const uint32_t end = table_.lines[lines.end - 1].ratings.end;
      for (uint32_t i = begin; i < end; ++i) {
        right[table_.speakers[i]] += result_.holds[v];
        exact[table_.speakers[i]] += result_.scores[v];
      }
    }
    double moved = 0;
    for (size_t i = 0; i < habits_.size(); ++i) {
      const auto claims = static_cast<double>(table_.ratings[i].claims);
      Habits habits = {right[i] / claims, 0};
      if (model_.prior.has_value()) {
        const ScorePrior& prior = *model_.prior;
        habits.accuracy =
            (right[i] + prior.right) / (claims + prior.right + prior.wrong);
        habits.generality = (right[i] - exact[i] + prior.general) /
                            (right[i] + prior.general + prior.exact);
      }
      habits = {ToGrain(habits.accuracy), ToGrain(habits.generality)};
      moved = std::max(moved, std::abs(habits.accuracy - habits_[i].accuracy));
      moved =
          std::max(moved, std::abs(habits.generality - habits_[i].generality));
      habits_[i] = habits;
    }
    return moved > kGrain / 2;
  }

  const CellTable& table_;
  const AccuModel& model_;
  const bool refined_;
  std::vector<Habits> habits_;  // per rating
  std::vector<Votes> votes_;    // per value
  AccuScores result_;
};

}  // namespace

AccuScores ScoreAccu(const CellTable& table, const AccuModel& model) {
  return Accu(table, model).Run();
}

}  // namespace attest
