#include "engine/merkle/proof.h"

#include <optional>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "tests/merkle/leaves.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

constexpr uint64_t kExhaustiveSize = 130;
constexpr uint64_t kLargeSize = 3000;

class ProofTest : public testing::Test {
 protected:
  explicit ProofTest(uint64_t leaf_count = kExhaustiveSize)
      : leaves_(MakeLeaves(leaf_count)),
        nodes_(leaves_),
        roots_(leaf_count + 1) {}

  [[nodiscard]] absl::Span<const Hash> Leaves(uint64_t size) const {
    return absl::MakeConstSpan(leaves_).first(size);
  }

  // Computed when first asked for.
  const Hash& Root(uint64_t size) {
    if (!roots_[size].has_value()) {
      roots_[size] = reference::Root(Leaves(size));
    }
    return *roots_[size];
  }

  absl::StatusOr<std::vector<Hash>> Inclusion(uint64_t index, uint64_t size) {
    return BuildInclusionProof(index, size, [&](uint32_t level, uint64_t i) {
      return nodes_.Read(level, i, size);
    });
  }

  absl::StatusOr<std::vector<Hash>> Consistency(uint64_t size1,
                                                uint64_t size2) {
    return BuildConsistencyProof(size1, size2, [&](uint32_t level, uint64_t i) {
      return nodes_.Read(level, i, size2);
    });
  }

  void CheckInclusion(uint64_t index, uint64_t size) {
    const absl::StatusOr<std::vector<Hash>> proof = Inclusion(index, size);
    ASSERT_TRUE(proof.ok()) << proof.status();
    ASSERT_EQ(*proof, reference::Path(index, Leaves(size)));
    ASSERT_TRUE(
        VerifyInclusion(index, size, leaves_[index], *proof, Root(size)).ok());
    ASSERT_EQ(
        RootFromInclusionProof(index, size, leaves_[index], *proof).value(),
        Root(size));
  }

  void CheckConsistency(uint64_t size1, uint64_t size2) {
    const absl::StatusOr<std::vector<Hash>> proof = Consistency(size1, size2);
    ASSERT_TRUE(proof.ok()) << proof.status();
    ASSERT_EQ(*proof, reference::Proof(size1, Leaves(size2)));
    ASSERT_TRUE(
        VerifyConsistency(size1, size2, Root(size1), Root(size2), *proof).ok());
  }

  // Calls `check` with every proof that differs from `proof` in one hash (one
  // bit flipped, taken out, doubled, replaced by a given one) or in two
  // neighbours exchanged.
  template <typename Check>
  void ForEachChange(const std::vector<Hash>& proof, const Hash& other,
                     Check check) {
    for (size_t i = 0; i <= proof.size(); ++i) {
      std::vector<Hash> changed = proof;
      changed.insert(changed.begin() + static_cast<ptrdiff_t>(i), other);
      check(changed);
    }
    for (size_t i = 0; i < proof.size(); ++i) {
      const auto at = static_cast<ptrdiff_t>(i);
      std::vector<Hash> changed = proof;
      changed.erase(changed.begin() + at);
      check(changed);
      changed = proof;
      changed[i] = other;
      check(changed);
      changed = proof;
      changed.insert(changed.begin() + at, proof[i]);
      check(changed);
      if (i > 0) {
        changed = proof;
        std::swap(changed[i - 1], changed[i]);
        check(changed);
      }
      for (size_t bit = 0; bit < 8 * Hash::kSize; ++bit) {
        changed = proof;
        changed[i].bytes[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
        check(changed);
      }
    }
  }

  std::vector<Hash> leaves_;
  NodeTable nodes_;
  std::vector<std::optional<Hash>> roots_;
};

class LargeProofTest : public ProofTest {
 protected:
  LargeProofTest() : ProofTest(kLargeSize) {}
};

Hash FlipBit(Hash hash, size_t bit) {
  hash.bytes[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
  return hash;
}

TEST_F(ProofTest, EveryInclusionProofOfSmallTreesEqualsTheReference) {
  for (uint64_t size = 1; size <= kExhaustiveSize; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      SCOPED_TRACE(absl::StrCat(index, " in ", size));
      ASSERT_NO_FATAL_FAILURE(CheckInclusion(index, size));
    }
  }
}

TEST_F(ProofTest, AnInclusionProofHoldsTheRootBeforeItsLeaf) {
  for (uint64_t size = 1; size <= kExhaustiveSize; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      SCOPED_TRACE(absl::StrCat(index, " in ", size));
      const auto proof = Inclusion(index, size);
      ASSERT_TRUE(proof.ok()) << proof.status();
      const auto root = RootBeforeLeaf(index, size, *proof);
      ASSERT_TRUE(root.ok()) << root.status();
      EXPECT_EQ(*root, Root(index));
      EXPECT_FALSE(RootBeforeLeaf(size, size, *proof).ok());
      std::vector<Hash> longer = *proof;
      longer.push_back(EmptyRoot());
      EXPECT_FALSE(RootBeforeLeaf(index, size, longer).ok());
    }
  }
}

TEST_F(ProofTest, EveryConsistencyProofOfSmallTreesEqualsTheReference) {
  for (uint64_t size2 = 1; size2 <= kExhaustiveSize; ++size2) {
    for (uint64_t size1 = 1; size1 <= size2; ++size1) {
      SCOPED_TRACE(absl::StrCat(size1, " to ", size2));
      ASSERT_NO_FATAL_FAILURE(CheckConsistency(size1, size2));
    }
  }
}

TEST_F(LargeProofTest, RandomProofsOfLargerTreesEqualTheReference) {
  const uint32_t seed = 6962;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 150; ++round) {
    const uint64_t size2 = 1 + random() % kLargeSize;
    const uint64_t size1 = 1 + random() % size2;
    SCOPED_TRACE(absl::StrCat(size1, " ", size2));
    ASSERT_NO_FATAL_FAILURE(CheckInclusion(size1 - 1, size2));
    ASSERT_NO_FATAL_FAILURE(CheckConsistency(size1, size2));
  }
}

TEST_F(LargeProofTest, BuildingReadsFewNodes) {
  for (const uint64_t size : {uint64_t{2047}, uint64_t{2048}, kLargeSize}) {
    for (uint64_t index = 0; index < size; index += 7) {
      int reads = 0;
      const auto read = [&](uint32_t level, uint64_t i) {
        ++reads;
        return nodes_.Read(level, i, size);
      };
      ASSERT_TRUE(BuildInclusionProof(index, size, read).ok());
      ASSERT_LE(reads, 24);
      reads = 0;
      ASSERT_TRUE(BuildConsistencyProof(index + 1, size, read).ok());
      ASSERT_LE(reads, 24);
    }
  }
}

TEST_F(ProofTest, EveryChangeOfAnInclusionProofIsRefused) {
  for (const uint64_t size : {1U, 2U, 3U, 7U, 8U, 11U, 64U, 100U, 129U}) {
    for (uint64_t index = 0; index < size; index += 1 + size / 5) {
      SCOPED_TRACE(absl::StrCat(index, " in ", size));
      const Hash& leaf = leaves_[index];
      const Hash& root = Root(size);
      const std::vector<Hash> proof = Inclusion(index, size).value();
      ForEachChange(proof, root, [&](const std::vector<Hash>& changed) {
        EXPECT_FALSE(VerifyInclusion(index, size, leaf, changed, root).ok());
      });
      for (size_t bit = 0; bit < 8 * Hash::kSize; ++bit) {
        EXPECT_EQ(VerifyInclusion(index, size, FlipBit(leaf, bit), proof, root)
                      .code(),
                  absl::StatusCode::kDataLoss);
        EXPECT_EQ(VerifyInclusion(index, size, leaf, proof, FlipBit(root, bit))
                      .code(),
                  absl::StatusCode::kDataLoss);
      }
    }
  }
}

TEST_F(ProofTest, InclusionAtAnyOtherIndexIsRefused) {
  for (uint64_t size = 1; size <= 40; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = Inclusion(index, size).value();
      for (uint64_t other = 0; other < size + 3; ++other) {
        EXPECT_EQ(
            VerifyInclusion(other, size, leaves_[index], proof, Root(size))
                .ok(),
            other == index)
            << other << " for " << index << " in " << size;
      }
    }
  }
}

// A proof does not commit to the tree size by itself: the root does, and the
// caller has both from one checkpoint. Where another size gives the same path,
// this verifier takes it, exactly as RFC 9162's does.
TEST_F(ProofTest, OtherSizesAreTakenExactlyWhenRfc9162TakesThem) {
  for (uint64_t size = 1; size <= 40; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = Inclusion(index, size).value();
      for (uint64_t other = 0; other < 70; ++other) {
        EXPECT_EQ(
            VerifyInclusion(index, other, leaves_[index], proof, Root(size))
                .ok(),
            reference::Includes(index, other, leaves_[index], proof,
                                Root(size)))
            << index << " in " << size << " as " << other;
      }
    }
  }
}

TEST_F(ProofTest, EveryChangeOfAConsistencyProofIsRefused) {
  for (const uint64_t size2 : {1U, 2U, 3U, 7U, 8U, 11U, 64U, 100U, 129U}) {
    for (uint64_t size1 = 1; size1 <= size2; size1 += 1 + size2 / 5) {
      SCOPED_TRACE(absl::StrCat(size1, " to ", size2));
      const Hash& root1 = Root(size1);
      const Hash& root2 = Root(size2);
      const std::vector<Hash> proof = Consistency(size1, size2).value();
      ForEachChange(proof, root2, [&](const std::vector<Hash>& changed) {
        EXPECT_FALSE(
            VerifyConsistency(size1, size2, root1, root2, changed).ok());
      });
      for (size_t bit = 0; bit < 8 * Hash::kSize; ++bit) {
        EXPECT_EQ(
            VerifyConsistency(size1, size2, FlipBit(root1, bit), root2, proof)
                .code(),
            absl::StatusCode::kDataLoss);
        EXPECT_EQ(
            VerifyConsistency(size1, size2, root1, FlipBit(root2, bit), proof)
                .code(),
            absl::StatusCode::kDataLoss);
      }
      EXPECT_EQ(VerifyConsistency(size1, size2, root2, root1, proof).ok(),
                size1 == size2);
    }
  }
}

TEST_F(ProofTest, OtherSizesOfConsistencyAreTakenExactlyWhenRfc9162TakesThem) {
  for (uint64_t size2 = 1; size2 <= 20; ++size2) {
    for (uint64_t size1 = 1; size1 <= size2; ++size1) {
      const std::vector<Hash> proof = Consistency(size1, size2).value();
      for (uint64_t other1 = 0; other1 < 36; ++other1) {
        for (uint64_t other2 = 0; other2 < 36; ++other2) {
          ASSERT_EQ(
              VerifyConsistency(other1, other2, Root(size1), Root(size2), proof)
                  .ok(),
              reference::Continues(other1, other2, Root(size1), Root(size2),
                                   proof))
              << size1 << " " << size2 << " as " << other1 << " " << other2;
        }
      }
    }
  }
}

TEST_F(ProofTest, RandomProofsAreTakenExactlyWhenRfc9162TakesThem) {
  const uint32_t seed = 9162;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20000; ++round) {
    const uint64_t mask = (uint64_t{2} << (random() % 64)) - 1;
    const uint64_t index = random() & mask;
    const uint64_t size = random() & mask;
    const Hash leaf = leaves_[random() % leaves_.size()];
    std::vector<Hash> proof(random() % 12);
    for (Hash& hash : proof) hash = leaves_[random() % leaves_.size()];
    const absl::StatusOr<Hash> root =
        RootFromInclusionProof(index, size, leaf, proof);
    ASSERT_EQ(root.ok(), reference::Includes(index, size, leaf, proof,
                                             root.value_or(Hash())));
    ASSERT_EQ(VerifyConsistency(index, size, leaf, leaf, proof).ok(),
              reference::Continues(index, size, leaf, leaf, proof));
  }
}

TEST_F(ProofTest, TheLargestTreesNeedNoMoreThan64Hashes) {
  const uint64_t max = ~uint64_t{0};
  const std::vector<Hash> proof = MakeLeaves(65);
  const Hash& leaf = proof[0];
  for (const auto& [index, want] : std::vector<std::pair<uint64_t, size_t>>{
           {0, 64}, {max - 1, 63}, {max / 2, 64}}) {
    for (size_t count = 0; count <= proof.size(); ++count) {
      EXPECT_EQ(RootFromInclusionProof(index, max, leaf,
                                       absl::MakeConstSpan(proof).first(count))
                    .ok(),
                count == want)
          << index << " " << count;
    }
  }
}

TEST_F(ProofTest, SizesThatMakeNoSenseAreRefused) {
  const auto unread = [](uint32_t, uint64_t) -> absl::StatusOr<Hash> {
    ADD_FAILURE() << "nothing to read";
    return Hash();
  };
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(BuildInclusionProof(0, 0, unread).status().code(), invalid);
  EXPECT_EQ(BuildInclusionProof(5, 5, unread).status().code(), invalid);
  EXPECT_EQ(BuildConsistencyProof(0, 0, unread).status().code(), invalid);
  EXPECT_EQ(BuildConsistencyProof(0, 5, unread).status().code(), invalid);
  EXPECT_EQ(BuildConsistencyProof(6, 5, unread).status().code(), invalid);
  EXPECT_EQ(VerifyInclusion(0, 0, Hash(), {}, Hash()).code(), invalid);
  EXPECT_EQ(VerifyConsistency(0, 0, EmptyRoot(), EmptyRoot(), {}).code(),
            invalid);
  EXPECT_EQ(VerifyConsistency(0, 1, EmptyRoot(), Root(1), {}).code(), invalid);
}

TEST_F(ProofTest, ErrorsOfTheNodeReaderArePassedOn) {
  const auto fails = [](uint32_t, uint64_t) -> absl::StatusOr<Hash> {
    return absl::UnavailableError("disk");
  };
  EXPECT_EQ(BuildInclusionProof(3, 9, fails).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(BuildConsistencyProof(3, 9, fails).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace attest
