// Scorers: which value of a cell is right, by five methods over the same
// claims, side by side. No score enters a verdict; that the methods disagree
// is a finding.
//
// Deterministic: scores and accuracies are rounded to six digits, values
// ordered by the rounded score, and equal ones by id; neither the order of the
// claims nor that of a hash matters. Values that are exactly as good stay so:
// the Bayesian methods round accuracies after every round, lest the last bits
// of sums grow into a preference. Complexity: O(claims) a round, at most
// kMaxScoreRounds of them, and the table.

#ifndef ATTEST_ENGINE_CORROBORATION_SCORERS_H_
#define ATTEST_ENGINE_CORROBORATION_SCORERS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "engine/corroboration/cell_table.h"
#include "engine/model/enum_names.h"
#include "engine/model/id.h"

namespace attest {

enum class ScoreMethod : uint8_t {
  // The share of the cell's sources that say v.
  kVote,

  // Yin, Han and Yu, "Truth discovery with multiple conflicting information
  // providers on the web", TKDE 20(6), 2008, section 3.2: with t(s) what
  // source s is trusted,
  //   tau(s) = -ln(1 - t(s)),
  //   score(v) = 1 / (1 + exp(-gamma * sum of tau(s) over the sources of v)),
  //   t(s) = the mean score of what s says,
  // from t = 0.9, gamma = 0.3, until the cosine of two rounds' trust is within
  // 1e-5 of 1; all as published. Left out is their implication between values,
  // which are opaque here. With it, rho = 0.5 and a base similarity of 0.5,
  // values without likeness would lower each other by a quarter of their sums;
  // that keeps their order within a cell and lowers trust where sources
  // differ, so trust here is higher than in the paper.
  kTruthFinder,

  // Dong, Berti-Equille and Srivastava, "Integrating conflicting data: the
  // role of source dependence", VLDB 2009, section 4.1, without dependence:
  // n = 100 wrong values, all as likely; with A(s) the accuracy of s,
  //   P(claims | v) = product of A(s) over the sources of v
  //                   * product of (1 - A(s)) / n over the others,
  //   score(v) = P(v | claims), each of n + 1 values as likely beforehand,
  //   A(s) = the mean score of what s says, from A = 0.8.
  // This is the paper's exp(C(v)) / sum of exp(C), with C(v) the sum of
  // ln(n A(s) / (1 - A(s))) and exp(0) for each value that nobody gives.
  // Deviation: A is kept in [0.01, 0.99] when it is used.
  kAccu,

  // Accu with wrong values as popular as they are seen to be: Dong, Saha and
  // Srivastava, "Less is more: selecting sources wisely for integration",
  // VLDB 2013, section 4.2; compared in Li et al., "Truth finding on the deep
  // web", VLDB 2013. 1 / n gives way to pop(u | v) = S(u) / (S - S(v)), where
  // S(u) sources say u and S speak at all; that no value is right is one more
  // case, as likely beforehand as each value given, under which every source
  // is wrong, pop(u) = S(u) / S. That case and its weight are a reading of
  // ours, not compared with a published copy of PopAccu. Deviation as in Accu.
  kPopAccu,

  // PopAccu over lines: a line of a cell has one vote, however many sources
  // speak in it, discounted by the accuracy of its most accurate speaker.
  // Accuracy is kept per source and predicate, as the mean of a Beta posterior
  // (ScorePrior). A hundred more wrong votes are taken to be on values nobody
  // gives, pop(u | v) = L(u) / (L - L(v) + 100) over lines: in cells of two or
  // three lines popularity as seen makes any two that agree look like a
  // popular mistake, and accuracies collapse. With refinements the support of a
  // precise value climbs to
  // what it refines, after Jung et al., "Hierarchical truth discovery", EDBT
  // 2019, section 3: under v a line that says v has A * (1 - g), one that says
  // any of the `k` values that v refines A * g / k, g being how often the
  // source speaks generally; every other line is wrong, as above.
  kLines,
};

ATTEST_ENUM_NAMES(ScoreMethod, "method", "vote", "truth_finder", "accu",
                  "pop_accu", "lines");

inline constexpr int kMaxScoreRounds = 50;

// What ScoreMethod::kLines takes for seen before the first claim, as counts.
struct ScorePrior {
  double right = 8;
  double wrong = 2;
  double exact = 8;
  double general = 2;
};

struct ValueScore {
  CellId cell;
  ValueId value;
  // That this is the answer.
  double score = 0;
  // That it holds: it or a value that refines it is the answer.
  double holds = 0;

  friend bool operator==(const ValueScore&, const ValueScore&) = default;
};

struct SourceAccuracy {
  SourceId source;
  // Nothing for the methods that rate a source as a whole.
  std::optional<PredicateId> predicate;
  double accuracy = 0;

  friend bool operator==(const SourceAccuracy&,
                         const SourceAccuracy&) = default;
};

struct Scores {
  // By cell; in a cell the best first, equal scores by the least value.
  std::vector<ValueScore> values;
  // By source, then predicate.
  std::vector<SourceAccuracy> accuracies;

  friend bool operator==(const Scores&, const Scores&) = default;
};

Scores Score(absl::Span<const CellClaim> claims, ScoreMethod method);

// ScoreMethod::kLines with refinements between values, and another prior.
// Requires: every count of `prior` is positive.
Scores ScoreLines(absl::Span<const CellClaim> claims, Refines refines,
                  const ScorePrior& prior);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_SCORERS_H_
