#include "engine/text/suggestion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace attest {
namespace {

// The definition, by recursion.
size_t SlowDistance(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::string a1 = a.substr(1);
  const std::string b1 = b.substr(1);
  size_t least = std::min({SlowDistance(a1, b) + 1, SlowDistance(a, b1) + 1,
                           SlowDistance(a1, b1) + (a[0] == b[0] ? 0U : 1U)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    least = std::min(least, SlowDistance(a.substr(2), b.substr(2)) + 1);
  }
  return least;
}

std::string RandomWord(std::mt19937& random) {
  std::string word(random() % 6, 'a');
  for (char& letter : word) letter = static_cast<char>('a' + random() % 3);
  return word;
}

TEST(SuggestionTest, DistanceIsThatOfTheDefinition) {
  const unsigned seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    const std::string a = RandomWord(random);
    const std::string b = RandomWord(random);
    const size_t expected = SlowDistance(a, b);
    for (size_t limit = 0; limit < 6; ++limit) {
      const std::optional<size_t> got = EditDistance(a, b, limit);
      ASSERT_EQ(got.has_value(), expected <= limit) << a << " " << b;
      ASSERT_EQ(got.value_or(expected), expected) << a << " " << b;
    }
  }
}

TEST(SuggestionTest, DistanceCountsCodePointsAndTakesAnyBytes) {
  EXPECT_EQ(EditDistance("شاهد", "شهاد", 1), 1U);
  EXPECT_EQ(EditDistance("é", "e", 1), 1U);
  EXPECT_EQ(EditDistance("\xFF\xC3", "\xFF", 3), 1U);
}

TEST(SuggestionTest, NamesTheNearestAndTheFirstOfEquals) {
  const std::vector<absl::string_view> names = {"joined", "defected_from",
                                                "deployed_to", "joiner"};
  EXPECT_EQ(NearestName("defect_from", names, 3), "defected_from");
  EXPECT_EQ(NearestName("defcted_from", names, 3), "defected_from");
  EXPECT_EQ(NearestName("joine", names, 2), "joined");
  EXPECT_EQ(NearestName("joiner", names, 2), "joiner");
  EXPECT_EQ(NearestName("commands", names, 2), std::nullopt);
  EXPECT_EQ(NearestName("x", {}, 9), std::nullopt);
}

TEST(SuggestionTest, OverlongNamesAreNearToNothing) {
  const std::string longest(kMaxSuggestionCodePoints, 'a');
  const std::string longer = longest + "a";
  EXPECT_EQ(EditDistance(longest, longest, 0), 0U);
  EXPECT_EQ(EditDistance(longer, longest, 5), std::nullopt);
  EXPECT_EQ(EditDistance(longest, longer, 5), std::nullopt);
  EXPECT_EQ(EditDistance(std::string(1 << 20, 'a'), "a", 5), std::nullopt);
}

}  // namespace
}  // namespace attest
