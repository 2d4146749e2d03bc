#include "engine/log/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/merkle/proof.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

using EventLogTest = LogTest;

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

TEST_F(EventLogTest, NewLogIsEmptyAndSigned) {
  Create();
  EXPECT_EQ(log_->size(), 0u);
  EXPECT_EQ(log_->root(), EmptyRoot());
  EXPECT_EQ(log_->origin(), "example.org/case");
  EXPECT_EQ(log_->verifier_key().name(), "example.org/case");
  const auto checkpoint =
      OpenCheckpoint(log_->head().note, {log_->verifier_key()});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(*checkpoint, log_->head().checkpoint);
}

TEST_F(EventLogTest, DirectoryThatIsNotEmptyIsRefused) {
  Create();
  Close();
  EXPECT_TRUE(absl::IsFailedPrecondition(
      EventLog::Create(Case(), {.origin = "x"}).status()));
  EXPECT_TRUE(Open(Access::kRead).ok());
}

TEST_F(EventLogTest, DirectoryWithoutACaseIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(Open(Access::kRead)));
  EXPECT_TRUE(absl::IsNotFound(Open(Access::kWrite)));
}

TEST_F(EventLogTest, EventsComeBackAfterReopening) {
  Create();
  RandomEvents random(1);
  std::vector<Event> all;
  for (int round = 0; round < 30; ++round) {
    std::vector<Event> batch;
    for (uint64_t i = random.Below(40) + 1; i > 0; --i) {
      batch.push_back(random.Next());
    }
    EXPECT_EQ(Append(batch), all.size());
    for (Event& event : batch) event.recorded_at = now_;
    all.insert(all.end(), batch.begin(), batch.end());
  }
  for (const Access access : {Access::kRead, Access::kWrite}) {
    ASSERT_TRUE(Open(access).ok());
    EXPECT_THAT(log_->notices(), IsEmpty());
    ASSERT_EQ(log_->size(), all.size());
    EXPECT_EQ(log_->root(), SlowRoot(*log_, all.size()));
    std::vector<Event> scanned;
    ASSERT_TRUE(log_->Scan(EventIndex(0), EventIndex(all.size()),
                           [&](EventIndex index, const Event& event) {
                             EXPECT_EQ(index.value(), scanned.size());
                             scanned.push_back(event);
                             return absl::OkStatus();
                           },
                           {.leaf_hashes = LeafHashes::kCompared})
                    .ok());
    EXPECT_TRUE(scanned == all);
    EXPECT_TRUE(*log_->Get(EventIndex(7)) == all[7]);
  }
}

TEST_F(EventLogTest, RootAndProofsHoldAtEverySize) {
  Create();
  GrowTo(300, 7);
  for (uint64_t size = 1; size <= 300; size += size < 20 ? 1 : 17) {
    SCOPED_TRACE(absl::StrCat("size ", size));
    const Hash root = *log_->RootAt(size);
    EXPECT_EQ(root, SlowRoot(*log_, size));
    const uint64_t index = size / 2;
    EXPECT_TRUE(VerifyInclusion(index, size, *log_->LeafHash(EventIndex(index)),
                                *log_->InclusionProof(EventIndex(index), size),
                                root)
                    .ok());
    EXPECT_TRUE(VerifyConsistency(size, 300, root, log_->root(),
                                  *log_->ConsistencyProof(size, 300))
                    .ok());
  }
}

TEST_F(EventLogTest, WhatIsNotThereIsOutOfRange) {
  Create();
  Append(Entities(0, 3));
  EXPECT_TRUE(absl::IsOutOfRange(log_->Get(EventIndex(3)).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->GetBytes(EventIndex(99)).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->LeafHash(EventIndex(3)).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->RootAt(4).status()));
  EXPECT_TRUE(
      absl::IsOutOfRange(log_->InclusionProof(EventIndex(0), 4).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->ConsistencyProof(1, 4).status()));
  EXPECT_TRUE(
      absl::IsOutOfRange(log_->Read(EventIndex(0), EventIndex(4)).status()));
  EXPECT_TRUE(
      absl::IsOutOfRange(log_->Read(EventIndex(2), EventIndex(1)).status()));
}

TEST_F(EventLogTest, NothingIsAppendedOfABatchThatIsRefused) {
  Create();
  EXPECT_TRUE(absl::IsInvalidArgument(log_->Append({}).status()));
  std::vector<Event> events = Entities(0, 3);
  events[2].note = std::string(70000, 'x');
  EXPECT_TRUE(absl::IsInvalidArgument(log_->Append(events).status()));
  EXPECT_TRUE(absl::IsAborted(log_->Append(Entities(0, 1), 5).status()));
  EXPECT_EQ(log_->size(), 0u);
  EXPECT_TRUE(log_->Append(Entities(0, 2), 0).ok());
  EXPECT_TRUE(log_->Append(Entities(2, 3), 2).ok());
  EXPECT_EQ(log_->root(), SlowRoot(*log_, 3));
}

TEST_F(EventLogTest, ALogOpenForReadingTakesNoEvents) {
  Create();
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(log_->Append(Entities(0, 1)).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(log_->BeginBulk(1).status()));
}

TEST_F(EventLogTest, TimeNeverRunsBackwards) {
  Create();
  Append(Entities(0, 2));
  const absl::Time first = log_->Get(EventIndex(0))->recorded_at;
  EXPECT_EQ(log_->Get(EventIndex(1))->recorded_at, first);
  now_ -= absl::Hours(1);
  Append(Entities(2, 3));
  EXPECT_EQ(log_->Get(EventIndex(2))->recorded_at, first);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Append(Entities(3, 4));
  EXPECT_EQ(log_->Get(EventIndex(3))->recorded_at, first);
  now_ += absl::Hours(2) + absl::Nanoseconds(1500);
  Append(Entities(4, 5));
  const absl::Time last = log_->Get(EventIndex(4))->recorded_at;
  EXPECT_EQ(last, absl::FromUnixMicros(absl::ToUnixMicros(now_)));

  EXPECT_EQ(*log_->SizeAsOf(first - absl::Microseconds(1)), 0u);
  EXPECT_EQ(*log_->SizeAsOf(first), 4u);
  EXPECT_EQ(*log_->SizeAsOf(last - absl::Microseconds(1)), 4u);
  EXPECT_EQ(*log_->SizeAsOf(last), 5u);
  EXPECT_EQ(*log_->SizeAsOf(absl::InfiniteFuture()), 5u);
}

TEST_F(EventLogTest, ThreadsShareSyncsAndNoEventIsLost) {
  Create();
  constexpr size_t kThreads = 8;
  constexpr size_t kAppends = 40;
  std::vector<std::vector<uint64_t>> firsts(kThreads);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < kAppends; ++i) {
        const std::vector<Event> batch = {
            EntityNamed(absl::StrCat(t, "/", i, "/0")),
            EntityNamed(absl::StrCat(t, "/", i, "/1"))};
        const auto first = log_->Append(batch);
        ASSERT_TRUE(first.ok()) << first.status();
        EXPECT_LE(first->value() + 2, log_->size());
        firsts[t].push_back(first->value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<uint64_t> distinct;
  ASSERT_TRUE(Open(Access::kRead).ok());
  for (size_t t = 0; t < kThreads; ++t) {
    for (size_t i = 0; i < kAppends; ++i) {
      const uint64_t first = firsts[t][i];
      distinct.insert(first);
      EXPECT_EQ(log_->Get(EventIndex(first))->key,
                absl::StrCat(t, "/", i, "/0"));
      EXPECT_EQ(log_->Get(EventIndex(first + 1))->key,
                absl::StrCat(t, "/", i, "/1"));
    }
  }
  EXPECT_EQ(distinct.size(), kThreads * kAppends);
  EXPECT_EQ(log_->size(), 2 * kThreads * kAppends);
  EXPECT_EQ(log_->root(), SlowRoot(*log_, log_->size()));
}

TEST_F(EventLogTest, OfThreadsThatExpectOneSizeOneWins) {
  Create();
  std::vector<std::thread> threads;
  std::atomic<int> won = 0;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      const auto first = log_->Append(Entities(0, 1), 0);
      if (first.ok()) {
        ++won;
      } else {
        EXPECT_TRUE(absl::IsAborted(first.status()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(log_->size(), 1u);
}

TEST_F(EventLogTest, SecondWriterIsToldOfTheFirst) {
  Create();
  const auto second = EventLog::Open(Case(), {.access = Access::kWrite});
  EXPECT_TRUE(absl::IsUnavailable(second.status()));
  EXPECT_THAT(Message(second.status()),
              HasSubstr(absl::StrCat("locked by process ", getpid())));
}

TEST_F(EventLogTest, SecondWriterWaitsForTheFirst) {
  Create();
  std::thread other([this] {
    const auto second = EventLog::Open(
        Case(), {.access = Access::kWrite, .wait = absl::Seconds(30)});
    EXPECT_TRUE(second.ok()) << second.status();
  });
  absl::SleepFor(absl::Milliseconds(50));
  Close();
  other.join();
}

TEST_F(EventLogTest, ReadingChangesNoFile) {
  Create();
  GrowTo(600, 50);
  Close();
  const auto before = Everything();
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_TRUE(log_->Get(EventIndex(5)).ok());
  EXPECT_TRUE(*log_->RootAt(500) == SlowRoot(*log_, 500));
  Close();
  EXPECT_TRUE(Everything() == before);
}

TEST_F(EventLogTest, ReaderBesideAWriterSeesWhatWasAcknowledged) {
  Create();
  GrowTo(10, 10);
  std::atomic<bool> done = false;
  std::thread reader([&] {
    int opened = 0;
    while (!done || opened < 3) {
      const uint64_t before = log_->size();
      const auto beside = EventLog::Open(Case(), {});
      ASSERT_TRUE(beside.ok()) << beside.status();
      EXPECT_GE((*beside)->size(), before);
      EXPECT_THAT((*beside)->notices(), IsEmpty());
      EXPECT_EQ((*beside)->root(), SlowRoot(**beside, (*beside)->size()));
      ++opened;
    }
  });
  GrowTo(3000, 20);
  done = true;
  reader.join();
}

TEST_F(EventLogTest, KeyMayLieOutsideTheCase) {
  const std::string key = Path("key_elsewhere");
  {
    const auto created = EventLog::Create(
        Case(), {.origin = "example.org/outside", .key_file = key});
    ASSERT_TRUE(created.ok()) << created.status();
    EXPECT_TRUE((*created)->Append(Entities(0, 1)).ok());
  }
  EXPECT_FALSE(std::filesystem::exists(Path("case/key")));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  Close();
  // Without its key a case can be read, not written.
  std::filesystem::rename(key, Path("gone"));
  EXPECT_TRUE(Open(Access::kRead).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(Access::kWrite)));
  // Another case can sign with the same key.
  const auto other = EventLog::Create(
      Path("other"), {.origin = "example.org/two", .key_file = Path("gone")});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ((*other)->verifier_key().name(), "example.org/outside");
  EXPECT_EQ((*other)->origin(), "example.org/two");
}

TEST_F(EventLogTest, KeyInPlaceOfItsPathIsNotShown) {
  Create();
  Close();
  const std::string key = ReadFile(Path("case/key"));
  for (const std::string& path : {key, std::string(), std::string("key\n")}) {
    WriteFile(Path("case/key_path"), path);
    const absl::Status status = Open(Access::kWrite);
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_EQ(status.message().find("PRIVATE"), absl::string_view::npos);
  }
}

TEST_F(EventLogTest, FailedWritesStopTheLog) {
  Create();
  Append(Entities(0, 3));
  Close();
  for (int fail_at = 0; fail_at < 2; ++fail_at) {
    SCOPED_TRACE(fail_at);
    int operations = 0;
    auto opened = EventLog::Open(
        Case(), {.access = Access::kWrite,
                 .clock = Ticking(),
                 .file_hook = [&](FileOperation, const std::string& path) {
                   return path == Path("case/head") && operations++ == fail_at
                              ? absl::UnavailableError("pulled the plug")
                              : absl::OkStatus();
                 }});
    ASSERT_TRUE(opened.ok()) << opened.status();
    const uint64_t size = (*opened)->size();
    EXPECT_TRUE(
        absl::IsUnavailable((*opened)->Append(Entities(9, 10)).status()));
    EXPECT_TRUE(absl::IsFailedPrecondition(
        (*opened)->Append(Entities(10, 11)).status()));
    EXPECT_TRUE(absl::IsFailedPrecondition((*opened)->BeginBulk(1).status()));
    EXPECT_EQ((*opened)->size(), size);
    opened->reset();
    // The batch itself had been synced: it is found.
    ASSERT_TRUE(Open(Access::kWrite).ok());
    EXPECT_EQ(log_->size(), size + 1);
    // Where the write alone failed, the head was not moved.
    EXPECT_EQ(log_->root(), SlowRoot(*log_, size + 1));
    Close();
  }
}

}  // namespace
}  // namespace attest
