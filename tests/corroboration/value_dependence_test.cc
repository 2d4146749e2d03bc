#include "engine/corroboration/value_dependence.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "engine/corroboration/scorers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr ValueId kTrue(0);

CellClaim Says(uint64_t source, uint64_t cell, ValueId value) {
  return {CellId(cell), value, SourceId(source), PredicateId(0),
          LineId(source)};
}

// A world of cells, each with one true value and wrong ones as many as given;
// sources that err independently, and copiers.
class World {
 public:
  World(unsigned seed, uint64_t cells, uint64_t wrong_values)
      : random_(seed), cells_(cells), wrong_values_(wrong_values) {}

  void AddSource(uint64_t source, double accuracy) {
    for (uint64_t cell = 0; cell < cells_; ++cell) {
      claims_.push_back(Says(source, cell, Utter(accuracy)));
    }
  }

  // Repeats `original` in a share of the cells and else speaks on its own.
  void AddCopier(uint64_t source, uint64_t original, double share,
                 double accuracy) {
    const std::vector<CellClaim> before = claims_;
    for (const CellClaim& claim : before) {
      if (claim.source != SourceId(original)) continue;
      const bool copies = Chance() < share;
      claims_.push_back(Says(source, claim.cell.value(),
                             copies ? claim.value : Utter(accuracy)));
    }
  }

  std::vector<CellClaim>& claims() { return claims_; }
  std::mt19937& random() { return random_; }

 private:
  double Chance() {
    return static_cast<double>(random_()) / static_cast<double>(1LL << 32);
  }

  ValueId Utter(double accuracy) {
    if (Chance() < accuracy) return kTrue;
    return ValueId(1 + random_() % wrong_values_);
  }

  std::mt19937 random_;
  uint64_t cells_;
  uint64_t wrong_values_;
  std::vector<CellClaim> claims_;
};

using Pairs = std::set<std::pair<uint64_t, uint64_t>>;

Pairs PairsOf(const std::vector<DependenceProposal>& proposals) {
  Pairs pairs;
  for (const DependenceProposal& proposal : proposals) {
    pairs.emplace(proposal.first.value(), proposal.second.value());
  }
  return pairs;
}

TEST(ValueDependenceTest, NothingFromNothing) {
  EXPECT_THAT(ProposeDependence({}), IsEmpty());
}

TEST(ValueDependenceTest, AgreementOnWhatMostSayIsNoSign) {
  // A thousand cells on which all agree, to the last.
  World world(1, 1000, 5);
  for (uint64_t source = 0; source < 10; ++source) world.AddSource(source, 1);
  EXPECT_THAT(ProposeDependence(world.claims()), IsEmpty());
}

TEST(ValueDependenceTest, NorIsAWrongValueThatMostShare) {
  // Eight of ten sources err alike in every cell, by a common mistake; what
  // they share is popular, hence no sign.
  World world(2, 500, 5);
  for (uint64_t cell = 0; cell < 500; ++cell) {
    for (uint64_t source = 0; source < 10; ++source) {
      world.claims().push_back(
          Says(source, cell, source < 8 ? ValueId(1) : kTrue));
    }
  }
  for (const DependenceProposal& proposal : ProposeDependence(world.claims())) {
    for (const SharedValue& shared : proposal.shared) {
      EXPECT_EQ(shared.value, kTrue);
    }
    EXPECT_GE(proposal.first, SourceId(8));
  }
}

TEST(ValueDependenceTest, IndependentSourcesOfAnyAccuracyAreNotProposed) {
  for (unsigned seed = 10; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    for (const uint64_t wrong_values : {1u, 2u, 5u, 50u}) {
      World world(seed, 300, wrong_values);
      for (uint64_t source = 0; source < 12; ++source) {
        world.AddSource(source, 0.55 + 0.04 * static_cast<double>(source));
      }
      EXPECT_THAT(ProposeDependence(world.claims()), IsEmpty()) << wrong_values;
    }
  }
}

TEST(ValueDependenceTest, APlantedCopierOfErrorsIsFound) {
  for (unsigned seed = 40; seed < 70; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed, 300, 20);
    for (uint64_t source = 0; source < 12; ++source) {
      world.AddSource(source, 0.6 + 0.03 * static_cast<double>(source));
    }
    world.AddCopier(12, 3, 0.9, 0.8);
    const std::vector<DependenceProposal> proposals =
        ProposeDependence(world.claims());
    EXPECT_EQ(PairsOf(proposals), (Pairs{{3, 12}}));
  }
}

TEST(ValueDependenceTest, ASharedValueIsOneThatBothGaveAndFewOthers) {
  World world(70, 300, 20);
  for (uint64_t source = 0; source < 12; ++source) {
    world.AddSource(source, 0.8);
  }
  world.AddCopier(12, 3, 1, 0.8);
  const std::vector<DependenceProposal> proposals =
      ProposeDependence(world.claims());
  ASSERT_THAT(proposals, SizeIs(1));
  const std::set<CellClaim> said(world.claims().begin(), world.claims().end());
  EXPECT_TRUE(
      std::is_sorted(proposals[0].shared.begin(), proposals[0].shared.end()));
  for (const SharedValue& shared : proposals[0].shared) {
    EXPECT_NE(shared.value, kTrue);
    uint64_t others = 0;
    for (uint64_t source = 0; source < 13; ++source) {
      const bool says =
          said.contains(Says(source, shared.cell.value(), shared.value));
      if (source == 3 || source == 12) {
        EXPECT_TRUE(says);
      } else if (says) {
        ++others;
      }
    }
    EXPECT_LE(others, 11U * 3 / 10);
  }
}

TEST(ValueDependenceTest, CopiesOfOnePageAreFoundThoughTheyHideEachOther) {
  World world(71, 300, 20);
  for (uint64_t source = 0; source < 20; ++source) {
    world.AddSource(source, 0.7);
  }
  for (uint64_t copy = 20; copy < 24; ++copy) world.AddCopier(copy, 0, 1, 0.7);
  Pairs expected;
  const std::vector<uint64_t> same = {0, 20, 21, 22, 23};
  for (const uint64_t a : same) {
    for (const uint64_t b : same) {
      if (a < b) expected.emplace(a, b);
    }
  }
  EXPECT_EQ(PairsOf(ProposeDependence(world.claims())), expected);
}

TEST(ValueDependenceTest, WhoeverSpeaksOfAPartOnlyIsNotProposed) {
  // Source 12 knows a quarter of the cells and is repeated there by source 0.
  World world(72, 400, 20);
  for (uint64_t source = 0; source < 12; ++source) {
    world.AddSource(source, 0.7);
  }
  std::vector<CellClaim> part;
  for (const CellClaim& claim : world.claims()) {
    if (claim.source == SourceId(0) && claim.cell.value() % 4 == 0) {
      part.push_back(Says(12, claim.cell.value(), claim.value));
    }
  }
  world.claims().insert(world.claims().end(), part.begin(), part.end());
  EXPECT_THAT(ProposeDependence(world.claims()), IsEmpty());
}

TEST(ValueDependenceTest, TheOrderOfTheClaimsDoesNotMatter) {
  for (unsigned seed = 73; seed < 83; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed, 100, 10);
    for (uint64_t source = 0; source < 10; ++source) {
      world.AddSource(source, 0.6);
    }
    world.AddCopier(10, 4, 1, 0.6);
    world.AddCopier(11, 7, 0.95, 0.6);
    const std::vector<DependenceProposal> proposals =
        ProposeDependence(world.claims());
    EXPECT_THAT(proposals, SizeIs(2));
    std::shuffle(world.claims().begin(), world.claims().end(), world.random());
    world.claims().push_back(world.claims().front());
    EXPECT_EQ(ProposeDependence(world.claims()), proposals);
  }
}

// A value that thousands share is cheap, and many pairs are never compared.
TEST(ValueDependenceTest, ManySourcesAreNoObstacle) {
  World world(83, 60, 1000);
  for (uint64_t source = 0; source < 5000; ++source) {
    world.AddSource(source, 0.5);
  }
  world.AddCopier(5000, 17, 1, 0.5);
  EXPECT_EQ(PairsOf(ProposeDependence(world.claims())), (Pairs{{17, 5000}}));
}

TEST(JoinLinesTest, LinkedSourcesOfOneValueShareALine) {
  const std::vector<DependenceProposal> accepted = {
      {.first = SourceId(1), .second = SourceId(2)},
      {.first = SourceId(2), .second = SourceId(3)}};
  const std::vector<CellClaim> joined =
      JoinLines({Says(3, 1, kTrue), Says(2, 1, kTrue), Says(1, 1, kTrue),
                 Says(4, 1, kTrue), Says(1, 2, kTrue), Says(2, 2, ValueId(5)),
                 Says(3, 2, kTrue)},
                accepted);
  std::vector<uint64_t> lines;
  lines.reserve(joined.size());
  for (const CellClaim& claim : joined) lines.push_back(claim.line.value());
  // In cell 2 source 2 differs, and what links 1 and 3 is not there.
  EXPECT_THAT(lines, ElementsAre(1, 1, 1, 4, 1, 3, 2));
}

TEST(JoinLinesTest, LinesGivenBeforeStayJoined) {
  std::vector<CellClaim> claims = {Says(1, 1, kTrue), Says(2, 1, kTrue),
                                   Says(3, 1, kTrue)};
  claims[2].line = claims[0].line;
  const std::vector<CellClaim> joined = JoinLines(
      claims,
      {{DependenceProposal{.first = SourceId(2), .second = SourceId(3)}}});
  for (const CellClaim& claim : joined) EXPECT_EQ(claim.line, LineId(1));
}

TEST(JoinLinesTest, NothingAcceptedChangesNothing) {
  World world(84, 20, 3);
  for (uint64_t source = 0; source < 5; ++source) world.AddSource(source, 0.5);
  EXPECT_EQ(Score(JoinLines(world.claims(), {}), ScoreMethod::kLines),
            Score(world.claims(), ScoreMethod::kLines));
}

}  // namespace
}  // namespace attest
