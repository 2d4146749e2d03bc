#include "engine/projection/hash_index.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "engine/projection/stable_hash.h"

namespace attest {
namespace {

// Keys by ordinal, an index over them and the map it must equal.
class Fixture {
 public:
  explicit Fixture(uint64_t (*hash)(const std::string&)) : hash_(hash) {}

  void Add(const std::string& key) {
    const auto ordinal = static_cast<uint32_t>(keys_.size());
    keys_.push_back(key);
    if (!map_.emplace(key, ordinal).second) return;  // an ordinal left out
    index_.Insert(hash_(key), ordinal, HashOf());
  }
  // Goes on from what was stored, as after a restart.
  void Reopen() {
    stored_.push_back(index_.Stored(HashOf()));
    auto index =
        HashIndex::Over(stored_.back(), static_cast<uint32_t>(keys_.size()));
    ASSERT_TRUE(index.ok()) << index.status();
    index_ = *std::move(index);
    EXPECT_EQ(index_.memory_bytes(), 0u);
  }
  [[nodiscard]] std::optional<uint32_t> Find(const std::string& key) const {
    return index_.Find(hash_(key), [&](uint32_t i) { return keys_[i] == key; });
  }
  void ExpectEqualsMap(std::mt19937_64& random) const {
    ASSERT_EQ(index_.size(), map_.size());
    for (const auto& [key, ordinal] : map_) {
      const std::optional<uint32_t> found = Find(key);
      ASSERT_TRUE(found.has_value()) << key;
      ASSERT_EQ(*found, ordinal) << key;
    }
    for (int i = 0; i < 200; ++i) {
      const std::string key = std::to_string(random());
      ASSERT_EQ(Find(key).has_value(), map_.contains(key));
    }
    size_t visited = 0;
    index_.ForEach([&](uint32_t i) { visited += map_.at(keys_[i]) == i; });
    EXPECT_EQ(visited, map_.size());
  }
  [[nodiscard]] const HashIndex& index() const { return index_; }

 private:
  struct Hasher {
    const Fixture* fixture;
    uint64_t operator()(uint32_t i) const {
      return fixture->hash_(fixture->keys_[i]);
    }
  };
  [[nodiscard]] Hasher HashOf() const { return Hasher{this}; }

  uint64_t (*hash_)(const std::string&);
  std::vector<std::string> keys_;
  absl::flat_hash_map<std::string, uint32_t> map_;
  std::vector<std::vector<uint32_t>> stored_;
  HashIndex index_;
};

uint64_t GoodHash(const std::string& key) { return StableHash(key, 5); }
uint64_t WorstHash(const std::string&) { return ~uint64_t{0}; }
uint64_t PoorHash(const std::string& key) {
  return (uint64_t{key.size()} << 32) | static_cast<unsigned char>(key.back());
}

void CompareWithMap(uint64_t (*hash)(const std::string&), size_t keys,
                    uint64_t seed) {
  SCOPED_TRACE(testing::Message() << "seed " << seed << " keys " << keys);
  std::mt19937_64 random(seed);
  Fixture fixture(hash);
  fixture.ExpectEqualsMap(random);
  for (int round = 0; round < 3; ++round) {
    for (size_t i = 0; i < keys; ++i) {
      fixture.Add(std::to_string(random() % (keys * 2)));
    }
    fixture.ExpectEqualsMap(random);
    fixture.Reopen();
    fixture.ExpectEqualsMap(random);
  }
}

TEST(HashIndexTest, FindsWhatAMapFindsAcrossBaseAndTail) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    CompareWithMap(GoodHash, seed * seed + 1, seed);
  }
  CompareWithMap(GoodHash, 50'000, 99);
}

TEST(HashIndexTest, FindsTheRightKeyUnderCollisions) {
  CompareWithMap(WorstHash, 150, 1);
  CompareWithMap(PoorHash, 400, 2);
}

TEST(HashIndexTest, TakesLargeAndUnorderedOrdinals) {
  const std::vector<uint32_t> ordinals = {4'000'000'000, 3, 0xfffffffe, 0,
                                          1'000'000,     7, 2,          65535};
  const auto hash_of = [](uint32_t i) { return StableHash(std::to_string(i)); };
  HashIndex index;
  for (const uint32_t i : ordinals) index.Insert(hash_of(i), i, hash_of);
  const std::vector<uint32_t> stored = index.Stored(hash_of);
  const auto mapped = HashIndex::Over(stored, 0xffffffff);
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  for (const uint32_t i : ordinals) {
    const auto equal = [i](uint32_t found) { return found == i; };
    EXPECT_EQ(index.Find(hash_of(i), equal), i);
    EXPECT_EQ(mapped->Find(hash_of(i), equal), i);
  }
}

TEST(HashIndexTest, StoresAKeyInLittleMoreThanFiveBytes) {
  Fixture fixture(GoodHash);
  for (int i = 0; i < 9000; ++i) fixture.Add(std::to_string(i));
  const auto stored = fixture.index().Stored(
      [](uint32_t i) { return GoodHash(std::to_string(i)); });
  EXPECT_LT(stored.size() * sizeof(uint32_t), 9000 * 5.5);
}

TEST(HashIndexTest, RefusesTablesThatNameNoRecord) {
  const auto over = [](const std::vector<uint32_t>& stored, uint32_t limit) {
    return HashIndex::Over(stored, limit).status().code();
  };
  EXPECT_EQ(over({}, 9), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({5, 0}, 9), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({5, 33}, 9), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({9, 32}, 9), absl::StatusCode::kDataLoss);
  EXPECT_EQ(over({8, 32}, 9), absl::StatusCode::kOk);
  EXPECT_EQ(over({32}, 0), absl::StatusCode::kOk);
}

TEST(HashIndexTest, ATableWithoutAFreeSlotEndsTheSearch) {
  const std::vector<uint32_t> stored = {0, 1, 2, 3, 32};
  const auto index = HashIndex::Over(stored, 4);
  ASSERT_TRUE(index.ok());
  int asked = 0;
  EXPECT_FALSE(index->Find(0x1234567800000000,
                           [&asked](uint32_t) { return ++asked > 100; }));
  EXPECT_EQ(asked, 4);
}

TEST(StableHashTest, IsTheSameInEveryVersion) {
  EXPECT_EQ(StableHash(""), 0x2d06800538d394c2u);
  EXPECT_NE(StableHash("a", 1), StableHash("a", 2));
}

}  // namespace
}  // namespace attest
