#include "engine/log/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/merkle/tiles.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class VerifyTest : public LogTest {
 protected:
  VerifyReport Verified() {
    Close();
    const auto before = Everything();
    auto report = VerifyCase(Case(), {});
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(Everything() == before);
    return report.ok() ? *std::move(report) : VerifyReport();
  }

  // Runs `change` on the database of the closed case.
  template <class F>
  void Change(F change) {
    Close();
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    change(**store, batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }

  static void Replace(EventStore& store, uint64_t index,
                      rocksdb::WriteBatch& batch) {
    store.PutEvent(index, *EncodeEvent(EntityNamed("x"), Salt{}), batch);
  }
};

TEST_F(VerifyTest, SoundCaseHasEverythingCounted) {
  Create();
  const ContentStore contents(Path("case/contents"));
  Event report{.key = "r", .record = Report{.source = SourceId(0)}};
  std::get<Report>(report.record).text = *contents.Put("words");
  Append({report});
  GrowTo(70000, 10000);
  const Hash root = log_->root();
  const VerifyReport verified = Verified();
  EXPECT_TRUE(verified.ok());
  EXPECT_EQ(verified.events, 70000u);
  EXPECT_EQ(verified.root, root);
  EXPECT_EQ(verified.checkpoint_size, 70000u);
  EXPECT_EQ(verified.payloads, 70000u);
  EXPECT_EQ(verified.leaf_hashes, 70000u);
  EXPECT_EQ(verified.tiles, 274u + 2u + 1u);
  EXPECT_EQ(verified.contents, 1u);
  EXPECT_TRUE(verified.tree_ok);
  EXPECT_TRUE(verified.checkpoint_ok);
}

TEST_F(VerifyTest, EmptyCaseIsSound) {
  Create();
  const VerifyReport verified = Verified();
  EXPECT_TRUE(verified.ok());
  EXPECT_TRUE(verified.tree_ok);
  EXPECT_TRUE(verified.checkpoint_ok);
  EXPECT_EQ(verified.root, EmptyRoot());
}

TEST_F(VerifyTest, NoCaseIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(VerifyCase(Case(), {}).status()));
}

TEST_F(VerifyTest, EveryDamagedEventIsNamed) {
  Create();
  GrowTo(1000, 100);
  Change([](EventStore& store, rocksdb::WriteBatch& batch) {
    Replace(store, 3, batch);
    Replace(store, 700, batch);
    store.PutEvent(701, "no event", batch);
    for (const uint64_t gone : {800u, 801u, 802u}) {
      const EventKey key(gone);
      batch.Delete(store.events(), ToSlice(key.bytes())).ok();
    }
  });
  const VerifyReport verified = Verified();
  EXPECT_EQ(verified.problem_count, 5u);
  ASSERT_THAT(verified.problems, SizeIs(5));
  EXPECT_EQ(verified.problems[0].event, 3u);
  EXPECT_EQ(verified.problems[1].event, 700u);
  EXPECT_EQ(verified.problems[2].event, 701u);
  EXPECT_EQ(verified.problems[3].event, 701u);
  EXPECT_EQ(verified.problems[4].event, 800u);
  EXPECT_EQ(verified.problems[4].what, "events 800 to 802: it is missing");
  EXPECT_EQ(verified.payloads, 996u);
  EXPECT_EQ(verified.leaf_hashes, 994u);
  EXPECT_FALSE(verified.root.has_value());
  EXPECT_TRUE(verified.checkpoint_ok);
  EXPECT_FALSE(verified.tree_ok);
}

// A bulk append writes tiles whole, over parts of them in an older table: the
// events and the tree can be read without that table, the log cannot be opened.
TEST_F(VerifyTest, WhatIsReplacedMustBeWholeToo) {
  Create();
  GrowTo(40, 40);
  ASSERT_EQ(Open(Access::kWrite), absl::OkStatus());  // flushes what it had
  auto bulk = log_->BeginBulk(300);
  ASSERT_TRUE(bulk.ok()) << bulk.status();
  for (const Event& event : Entities(40, 340)) {
    ASSERT_EQ((*bulk)->Add(event), absl::OkStatus());
  }
  ASSERT_TRUE((*bulk)->Finish().ok());
  Close();
  size_t refused = 0;
  for (const auto& [name, bytes] : Everything()) {
    if (!absl::EndsWith(name, ".sst")) continue;
    for (size_t at = 0; at < bytes.size(); at += 211) {
      SCOPED_TRACE(absl::StrCat("byte ", at, " of ", name));
      FlipByte(name, at);
      const bool opens = Open(Access::kRead).ok();
      Close();
      const auto verified = VerifyCase(Case(), {});
      EXPECT_TRUE(opens || !verified.ok() || !verified->ok());
      refused += opens ? 0 : 1;
      WriteFile(name, bytes);
    }
  }
  EXPECT_GT(refused, 0u);
  EXPECT_TRUE(Verified().ok());
}

TEST_F(VerifyTest, WrongAndMissingTilesAreNamed) {
  Create();
  GrowTo(1000, 100);
  Change([](EventStore& store, rocksdb::WriteBatch& batch) {
    std::string tile = *store.ReadTile({.index = 1});
    tile[0] ^= 1;
    const TileKey changed(0, 1);
    batch.Put(store.tiles(), ToSlice(changed.bytes()), tile).ok();
    const TileKey gone(0, 0);
    batch.Delete(store.tiles(), ToSlice(gone.bytes())).ok();
  });
  const VerifyReport verified = Verified();
  ASSERT_THAT(verified.problems, SizeIs(3));
  EXPECT_EQ(verified.problems[0].event, 256u);
  EXPECT_EQ(verified.problems[1].what, "tile/0/000 is missing");
  EXPECT_EQ(verified.problems[2].what,
            "tile/1/000.p/3 does not have the hash of tile/0/001");
  EXPECT_FALSE(verified.tree_ok);
}

// What is found about the tiles when each is read, and hashed from those below
// it, by itself.
struct TileFindings {
  std::vector<std::string> problems;
  uint64_t right = 0;
};

TileFindings ReadEachTile(const EventStore& store, uint64_t size) {
  TileFindings findings;
  const auto visit = [&](const Tile& tile) {
    const auto bytes = store.ReadTile(tile);
    if (!bytes.ok()) {
      findings.problems.emplace_back(bytes.status().message());
      return absl::OkStatus();
    }
    if (bytes->size() != tile.width * Hash::kSize) {
      findings.problems.push_back(
          absl::StrCat(TilePath(tile), " has the wrong size: got ",
                       bytes->size(), ", want ", tile.width * Hash::kSize));
      return absl::OkStatus();
    }
    bool right = true;
    for (uint32_t i = 0; tile.level > 0 && i < tile.width; ++i) {
      const Tile below = {.level = tile.level - 1,
                          .index = tile.index * kTileWidth + i};
      const auto child = store.ReadTile(below);
      const auto hash = HashFullTile(child.ok() ? *child : "");
      if (!hash.ok() ||
          hash->AsBytes() == bytes->substr(i * Hash::kSize, Hash::kSize)) {
        continue;
      }
      findings.problems.push_back(absl::StrCat(
          TilePath(tile), " does not have the hash of ", TilePath(below)));
      right = false;
    }
    findings.right += right ? 1 : 0;
    return absl::OkStatus();
  };
  EXPECT_TRUE(ForEachTile(size, visit).ok());
  return findings;
}

// Flips a byte, cuts, lengthens or removes; rarely enough that runs of sound
// tiles are left.
void DamageTile(EventStore& store, const Tile& tile, std::mt19937_64& random,
                rocksdb::WriteBatch& batch) {
  const TileKey key(tile.level, tile.index);
  std::string bytes = *store.ReadTile(tile);
  switch (random() % 4) {
    case 0:
      bytes[random() % bytes.size()] ^= 4;
      break;
    case 1:
      bytes.resize(random() % (bytes.size() / Hash::kSize) * Hash::kSize);
      break;
    case 2:
      bytes.append(Hash::kSize, '\0');
      break;
    default:
      batch.Delete(store.tiles(), ToSlice(key.bytes())).ok();
      return;
  }
  batch.Put(store.tiles(), ToSlice(key.bytes()), bytes).ok();
}

TEST_F(VerifyTest, TilesAreFoundAsIfEachWereReadByItself) {
  Create();
  GrowTo(5000, 1000);
  Close();
  Copy("case", "sound");
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Copy("sound", "case");
    std::mt19937_64 random(seed);
    Change([&](EventStore& store, rocksdb::WriteBatch& batch) {
      for (uint64_t damages = random() % 3; damages > 0; --damages) {
        // A partial one at level 0 and the only one of level 1 among them.
        const uint64_t which = random() % 21;
        const Tile tile = {.level = which == 20 ? 1U : 0U,
                           .index = which == 20 ? 0 : which};
        DamageTile(store, tile, random, batch);
      }
      if (random() % 3 == 0) Replace(store, random() % 5000, batch);
    });
    const VerifyReport verified = Verified();
    const auto store = EventStore::OpenForReading(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    const TileFindings want = ReadEachTile(**store, 5000);
    std::vector<std::string> got;
    for (const VerifyProblem& problem : verified.problems) {
      if (absl::StartsWith(problem.what, "tile/")) got.push_back(problem.what);
    }
    EXPECT_EQ(got, want.problems);
    EXPECT_EQ(verified.tiles, want.right);
  }
}

TEST_F(VerifyTest, LostTailIsListed) {
  Create();
  GrowTo(10, 10);
  Close();
  Copy("case/db", "older");
  ASSERT_TRUE(Open(Access::kWrite).ok());
  GrowTo(15, 5);
  Close();
  Copy("older", "case/db");
  const VerifyReport verified = Verified();
  EXPECT_EQ(verified.events, 15u);
  ASSERT_THAT(verified.problems, SizeIs(1));
  EXPECT_EQ(verified.problems[0].event, 10u);
  EXPECT_THAT(verified.problems[0].what, HasSubstr("events 10 to 14: missing"));
  EXPECT_FALSE(verified.checkpoint_ok);
}

TEST_F(VerifyTest, DatabaseThatDoesNotOpenIsAProblem) {
  Create();
  GrowTo(10, 1);
  Close();
  FlipByte(DatabaseFile(".log"), 300);
  const VerifyReport verified = Verified();
  EXPECT_FALSE(verified.ok());
  EXPECT_EQ(verified.events, 10u);
  EXPECT_FALSE(verified.tree_ok);
}

TEST_F(VerifyTest, DamagedTableNamesTheEventsOfItsBlock) {
  Create();
  {
    auto bulk = log_->BeginBulk(5000);
    ASSERT_TRUE(bulk.ok());
    for (const Event& event : Entities(0, 5000)) {
      ASSERT_TRUE((*bulk)->Add(event).ok());
    }
    ASSERT_TRUE((*bulk)->Finish().ok());
  }
  Close();
  // The first table is that of the events.
  std::string table;
  for (const auto& entry :
       std::filesystem::directory_iterator(Path("case/db"))) {
    const std::string path = entry.path().string();
    if (path.ends_with(".sst") && (table.empty() || path < table)) table = path;
  }
  FlipByte(table, ReadFile(table).size() / 2);
  const VerifyReport verified = Verified();
  ASSERT_THAT(verified.problems, SizeIs(1));
  EXPECT_THAT(verified.problems[0].what, HasSubstr("Corruption"));
  EXPECT_GT(verified.payloads, 4500u);
  EXPECT_LT(verified.payloads, 5000u);
}

TEST_F(VerifyTest, DamagedHeadsAreListed) {
  Create();
  GrowTo(2, 1);
  Close();
  FlipByte(Path("case/head"), 20);
  // The head of 2 is gone, that of 1 is behind: torn by a crash, or damaged.
  EXPECT_THAT(Verified().problems, SizeIs(1));
  FlipByte(Path("case/head"), 20);
  FlipByte(Path("case/head"), 4096 + 20);
  EXPECT_THAT(Verified().problems, SizeIs(1));
  FlipByte(Path("case/head"), 20);
  const VerifyReport verified = Verified();
  EXPECT_THAT(verified.problems, SizeIs(1));
  EXPECT_FALSE(verified.checkpoint_ok);
  EXPECT_EQ(verified.payloads, 2u);
}

TEST_F(VerifyTest, DamagedAndMissingContentsAreNamed) {
  Create();
  const ContentStore contents(Path("case/contents"));
  std::vector<Event> reports;
  std::vector<Content> stored;
  for (const char* words : {"one", "two", "three"}) {
    stored.push_back(*contents.Put(words));
    Event event{.key = words, .record = Report{.source = SourceId(0)}};
    std::get<Report>(event.record).text = stored.back();
    reports.push_back(event);
  }
  Append(reports);
  FlipByte(contents.PathOf(stored[1]), 0);
  std::filesystem::remove(contents.PathOf(stored[2]));
  const VerifyReport verified = Verified();
  ASSERT_THAT(verified.problems, SizeIs(2));
  EXPECT_EQ(verified.problems[0].event, 1u);
  EXPECT_EQ(verified.problems[1].event, 2u);
  EXPECT_EQ(verified.contents, 1u);
}

}  // namespace
}  // namespace attest
