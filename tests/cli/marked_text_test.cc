// Text for terminals: how wide it is, where it is folded, what is shown of what
// others wrote.

#include "tools/marked_text.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/text_random.h"
#include "tools/display_width.h"
#include "tools/folded_lines.h"
#include "tools/page.h"

namespace attest {
namespace {

using reference::Pick;
using reference::RandomText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr unsigned kSeed = 20261122;

// What random code points seldom make: joined emoji, flags, jamo, letters under
// marks, words of each script.
constexpr const char* kPieces[] = {"👩‍👩‍👧‍👦",
                                   "🏳️‍🌈",
                                   "👍🏽",
                                   "🇺🇦",
                                   "🇺🇦🇸🇾",
                                   "1️⃣",
                                   "각",
                                   "é",
                                   "각",
                                   "कि",
                                   "ﾊﾟ",
                                   "北京市",
                                   "第三旅。",
                                   "(한국어)",
                                   "كتيبة",
                                   "12",
                                   "שלום",
                                   "Київ",
                                   "killed",
                                   "5,000",
                                   " ",
                                   "person:x"};

std::string RandomMixed(std::mt19937& random) {
  std::string text;
  for (size_t n = Pick(random, 12); n > 0; --n) {
    text += Pick(random, 2) == 0 ? RandomText(random, 6)
                                 : kPieces[Pick(random, std::size(kPieces))];
    if (Pick(random, 3) == 0) text += " ";
  }
  return text;
}

// Words of ours and of others, in tones.
std::string RandomMarked(std::mt19937& random) {
  std::string text;
  for (size_t n = Pick(random, 6); n > 0; --n) {
    switch (Pick(random, 4)) {
      case 0:
        text += OfOthers(RandomMixed(random));
        break;
      case 1:
        absl::StrAppend(&text, "\"", OfOthers(RandomMixed(random)), "\", ");
        break;
      case 2:
        text += Toned(static_cast<Tone>(Pick(random, 5)),
                      Harmless(RandomMixed(random)));
        break;
      default:
        text += " at least 5,000 persons ";
    }
  }
  return text;
}

std::vector<std::string> IcuGraphemes(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(),
                                                  error));
  EXPECT_TRUE(U_SUCCESS(error));
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  breaks->setText(units);
  std::vector<std::string> graphemes;
  for (int32_t begin = breaks->first(), end = breaks->next();
       end != icu::BreakIterator::DONE; begin = end, end = breaks->next()) {
    units.tempSubStringBetween(begin, end)
        .toUTF8String(graphemes.emplace_back());
  }
  return graphemes;
}

std::vector<std::string> Graphemes(const std::string& text) {
  std::vector<std::string> graphemes;
  for (size_t at = 0; at < text.size();) {
    graphemes.emplace_back(GraphemeAt(text, at));
    at += graphemes.back().size();
  }
  return graphemes;
}

// Without white space, marks, and what a mark is shown as.
std::string Letters(absl::string_view text) {
  std::string letters = absl::StrReplaceAll(text, {{" ", ""},
                                                   {"\n", ""},
                                                   {"\u2066", ""},
                                                   {"\u2067", ""},
                                                   {"\u2068", ""},
                                                   {"\u2069", ""}});
  letters.erase(std::remove_if(letters.begin(), letters.end(), IsMark),
                letters.end());
  return letters;
}

std::string WithoutColours(const std::string& text) {
  static const auto& colours = *new std::regex("\x1b\\[[0-9;]*m");
  return std::regex_replace(text, colours, "");
}

TEST(DisplayWidthTest, GraphemesAreThoseOfIcu) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = RandomMixed(random);
    ASSERT_EQ(Graphemes(text), IcuGraphemes(text))
        << "seed " << kSeed << ", " << i << ": " << nlohmann::json(text);
  }
}

TEST(DisplayWidthTest, IsThatOfTheCellsOfATerminal) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("北京"), 4u);
  EXPECT_EQ(DisplayWidth("한국"), 4u);
  EXPECT_EQ(DisplayWidth("\u1112\u1161\u11ab"), 2u);  // the same in parts
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("حَدَّان"), 4u);
  EXPECT_EQ(DisplayWidth("Київ"), 4u);
  EXPECT_EQ(DisplayWidth("й\u0306"), 1u);
  EXPECT_EQ(DisplayWidth("👩‍👩‍👧"), 2u);
  EXPECT_EQ(DisplayWidth("🇺🇦"), 2u);
  EXPECT_EQ(DisplayWidth("👍🏽"), 2u);
  EXPECT_EQ(DisplayWidth("❤️"), 2u);
  EXPECT_EQ(DisplayWidth("❤"), 1u);
  EXPECT_EQ(DisplayWidth("1️⃣"), 2u);
  EXPECT_EQ(DisplayWidth("a\u200Bb"), 2u);
  EXPECT_EQ(DisplayWidth(Toned(Tone::kFor, "ok")), 2u);
}

TEST(DisplayWidthTest, WhatIsClippedFitsAndEndsWhatItBegan) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = OfOthers(RandomMixed(random));
    const size_t columns = 1 + Pick(random, 30);
    const std::string clipped = ClipToWidth(text, columns);
    ASSERT_LE(DisplayWidth(clipped), columns) << nlohmann::json(Letters(text));
    EXPECT_EQ(absl::StrContains(clipped, kOpenRightToLeft) ||
                  absl::StrContains(clipped, kOpenLeftToRight),
              absl::StrContains(clipped, kClose));
  }
}

TEST(FoldedLinesTest, NoLineIsTooWideAndNothingIsLost) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = RandomMarked(random);
    const size_t first = 1 + Pick(random, 60);
    const size_t next = 1 + Pick(random, 60);
    const std::vector<std::string> lines = FoldedLines(text, first, next);
    for (size_t n = 0; n < lines.size(); ++n) {
      const size_t width = DisplayWidth(lines[n]);
      const size_t room = n == 0 ? first : next;
      // A character may be wider than there is room.
      const std::vector<std::string> all = Graphemes(Letters(lines[n]));
      const bool is_one =
          std::count_if(all.begin(), all.end(), GraphemeWidth) == 1;
      ASSERT_TRUE(width <= room || is_one)
          << "seed " << kSeed << ", " << i << ": \"" << Letters(lines[n])
          << "\" in " << room;
    }
    ASSERT_EQ(Letters(absl::StrJoin(lines, "\n")), Letters(text))
        << "seed " << kSeed << ", " << i;
  }
}

TEST(FoldedLinesTest, ANumberStaysWithItsUnitAndHowExactItIs) {
  const std::string text =
      "The march (incident:march) participant_count at least 5,000 persons, "
      "killed_count about 12 persons";
  for (size_t width = 20; width < 120; ++width) {
    for (const std::string& line : FoldedLines(text, width, width)) {
      EXPECT_THAT(line,
                  Not(::testing::MatchesRegex(
                      "(persons.*|5,000.*|12.*|least.*|.*least|.*about)")))
          << width;
    }
  }
}

TEST(FoldedLinesTest, KeepsWordsWholeWhereTheyFit) {
  EXPECT_THAT(FoldedLines("one two three", 7, 7),
              ElementsAre("one two", "three"));
  EXPECT_THAT(FoldedLines("stm:0123456789", 6, 6),
              ElementsAre("stm:01", "234567", "89"));
  EXPECT_THAT(FoldedLines("a  b", 4, 4), ElementsAre("a  b"));
  EXPECT_THAT(FoldedLines("北京市第三旅。", 8, 8),
              ElementsAre("北京市第", "三旅。"));
  // The full stop does not begin a line.
  EXPECT_THAT(FoldedLines("北京市第。", 8, 8), ElementsAre("北京市", "第。"));
}

TEST(FoldedLinesTest, WhatIsOpenIsClosedAndOpenedAgain) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = RandomMarked(random);
    for (const std::string& line : FoldedLines(text, 12, 8)) {
      int open = 0;
      int tone = 0;
      for (const char c : line) {
        if (c == kOpenLeftToRight || c == kOpenRightToLeft) ++open;
        if (c == kClose) --open;
        if (IsTone(c)) ++tone;
        if (c == kToneEnd) --tone;
        ASSERT_TRUE(open == 0 || open == 1);
        ASSERT_TRUE(tone == 0 || tone == 1);
      }
      ASSERT_EQ(open, 0);
      ASSERT_EQ(tone, 0);
    }
  }
}

TEST(PageTest, NoLineIsWiderThanTheTerminal) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    const size_t width = 20 + Pick(random, 381);
    Page page(width);
    std::string whole;
    for (size_t n = Pick(random, 6); n > 0; --n) {
      const std::string text = RandomMarked(random);
      const size_t indent = Pick(random, 10);
      if (Pick(random, 2) == 0) {
        page.Line(indent, text);
      } else {
        whole += "does not count  ";
        page.Item(indent, "does not count  ", text);
      }
      whole += text;
    }
    const std::string shown = page.Take();
    for (absl::string_view line : absl::StrSplit(shown, '\n')) {
      ASSERT_LE(DisplayWidth(line), width) << "seed " << kSeed << ", " << i;
    }
    ASSERT_EQ(Letters(shown), Letters(whole)) << "seed " << kSeed << ", " << i;
  }
}

TEST(PageTest, FollowingLinesHang) {
  Page page(24);
  page.Item(4, "quote  ", "\"one two three four five\"");
  page.Line(2, "one two three four five six");
  EXPECT_EQ(Shown(page.Take(), {}),
            "    quote  \"one two\n"
            "           three four\n"
            "           five\"\n"
            "  one two three four\n"
            "    five six\n");
}

TEST(PageTest, IsNotFoldedWithoutAWidth) {
  Page page(0);
  page.Item(2, "quote  ", std::string(300, 'x') + " " + std::string(300, 'y'));
  EXPECT_EQ(Shown(page.Take(), {}),
            absl::StrCat("  quote  ", std::string(300, 'x'), " ",
                         std::string(300, 'y'), "\n"));
}

TEST(MarkedTextTest, TheSameWordsWithColoursAndIsolatesAndWithout) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = RandomMarked(random);
    const std::string plain = Shown(text, {});
    const std::string colours = Shown(text, {.colours = true});
    ASSERT_EQ(WithoutColours(colours), plain);
    const std::string isolates = Shown(text, {.isolates = true});
    ASSERT_EQ(Letters(isolates), Letters(plain));
    ASSERT_EQ(WithoutColours(Shown(text, {.isolates = true, .colours = true})),
              isolates);
  }
}

TEST(MarkedTextTest, NothingOfOthersIsObeyed) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    std::string text = RandomMixed(random);
    for (const char* hostile : {"\x1b[31m", "\u202E", "\u2067", "\u009B2J",
                                "\r", "\x07", "\xF5", "\xFA", "\xFF", "\xC0"}) {
      if (Pick(random, 2) == 0)
        text.insert(Pick(random, 2) * text.size(), hostile);
    }
    const std::string shown =
        Shown(Pick(random, 2) == 0 ? OfOthers(text) : Harmless(text), {});
    const icu::UnicodeString units = icu::UnicodeString::fromUTF8(shown);
    std::string back;
    units.toUTF8String(back);
    ASSERT_EQ(back, shown) << "is UTF-8";
    for (int32_t at = 0; at < units.length(); at = units.moveIndex32(at, 1)) {
      const UChar32 c = units.char32At(at);
      ASSERT_NE(u_charType(c), U_CONTROL_CHAR) << "U+" << std::hex << c;
      ASSERT_FALSE((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
          << "U+" << std::hex << c;
    }
  }
  EXPECT_EQ(Shown(OfOthers("a\x1b[31mb\u202Ec\nd"), {}),
            "a<U+001B>[31mb<U+202E>c d");
}

TEST(MarkedTextTest, WordsOfOthersFromRightToLeftAreIsolated) {
  const MarkStyle style = {.isolates = true};
  EXPECT_EQ(Shown(absl::StrCat(OfOthers("كتيبة 12"), " (unit:k)"), style),
            "\u2068كتيبة 12\u2069 (unit:k)");
  EXPECT_EQ(Shown(OfOthers("Third Brigade"), style), "Third Brigade");
  EXPECT_EQ(Shown(OfOthers("قال John إن"), {}), "قال John إن");
  // A line that begins in the midst of it keeps the direction of the whole.
  std::string lines =
      absl::StrJoin(FoldedLines(OfOthers("قال John إن"), 4, 7), "\n");
  EXPECT_EQ(Shown(lines, style), "\u2068قال\u2069\n\u2067John إن\u2069");
}

TEST(MarkedTextTest, ADocumentIsMarkedThroughout) {
  const Json document = {{"name", "a\x1b"}, {"list", {"שלום", 3, nullptr}}};
  const Json marked = MarkedDocument(document);
  EXPECT_EQ(marked["name"], "a<U+001B>");
  EXPECT_EQ(marked["list"][0].get<std::string>(), OfOthers("שלום"));
  EXPECT_EQ(marked["list"][1], 3);
  EXPECT_TRUE(marked["list"][2].is_null());
}

TEST(MarkedTextTest, JsonForATerminalIsTheSameJson) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const Json json = {
        {"a", absl::StrCat(RandomMixed(random), "\u009B\u202E")}};
    const std::string shown = JsonForTerminal(Dump(json, 2));
    ASSERT_EQ(Json::parse(shown), json);
    ASSERT_THAT(shown, Not(HasSubstr("\u009B")));
    ASSERT_THAT(shown, Not(HasSubstr("\u202E")));
  }
}

}  // namespace
}  // namespace attest
