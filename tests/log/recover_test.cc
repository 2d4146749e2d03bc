#include "engine/log/recover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/log/content_store.h"
#include "engine/log/event_codec.h"
#include "engine/log/event_store.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/log/verify.h"
#include "engine/model/references.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class RecoverTest : public LogTest {
 protected:
  // Recovers the closed case and opens what came of it. The case itself must
  // not change.
  RecoverReport Recovered() {
    Close();
    const auto before = Everything();
    std::filesystem::remove_all(Path("fresh"));
    auto report =
        Recover(Case(), Path("fresh"),
                {.create = {.clock = [this] { return now_ + absl::Hours(1); }},
                 .by = "somebody"});
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(Everything() == before);
    if (!report.ok()) return {};
    auto opened = EventLog::Open(Path("fresh"), {});
    EXPECT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
    EXPECT_TRUE(VerifyCase(Path("fresh"), {})->ok());
    EXPECT_FALSE(std::filesystem::exists(Path("fresh/salvage")));
    return *std::move(report);
  }

  template <class F>
  void Change(F change) {
    Close();
    auto store = EventStore::OpenForWriting(Path("case/db"), nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    rocksdb::WriteBatch batch;
    change(**store, batch);
    ASSERT_TRUE((*store)->WriteDurably(batch).ok());
  }

  void Lose(const std::vector<uint64_t>& events) {
    Change([&](EventStore& store, rocksdb::WriteBatch& batch) {
      for (const uint64_t index : events) {
        store.PutEvent(index, "what was here is gone", batch);
      }
    });
  }

  [[nodiscard]] std::vector<std::string> Keys() const {
    std::vector<std::string> keys;
    EXPECT_TRUE(log_->Scan(EventIndex(1), EventIndex(log_->size()),
                           [&keys](EventIndex, const Event& event) {
                             keys.push_back(event.key);
                             return absl::OkStatus();
                           })
                    .ok());
    return keys;
  }

  [[nodiscard]] Event At(uint64_t index) const {
    return *log_->Get(EventIndex(index));
  }
};

Event ClaimOf(const std::string& key, uint64_t report, uint64_t subject,
              uint64_t object) {
  return {.key = key,
          .record = Claim{.report = ReportId(report),
                          .subject = EntityId(subject),
                          .predicate = PredicateId(kBuiltinPredicates),
                          .object = EntityId(object)}};
}

// source 0, report 1, entities 2 to 4, claims 5 to 7 and the closing 8, all of
// one file; then a retraction 9 of claim 6 and an entity 10.
std::vector<Event> SmallFile() {
  std::vector<Event> events = {
      {.key = "src", .record = Source{.name = "s"}},
      {.key = "rpt", .record = Report{.source = SourceId(0)}},
      EntityNamed("a"),
      EntityNamed("b"),
      EntityNamed("c"),
      ClaimOf("ab", 1, 2, 3),
      ClaimOf("bc", 1, 3, 4),
      ClaimOf("ac", 1, 2, 4),
      {.record = FileClosed{.first = EventIndex(0), .name = "f", .lines = 8}},
  };
  for (size_t i = 0; i + 1 < events.size(); ++i) {
    events[i].closed_by = EventIndex(8);
  }
  return events;
}

class RecoverSmallFileTest : public RecoverTest {
 protected:
  void SetUp() override {
    Create();
    Append(SmallFile());
    Append({{.key = "ret", .record = Retraction{.target = ClaimId(6)}},
            EntityNamed("d")});
    Close();
  }
};

TEST_F(RecoverSmallFileTest, SoundCaseIsRecoveredWhole) {
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.origin, "example.org/case");
  EXPECT_EQ(report.expected, 11u);
  EXPECT_EQ(report.recovered, 11u);
  EXPECT_EQ(report.unchecked, 0u);
  EXPECT_THAT(report.lost, IsEmpty());
  EXPECT_THAT(report.dropped, IsEmpty());
  EXPECT_NE(report.new_origin, report.origin);
  // Keys that were taken out are known by it in the new case as well.
  EXPECT_EQ(ReadFile(Path("fresh/secret")), ReadFile(Path("case/secret")));
  ASSERT_EQ(log_->size(), 12u);
  const Event first = At(0);
  ASSERT_EQ(first.type(), RecordType::kRecovery);
  EXPECT_EQ(first.by, "somebody");
  const auto& recovery = std::get<Recovery>(first.record);
  EXPECT_EQ(recovery.origin, "example.org/case");
  EXPECT_EQ(recovery.expected, 11u);
  EXPECT_EQ(recovery.recovered_at, now_ + absl::Hours(1));
  EXPECT_EQ(first.recorded_at, At(1).recorded_at);

  const auto old = EventLog::Open(Case(), {});
  ASSERT_TRUE(old.ok());
  for (uint64_t i = 0; i < 11; ++i) {
    Event moved = *(*old)->Get(EventIndex(i));
    RemapReferences(
        moved, [](EventIndex index) { return EventIndex(index.value() + 1); });
    if (moved.closed_by.has_value()) moved.closed_by = EventIndex(9);
    if (i == 8) std::get<FileClosed>(moved.record).first = EventIndex(1);
    EXPECT_TRUE(At(i + 1) == moved) << i;
  }
}

TEST_F(RecoverSmallFileTest, WhatNamesALostEventIsDropped) {
  Lose({4});  // entity c: claims bc and ac, and the retraction of bc
  const RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(4, 5)));
  EXPECT_THAT(report.dropped, ElementsAre(6, 7, 8, 9));
  EXPECT_THAT(Keys(), ElementsAre("src", "rpt", "a", "b", "ab", "d"));
  const auto recovery = std::get<Recovery>(At(0).record);
  EXPECT_THAT(recovery.lost, ElementsAre(Pair(4, 5)));
  EXPECT_THAT(recovery.dropped, ElementsAre(6, 7, 8, 9));
  // The claim names the moved events; its file is closed no more.
  const Event claim = At(5);
  EXPECT_EQ(std::get<Claim>(claim.record).report, ReportId(2));
  EXPECT_EQ(std::get<Claim>(claim.record).subject, EntityId(3));
  EXPECT_EQ(claim.closed_by, std::nullopt);
}

TEST_F(RecoverSmallFileTest, LostClosingLeavesItsEventsSingle) {
  Lose({8});
  const RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(8, 9)));
  EXPECT_THAT(report.dropped, IsEmpty());
  ASSERT_EQ(log_->size(), 11u);
  for (uint64_t i = 1; i < 11; ++i) {
    EXPECT_EQ(At(i).closed_by, std::nullopt);
  }
}

TEST_F(RecoverSmallFileTest, EventDeletedInTheDatabaseIsFoundInATable) {
  Change([](EventStore& store, rocksdb::WriteBatch& batch) {
    const EventKey key(4);
    batch.Delete(store.events(), ToSlice(key.bytes())).ok();
  });
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 11u);
  EXPECT_EQ(report.unchecked, 0u);
}

TEST_F(RecoverSmallFileTest, ChangedEventIsLost) {
  Change([](EventStore& store, rocksdb::WriteBatch& batch) {
    store.PutEvent(10, *EncodeEvent(EntityNamed("forged"), Salt{}), batch);
  });
  const RecoverReport report = Recovered();
  EXPECT_THAT(report.lost, ElementsAre(Pair(10, 11)));
  EXPECT_EQ(log_->size(), 11u);
}

TEST_F(RecoverSmallFileTest, LostTailIsListed) {
  Copy("case/db", "older");
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append({EntityNamed("e"), EntityNamed("f")});
  Close();
  Copy("older", "case/db");
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.expected, 13u);
  EXPECT_THAT(report.lost, ElementsAre(Pair(11, 13)));
  EXPECT_EQ(report.recovered, 11u);
}

TEST_F(RecoverSmallFileTest, WithoutAHeadTheDatabaseIsBelieved) {
  FlipByte(Path("case/head"), 30);
  FlipByte(Path("case/head"), 4096 + 30);
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 11u);
  EXPECT_EQ(report.unchecked, 0u);
}

TEST_F(RecoverSmallFileTest, WithoutTilesEventsCountAsUnchecked) {
  Change([](EventStore& store, rocksdb::WriteBatch& batch) {
    const TileKey key(0, 0);
    batch.Delete(store.tiles(), ToSlice(key.bytes())).ok();
  });
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 11u);
  EXPECT_EQ(report.unchecked, 11u);
}

TEST_F(RecoverSmallFileTest, WithoutFormatAndKeysTheEventsAreSaved) {
  for (const char* name : {"FORMAT", "key", "verifier.pub", "head"}) {
    std::filesystem::remove(Path("case/") + name);
  }
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.origin, "");
  EXPECT_EQ(report.recovered, 11u);
}

TEST_F(RecoverSmallFileTest, RecoveredCaseCanBeRecoveredAgain) {
  Lose({4});
  Recovered();
  Close();
  Copy("fresh", "case");
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 7u);
  EXPECT_EQ(At(1).type(), RecordType::kRecovery);
}

TEST_F(RecoverTest, NoCaseIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(Recover(Case(), Path("fresh"), {}).status()));
}

TEST_F(RecoverTest, DirectoryInUseIsRefused) {
  Create();
  Close();
  EXPECT_TRUE(absl::IsFailedPrecondition(Recover(Case(), Case(), {}).status()));
}

TEST_F(RecoverTest, FlippedWriteAheadLogLosesOnlyWhatItHits) {
  Create();
  GrowTo(100, 5);
  Close();
  const std::string wal = DatabaseFile(".log");
  FlipByte(wal, ReadFile(wal).size() / 2);
  EXPECT_TRUE(absl::IsDataLoss(Open(Access::kRead)));
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.expected, 100u);
  EXPECT_GE(report.recovered, 45u);
  EXPECT_LT(report.recovered, 100u);
  EXPECT_EQ(log_->size(), report.recovered + 1);
}

class RecoverTablesTest : public RecoverTest {
 protected:
  void SetUp() override {
    Create();
    auto bulk = log_->BeginBulk(5000);
    ASSERT_TRUE(bulk.ok());
    for (const Event& event : Entities(0, 5000)) {
      ASSERT_TRUE((*bulk)->Add(event).ok());
    }
    ASSERT_TRUE((*bulk)->Finish().ok());
    bulk->reset();
    Close();
    for (const auto& entry :
         std::filesystem::directory_iterator(Path("case/db"))) {
      const std::string path = entry.path().string();
      if (path.ends_with(".sst") && (table_.empty() || path < table_)) {
        table_ = path;
      }
    }
  }

  std::string table_;  // of the events
};

TEST_F(RecoverTablesTest, DamagedBlockLosesItsEventsOnly) {
  FlipByte(table_, ReadFile(table_).size() / 2);
  const RecoverReport report = Recovered();
  EXPECT_GT(report.recovered, 4500u);
  EXPECT_LT(report.recovered, 5000u);
  EXPECT_EQ(report.lost.size(), 1u);
}

TEST_F(RecoverTablesTest, DamagedBlockAndNoManifestLoseItsEventsOnly) {
  FlipByte(table_, ReadFile(table_).size() / 2);
  std::filesystem::remove(Path("case/db/CURRENT"));
  EXPECT_TRUE(absl::IsDataLoss(Open(Access::kRead)));
  const RecoverReport report = Recovered();
  EXPECT_GT(report.recovered, 4500u);
  EXPECT_EQ(report.lost.size(), 1u);
}

TEST_F(RecoverTablesTest, LostManifestLosesNothing) {
  for (const auto& entry :
       std::filesystem::directory_iterator(Path("case/db"))) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("MANIFEST")) std::filesystem::remove(entry.path());
  }
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 5000u);
  EXPECT_EQ(report.unchecked, 0u);
}

TEST_F(RecoverTablesTest, LostTableOfEventsIsLost) {
  std::filesystem::remove(table_);
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.recovered, 0u);
  EXPECT_THAT(report.lost, ElementsAre(Pair(0, 5000)));
}

TEST_F(RecoverTest, ManyLossesTakeSeveralRecoveryEvents) {
  Create();
  GrowTo(20000, 5000);
  std::vector<uint64_t> gone;
  for (uint64_t i = 1; i < 20000; i += 2) gone.push_back(i);
  Lose(gone);
  const RecoverReport report = Recovered();
  EXPECT_EQ(report.lost.size(), 10000u);
  EXPECT_EQ(report.recovered, 10000u);
  uint64_t listed = 0;
  uint64_t recoveries = 0;
  for (; At(recoveries).type() == RecordType::kRecovery; ++recoveries) {
    listed += std::get<Recovery>(At(recoveries).record).lost.size();
  }
  EXPECT_EQ(listed, 10000u);
  EXPECT_EQ(log_->size(), recoveries + 10000u);
}

TEST_F(RecoverTest, ContentsAreCopiedIfTheyMatch) {
  Create();
  const ContentStore contents(Path("case/contents"));
  std::vector<Event> events = {{.key = "s", .record = Source{}}};
  std::vector<Content> stored;
  for (const char* words : {"one", "two", "three"}) {
    stored.push_back(*contents.Put(words));
    Event event{.key = words, .record = Report{.source = SourceId(0)}};
    std::get<Report>(event.record).text = stored.back();
    events.push_back(event);
  }
  Append(events);
  FlipByte(contents.PathOf(stored[1]), 0);
  Close();
  std::filesystem::remove_all(Path("fresh"));
  const auto report = Recover(Case(), Path("fresh"), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->contents, 2u);
  EXPECT_THAT(report->missing_contents, ElementsAre(stored[1]));
  EXPECT_EQ(*ContentStore(Path("fresh/contents")).Get(stored[2]), "three");
}

TEST(ReferencesTest, EveryReferenceIsVisitedAndReplaced) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Event event = RandomEvents(seed).Next();
    std::vector<uint64_t> before;
    VisitReferences(event, [&](EventIndex i) { before.push_back(i.value()); });
    const Event original = event;
    RemapReferences(event, [](EventIndex i) { return i; });
    EXPECT_TRUE(event == original);
    RemapReferences(event,
                    [](EventIndex i) { return EventIndex(i.value() + 5); });
    std::vector<uint64_t> after;
    VisitReferences(event, [&](EventIndex i) { after.push_back(i.value()); });
    ASSERT_EQ(after.size(), before.size());
    for (size_t i = 0; i < after.size(); ++i) {
      EXPECT_EQ(after[i], before[i] + 5);
    }
  }
}

}  // namespace
}  // namespace attest
