#include "engine/text/suffix_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/reference/dice.h"

namespace attest {
namespace {

using reference::Dice;

std::vector<uint32_t> SlowOrder(absl::string_view text) {
  std::vector<uint32_t> order(text.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [text](uint32_t a, uint32_t b) {
    return text.substr(a) < text.substr(b);
  });
  return order;
}

std::vector<uint32_t> SlowPlaces(absl::string_view text,
                                 absl::string_view phrase) {
  std::vector<uint32_t> places;
  for (uint32_t i = 0; i < text.size(); ++i) {
    if (absl::StartsWith(text.substr(i), phrase)) places.push_back(i);
  }
  return places;
}

std::string RandomBytes(Dice& dice, uint64_t symbols, uint64_t size) {
  std::string text;
  for (; size > 0; --size) {
    const uint64_t byte = dice.Below(symbols) * (255 / symbols);
    text.push_back(static_cast<char>(byte));
  }
  return text;
}

TEST(SuffixOrderTest, OrderIsThatOfSortingTheSuffixes) {
  for (uint64_t seed = 1; seed <= 30000; ++seed) {
    Dice dice(seed);
    const uint64_t symbols = 1 + dice.Below(5);
    const uint64_t size = dice.Below(50);
    std::string text = RandomBytes(dice, symbols, size);
    // Repeated, it has long runs in common.
    if (dice.Chance(4)) text += text;
    ASSERT_EQ(SortSuffixes(text), SlowOrder(text)) << "seed " << seed;
  }
}

TEST(SuffixOrderTest, PlacesOfAPhraseAreThoseOfLookingAtEveryByte) {
  for (uint64_t seed = 1; seed <= 10000; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    const uint64_t symbols = 1 + dice.Below(3);
    const uint64_t size = dice.Below(60);
    const std::string text = RandomBytes(dice, symbols, size);
    const std::vector<uint32_t> order = SortSuffixes(text);
    const uint64_t phrase_size = 1 + dice.Below(6);
    const std::string phrase = RandomBytes(dice, symbols, phrase_size);
    const absl::Span<const uint32_t> found = PlacesIn(text, order, phrase);
    std::vector<uint32_t> places(found.begin(), found.end());
    std::sort(places.begin(), places.end());
    ASSERT_EQ(places, SlowPlaces(text, phrase));
  }
}

// Where sorting compares suffixes byte by byte, this takes hours.
TEST(SuffixOrderTest, HostileRepetitionIsLinear) {
  const std::string same(2 << 20, 'a');
  const std::vector<uint32_t> order = SortSuffixes(same);
  ASSERT_EQ(order.size(), same.size());
  EXPECT_EQ(order.front(), same.size() - 1);
  EXPECT_EQ(order.back(), 0U);
  std::string halves = "ab";
  while (halves.size() < size_t{2} << 20) halves += halves;
  EXPECT_EQ(PlacesIn(halves, SortSuffixes(halves), "ba").size(),
            halves.size() / 2 - 1);
}

}  // namespace
}  // namespace attest
