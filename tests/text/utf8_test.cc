#include "engine/text/utf8.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

#include "tests/reference/text_random.h"

namespace attest {
namespace {

TEST(Utf8Test, ValidTextHasNoInvalidByte) {
  EXPECT_EQ(FindInvalidUtf8(""), std::nullopt);
  EXPECT_EQ(FindInvalidUtf8("plain"), std::nullopt);
  EXPECT_EQ(FindInvalidUtf8("شهود \xF0\x9F\x98\x80 é"), std::nullopt);
  EXPECT_EQ(FindInvalidUtf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"),
            std::nullopt);
}

TEST(Utf8Test, EveryKindOfBrokenSequenceIsFoundWhereItBegins) {
  EXPECT_EQ(FindInvalidUtf8("ab\xFF"), 2U);
  EXPECT_EQ(FindInvalidUtf8("ab\x80"), 2U);            // lone continuation
  EXPECT_EQ(FindInvalidUtf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(FindInvalidUtf8("x\xE0\x80\xAF"), 1U);     // overlong
  EXPECT_EQ(FindInvalidUtf8("x\xED\xA0\x80"), 1U);     // surrogate
  EXPECT_EQ(FindInvalidUtf8("\xF4\x90\x80\x80"), 0U);  // past U+10FFFF
  EXPECT_EQ(FindInvalidUtf8("\xC3\xA9\xC3"), 2U);      // cut off
  EXPECT_EQ(FindInvalidUtf8("\xE2\x82z"), 0U);         // cut off by a letter
}

TEST(Utf8Test, ABadByteIsFoundAnywhereInALongText) {
  for (size_t at = 0; at < 200; ++at) {
    std::string text(200, 'a');
    text[at] = '\xBF';
    EXPECT_EQ(FindInvalidUtf8(text), at);
  }
}

TEST(Utf8Test, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(CountCodePoints("aé€\xF0\x9F\x98\x80"), 4U);
}

TEST(Utf8Test, ControlCharactersOfAllThreeRangesAreFound) {
  EXPECT_EQ(FindControlCharacter("src:plain é"), std::nullopt);
  EXPECT_EQ(FindControlCharacter(std::string("a\0b", 3)), 1U);
  EXPECT_EQ(FindControlCharacter("ab\n"), 2U);
  EXPECT_EQ(FindControlCharacter("\x7F"), 0U);
  EXPECT_EQ(FindControlCharacter("a\xC2\x80"), 1U);
  EXPECT_EQ(FindControlCharacter("a\xC2\x9F"), 1U);
  EXPECT_EQ(FindControlCharacter("a\xC2\xA0"), std::nullopt);
}

TEST(Utf8Test, CutsOnlyAtCodePointBoundaries) {
  const std::string text = "aé€b";
  EXPECT_EQ(FirstCodePoints(text, 2), "aé");
  EXPECT_EQ(FirstCodePoints(text, 0), "");
  EXPECT_EQ(FirstCodePoints(text, 9), text);
  EXPECT_EQ(LastCodePoints(text, 2), "€b");
  EXPECT_EQ(LastCodePoints(text, 0), "");
  EXPECT_EQ(LastCodePoints(text, 9), text);
  EXPECT_EQ(TruncateBytes(text, 2), "a");
  EXPECT_EQ(TruncateBytes(text, 3), "aé");
  EXPECT_EQ(TruncateBytes(text, 5), "aé");
  EXPECT_EQ(TruncateBytes(text, 7), text);
}

TEST(Utf8Test, NextCodePointReadsBackWhatWasWritten) {
  const unsigned seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::string text;
  std::u32string expected;
  for (int i = 0; i < 2000; ++i) {
    const UChar32 c = reference::RandomCodePoint(random);
    expected.push_back(static_cast<char32_t>(c));
    text += reference::Utf8(c);
  }
  std::u32string got;
  for (size_t position = 0; position < text.size();) {
    got.push_back(static_cast<char32_t>(NextCodePoint(text, position)));
  }
  EXPECT_EQ(got, expected);
  EXPECT_EQ(CountCodePoints(text), expected.size());
}

}  // namespace
}  // namespace attest
