#include "engine/log/bulk_append.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

class BulkAppendTest : public LogTest {
 protected:
  // Appends `count` entities through tables.
  void Bulk(uint64_t count) {
    const uint64_t first = log_->size();
    auto bulk = log_->BeginBulk(count);
    ASSERT_TRUE(bulk.ok()) << bulk.status();
    EXPECT_EQ((*bulk)->first().value(), first);
    for (const Event& event : Entities(first, first + count)) {
      ASSERT_TRUE((*bulk)->Add(event).ok());
    }
    const auto finished = (*bulk)->Finish();
    ASSERT_TRUE(finished.ok()) << finished.status();
    EXPECT_EQ(finished->value(), first);
  }

  void ExpectWhole(uint64_t size) {
    ASSERT_EQ(log_->size(), size);
    EXPECT_EQ(log_->root(), SlowRoot(*log_, size));
    EXPECT_TRUE(log_->Scan(EventIndex(0), EventIndex(size),
                           [](EventIndex index, const Event& event) {
                             EXPECT_EQ(event.key,
                                       absl::StrCat("entity:", index.value()));
                             return absl::OkStatus();
                           },
                           {.leaf_hashes = LeafHashes::kCompared})
                    .ok());
    for (const uint64_t at : {uint64_t{1}, size / 3, size - 1}) {
      EXPECT_EQ(*log_->RootAt(at), SlowRoot(*log_, at));
    }
    EXPECT_FALSE(std::filesystem::exists(Path("case/bulk")));
  }
};

TEST_F(BulkAppendTest, MixesWithBatchesAtEverySize) {
  for (uint64_t seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::filesystem::remove_all(Case());
    Create();
    std::mt19937_64 random(seed);
    for (int round = 0; round < 6; ++round) {
      const uint64_t size = log_->size() + 1 + random() % 700;
      if (random() % 2 == 0) {
        GrowTo(size, 1 + random() % 300);
      } else {
        Bulk(size - log_->size());
      }
      if (random() % 3 == 0) {
        ASSERT_TRUE(Open(Access::kWrite).ok());
      }
    }
    ExpectWhole(log_->size());
    ASSERT_TRUE(Open(Access::kRead).ok());
    ExpectWhole(log_->size());
    Close();
  }
}

TEST_F(BulkAppendTest, TilesOfTheThirdLevelAreWritten) {
  Create();
  GrowTo(3, 3);
  Bulk(70000);
  GrowTo(70500, 100);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  ExpectWhole(70500);
}

TEST_F(BulkAppendTest, AllEventsHaveOneTime) {
  Create();
  Bulk(300);
  EXPECT_EQ(log_->Get(EventIndex(0))->recorded_at,
            log_->Get(EventIndex(299))->recorded_at);
}

TEST_F(BulkAppendTest, KeptTimesMustNotRunBackwards) {
  Create();
  auto bulk = log_->BeginBulk(3, {.recorded_at = RecordedAt::kKept});
  ASSERT_TRUE(bulk.ok()) << bulk.status();
  Event event = EntityNamed("a");
  event.recorded_at = absl::FromUnixSeconds(5);
  EXPECT_TRUE((*bulk)->Add(event).ok());
  event.recorded_at = absl::FromUnixSeconds(4);
  EXPECT_TRUE(absl::IsInvalidArgument((*bulk)->Add(event)));
  EXPECT_FALSE((*bulk)->Finish().ok());
  bulk->reset();
  EXPECT_EQ(log_->size(), 0u);
}

TEST_F(BulkAppendTest, GivenUpLeavesTheLogAsItWas) {
  Create();
  GrowTo(300, 100);
  const Hash root = log_->root();
  {
    auto bulk = log_->BeginBulk(10000);
    ASSERT_TRUE(bulk.ok()) << bulk.status();
    for (const Event& event : Entities(0, 10000)) {
      ASSERT_TRUE((*bulk)->Add(event).ok());
    }
  }
  EXPECT_EQ(log_->root(), root);
  EXPECT_FALSE(std::filesystem::exists(Path("case/bulk")));
  EXPECT_TRUE(
      absl::IsInvalidArgument((*log_->BeginBulk(0))->Finish().status()));
  EXPECT_TRUE(
      absl::IsAborted(log_->BeginBulk(1, {.expected_size = 7}).status()));
  GrowTo(301, 1);
  ASSERT_TRUE(Open(Access::kWrite).ok());
  ExpectWhole(301);
}

TEST_F(BulkAppendTest, WhatACrashLeavesIsRemoved) {
  Create();
  Close();
  std::filesystem::create_directory(Path("case/bulk"));
  WriteFile(Path("case/bulk/events-0.sst"), "half a table");
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_TRUE(std::filesystem::exists(Path("case/bulk")));
  ASSERT_TRUE(Open(Access::kWrite).ok());
  EXPECT_FALSE(std::filesystem::exists(Path("case/bulk")));
}

TEST_F(BulkAppendTest, OtherAppendsWaitForItsEnd) {
  Create();
  auto bulk = log_->BeginBulk(100);
  ASSERT_TRUE(bulk.ok()) << bulk.status();
  std::thread other([this] { EXPECT_EQ(Append(Entities(100, 101)), 100u); });
  for (const Event& event : Entities(0, 100)) {
    ASSERT_TRUE((*bulk)->Add(event).ok());
  }
  EXPECT_TRUE((*bulk)->Finish().ok());
  other.join();
  ExpectWhole(101);
}

TEST_F(BulkAppendTest, AnEventTooLargeEndsIt) {
  Create();
  auto bulk = log_->BeginBulk(2);
  ASSERT_TRUE(bulk.ok()) << bulk.status();
  Event event = EntityNamed("a");
  EXPECT_TRUE((*bulk)->Add(event).ok());
  event.note = std::string(70000, 'x');
  EXPECT_TRUE(absl::IsInvalidArgument((*bulk)->Add(event)));
  EXPECT_TRUE(absl::IsInvalidArgument((*bulk)->Finish().status()));
}

}  // namespace
}  // namespace attest
