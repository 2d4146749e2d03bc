#include "engine/interchange/sfm_defined.h"

#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace attest {
namespace {

absl::uint128 WithoutLastBits(absl::uint128 hash) { return (hash >> 2) << 2; }

// Many share a place in the table, so that they stand behind each other, also
// round its end, and what is taken out leaves a gap before others.
std::vector<absl::uint128> CrowdedHashes(std::mt19937_64& random) {
  std::vector<absl::uint128> hashes = {0, 1, 4, 5};
  for (int i = 0; i < 300; ++i) {
    const uint64_t crowd = random() % 5;
    const uint64_t low = random() % 400;
    const uint64_t high =
        crowd == 0 ? random() : (crowd == 1 ? ~uint64_t{0} : crowd);
    hashes.push_back(absl::MakeUint128(high, low));
  }
  return hashes;
}

TEST(SfmDefinedTest, RandomChangesGiveWhatAMapGives) {
  const uint32_t seed = 20261122;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20; ++round) {
    const std::vector<absl::uint128> hashes = CrowdedHashes(random);
    SfmDefined defined;
    // 0 and what differs from it in the last bits alone stand for 4.
    const auto same = [](absl::uint128 hash) {
      const absl::uint128 bits = WithoutLastBits(hash);
      return bits == 0 ? absl::uint128(4) : bits;
    };
    std::map<absl::uint128, uint8_t> expected;
    for (int i = 0; i < 5000; ++i) {
      const absl::uint128 hash = hashes[random() % hashes.size()];
      const absl::uint128 key = same(hash);
      const uint64_t what = random() % 4;
      if (what == 0) {
        ASSERT_EQ(defined.Add(hash), expected.try_emplace(key, 0).second);
      } else if (what == 1) {
        defined.Remove(hash);
        expected.erase(key);
      } else if (what == 2) {
        const auto number = static_cast<uint8_t>(random() % 4);
        defined.SetNumber(hash, number);
        expected[key] = number;
      }
      const auto found = expected.find(key);
      ASSERT_EQ(defined.Contains(hash), found != expected.end());
      ASSERT_EQ(defined.NumberOf(hash),
                found == expected.end() ? 0 : found->second);
      ASSERT_EQ(defined.size(), expected.size());
    }
    for (const absl::uint128& hash : hashes) {
      const auto found = expected.find(same(hash));
      ASSERT_EQ(defined.Contains(hash), found != expected.end());
      ASSERT_EQ(defined.NumberOf(hash),
                found == expected.end() ? 0 : found->second);
    }
  }
}

TEST(SfmDefinedTest, KeepsManyHashes) {
  const uint32_t seed = 1;
  std::mt19937_64 random(seed);
  SfmDefined defined;
  std::vector<absl::uint128> hashes;
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t high = random();
    const uint64_t low = random();
    hashes.push_back(absl::MakeUint128(high, low));
    ASSERT_TRUE(defined.Add(hashes.back()));
    defined.SetNumber(hashes.back(), static_cast<uint8_t>(low >> 60) % 4);
  }
  EXPECT_EQ(defined.size(), hashes.size());
  for (const absl::uint128& hash : hashes) {
    ASSERT_FALSE(defined.Add(hash));
    ASSERT_EQ(defined.NumberOf(hash), (absl::Uint128Low64(hash) >> 60) % 4);
  }
}

}  // namespace
}  // namespace attest
