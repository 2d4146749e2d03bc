#include "engine/corroboration/disjoint_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace attest {
namespace {

using Sets = std::vector<std::vector<uint32_t>>;

DisjointSets Most(const Sets& sets) {
  const std::vector<absl::Span<const uint32_t>> spans(sets.begin(), sets.end());
  return MostDisjoint(spans);
}

bool Meet(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::vector<uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  return !both.empty();
}

bool AreDisjoint(const Sets& sets, const std::vector<uint32_t>& chosen) {
  for (const uint32_t a : chosen) {
    for (const uint32_t b : chosen) {
      if (a != b && (Meet(sets[a], sets[b]) || sets[a] == sets[b])) {
        return false;
      }
    }
  }
  return true;
}

// Every choice, the largest and of these the least.
std::vector<uint32_t> ByTrying(const Sets& sets) {
  std::vector<uint32_t> best;
  for (uint32_t bits = 0; bits < uint32_t{1} << sets.size(); ++bits) {
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < sets.size(); ++i) {
      if ((bits >> i & 1) != 0) chosen.push_back(i);
    }
    if (!AreDisjoint(sets, chosen)) continue;
    if (chosen.size() > best.size() ||
        (chosen.size() == best.size() && chosen < best)) {
      best = chosen;
    }
  }
  return best;
}

// A number below `limit`.
uint32_t Below(std::mt19937& random, uint32_t limit) {
  return static_cast<uint32_t>(random() % limit);
}

Sets RandomSets(std::mt19937& random, size_t count, uint32_t members) {
  Sets sets(count);
  for (std::vector<uint32_t>& set : sets) {
    const size_t size = 1 + Below(random, 4);
    for (size_t i = 0; i < size; ++i) set.push_back(Below(random, members));
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
  }
  return sets;
}

TEST(DisjointSetsTest, AgreesWithTryingAllChoices) {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const Sets sets =
        RandomSets(random, Below(random, 12), 2 + Below(random, 20));
    const DisjointSets most = Most(sets);
    EXPECT_EQ(most.chosen, ByTrying(sets)) << "seed " << seed;
    EXPECT_FALSE(most.at_least);
  }
}

TEST(DisjointSetsTest, SixtyFourDistinctSetsAreExact) {
  // Rings of four that meet their neighbours: half of each can be chosen.
  Sets sets;
  for (uint32_t i = 0; i < 64; ++i) {
    const uint32_t ring = i / 4 * 4;
    sets.push_back(
        {std::min(i, ring + (i + 1) % 4), std::max(i, ring + (i + 1) % 4)});
  }
  const DisjointSets most = Most(sets);
  EXPECT_EQ(most.chosen.size(), 32u);
  EXPECT_FALSE(most.at_least);
}

TEST(DisjointSetsTest, EqualSetsCountOnce) {
  const Sets sets(100, {1, 2});
  const DisjointSets most = Most(sets);
  EXPECT_THAT(most.chosen, testing::ElementsAre(0));
  EXPECT_FALSE(most.at_least);
}

// Many small sets of sets that have nothing to do with each other, mixed: what
// is best for each is best for all.
TEST(DisjointSetsTest, BeyondSixtyFourIsExactWhereItFallsApart) {
  for (uint32_t seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::pair<uint32_t, uint32_t>> order;
    std::vector<Sets> groups;
    for (uint32_t group = 0; group < 30; ++group) {
      groups.push_back(RandomSets(random, 1 + Below(random, 9), 8));
      for (uint32_t i = 0; i < groups.back().size(); ++i) {
        order.emplace_back(group, i);
      }
    }
    std::shuffle(order.begin(), order.end(), random);
    Sets sets;
    std::vector<Sets> in_order(groups.size());
    std::vector<std::vector<uint32_t>> places(groups.size());
    for (const auto& [group, i] : order) {
      in_order[group].push_back(groups[group][i]);
      places[group].push_back(static_cast<uint32_t>(sets.size()));
      sets.push_back(groups[group][i]);
      for (uint32_t& member : sets.back()) member += 100 * group;
    }
    std::vector<uint32_t> expected;
    for (size_t group = 0; group < groups.size(); ++group) {
      for (const uint32_t i : ByTrying(in_order[group])) {
        expected.push_back(places[group][i]);
      }
    }
    std::sort(expected.begin(), expected.end());
    const DisjointSets most = Most(sets);
    EXPECT_EQ(most.chosen, expected) << "seed " << seed;
    EXPECT_FALSE(most.at_least) << "seed " << seed;
  }
}

TEST(DisjointSetsTest, BeyondSixtyFourIsALowerBoundOfDisjointSets) {
  size_t bounds = 0;
  for (uint32_t seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    const uint32_t members = 60 + Below(random, 200);
    Sets sets = RandomSets(random, 300, members);
    // Some that have nobody of their own.
    for (Sets::value_type& set : sets) {
      while (seed % 2 == 0 && set.size() < 4) {
        set.push_back(Below(random, members));
        std::sort(set.begin(), set.end());
        set.erase(std::unique(set.begin(), set.end()), set.end());
      }
    }
    const DisjointSets most = Most(sets);
    bounds += most.at_least ? 1 : 0;
    EXPECT_TRUE(AreDisjoint(sets, most.chosen)) << "seed " << seed;
    // Nothing can be added.
    for (uint32_t i = 0; i < sets.size(); ++i) {
      std::vector<uint32_t> more = most.chosen;
      if (std::find(more.begin(), more.end(), i) != more.end()) continue;
      more.push_back(i);
      EXPECT_FALSE(AreDisjoint(sets, more)) << "seed " << seed;
    }
  }
  // Some of these are too much to be sure of.
  EXPECT_GT(bounds, 5u);
}

TEST(DisjointSetsTest, TwoAreFoundAlwaysWhenThereAreTwo) {
  // A hub in all sets but two that meet only the many: greedy may miss them.
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    Sets sets;
    for (uint32_t i = 0; i < 100; ++i) sets.push_back({0, 1 + i});
    const uint32_t a = Below(random, 100);
    const uint32_t b = (a + 1 + Below(random, 99)) % 100;
    // Both meet every set but each other.
    sets[a].clear();
    sets[b].clear();
    for (uint32_t i = 0; i < 100; ++i) {
      if (i == a || i == b) continue;
      sets[a].push_back(1000 + i);
      sets[b].push_back(2000 + i);
      sets[i].push_back(1000 + i);
      sets[i].push_back(2000 + i);
    }
    EXPECT_EQ(Most(sets).chosen.size(), 2u) << "seed " << seed;
  }
}

TEST(DisjointSetsTest, NothingIsChosenOfNothing) {
  EXPECT_TRUE(Most({}).chosen.empty());
}

}  // namespace
}  // namespace attest
