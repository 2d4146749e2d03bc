#include "engine/corroboration/scorers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/score_reference.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ScoreMethod kMethods[] = {
    ScoreMethod::kVote, ScoreMethod::kTruthFinder, ScoreMethod::kAccu,
    ScoreMethod::kPopAccu, ScoreMethod::kLines};

CellClaim Says(uint64_t source, uint64_t cell, uint64_t value) {
  return {CellId(cell), ValueId(value), SourceId(source), PredicateId(0),
          LineId(source)};
}

CellClaim SaysOnLine(uint64_t source, uint64_t cell, uint64_t value,
                     uint64_t line) {
  CellClaim claim = Says(source, cell, value);
  claim.line = LineId(line);
  return claim;
}

std::map<CellId, ValueId> Best(const Scores& scores) {
  std::map<CellId, ValueId> best;
  for (const ValueScore& score : scores.values) {
    best.try_emplace(score.cell, score.value);
  }
  return best;
}

double ScoreOf(const Scores& scores, uint64_t cell, uint64_t value) {
  for (const ValueScore& score : scores.values) {
    if (score.cell == CellId(cell) && score.value == ValueId(value)) {
      return score.score;
    }
  }
  return -1;
}

double HoldsOf(const Scores& scores, uint64_t cell, uint64_t value) {
  for (const ValueScore& score : scores.values) {
    if (score.cell == CellId(cell) && score.value == ValueId(value)) {
      return score.holds;
    }
  }
  return -1;
}

std::vector<CellClaim> RandomClaims(std::mt19937& random) {
  std::vector<CellClaim> claims(1 + random() % 40);
  for (CellClaim& claim : claims) {
    claim = SaysOnLine(random() % 6, random() % 5, random() % 4, random() % 6);
    claim.predicate = PredicateId(random() % 2);
  }
  return claims;
}

void ExpectNear(const Scores& scores, const SlowScores& slow,
                bool by_predicate) {
  ASSERT_EQ(scores.values.size(), slow.scores.size());
  for (const ValueScore& score : scores.values) {
    EXPECT_NEAR(score.score, slow.scores.at({score.cell, score.value}), 2e-6);
    EXPECT_EQ(score.score, score.holds);
  }
  ASSERT_EQ(scores.accuracies.size(), slow.accuracies.size());
  for (const SourceAccuracy& accuracy : scores.accuracies) {
    EXPECT_EQ(accuracy.predicate.has_value(), by_predicate);
    EXPECT_NEAR(
        accuracy.accuracy,
        slow.accuracies.at(
            {accuracy.source, accuracy.predicate.value_or(PredicateId(0))}),
        2e-6);
  }
}

TEST(ScorersTest, AgreeWithTheFormulasOfThePapers) {
  const unsigned seed = 20;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 500; ++i) {
    const std::vector<CellClaim> claims = RandomClaims(random);
    SCOPED_TRACE(i);
    const std::vector<CellClaim> by_source = WithoutLines(claims);
    ExpectNear(Score(claims, ScoreMethod::kAccu),
               SlowAccu(by_source, 100, std::nullopt), false);
    ExpectNear(Score(claims, ScoreMethod::kPopAccu),
               SlowAccu(by_source, std::nullopt, std::nullopt), false);
    ExpectNear(Score(claims, ScoreMethod::kLines),
               SlowAccu(claims, std::nullopt, ScorePrior()), true);
  }
}

TEST(ScorersTest, VoteIsTheShareOfTheSources) {
  const Scores scores =
      Score({Says(1, 7, 2), Says(2, 7, 2), Says(3, 7, 1), Says(1, 8, 5)},
            ScoreMethod::kVote);
  EXPECT_THAT(scores.values,
              ElementsAre(ValueScore{CellId(7), ValueId(2), 0.666667, 0.666667},
                          ValueScore{CellId(7), ValueId(1), 0.333333, 0.333333},
                          ValueScore{CellId(8), ValueId(5), 1, 1}));
  EXPECT_THAT(scores.accuracies,
              ElementsAre(SourceAccuracy{SourceId(1), std::nullopt, 0.833333},
                          SourceAccuracy{SourceId(2), std::nullopt, 0.666667},
                          SourceAccuracy{SourceId(3), std::nullopt, 0.333333}));
}

TEST(ScorersTest, TruthFinderOfOneClaimSettles) {
  // t = 1 / (1 + (1 - t)^0.3) by repeated substitution from 0.9.
  double trust = 0.9;
  double score = 0;
  score = 1 / (1 + std::pow(1 - trust, 0.3));
  const Scores scores = Score({Says(1, 1, 1)}, ScoreMethod::kTruthFinder);
  // One source has no direction but one: the cosine is 1 after one round.
  EXPECT_NEAR(scores.values[0].score, score, 1e-6);
  EXPECT_NEAR(scores.accuracies[0].accuracy, score, 1e-6);
}

TEST(ScorersTest, NothingFromNothing) {
  for (const ScoreMethod method : kMethods) {
    EXPECT_THAT(Score({}, method).values, IsEmpty());
    EXPECT_THAT(Score({}, method).accuracies, IsEmpty());
  }
}

TEST(ScorersTest, EqualScoresGoByTheLeastValue) {
  for (const ScoreMethod method : kMethods) {
    const Scores scores = Score({Says(2, 1, 4), Says(1, 1, 9)}, method);
    EXPECT_EQ(Best(scores).at(CellId(1)), ValueId(4)) << NameOf(method);
    EXPECT_EQ(scores.values[0].score, scores.values[1].score);
  }
}

TEST(ScorersTest, NeitherOrderNorRepetitionMatters) {
  const unsigned seed = 21;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 100; ++i) {
    std::vector<CellClaim> claims = RandomClaims(random);
    std::vector<CellClaim> shuffled = claims;
    shuffled.insert(
        shuffled.end(), claims.begin(),
        claims.begin() + static_cast<std::ptrdiff_t>(claims.size() / 2));
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (const ScoreMethod method : kMethods) {
      EXPECT_EQ(Score(claims, method), Score(shuffled, method))
          << NameOf(method);
    }
  }
}

TEST(ScorersTest, ScoresAreProbabilitiesOfSixDigits) {
  const unsigned seed = 22;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 100; ++i) {
    const std::vector<CellClaim> claims = RandomClaims(random);
    for (const ScoreMethod method : kMethods) {
      std::map<CellId, double> sums;
      for (const ValueScore& score : Score(claims, method).values) {
        EXPECT_GE(score.score, 0);
        EXPECT_LE(score.score, 1);
        EXPECT_EQ(std::round(score.score * 1e6) / 1e6, score.score);
        sums[score.cell] += score.score;
      }
      if (method == ScoreMethod::kTruthFinder) continue;
      for (const auto& [cell, sum] : sums) EXPECT_LE(sum, 1 + 1e-5);
    }
  }
}

// Ten cells; sources 1 to 4 are right, each alone on its line; source 5 errs
// in cell 0 only, and copies of it say what it says, on its line.
std::vector<CellClaim> LiarWithCopies(uint64_t copies) {
  std::vector<CellClaim> claims;
  for (uint64_t cell = 0; cell < 10; ++cell) {
    for (uint64_t source = 1; source < 5; ++source) {
      claims.push_back(Says(source, cell, 1));
    }
    for (uint64_t copy = 0; copy <= copies; ++copy) {
      claims.push_back(SaysOnLine(5 + copy, cell, cell == 0 ? 2 : 1, 5));
    }
  }
  return claims;
}

TEST(ScorersTest, CopiesOnOneLineChangeNothing) {
  const Scores alone = Score(LiarWithCopies(0), ScoreMethod::kLines);
  const Scores many = Score(LiarWithCopies(100), ScoreMethod::kLines);
  EXPECT_EQ(alone.values, many.values);
  EXPECT_EQ(Best(many).at(CellId(0)), ValueId(1));
  EXPECT_EQ(Best(Score(LiarWithCopies(100), ScoreMethod::kVote)).at(CellId(0)),
            ValueId(2));
}

TEST(ScorersTest, AccuracyIsKeptPerPredicate) {
  // Source 9 is right of predicate 0 and wrong of predicate 1.
  std::vector<CellClaim> claims;
  for (uint64_t cell = 0; cell < 40; ++cell) {
    for (const uint64_t source : {1u, 2u, 3u, 9u}) {
      CellClaim claim = Says(source, cell, 1);
      claim.predicate = PredicateId(cell % 2);
      if (source == 9 && cell % 2 == 1) claim.value = ValueId(2);
      claims.push_back(claim);
    }
  }
  const Scores scores = Score(claims, ScoreMethod::kLines);
  for (const SourceAccuracy& accuracy : scores.accuracies) {
    if (accuracy.source == SourceId(9) &&
        accuracy.predicate == PredicateId(1)) {
      EXPECT_LT(accuracy.accuracy, 0.4);
    } else {
      EXPECT_GT(accuracy.accuracy, 0.9);
    }
  }
}

// 1 is the world, 10 a country, 100 and 101 towns in it, 2 elsewhere.
bool IsInside(ValueId precise, ValueId general) {
  uint64_t up = precise.value();
  while (up >= 10) {
    up /= 10;
    if (up == general.value()) return true;
  }
  return false;
}

TEST(ScorersTest, SupportClimbsToWhatIsRefined) {
  // Two towns of one country against a place elsewhere: that the country
  // holds is likelier than either town, though nobody said more than it.
  const std::vector<CellClaim> claims = {Says(1, 1, 100), Says(2, 1, 101),
                                         Says(3, 1, 10), Says(4, 1, 2),
                                         Says(5, 1, 2)};
  const Scores scores = ScoreLines(claims, IsInside, ScorePrior());
  EXPECT_GT(HoldsOf(scores, 1, 10), 0.5);
  EXPECT_GT(HoldsOf(scores, 1, 10), HoldsOf(scores, 1, 2));
  EXPECT_GE(HoldsOf(scores, 1, 10),
            HoldsOf(scores, 1, 100) + HoldsOf(scores, 1, 101));
  EXPECT_EQ(HoldsOf(scores, 1, 100), ScoreOf(scores, 1, 100));
  EXPECT_EQ(Best(Score(claims, ScoreMethod::kVote)).at(CellId(1)), ValueId(2));
}

TEST(ScorersTest, SupportNeverDescends) {
  const std::vector<CellClaim> claims = {Says(1, 1, 10), Says(2, 1, 10),
                                         Says(3, 1, 10), Says(4, 1, 100)};
  const Scores scores = ScoreLines(claims, IsInside, ScorePrior());
  EXPECT_LT(HoldsOf(scores, 1, 100), HoldsOf(scores, 1, 10));
}

TEST(ScorersTest, WithoutRefinementThePreciseAreTheDefault) {
  const unsigned seed = 23;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 50; ++i) {
    const std::vector<CellClaim> claims = RandomClaims(random);
    EXPECT_EQ(ScoreLines(
                  claims, [](ValueId, ValueId) { return false; }, ScorePrior()),
              Score(claims, ScoreMethod::kLines));
  }
}

}  // namespace
}  // namespace attest
