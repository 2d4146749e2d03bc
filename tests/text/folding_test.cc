#include "engine/text/folding.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/text/utf8.h"
#include "tests/reference/text_folding.h"
#include "tests/reference/text_random.h"

namespace attest {
namespace {

using ::attest::reference::RandomText;
using ::attest::reference::Utf8;

std::string Fold(const std::string& text) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  EXPECT_TRUE(folded.ok()) << folded.status();
  return folded.ok() ? std::string(folded->text()) : "";
}

TEST(FoldForQuoteTest, PlainTextStaysAndCaseIsKept) {
  EXPECT_EQ(Fold(""), "");
  EXPECT_EQ(Fold("Two Officers said: no."), "Two Officers said: no.");
}

TEST(FoldForQuoteTest, WhiteSpaceOfAnyKindBecomesOneSpace) {
  EXPECT_EQ(Fold("a \t\r\n\v\fb"), "a b");
  EXPECT_EQ(Fold("a\u00A0\u2003\u3000\u2028b"), "a b");
  EXPECT_EQ(Fold("\na\n"), " a ");
  EXPECT_EQ(Fold("a \u200B b"), "a b");
}

TEST(FoldForQuoteTest, DashesBecomeHyphens) {
  EXPECT_EQ(Fold("-\u2010\u2011\u2013\u2014\u2212\uFE58\uFF0D"), "--------");
  EXPECT_EQ(Fold("co\u00ADoperate"), "cooperate");
}

TEST(FoldForQuoteTest, QuotationMarksBecomeTwo) {
  EXPECT_EQ(Fold("\u2018a\u2019 \u201Ab\u201B `c\u00B4 \u2039d\u203A"),
            "'a' 'b' 'c' 'd'");
  EXPECT_EQ(Fold("\u201Ca\u201D \u201Eb\u201F \u00ABc\u00BB \u300Cd\u300D"),
            "\"a\" \"b\" \"c\" \"d\"");
  EXPECT_EQ(Fold("5\u2032 6\u2033 o\u02BCclock \uFF02 \uFF07"),
            "5' 6\" o'clock \" '");
}

TEST(FoldForQuoteTest, CompatibilityFormsAreUnified) {
  EXPECT_EQ(Fold("o\uFB03cer \u2163 \uFF21\u2026"), "officer IV A...");
  EXPECT_EQ(Fold("e\u0301te\u0301"), Fold("été"));
  EXPECT_EQ(Fold("\u1112\u1161\u11AB"), "\uD55C");
}

TEST(FoldForQuoteTest, IgnorablesVanishEvenBetweenALetterAndItsMark) {
  EXPECT_EQ(Fold("\uFEFFa\u200Db\u200Ec\uFE0F"), "abc");
  EXPECT_EQ(Fold("e\u200D\u0301"), "é");
  EXPECT_EQ(Fold("\u00AD\u200B"), "");
}

TEST(FoldForQuoteTest, ArabicTatweelAndVowelMarksVanish) {
  EXPECT_EQ(Fold("كَتَبَ الشَّاهِدُ"), "كتب الشاهد");
  EXPECT_EQ(Fold("شـــاهد"), "شاهد");
  EXPECT_EQ(Fold("هٰذا"), "هذا");
  EXPECT_EQ(Fold("\u0627\u0653\u0628"), "\u0622\u0628");
  EXPECT_EQ(Fold("\u0627\u064E\u0654"), "\u0623");
  EXPECT_EQ(Fold("\uFEFB \uFEE3\uFEA4"), "لا مح");
  EXPECT_NE(Fold("أ"), Fold("ا"));
}

TEST(FoldForQuoteTest, BrokenUtf8IsRefusedWithItsPlace) {
  const absl::Status status = FoldForQuote("abc\xC3(").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "not UTF-8: bad byte at 3");
}

TEST(FoldForQuoteTest, OverlongTextIsRefused) {
  const std::string text(kMaxFoldedBytes + 1, 'a');
  EXPECT_EQ(FoldForQuote(text).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FoldForQuoteTest, EveryCodePointFoldsAsInTheReference) {
  for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
    if (U_IS_SURROGATE(c)) continue;
    const std::string text = Utf8(c) + "\u0301e" + Utf8(c);
    ASSERT_EQ(Fold(text), reference::FoldForQuote(text)) << std::hex << c;
    if (c == 0x3FFFF) c = 0xDFFFF;  // nothing is assigned between
  }
}

TEST(FoldForQuoteTest, RandomTextsFoldAsInTheReference) {
  for (unsigned seed = 0; seed < 40000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string text = RandomText(random, seed % 100 == 0 ? 2000 : 30);
    ASSERT_EQ(Fold(text), reference::FoldForQuote(text));
  }
}

bool IsIgnorable(absl::string_view character) {
  size_t position = 0;
  return u_hasBinaryProperty(NextCodePoint(character, position),
                             UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

// What folding makes of any stretch of the original holds the folded stretch.
void CheckMapping(const std::string& text, std::mt19937& random) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  ASSERT_TRUE(folded.ok());
  const absl::string_view all = folded->text();
  const size_t code_points = CountCodePoints(all);
  if (code_points == 0) return;
  const size_t first = reference::Pick(random, code_points);
  const size_t count = 1 + reference::Pick(random, code_points - first);
  const size_t begin = FirstCodePoints(all, first).size();
  const size_t end = begin + FirstCodePoints(all.substr(begin), count).size();
  const ByteRange range = folded->OriginalRange({begin, end});
  ASSERT_LT(range.begin, range.end);
  ASSERT_LE(range.end, text.size());
  const std::string slice = text.substr(range.begin, range.end - range.begin);
  ASSERT_EQ(FindInvalidUtf8(slice), std::nullopt);
  EXPECT_NE(Fold(slice).find(std::string(all.substr(begin, end - begin))),
            std::string::npos);
  for (const absl::string_view end_character :
       {FirstCodePoints(slice, 1), LastCodePoints(slice, 1)}) {
    EXPECT_FALSE(IsIgnorable(end_character)) << slice;
  }
}

TEST(FoldedTextTest, RandomStretchesMapToWhatTheyCameFrom) {
  for (unsigned seed = 0; seed < 40000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    CheckMapping(RandomText(random, 30), random);
  }
}

TEST(FoldedTextTest, RangesLeaveOutWhatIsDroppedAtTheEnds) {
  const std::string text = "\u200Ea\u00AD \n b\u200D\u200Ec\u00AD";
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  ASSERT_TRUE(folded.ok());
  ASSERT_EQ(folded->text(), "a bc");
  EXPECT_EQ(folded->OriginalRange({0, 1}), (ByteRange{3, 4}));
  EXPECT_EQ(folded->OriginalRange({1, 2}), (ByteRange{6, 7}));
  EXPECT_EQ(folded->OriginalRange({2, 3}), (ByteRange{9, 10}));
  EXPECT_EQ(folded->OriginalRange({2, 4}), (ByteRange{9, 17}));
  EXPECT_EQ(folded->OriginalRange({0, 4}), (ByteRange{3, 17}));
}

TEST(FoldedTextTest, ACutLigatureMapsToTheWhole) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote("a\uFB03b\u2026");
  ASSERT_TRUE(folded.ok());
  ASSERT_EQ(folded->text(), "affib...");
  EXPECT_EQ(folded->OriginalRange({2, 3}), (ByteRange{1, 4}));
  EXPECT_EQ(folded->OriginalRange({0, 2}), (ByteRange{0, 4}));
  EXPECT_EQ(folded->OriginalRange({5, 6}), (ByteRange{5, 8}));
}

std::string Repeat(const std::string& unit, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += unit;
  return text;
}

// Reordering such a run at once would take hours.
TEST(FoldForQuoteTest, EndlessRunsOfMarksAreFoldedInPieces) {
  const std::string text = "e" + Repeat("\u0301\u0316", 1000000);
  const absl::StatusOr<FoldedText> folded = FoldForQuote(text);
  ASSERT_TRUE(folded.ok());
  EXPECT_EQ(CountCodePoints(folded->text()), 2000000U);
  EXPECT_EQ(folded->OriginalRange({0, folded->text().size()}),
            (ByteRange{0, text.size()}));
}

TEST(FoldForQuoteTest, EndlessRunsOfDroppedCodePointsAreLinear) {
  const size_t times = 2000000;
  EXPECT_EQ(Fold("e" + Repeat("\u200D", times) + "\u0301"), "é");
  EXPECT_EQ(Fold(Repeat("\u0640", times) + "x"), "x");
  EXPECT_EQ(Fold("\u0628" + Repeat("\u064E", times)), "\u0628");
  EXPECT_EQ(Fold(Repeat("\u00A0", times)), " ");
  EXPECT_EQ(Fold(Repeat(" ", times)), " ");
}

}  // namespace
}  // namespace attest
