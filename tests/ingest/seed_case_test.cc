// The seed case: five press reports, 34 claims.

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/ingest/case_reader.h"
#include "tests/ingest/memory_case.h"

namespace attest::testing {
namespace {

const char kSeedCase[] = ATTEST_SHARED_DIR "/seedcase/case.jsonl";

class SeedCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kSeedCase)) {
      GTEST_SKIP() << "the seed case is not beside the project";
    }
  }

  MemoryCase case_;
};

TEST_F(SeedCaseTest, EveryLineIsReadAndEveryQuoteAnchored) {
  CaseReader reader(case_, {});
  const auto reading = reader.Read(kSeedCase);
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(ErrorsOf(*reading), "");
  EXPECT_EQ(reading->lines, 92u);
  EXPECT_EQ(reading->new_events, 92u);
  const absl::Status added = case_.Add(reader);
  ASSERT_TRUE(added.ok()) << added;
  EXPECT_EQ(case_.events().size(), 93u);
  size_t anchored = 0;
  for (const Event& event : case_.events()) {
    const auto* claim = std::get_if<Claim>(&event.record);
    if (claim == nullptr) continue;
    ASSERT_TRUE(claim->quote.has_value());
    anchored += claim->quote->passage.has_value() ? 1 : 0;
  }
  EXPECT_EQ(anchored, 34u);
}

TEST_F(SeedCaseTest, AddingItTwiceChangesNothing) {
  CaseReader reader(case_, {});
  ASSERT_TRUE(reader.Read(kSeedCase).ok());
  ASSERT_TRUE(case_.Add(reader).ok());
  const auto again = reader.Read(kSeedCase);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(ErrorsOf(*again), "");
  EXPECT_EQ(again->new_events, 0u);
  EXPECT_EQ(again->already_present, 92u);
  ASSERT_TRUE(case_.Add(reader).ok());
  EXPECT_EQ(case_.events().size(), 93u);
}

}  // namespace
}  // namespace attest::testing
