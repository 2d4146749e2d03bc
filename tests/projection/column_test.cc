#include "engine/projection/column.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/projection/string_column.h"

namespace attest {
namespace {

using testing::ElementsAre;

TEST(ColumnTest, BaseAndTailReadAsOneArray) {
  const std::vector<int> mapped = {1, 2, 3};
  Column<int> column{absl::Span<const int>(mapped)};
  EXPECT_EQ(column.memory_bytes(), 0u);
  column.push_back(4);
  column.Append({5, 6});
  ASSERT_EQ(column.size(), 6u);
  for (size_t i = 0; i < column.size(); ++i) {
    EXPECT_EQ(column[i], static_cast<int>(i) + 1);
  }
  EXPECT_EQ(column.back(), 6);
  EXPECT_THAT(column.base(), ElementsAre(1, 2, 3));
  EXPECT_THAT(column.tail(), ElementsAre(4, 5, 6));
  EXPECT_THAT(column.Flatten(), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(column.Slice(1, 3), ElementsAre(2, 3));
  EXPECT_THAT(column.Slice(3, 5), ElementsAre(4, 5));
  int sum = 0;
  column.ForEach([&sum](int value) { sum += value; });
  EXPECT_EQ(sum, 21);
}

TEST(ColumnTest, AnEmptyColumnIsEmpty) {
  const Column<int> column;
  EXPECT_TRUE(column.empty());
  EXPECT_THAT(column.Flatten(), ElementsAre());
  EXPECT_THAT(column.Slice(0, 0), ElementsAre());
}

std::string RandomString(std::mt19937_64& random) {
  std::string text(random() % 4 == 0 ? 0 : random() % 20, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

void ExpectStrings(const StringColumn& column,
                   const std::vector<std::string>& expected) {
  ASSERT_EQ(column.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(column[i], absl::string_view(expected[i])) << "string " << i;
  }
}

bool IsSound(const std::vector<uint64_t>& blocks,
             const std::vector<uint32_t>& places,
             absl::Span<const char> bytes) {
  StringColumn::PlacesCheck check(StringColumn(blocks, places, bytes));
  bool sound = true;
  // In pieces, as a file is read.
  constexpr size_t kPiece = 2 * StringColumn::kBlock;
  for (size_t i = 0; i < places.size(); i += kPiece) {
    sound &= check(absl::MakeConstSpan(places).subspan(i, kPiece));
  }
  return sound && check.Finished();
}

TEST(StringColumnTest, HoldsWhatWasPutInAcrossBaseAndTail) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<std::string> expected;
    StringColumn first;
    for (size_t i = random() % 800; i > 0; --i) {
      expected.push_back(RandomString(random));
      first.push_back(expected.back());
    }
    ExpectStrings(first, expected);
    const auto blocks = first.blocks().Flatten();
    const auto places = first.places().Flatten();
    const auto bytes = first.bytes().Flatten();
    ASSERT_TRUE(IsSound(blocks, places, bytes));
    StringColumn column(blocks, places, bytes);
    ExpectStrings(column, expected);
    for (size_t i = random() % 800; i > 0; --i) {
      expected.push_back(RandomString(random));
      column.push_back(expected.back());
    }
    ExpectStrings(column, expected);
  }
}

TEST(StringColumnTest, RefusesPlacesThatLieOutside) {
  const std::vector<char> bytes = {'a', 'b', 'c'};
  const std::vector<uint64_t> blocks = {0};
  EXPECT_TRUE(IsSound(blocks, {0, 1, 3}, bytes));
  EXPECT_FALSE(IsSound(blocks, {0, 1, 4}, bytes));
  EXPECT_FALSE(IsSound(blocks, {0, 2, 1}, bytes));
  EXPECT_FALSE(IsSound({4}, {0}, bytes));
  EXPECT_FALSE(IsSound({~uint64_t{0}}, {1}, bytes));
  EXPECT_FALSE(IsSound({~uint64_t{0}}, {0, 1}, bytes));
  EXPECT_FALSE(IsSound({}, {0}, bytes));
  EXPECT_FALSE(IsSound({0, 3}, {0}, bytes));
  EXPECT_FALSE(IsSound({}, {}, bytes));
  EXPECT_TRUE(IsSound({}, {}, {}));
}

// So that what is appended later is always near enough to its block.
TEST(StringColumnTest, RefusesStringsThatAreTooLong) {
  constexpr size_t kMost = StringColumn::kMaxStringBytes;
  const std::vector<char> bytes(2 * kMost + 1);
  const absl::Span<const char> all(bytes);
  const uint32_t most = kMost;
  EXPECT_TRUE(IsSound({0}, {0, most}, all.first(2 * kMost)));
  EXPECT_FALSE(IsSound({0}, {0, most}, all));
  EXPECT_FALSE(IsSound({0}, {0, most + 1}, all));
  EXPECT_FALSE(IsSound({0}, {most + 1}, all));
  std::vector<uint32_t> places(StringColumn::kBlock, 0);
  places.push_back(0);
  EXPECT_TRUE(IsSound({0, most}, places, all.first(kMost)));
  EXPECT_FALSE(IsSound({0, most + 1}, places, all.first(kMost + 1)));
}

}  // namespace
}  // namespace attest
