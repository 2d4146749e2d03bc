#include "engine/text/partial_match.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace attest {
namespace {

std::string RandomAb(std::mt19937& random, size_t max_size) {
  std::string text(random() % max_size, 'a');
  for (char& letter : text) letter = static_cast<char>('a' + random() % 2);
  return text;
}

TEST(PartialMatchTest, AgreesWithTryingEveryLength) {
  for (unsigned seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string text = RandomAb(random, 30);
    const std::string pattern = RandomAb(random, 12);
    size_t prefix = pattern.size();
    while (text.find(pattern.substr(0, prefix)) == std::string::npos) --prefix;
    size_t suffix = pattern.size();
    while (text.find(pattern.substr(pattern.size() - suffix)) ==
           std::string::npos) {
      --suffix;
    }
    const PartialMatch first = LongestPrefixIn(text, pattern);
    ASSERT_EQ(first.size, prefix);
    EXPECT_EQ(text.substr(first.text_begin, first.size),
              pattern.substr(0, prefix));
    const PartialMatch last = LongestSuffixIn(text, pattern);
    ASSERT_EQ(last.size, suffix);
    EXPECT_EQ(text.substr(last.text_begin, last.size),
              pattern.substr(pattern.size() - suffix));
  }
}

}  // namespace
}  // namespace attest
