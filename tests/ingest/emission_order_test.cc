#include "engine/ingest/emission_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint32_t> OrderOf(const std::vector<Uses>& uses) {
  const auto order = EmissionOrder(
      static_cast<uint32_t>(uses.size()),
      [&](uint32_t line) {
        const auto later = [line](uint32_t use) { return use > line; };
        return std::any_of(uses[line].first.begin(), uses[line].first.end(),
                           later) ||
               std::any_of(uses[line].rather_first.begin(),
                           uses[line].rather_first.end(), later);
      },
      [&](uint32_t line) { return absl::StatusOr<Uses>(uses[line]); });
  EXPECT_TRUE(order.ok());
  return *order;
}

TEST(EmissionOrderTest, FileOrderStaysWhereDefinitionsComeFirst) {
  EXPECT_THAT(OrderOf({{}, {{0}, {}}, {{1, 0}, {}}}), ElementsAre(0, 1, 2));
}

TEST(EmissionOrderTest, UseWaitsForItsDefinitions) {
  EXPECT_THAT(OrderOf({{{2}, {}}, {}, {{3}, {}}, {}}), ElementsAre(3, 2, 0, 1));
}

TEST(EmissionOrderTest, RingOfSoftUsesIsBrokenButHardOnesHold) {
  // 0 would rather follow 1, which must follow 2, which must follow 0.
  EXPECT_THAT(OrderOf({{{}, {1}}, {{2}, {}}, {{0}, {}}}), ElementsAre(0, 2, 1));
}

TEST(EmissionOrderTest, LongChainsNeedNoStack) {
  std::vector<Uses> uses(200'000);
  for (uint32_t i = 0; i + 1 < uses.size(); ++i) uses[i].first = {i + 1};
  const std::vector<uint32_t> order = OrderOf(uses);
  EXPECT_EQ(order.front(), 199'999u);
  EXPECT_EQ(order.back(), 0u);
}

TEST(EmissionOrderTest, RandomOrdersHoldEveryHardUse) {
  for (uint32_t seed = 0; seed < 2'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto size = static_cast<uint32_t>(1 + random() % 12);
    std::vector<uint32_t> rank(size);
    for (uint32_t i = 0; i < size; ++i) rank[i] = i;
    std::shuffle(rank.begin(), rank.end(), random);
    std::vector<Uses> uses(size);
    for (uint32_t i = 0; i < size; ++i) {
      for (uint32_t j = 0; j < size; ++j) {
        if (random() % 4 != 0 || i == j) continue;
        // Hard uses follow a hidden order, so that they form no ring.
        if (rank[j] < rank[i]) {
          uses[i].first.push_back(j);
        } else {
          uses[i].rather_first.push_back(j);
        }
      }
    }
    const std::vector<uint32_t> order = OrderOf(uses);
    ASSERT_EQ(std::set<uint32_t>(order.begin(), order.end()).size(), size);
    std::vector<size_t> place(size);
    for (size_t i = 0; i < size; ++i) place[order[i]] = i;
    for (uint32_t i = 0; i < size; ++i) {
      for (uint32_t use : uses[i].first) EXPECT_LT(place[use], place[i]);
    }
  }
}

TEST(FindRingsTest, FindsOneRingForEachThatIsReached) {
  EXPECT_THAT(FindRings({}), IsEmpty());
  const std::vector<std::pair<uint32_t, uint32_t>> path = {{1, 2}, {2, 3}};
  EXPECT_THAT(FindRings(path), IsEmpty());
  const std::vector<std::pair<uint32_t, uint32_t>> edges = {
      {5, 4}, {4, 5}, {9, 5}, {1, 1}, {2, 9}, {7, 8}};
  EXPECT_THAT(FindRings(edges), ElementsAre(ElementsAre(1), ElementsAre(4, 5)));
}

TEST(FindRingsTest, RandomGraphsHaveARingWhereAWalkComesBack) {
  for (uint32_t seed = 0; seed < 2'000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto size = static_cast<uint32_t>(1 + random() % 8);
    std::vector<std::pair<uint32_t, uint32_t>> edges;
    bool reach[8][8] = {};
    for (uint32_t i = 0; i < size; ++i) {
      for (uint32_t j = 0; j < size; ++j) {
        if (random() % 6 != 0) continue;
        edges.emplace_back(i, j);
        reach[i][j] = true;
      }
    }
    for (uint32_t k = 0; k < size; ++k) {
      for (uint32_t i = 0; i < size; ++i) {
        for (uint32_t j = 0; j < size; ++j) {
          reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
        }
      }
    }
    std::set<uint32_t> on_found;
    for (const std::vector<uint32_t>& ring : FindRings(edges)) {
      for (size_t i = 0; i < ring.size(); ++i) {
        EXPECT_EQ(std::count(edges.begin(), edges.end(),
                             std::pair(ring[i], ring[(i + 1) % ring.size()])),
                  1);
        EXPECT_TRUE(on_found.insert(ring[i]).second);
      }
    }
    // Whatever lies on a ring reaches one that was found.
    for (uint32_t i = 0; i < size; ++i) {
      if (!reach[i][i]) continue;
      EXPECT_TRUE(std::any_of(on_found.begin(), on_found.end(),
                              [&](uint32_t f) { return reach[i][f]; }));
    }
  }
}

}  // namespace
}  // namespace attest
