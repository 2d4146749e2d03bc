#include "engine/merkle/compact_range.h"

#include <bit>
#include <vector>

#include "gtest/gtest.h"
#include "tests/merkle/leaves.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

TEST(CompactRangeTest, EmptyRangeHasTheEmptyRoot) {
  const CompactRange range;
  EXPECT_EQ(range.size(), 0U);
  EXPECT_TRUE(range.hashes().empty());
  EXPECT_EQ(range.Root(), EmptyRoot());
}

TEST(CompactRangeTest, RootEqualsTheReferenceAtEverySize) {
  const std::vector<Hash> leaves = MakeLeaves(600);
  CompactRange range;
  for (size_t size = 0; size < leaves.size(); ++size) {
    ASSERT_EQ(range.size(), size);
    ASSERT_EQ(range.hashes().size(), static_cast<size_t>(std::popcount(size)));
    ASSERT_EQ(range.Root(),
              reference::Root(absl::MakeConstSpan(leaves).first(size)))
        << size;
    range.Append(leaves[size]);
  }
}

TEST(CompactRangeTest, HashesAreTheSubtreesLargestFirst) {
  const std::vector<Hash> leaves = MakeLeaves(7);
  CompactRange range;
  for (const Hash& leaf : leaves) range.Append(leaf);
  const absl::Span<const Hash> all = leaves;
  ASSERT_EQ(range.hashes().size(), 3U);
  EXPECT_EQ(range.hashes()[0], reference::Root(all.subspan(0, 4)));
  EXPECT_EQ(range.hashes()[1], reference::Root(all.subspan(4, 2)));
  EXPECT_EQ(range.hashes()[2], leaves[6]);
}

TEST(CompactRangeTest, TakenUpRangeGrowsAsTheFirstOneWould) {
  const std::vector<Hash> leaves = MakeLeaves(300);
  CompactRange whole;
  for (const Hash& leaf : leaves) {
    absl::StatusOr<CompactRange> again =
        CompactRange::Create(whole.size(), whole.hashes());
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(*again, whole);
    whole.Append(leaf);
    again->Append(leaf);
    ASSERT_EQ(*again, whole);
  }
}

TEST(CompactRangeTest, WrongNumberOfHashesIsRefused) {
  const std::vector<Hash> hashes = MakeLeaves(65);
  for (const uint64_t size :
       {uint64_t{0}, uint64_t{1}, uint64_t{6}, uint64_t{255}, ~uint64_t{0}}) {
    const auto want = static_cast<size_t>(std::popcount(size));
    for (size_t count = 0; count <= hashes.size(); ++count) {
      const absl::StatusOr<CompactRange> range =
          CompactRange::Create(size, absl::MakeConstSpan(hashes).first(count));
      ASSERT_EQ(range.ok(), count == want) << size << " " << count;
      if (!range.ok()) {
        ASSERT_EQ(range.status().code(), absl::StatusCode::kInvalidArgument);
      }
    }
  }
}

TEST(CompactRangeTest, VisitorSeesEveryPerfectSubtreeOnce) {
  const std::vector<Hash> leaves = MakeLeaves(200);
  const NodeTable nodes(leaves);
  CompactRange range;
  std::vector<uint64_t> seen(8, 0);
  for (const Hash& leaf : leaves) {
    range.Append(leaf, [&](uint32_t level, uint64_t index, const Hash& hash) {
      ASSERT_LT(level, seen.size());
      EXPECT_EQ(index, seen[level]++);
      const absl::StatusOr<Hash> want = nodes.Read(level, index, leaves.size());
      ASSERT_TRUE(want.ok()) << want.status();
      EXPECT_EQ(hash, *want);
    });
  }
  for (uint32_t level = 0; level < seen.size(); ++level) {
    EXPECT_EQ(seen[level], leaves.size() >> level);
  }
}

}  // namespace
}  // namespace attest
