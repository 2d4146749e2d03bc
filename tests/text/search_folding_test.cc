#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/text/folding.h"
#include "engine/text/utf8.h"
#include "tests/reference/text_random.h"

namespace attest {
namespace {

TEST(FoldForSearchTest, CaseAndAccentsGo) {
  EXPECT_EQ(FoldForSearch("Müller STRASSE"), FoldForSearch("muller straße"));
  EXPECT_EQ(FoldForSearch("Đorđe Łukasz Kılıç Søren"),
            "dorde lukasz kilic soren");
  EXPECT_EQ(FoldForSearch("ΆΡΗΣ"), FoldForSearch("αρης"));
  EXPECT_EQ(FoldForSearch("İstanbul"), "istanbul");
}

TEST(FoldForSearchTest, ArabicLetterFormsAreUnified) {
  EXPECT_EQ(FoldForSearch("أإآٱا"), "ااااا");
  EXPECT_EQ(FoldForSearch("هدى"), FoldForSearch("هدي"));
  EXPECT_EQ(FoldForSearch("حماة"), FoldForSearch("حماه"));
  EXPECT_EQ(FoldForSearch("مؤيد رائد"), "مويد رايد");
  EXPECT_EQ(FoldForSearch("کریم"), FoldForSearch("كريم"));
  EXPECT_EQ(FoldForSearch("مُحَمَّد"), "محمد");
  EXPECT_EQ(FoldForSearch("محـــمد"), "محمد");
}

TEST(FoldForSearchTest, DigitsOfEveryScriptAreAscii) {
  EXPECT_EQ(FoldForSearch("اللواء ٤٧"), "اللواء 47");
  EXPECT_EQ(FoldForSearch("۴۷"), "47");
  EXPECT_EQ(FoldForSearch("\u096A\uFF17"), "47");
}

TEST(FoldForSearchTest, ApostrophesGoAndHyphensAreSpaces) {
  EXPECT_EQ(FoldForSearch("ʿAbd al-Razzāq ʾIbrāhīm"), "abd al razzaq ibrahim");
  EXPECT_EQ(FoldForSearch("Qur'an Qur\u2019an Qur`an Qur\u00B4an"),
            "quran quran quran quran");
  EXPECT_EQ(FoldForSearch("Deir ez\u2010Zor"), "deir ez zor");
  EXPECT_EQ(FoldForSearch("al - Sham"), "al sham");
}

TEST(FoldForSearchTest, EndsAreTrimmedAndNothingMayBeLeft) {
  EXPECT_EQ(FoldForSearch("  a\u00A0 b\n"), "a b");
  EXPECT_EQ(FoldForSearch("- a -"), "a");
  EXPECT_EQ(FoldForSearch(""), "");
  EXPECT_EQ(FoldForSearch(" '\u200D "), "");
}

TEST(FoldForSearchTest, OtherPunctuationStays) {
  EXPECT_EQ(FoldForSearch("St. John, Q.C. (ret.)"), "st. john, q.c. (ret.)");
}

TEST(FoldForSearchTest, AsciiFoldsTheSameAloneAndAmongOthers) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string text(random() % 12, 'x');
    for (char& letter : text) letter = static_cast<char>(random() % 128);
    ASSERT_EQ(FoldForSearch(text + "x\u044F"),
              FoldForSearch(text + "x") + "\u044F");
  }
}

TEST(FoldForSearchTest, OnlyTheFirstMebibyteCounts) {
  const size_t limit = size_t{1} << 20;
  EXPECT_EQ(FoldForSearch(std::string(2 * limit, 'A')),
            std::string(limit, 'a'));
  EXPECT_EQ(FoldForSearch(std::string(limit - 1, 'A') + "\u044F\u044F"),
            std::string(limit - 1, 'a') + "\u044F");
}

TEST(FoldForSearchTest, BrokenBytesAreReplacedNotTrusted) {
  EXPECT_EQ(FoldForSearch("a\xFFZ"), "a\uFFFDz");
  EXPECT_EQ(FoldForSearch("\xED\xA0\x80").find('\xED'), std::string::npos);
}

TEST(FoldForSearchTest, IsIdempotentOnEveryCodePoint) {
  for (UChar32 c = 0; c <= 0x1FFFF; ++c) {
    if (U_IS_SURROGATE(c)) continue;
    const std::string once = FoldForSearch("a" + reference::Utf8(c) + "b");
    ASSERT_EQ(FoldForSearch(once), once) << std::hex << c;
  }
}

TEST(FoldForSearchTest, IsIdempotentOnRandomTexts) {
  for (unsigned seed = 0; seed < 20000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string text = reference::RandomText(random, 30);
    const std::string once = FoldForSearch(text);
    ASSERT_EQ(FoldForSearch(once), once) << text;
    ASSERT_EQ(FindInvalidUtf8(once), std::nullopt);
  }
}

TEST(FoldForSearchTest, EndlessRunsOfMarksAreCutShort) {
  std::string text = "e";
  for (int i = 0; i < 1000000; ++i) text += "\u0301\u0316";
  EXPECT_EQ(FoldForSearch(text), "e");
}

}  // namespace
}  // namespace attest
