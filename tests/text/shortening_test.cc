#include "engine/text/shortening.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/text/utf8.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

constexpr char kEllipsis[] = "…";

std::string Shortened(std::string text, size_t max_bytes) {
  const std::string before = text;
  const bool is_cut = Shorten(max_bytes, text);
  EXPECT_EQ(is_cut, before.size() > max_bytes);
  EXPECT_EQ(is_cut, text != before);
  EXPECT_LE(text.size(), std::max(max_bytes, size_t{3}));
  return text;
}

TEST(ShorteningTest, WhatFitsStays) {
  EXPECT_EQ(Shortened("", 3), "");
  EXPECT_EQ(Shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(Shortened("هرموش", 10), "هرموش");
}

TEST(ShorteningTest, IsCutBetweenClusters) {
  EXPECT_EQ(Shortened("abcdefg", 6), "abc…");
  // Two letters with a mark each, and a family of emoji.
  EXPECT_EQ(Shortened("e\u0301e\u0301e\u0301e\u0301", 9), "e\u0301e\u0301…");
  EXPECT_EQ(Shortened("e\u0301e\u0301e\u0301e\u0301", 8), "e\u0301…");
  const std::string family = "👩‍👩‍👧";
  EXPECT_EQ(Shortened(absl::StrCat("ab", family, "c"), family.size() + 2),
            "ab…");
  EXPECT_EQ(Shortened("a\r\nbcdef", 5), "a…");
}

TEST(ShorteningTest, AClusterWithoutEndIsCutBetweenCodePoints) {
  std::string marks = "e";
  for (int i = 0; i < 10000; ++i) marks += "\u0301";
  for (size_t max = 3; max < 40; ++max) {
    const std::string text = Shortened(marks, max);
    EXPECT_EQ(FindInvalidUtf8(text), std::nullopt) << max;
    EXPECT_TRUE(absl::EndsWith(text, kEllipsis));
  }
}

TEST(ShorteningTest, WhatStaysBeganTheText) {
  const std::string text =
      "Ünit هرموش 👩‍👩‍👧 e\u0301 \xFF broken \x80 end of it";
  for (size_t max = 3; max < text.size(); ++max) {
    const std::string shortened = Shortened(text, max);
    EXPECT_TRUE(absl::StartsWith(text, absl::StripSuffix(shortened, kEllipsis)))
        << max;
  }
}

}  // namespace
}  // namespace attest
