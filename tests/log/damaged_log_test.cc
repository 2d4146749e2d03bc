// What opening a case says of damage: refused with the first bad event named,
// or the same events as before.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_log.h"
#include "engine/log/event_store.h"
#include "engine/log/head_file.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class DamagedLogTest : public LogTest {
 protected:
  // Opens for reading and for writing: both must refuse, for the same reason
  // and without changing a byte.
  void ExpectRefused(const std::string& reason) {
    Close();
    const auto before = Everything();
    for (const Access access : {Access::kRead, Access::kWrite}) {
      const absl::Status status = Open(access);
      EXPECT_TRUE(absl::IsDataLoss(status)) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr(reason));
    }
    auto after = Everything();
    after[Path("case/lock")] = "";
    auto want = before;
    want[Path("case/lock")] = "";
    EXPECT_TRUE(after == want);
  }

  // Runs `change` on the open database of the closed case.
  template <class F>
  void ChangeDatabase(F change) {
    Close();
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    change(**store, batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }

  static std::string SomeEventBytes() {
    return *EncodeEvent(EntityNamed("another"), Salt{});
  }
};

TEST_F(DamagedLogTest, TornTailIsDroppedOrRefusedAsTheHeadSays) {
  Create();
  const Hash roots[] = {log_->root(), (Append(Entities(0, 2)), log_->root()),
                        (Append(Entities(2, 3)), log_->root())};
  const uint64_t sizes[] = {0, 2, 3};
  Close();
  const std::string wal = DatabaseFile(".log");
  const std::string bytes = ReadFile(wal);
  const std::string head = ReadFile(Path("case/head"));
  Copy("case", "whole");
  int refused = 0;
  int opened = 0;
  for (size_t length = 0; length < bytes.size(); length += 7) {
    SCOPED_TRACE(absl::StrCat("cut to ", length, " of ", bytes.size()));
    Copy("whole", "case");
    WriteFile(wal, bytes.substr(0, length));
    const absl::Status status = Open(Access::kRead);
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("is missing"));
    ++refused;
    // Under the head before, the last append was never acknowledged.
    Close();
    FlipByte(Path("case/head"), kHeadSlotBytes * 0 + 40);
    for (const Access access : {Access::kRead, Access::kWrite}) {
      const absl::Status older = Open(access);
      if (!older.ok()) {
        EXPECT_TRUE(absl::IsDataLoss(older)) << older;
        continue;
      }
      ++opened;
      EXPECT_EQ(log_->size(), 2u);
      EXPECT_EQ(log_->root(), roots[1]);
      EXPECT_TRUE(log_->open_report().head_copy_damaged);
      if (access == Access::kWrite) {
        EXPECT_EQ(Append(Entities(2, 4)), 2u);
        EXPECT_EQ(log_->root(), SlowRoot(*log_, 4));
      }
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(opened, 0);
  EXPECT_EQ(sizes[2], 3u);
}

TEST_F(DamagedLogTest, UnfinishedWriteIsDroppedAndReported) {
  Create();
  GrowTo(5, 5);
  Close();
  const std::string wal = DatabaseFile(".log");
  const std::string bytes = ReadFile(wal);
  // As an append leaves it that was cut off within its first record.
  WriteFile(wal, bytes + bytes.substr(0, 100));
  for (const Access access : {Access::kRead, Access::kWrite}) {
    ASSERT_TRUE(Open(access).ok());
    EXPECT_EQ(log_->size(), 5u);
    EXPECT_EQ(log_->open_report().torn_bytes, 100u);
    EXPECT_THAT(log_->notices(), SizeIs(1));
  }
  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_EQ(log_->open_report().torn_bytes, 0u);
}

TEST_F(DamagedLogTest, NoFlippedBitInTheWriteAheadLogPasses) {
  Create();
  GrowTo(20, 2);
  const Hash root = log_->root();
  Close();
  const std::string wal = DatabaseFile(".log");
  const size_t size = ReadFile(wal).size();
  for (size_t at = 0; at < size; at += size / 60) {
    SCOPED_TRACE(absl::StrCat("byte ", at, " of ", size));
    FlipByte(wal, at);
    const absl::Status status = Open(Access::kRead);
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    Close();
    FlipByte(wal, at);
  }
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_EQ(log_->root(), root);
}

TEST_F(DamagedLogTest, OlderDatabaseIsRefused) {
  Create();
  GrowTo(30, 10);
  Close();
  Copy("case/db", "older");
  ASSERT_TRUE(Open(Access::kWrite).ok());
  GrowTo(50, 10);
  Close();
  Copy("older", "case/db");
  ExpectRefused(
      "event 30 is missing: the database has 30 events, the signed "
      "head speaks of 50");
}

TEST_F(DamagedLogTest, OlderHeadIsAcceptedAndReported) {
  Create();
  GrowTo(30, 10);
  Close();
  const std::string older = ReadFile(Path("case/head"));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  GrowTo(50, 10);
  const Hash root = log_->root();
  Close();
  WriteFile(Path("case/head"), older);
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_EQ(log_->size(), 30u);
  EXPECT_EQ(log_->open_report().unacknowledged, 20u);
  EXPECT_THAT(log_->notices(), SizeIs(1));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_EQ(log_->size(), 50u);
  EXPECT_EQ(log_->root(), root);
  EXPECT_EQ(log_->open_report().unacknowledged, 20u);
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_EQ(log_->size(), 50u);
  EXPECT_THAT(log_->notices(), SizeIs(0));
}

TEST_F(DamagedLogTest, UnacknowledgedEventsMustMatchTheTree) {
  Create();
  GrowTo(10, 10);
  Close();
  const std::string older = ReadFile(Path("case/head"));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  GrowTo(20, 10);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    store.PutEvent(15, SomeEventBytes(), batch);
  });
  WriteFile(Path("case/head"), older);
  const absl::Status status = Open(Access::kWrite);
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("event 15 does not match its leaf hash"));
}

TEST_F(DamagedLogTest, FlippedHeadFallsBackOrIsRefused) {
  Create();
  GrowTo(1, 1);
  GrowTo(2, 1);
  Close();
  const std::string head = ReadFile(Path("case/head"));
  for (size_t at = 0; at < head.size(); at += at % 4096 < 300 ? 11 : 1000) {
    SCOPED_TRACE(absl::StrCat("byte ", at));
    FlipByte(Path("case/head"), at);
    ASSERT_TRUE(Open(Access::kRead).ok());
    EXPECT_TRUE(log_->open_report().head_copy_damaged);
    // The head of 2 stands in the first slot, that of 1 in the second. The
    // first may have acknowledged the second event: it is not passed over.
    EXPECT_EQ(log_->size(), 2u);
    EXPECT_EQ(log_->root(), SlowRoot(*log_, 2));
    EXPECT_EQ(log_->head().note.empty(), at < kHeadSlotBytes);
    Close();
    WriteFile(Path("case/head"), head);
  }
  FlipByte(Path("case/head"), 50);
  FlipByte(Path("case/head"), kHeadSlotBytes + 50);
  ExpectRefused("recover saves what is left");
  WriteFile(Path("case/head"), head.substr(0, 100));
  ExpectRefused("recover saves what is left");
}

TEST_F(DamagedLogTest, HeadOfAnotherLogIsRefused) {
  Create();
  GrowTo(3, 1);
  Close();
  const auto other =
      EventLog::Create(Path("other"), {.origin = "example.org/other"});
  ASSERT_TRUE(other.ok());
  WriteFile(Path("case/head"), ReadFile(Path("other/head")));
  ExpectRefused("damaged");
  // Even one that the same key has signed.
  const auto same_key = EventLog::Create(
      Path("third"),
      {.origin = "example.org/third", .key_file = Path("case/key")});
  ASSERT_TRUE(same_key.ok());
  WriteFile(Path("case/head"), ReadFile(Path("third/head")));
  ExpectRefused("the head is of another log");
}

TEST_F(DamagedLogTest, ChangedLastEventIsNamed) {
  Create();
  GrowTo(10, 5);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    store.PutEvent(9, SomeEventBytes(), batch);
  });
  ExpectRefused("event 9 does not match its leaf hash");
}

TEST_F(DamagedLogTest, RolledBackEventWithItsHashIsNamedByTheRoot) {
  Create();
  GrowTo(10, 5);
  Close();
  // Another history of the same length, well formed in itself.
  auto other = EventLog::Create(Path("other"), {.origin = "example.org/case"});
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE((*other)->Append(Entities(0, 10)).ok());
  other->reset();
  Copy("other/db", "case/db");
  ExpectRefused("does not have the root that the signed head speaks of");
}

TEST_F(DamagedLogTest, ChangedTileIsFoundByTheRootAndTheEventNamed) {
  Create();
  GrowTo(10, 5);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    std::string tile = *store.ReadTile({.index = 0});
    tile[3 * Hash::kSize + 5] ^= 1;
    const TileKey key(0, 0);
    batch.Put(store.tiles(), ToSlice(key.bytes()), tile).ok();
  });
  ExpectRefused("event 3 does not match its leaf hash");
}

TEST_F(DamagedLogTest, MissingTileIsNamed) {
  Create();
  GrowTo(300, 100);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    const TileKey key(1, 0);
    batch.Delete(store.tiles(), ToSlice(key.bytes())).ok();
  });
  ExpectRefused("tile/1/000 is missing");
}

TEST_F(DamagedLogTest, MissingEventIsFoundByWhoeverReadsIt) {
  Create();
  GrowTo(10, 5);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    const EventKey key(4);
    batch.Delete(store.events(), ToSlice(key.bytes())).ok();
  });
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_THAT(std::string(log_->Get(EventIndex(4)).status().message()),
              HasSubstr("event 4 is missing"));
  uint64_t seen = 0;
  const absl::Status scan =
      log_->Scan(EventIndex(0), EventIndex(10), [&](EventIndex, const Event&) {
        ++seen;
        return absl::OkStatus();
      });
  EXPECT_TRUE(absl::IsDataLoss(scan)) << scan;
  EXPECT_EQ(scan.message(), "event 4: it is missing");
  EXPECT_EQ(seen, 4u);
}

TEST_F(DamagedLogTest, ChangedEventIsFoundByAScanThatCompares) {
  Create();
  GrowTo(10, 5);
  ChangeDatabase([](EventStore& store, rocksdb::WriteBatch& batch) {
    store.PutEvent(4, SomeEventBytes(), batch);
  });
  ASSERT_TRUE(Open(Access::kRead).ok());
  const auto nothing = [](EventIndex, const Event&) {
    return absl::OkStatus();
  };
  const absl::Status scan = log_->Scan(EventIndex(0), EventIndex(10), nothing,
                                       {.leaf_hashes = LeafHashes::kCompared});
  EXPECT_EQ(scan.message(), "event 4: it does not match its leaf hash");
}

TEST_F(DamagedLogTest, EventOfANewerSchemaIsRefusedByName) {
  Create();
  GrowTo(3, 1);
  const std::string bytes = *log_->GetBytes(EventIndex(1));
  std::string newer = bytes;
  for (size_t at = 0; at + 1 < bytes.size(); ++at) {
    newer = bytes;
    newer[at] = 9;
    if (bytes[at] == 1 &&
        absl::IsFailedPrecondition(DecodeEvent(newer).status())) {
      break;
    }
  }
  ChangeDatabase([&](EventStore& store, rocksdb::WriteBatch& batch) {
    store.PutEvent(1, newer, batch);
  });
  ASSERT_TRUE(Open(Access::kRead).ok());
  const absl::Status status = log_->Get(EventIndex(1)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_EQ(status.message(),
            "event 1: written by a newer attest (schema 9, this program knows "
            "2)");
}

TEST_F(DamagedLogTest, CaseOfANewerFormatIsRefusedByName) {
  Create();
  Close();
  WriteFile(Path("case/FORMAT"), "attest case 2\norigin example.org/case\n");
  const absl::Status status = Open(Access::kRead);
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("newer attest"));
  WriteFile(Path("case/FORMAT"), "something");
  EXPECT_TRUE(absl::IsDataLoss(Open(Access::kRead)));
}

TEST_F(DamagedLogTest, NoFlippedBitInATablePasses) {
  Create();
  {
    auto bulk = log_->BeginBulk(400);
    ASSERT_TRUE(bulk.ok());
    for (const Event& event : Entities(0, 400)) {
      ASSERT_TRUE((*bulk)->Add(event).ok());
    }
    ASSERT_TRUE((*bulk)->Finish().ok());
  }
  const Hash root = log_->root();
  std::vector<Event> all;
  auto collect = [&all](EventIndex, const Event& event) {
    all.push_back(event);
    return absl::OkStatus();
  };
  ASSERT_TRUE(log_->Scan(EventIndex(0), EventIndex(400), collect).ok());
  Close();
  const std::vector<Event> whole = std::move(all);
  const std::string table = DatabaseFile(".sst");
  const size_t size = ReadFile(table).size();
  int refused = 0;
  for (size_t at = 0; at < size; at += size / 40) {
    SCOPED_TRACE(absl::StrCat("byte ", at, " of ", size));
    FlipByte(table, at);
    absl::Status status = Open(Access::kRead);
    all.clear();
    if (status.ok()) {
      status = log_->Scan(EventIndex(0), EventIndex(400), collect);
    }
    if (status.ok()) {
      EXPECT_TRUE(all == whole && log_->root() == root);
    } else {
      ++refused;
    }
    Close();
    FlipByte(table, at);
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace attest
