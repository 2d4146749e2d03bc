// A case of each format version, made once and never again: every newer
// program must open it, read it and find it sound.

#include <gtest/gtest.h>

#include <string>

#include "engine/log/content_store.h"
#include "engine/log/verify.h"
#include "tests/log/log_fixture.h"

namespace attest {
namespace {

using GoldenCaseTest = LogTest;

TEST_F(GoldenCaseTest, EveryTypeOfSchema1OpensAndIsSound) {
  std::filesystem::copy(ATTEST_SOURCE_DIR "/tests/golden/schema_1_all_types",
                        Case(), std::filesystem::copy_options::recursive);
  const auto before = Everything();
  ASSERT_TRUE(Open(Access::kRead).ok());
  EXPECT_EQ(log_->origin(), "example.org/golden-1");
  // Two events of each type came in through tables, and one in a batch.
  constexpr size_t kTypes = 13;
  constexpr uint64_t kSize = 3 * kTypes;
  ASSERT_EQ(log_->size(), kSize);
  EXPECT_EQ(log_->root().ToHex(),
            "6977e8b0df11524549784a72974c183c0490a8e7f76216fc2b8790e69ea6cc3c");
  const auto expect_at = [this](uint64_t index, Event event, absl::Time time) {
    event.recorded_at = time;
    const auto stored = log_->Get(EventIndex(index));
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_TRUE(*stored == event) << index;
  };
  for (size_t i = 0; i < kTypes; ++i) {
    const auto type = static_cast<RecordType>(i);
    RandomEvents events(i);
    for (const uint64_t k : {0u, 1u}) {
      expect_at(2 * i + k, events.Next(type),
                log_->Get(EventIndex(0))->recorded_at);
    }
    expect_at(2 * kTypes + i, RandomEvents(100 + i).Next(type),
              log_->Get(EventIndex(kSize - 1))->recorded_at);
  }
  const auto verified = VerifyCase(Case(), {});
  ASSERT_TRUE(verified.ok()) << verified.status();
  // Its reports' contents are made up; there is one that no report names.
  EXPECT_EQ(verified->payloads, kSize);
  EXPECT_EQ(verified->leaf_hashes, kSize);
  EXPECT_TRUE(verified->tree_ok);
  EXPECT_TRUE(verified->checkpoint_ok);
  EXPECT_EQ(verified->contents, 1u);
  EXPECT_TRUE(Everything() == before);
}

}  // namespace
}  // namespace attest
