#include "engine/ingest/key_table.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

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

// Keys that fill many blocks, of which hardly any are held.
TEST(KeyTableTest, KeysInAFileKeepTheirEntries) {
  const uint32_t seed = 20261122;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  KeyTable table({.held_blocks = 1, .blocks_at_once = 3});
  std::vector<std::string> keys;
  std::vector<KeyHandle> handles;
  for (int i = 0; i < 80'000; ++i) {
    const size_t letters = 200 + random() % 300;
    std::string key = std::to_string(i);
    key.append(letters, static_cast<char>('a' + random() % 26));
    const auto [handle, is_new] = table.Intern(key);
    ASSERT_TRUE(is_new);
    table.entry(handle).location = keys.size();
    table.entry(handle).line = static_cast<uint32_t>(random());
    keys.push_back(std::move(key));
    handles.push_back(handle);
    // One of before is looked for and changed.
    const size_t other = random() % keys.size();
    table.Prefetch({keys[other]});
    ASSERT_EQ(table.Intern(keys[other]), std::pair(handles[other], false));
    ASSERT_EQ(table.entry(handles[other]).location, other);
  }
  EXPECT_EQ(table.size(), keys.size());
  size_t visited = 0;
  table.Visit([&](KeyHandle handle) {
    EXPECT_EQ(handle, handles[visited]);
    EXPECT_EQ(table.key(handle), keys[visited]);
    EXPECT_EQ(table.entry(handle).location, visited);
    ++visited;
    return true;
  });
  EXPECT_EQ(visited, keys.size());
}

// Where no temporary file can be made, memory serves.
TEST(KeyTableTest, KeysAreHeldWhereThereIsNoDisk) {
  const char* const before = std::getenv("TMPDIR");
  const std::string folder = before == nullptr ? "" : before;
  setenv("TMPDIR", "/nowhere/at/all", 1);
  KeyTable table({.held_blocks = 0, .blocks_at_once = 1});
  std::vector<KeyHandle> handles;
  for (int i = 0; i < 20'000; ++i) {
    handles.push_back(
        table.Intern(absl::StrCat(i, std::string(400, 'k'))).first);
  }
  for (int i = 0; i < 20'000; ++i) {
    ASSERT_EQ(table.key(handles[static_cast<size_t>(i)]),
              absl::StrCat(i, std::string(400, 'k')));
  }
  if (before == nullptr) {
    unsetenv("TMPDIR");
  } else {
    setenv("TMPDIR", folder.c_str(), 1);
  }
}

}  // namespace
}  // namespace attest
