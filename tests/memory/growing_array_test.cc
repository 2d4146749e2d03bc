#include "engine/memory/growing_array.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace attest {
namespace {

// Five bytes, so that elements lie across pages.
struct Plain {
  uint8_t bytes[5];
};

bool Equal(const Plain& a, const Plain& b) {
  return std::equal(std::begin(a.bytes), std::end(a.bytes),
                    std::begin(b.bytes));
}

Plain RandomPlain(std::mt19937& random) {
  Plain plain = {};
  for (uint8_t& byte : plain.bytes) byte = static_cast<uint8_t>(random());
  return plain;
}

void ExpectEqual(const GrowingArray<Plain>& array,
                 const std::vector<Plain>& expected) {
  ASSERT_EQ(array.size(), expected.size());
  ASSERT_GE(array.capacity(), array.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_TRUE(Equal(array.data()[i], expected[i])) << i;
  }
}

// Adds to it, in many ways, `times` times.
void AddRandomly(size_t times, std::mt19937& random, GrowingArray<Plain>& array,
                 std::vector<Plain>& expected) {
  for (size_t i = 0; i < times; ++i) {
    const uint64_t what = random() % 16;
    if (what == 0) {
      std::vector<Plain> more(random() % 20'000);
      for (Plain& plain : more) plain = RandomPlain(random);
      array.Append(more.data(), more.size());
      expected.insert(expected.end(), more.begin(), more.end());
    } else if (what == 1) {
      array.LetGo();
    } else if (what == 2) {
      array.ShrinkToFit();
    } else if (what == 3) {
      array.Reserve(array.size() + random() % 100'000);
    } else if (what == 4 && !expected.empty()) {
      // One of its own.
      array.push_back(array.data()[expected.size() / 2]);
      expected.push_back(expected[expected.size() / 2]);
    } else if (what == 5) {
      GrowingArray<Plain> moved = std::move(array);
      array = std::move(moved);
    } else {
      const Plain plain = RandomPlain(random);
      array.push_back(plain);
      expected.push_back(plain);
    }
  }
}

TEST(GrowingArrayTest, KeepsWhatWasAddedInMemoryAndInAFile) {
  const uint32_t seed = 20261122;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (const size_t held : {size_t{0}, size_t{100}, size_t{1} << 20,
                            GrowingMemory::kHeldBytes, size_t{1} << 40}) {
    GrowingArray<Plain> array{GrowingMemory(held)};
    std::vector<Plain> expected;
    AddRandomly(3000, random, array, expected);
    ExpectEqual(array, expected);
    array.LetGo();
    ExpectEqual(array, expected);
  }
}

TEST(GrowingMemoryTest, LiesInAFileOnceItIsLarge) {
  GrowingMemory memory(1000);
  memory.Grow(1000);
  EXPECT_FALSE(memory.is_in_file());
  memory.Grow(1001);
  EXPECT_TRUE(memory.is_in_file());
  GrowingMemory moved = std::move(memory);
  EXPECT_TRUE(moved.is_in_file());
}

class NoDiskTest : public ::testing::Test {
 protected:
  NoDiskTest() {
    const char* const folder = std::getenv("TMPDIR");
    if (folder != nullptr) folder_ = folder;
    getrlimit(RLIMIT_FSIZE, &limit_);
  }
  ~NoDiskTest() override {
    setrlimit(RLIMIT_FSIZE, &limit_);
    if (folder_.empty()) {
      unsetenv("TMPDIR");
    } else {
      setenv("TMPDIR", folder_.c_str(), 1);
    }
  }

  std::string folder_;
  rlimit limit_ = {};
};

TEST_F(NoDiskTest, MemoryServesWhereThereIsNoTemporaryFile) {
  setenv("TMPDIR", "/nowhere/at/all", 1);
  std::mt19937 random(1);
  GrowingArray<Plain> array{GrowingMemory(100)};
  std::vector<Plain> expected;
  AddRandomly(500, random, array, expected);
  ExpectEqual(array, expected);
}

TEST_F(NoDiskTest, MemoryServesOnceTheDiskIsFull) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {.rlim_cur = rlim_t{5} << 20,
                        .rlim_max = limit_.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::mt19937 random(2);
  GrowingMemory memory(100);
  memory.Grow(200);
  EXPECT_TRUE(memory.is_in_file());
  memory.Grow(size_t{6} << 20);
  EXPECT_FALSE(memory.is_in_file());
  GrowingArray<Plain> array{GrowingMemory(100)};
  std::vector<Plain> expected;
  AddRandomly(3000, random, array, expected);
  ASSERT_GT(expected.size() * sizeof(Plain), size_t{6} << 20);
  ExpectEqual(array, expected);
}

}  // namespace
}  // namespace attest
