#include "engine/corroboration/scorers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "engine/corroboration/accu.h"

namespace attest {
namespace {

constexpr double kInitialTrust = 0.9;
constexpr double kMostTrust = 1 - 1e-9;  // -ln(1 - t) must be finite
constexpr double kDampening = 0.3;
constexpr double kSameTrust = 1e-5;
constexpr double kWrongValues = 100;
constexpr double kUnseenVotes = 100;

double Rounded(double score) { return std::round(score * 1e6) / 1e6; }

// Adds up `of_rating` over the speakers of the value, each by the weight of
// its line.
double SumOfSpeakers(const CellTable& table, const CellTable::Value& value,
                     absl::Span<const double> of_rating) {
  double sum = 0;
  for (uint32_t l = value.lines.begin; l < value.lines.end; ++l) {
    const CellTable::Line& line = table.lines[l];
    for (uint32_t i = line.ratings.begin; i < line.ratings.end; ++i) {
      sum += line.weight * of_rating[table.speakers[i]];
    }
  }
  return sum;
}

// The mean score of what each source says.
std::vector<double> MeanScores(const CellTable& table,
                               absl::Span<const double> scores) {
  std::vector<double> means(table.ratings.size(), 0);
  for (size_t v = 0; v < table.values.size(); ++v) {
    const CellTable::Range lines = table.values[v].lines;
    const uint32_t begin = table.lines[lines.begin].ratings.begin;
    const uint32_t end = table.lines[lines.end - 1].ratings.end;
    for (uint32_t i = begin; i < end; ++i) {
      means[table.speakers[i]] += scores[v];
    }
  }
  for (size_t i = 0; i < means.size(); ++i) {
    means[i] /= static_cast<double>(table.ratings[i].claims);
  }
  return means;
}

AccuScores ScoreVote(const CellTable& table) {
  const std::vector<double> ones(table.ratings.size(), 1);
  std::vector<double> scores(table.values.size());
  for (const CellTable::Cell& cell : table.cells) {
    double all = 0;
    for (uint32_t v = cell.values.begin; v < cell.values.end; ++v) {
      scores[v] = SumOfSpeakers(table, table.values[v], ones);
      all += scores[v];
    }
    for (uint32_t v = cell.values.begin; v < cell.values.end; ++v) {
      scores[v] /= all;
    }
  }
  std::vector<double> means = MeanScores(table, scores);
  return {scores, scores, std::move(means)};
}

double Cosine(absl::Span<const double> a, absl::Span<const double> b) {
  double product = 0;
  double a_square = 0;
  double b_square = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    product += a[i] * b[i];
    a_square += a[i] * a[i];
    b_square += b[i] * b[i];
  }
  return product / std::sqrt(a_square * b_square);
}

AccuScores ScoreTruthFinder(const CellTable& table) {
  std::vector<double> trust(table.ratings.size(), kInitialTrust);
  std::vector<double> taus(table.ratings.size());
  std::vector<double> scores(table.values.size());
  for (int round = 0; round < kMaxScoreRounds; ++round) {
    for (size_t i = 0; i < trust.size(); ++i) {
      taus[i] = -std::log1p(-std::min(trust[i], kMostTrust));
    }
    for (size_t v = 0; v < scores.size(); ++v) {
      const double sum = SumOfSpeakers(table, table.values[v], taus);
      scores[v] = 1 / (1 + std::exp(-kDampening * sum));
    }
    std::vector<double> means = MeanScores(table, scores);
    const double cosine = Cosine(trust, means);
    trust = std::move(means);
    if (cosine > 1 - kSameTrust) break;
  }
  return {scores, scores, std::move(trust)};
}

AccuScores ScoreBySource(const CellTable& table, ScoreMethod method) {
  switch (method) {
    case ScoreMethod::kVote:
      return ScoreVote(table);
    case ScoreMethod::kTruthFinder:
      return ScoreTruthFinder(table);
    case ScoreMethod::kAccu:
      return ScoreAccu(table, {.wrong_values = kWrongValues});
    case ScoreMethod::kPopAccu:
    case ScoreMethod::kLines:
      break;
  }
  return ScoreAccu(table, {});
}

enum class Rated : uint8_t { kSource, kSourceAndPredicate };

Scores Ordered(const CellTable& table, const AccuScores& scores, Rated rated) {
  Scores result;
  result.values.reserve(table.values.size());
  for (const CellTable::Cell& cell : table.cells) {
    const auto begin = static_cast<std::ptrdiff_t>(result.values.size());
    for (uint32_t v = cell.values.begin; v < cell.values.end; ++v) {
      result.values.push_back({.cell = cell.id,
                               .value = table.values[v].id,
                               .score = Rounded(scores.scores[v]),
                               .holds = Rounded(scores.holds[v])});
    }
    std::stable_sort(result.values.begin() + begin, result.values.end(),
                     [](const ValueScore& a, const ValueScore& b) {
                       return a.score > b.score;
                     });
  }
  for (size_t i = 0; i < table.ratings.size(); ++i) {
    SourceAccuracy& accuracy = result.accuracies.emplace_back();
    accuracy.source = table.ratings[i].source;
    if (rated == Rated::kSourceAndPredicate) {
      accuracy.predicate = table.ratings[i].predicate;
    }
    accuracy.accuracy = Rounded(scores.accuracies[i]);
  }
  return result;
}

Scores OrderedLines(const CellTable& table, const ScorePrior& prior) {
  return Ordered(
      table, ScoreAccu(table, {.unseen_votes = kUnseenVotes, .prior = prior}),
      Rated::kSourceAndPredicate);
}

}  // namespace

Scores Score(absl::Span<const CellClaim> claims, ScoreMethod method) {
  if (method == ScoreMethod::kLines) {
    return OrderedLines(CellTable(claims), ScorePrior());
  }
  const CellTable table(WithoutLines(claims));
  return Ordered(table, ScoreBySource(table, method), Rated::kSource);
}

Scores ScoreLines(absl::Span<const CellClaim> claims, Refines refines,
                  const ScorePrior& prior) {
  return OrderedLines(CellTable(claims, refines), prior);
}

}  // namespace attest
