// For every n, the projection as of n is the fold of events [0, n): against
// the oracle, over random logs, however the projection came to hold them.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "engine/projection/path.h"
#include "engine/projection/projection.h"
#include "tests/reference/fold_dump.h"
#include "tests/reference/fold_random.h"
#include "tests/reference/fold_view.h"

namespace attest {
namespace {

using reference::Dump;
using reference::RandomLog;
using reference::ReferenceView;

constexpr uint64_t kLogs = 8;
constexpr size_t kEvents = 70;

// Folds events [projection.applied_through(), end).
void FoldUpTo(size_t end, const std::vector<Event>& events,
              Projection& projection) {
  for (size_t i = projection.applied_through(); i < end; ++i) {
    const absl::Status status = projection.Apply(EventIndex(i), events[i]);
    ASSERT_TRUE(status.ok()) << status;
  }
}

class FoldPropertyTest : public testing::TestWithParam<uint64_t> {
 protected:
  void SetUp() override {
    events_ = RandomLog(GetParam()).Make(kEvents);
    path_ = testing::TempDir() + "fold_property_" + std::to_string(GetParam()) +
            ".snapshot";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  [[nodiscard]] bool IsInsideFile(uint64_t n) const {
    return ReferenceView(events_, n).cut() != n;
  }

  std::vector<Event> events_;
  std::string path_;
};

TEST_P(FoldPropertyTest, AsOfEveryPositionIsTheFoldOfItsEvents) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  Projection whole;
  Projection growing;
  FoldUpTo(events_.size(), events_, whole);
  for (size_t n = 0; n <= events_.size(); ++n) {
    const std::string expected = Dump(ReferenceView(events_, n));
    FoldUpTo(n, events_, growing);
    ASSERT_EQ(Dump(*whole.At(n)), expected) << "as of " << n;
    ASSERT_EQ(Dump(growing.Now()), expected) << "fold of " << n;
  }
}

TEST_P(FoldPropertyTest, ASnapshotToppedUpIsTheFold) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  std::mt19937_64 random(GetParam());
  for (int round = 0; round < 6; ++round) {
    const size_t saved_at = random() % (events_.size() + 1);
    const size_t n = saved_at + random() % (events_.size() + 1 - saved_at);
    Projection before;
    FoldUpTo(saved_at, events_, before);
    if (IsInsideFile(saved_at)) {
      EXPECT_EQ(before.Save(path_, {}).code(),
                absl::StatusCode::kFailedPrecondition);
      continue;
    }
    const std::array<uint8_t, 32> root = {static_cast<uint8_t>(round)};
    ASSERT_TRUE(before.Save(path_, root).ok());
    auto opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->snapshot_root(), root);
    EXPECT_EQ(opened->snapshot_through(), saved_at);
    FoldUpTo(n, events_, *opened);
    ASSERT_EQ(Dump(opened->Now()), Dump(ReferenceView(events_, n)))
        << "saved at " << saved_at << ", topped up to " << n;
    if (IsInsideFile(n)) continue;
    // Saved again, the tail is part of the base.
    ASSERT_TRUE(opened->Save(path_, root).ok());
    opened = Projection::FromSnapshot(path_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ASSERT_EQ(Dump(opened->Now()), Dump(ReferenceView(events_, n)));
  }
}

TEST_P(FoldPropertyTest, PathsAreTheEarliestOfTheShortest) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  Projection whole;
  FoldUpTo(events_.size(), events_, whole);
  const auto all = [](ClaimId) { return true; };
  const auto even = [](ClaimId claim) { return claim.value() % 2 == 0; };
  for (size_t n = 0; n <= events_.size(); n += 29) {
    const View view = *whole.At(n);
    const ReferenceView expected(events_, n);
    for (const EntityId from : view.Entities()) {
      for (const EntityId to : view.Entities()) {
        const size_t hops = from.value() % 4;
        ASSERT_EQ(ShortestPath(view, from, to, hops, all),
                  expected.Path(from, to, hops, all))
            << from.value() << " to " << to.value() << " as of " << n;
        ASSERT_EQ(ShortestPath(view, from, to, 9, even),
                  expected.Path(from, to, 9, even));
      }
    }
  }
}

// Long enough for the lists to be built anew many times.
TEST(LongFoldTest, EveryWayToFoldGivesTheSame) {
  constexpr uint64_t kSeed = 7;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const std::vector<Event> events = RandomLog(kSeed).Make(6000);
  const std::string path = testing::TempDir() + "long_fold.snapshot";
  Projection whole;
  Projection asked_often;
  FoldUpTo(events.size(), events, whole);
  std::mt19937_64 random(kSeed);
  uint64_t n = 0;
  while (n < events.size()) {
    n = std::min<uint64_t>(events.size(), n + 1 + random() % 1500);
    const std::string expected = Dump(*whole.At(n));
    while (asked_often.applied_through() < n) {
      FoldUpTo(std::min<uint64_t>(n, asked_often.applied_through() + 37),
               events, asked_often);
      (void)asked_often.Now();
    }
    ASSERT_EQ(Dump(asked_often.Now()), expected) << "as of " << n;
    if (!asked_often.Save(path, {}).ok()) continue;
    auto opened = Projection::FromSnapshot(path);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ASSERT_EQ(Dump(opened->Now()), expected) << "saved at " << n;
    asked_often = *std::move(opened);
  }
  std::filesystem::remove(path);
}

TEST_P(FoldPropertyTest, EveryKeyIsFound) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  Projection whole;
  FoldUpTo(events_.size(), events_, whole);
  for (size_t n = 0; n <= events_.size(); n += 5) {
    const View view = *whole.At(n);
    for (size_t i = 0; i < events_.size(); ++i) {
      if (events_[i].key.empty()) continue;
      const std::vector<Found> found = view.FindKey(events_[i].key);
      const std::vector<Found> expected = {{events_[i].type(), EventIndex(i)}};
      EXPECT_EQ(found, i < view.cut() ? expected : std::vector<Found>());
    }
    for (const StatementId id : view.Statements()) {
      for (const StatementId joined : view.JoinedWith(id)) {
        EXPECT_EQ(view.FindStatement(view.KeyOf(joined)), joined);
      }
    }
    EXPECT_EQ(view.FindStatement("stm:00000000000000000000"), std::nullopt);
    EXPECT_TRUE(view.FindKey("").empty());
    EXPECT_TRUE(view.FindKey("k:none").empty());
  }
}

TEST_P(FoldPropertyTest, ARecordingTimeGivesThePosition) {
  Projection whole;
  FoldUpTo(events_.size(), events_, whole);
  for (const Event& event : events_) {
    for (const absl::Duration off :
         {-absl::Microseconds(1), absl::ZeroDuration()}) {
      const absl::Time time = event.recorded_at + off;
      uint64_t expected = 0;
      while (expected < events_.size() &&
             events_[expected].recorded_at <= time) {
        ++expected;
      }
      EXPECT_EQ(whole.SizeAsOf(time), expected);
    }
  }
  EXPECT_EQ(whole.SizeAsOf(absl::InfiniteFuture()), events_.size());
  EXPECT_EQ(whole.SizeAsOf(absl::InfinitePast()), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, FoldPropertyTest,
                         testing::Range(uint64_t{1}, kLogs + 1));

}  // namespace
}  // namespace attest
