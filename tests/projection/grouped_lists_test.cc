#include "engine/projection/grouped_lists.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace attest {
namespace {

using Lists = GroupedLists<uint32_t>;
using Expected = std::vector<std::vector<uint32_t>>;

void ExpectLists(const Lists& lists, const Expected& expected) {
  ASSERT_EQ(lists.groups(), expected.size());
  size_t size = 0;
  for (uint32_t group = 0; group < lists.groups(); ++group) {
    const Lists::Range range = lists[group];
    const std::vector<uint32_t> list(range.begin(), range.end());
    ASSERT_EQ(list, expected[group]) << "group " << group;
    EXPECT_EQ(lists.Length(group), list.size());
    EXPECT_EQ(range.empty(), list.empty());
    size += list.size();
  }
  EXPECT_EQ(lists.size(), size);
}

TEST(GroupedListsTest, EqualVectorsOfVectorsHoweverTheyCameAbout) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const auto groups = static_cast<uint32_t>(random() % 700);
    std::vector<uint32_t> group_of(groups == 0 ? 0 : random() % 1500);
    Expected expected(groups);
    for (uint32_t i = 0; i < group_of.size(); ++i) {
      const bool none = random() % 9 == 0;
      group_of[i] = none ? kNoGroup : static_cast<uint32_t>(random() % groups);
      if (!none) expected[group_of[i]].push_back(i);
    }
    Lists lists = Lists::Build(
        groups, group_of.size(), [&](size_t i) { return group_of[i]; },
        [](size_t i) { return static_cast<uint32_t>(i); });
    EXPECT_TRUE(lists.IsCompact());
    ExpectLists(lists, expected);

    lists.Grow(groups + 5);
    expected.resize(groups + 5);
    const uint64_t appended = random() % 300;
    for (uint32_t i = 0; i < appended; ++i) {
      const auto group = static_cast<uint32_t>(random() % expected.size());
      lists.Append(group, 9000 + i);
      expected[group].push_back(9000 + i);
    }
    ExpectLists(lists, expected);
    ExpectLists(lists.Compacted(), expected);
    lists.Compact();
    EXPECT_TRUE(lists.IsCompact());
    EXPECT_EQ(lists.tail_size(), 0u);
    ExpectLists(lists, expected);

    auto mapped = Lists::Over(lists.base_offsets(), lists.base_values());
    ASSERT_TRUE(mapped.ok()) << mapped.status();
    EXPECT_EQ(mapped->memory_bytes(), 0u);
    mapped->Append(0, 77);
    expected[0].push_back(77);
    ExpectLists(*mapped, expected);
    const Lists moved = std::move(*mapped);
    ExpectLists(moved, expected);
  }
}

TEST(GroupedListsTest, RefuseOffsetsThatDoNotSpanTheValues) {
  const auto over = [](const std::vector<uint32_t>& offsets,
                       const std::vector<uint32_t>& values) {
    return Lists::Over(offsets, values).status().code();
  };
  EXPECT_EQ(over({0}, {}), absl::StatusCode::kOk);
  EXPECT_EQ(over({0, 1, 1, 3}, {5, 6, 7}), absl::StatusCode::kOk);
  EXPECT_EQ(over({}, {}), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({1, 3}, {5, 6, 7}), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({0, 2}, {5, 6, 7}), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({0, 4}, {5, 6, 7}), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({0, 2, 1, 3}, {5, 6, 7}), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({0, 9, 3}, {5, 6, 7}), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace attest
