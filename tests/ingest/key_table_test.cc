#include "engine/ingest/key_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace attest {
namespace {

TEST(KeyTableTest, RandomKeysKeepTheirEntries) {
  const uint32_t seed = 20240607;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  KeyTable table;
  std::map<std::string, KeyHandle> expected;
  for (int i = 0; i < 100'000; ++i) {
    std::string key(
        random() % 20 == 0 ? 1 + random() % kMaxKeyBytes : 1 + random() % 4,
        '\0');
    for (char& c : key) c = static_cast<char>('a' + random() % 7);
    if (random() % 2 == 0) table.Prefetch({key, "", "another"});
    const auto [handle, is_new] = table.Intern(key);
    const auto [place, expect_new] = expected.emplace(key, handle);
    ASSERT_EQ(is_new, expect_new);
    ASSERT_EQ(handle, place->second);
    if (is_new) table.entry(handle).location = expected.size();
  }
  EXPECT_EQ(table.size(), expected.size());
  for (const auto& [key, handle] : expected) {
    EXPECT_EQ(table.key(handle), key);
    EXPECT_EQ(table.Intern(key).first, handle);
  }
  uint64_t visited = 0;
  table.Visit([&](KeyHandle handle) {
    EXPECT_EQ(table.entry(handle).location, ++visited);
    return true;
  });
  EXPECT_EQ(visited, expected.size());
}

}  // namespace
}  // namespace attest
