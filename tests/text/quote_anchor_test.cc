#include "engine/text/quote_anchor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/text/folding.h"
#include "engine/text/utf8.h"
#include "tests/reference/text_random.h"

namespace attest {
namespace {

using ::attest::reference::Pick;
using ::attest::reference::RandomText;
using ::testing::HasSubstr;

absl::StatusOr<Passage> Anchor(const std::string& report,
                               const QuoteSelector& selector) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(report);
  if (!folded.ok()) return folded.status();
  return AnchorQuote(*folded, selector);
}

// Anchors and returns the bytes of the report at the passage.
std::string Found(const std::string& report, const QuoteSelector& selector) {
  const absl::StatusOr<Passage> passage = Anchor(report, selector);
  if (!passage.ok()) return passage.status().ToString();
  const absl::string_view text = report;
  EXPECT_EQ(passage->code_point_begin,
            CountCodePoints(text.substr(0, passage->byte_begin)));
  EXPECT_EQ(passage->code_point_end,
            CountCodePoints(text.substr(0, passage->byte_end)));
  return report.substr(passage->byte_begin,
                       passage->byte_end - passage->byte_begin);
}

std::string Error(const std::string& report, const QuoteSelector& selector,
                  absl::StatusCode code) {
  const absl::StatusOr<Passage> passage = Anchor(report, selector);
  EXPECT_EQ(passage.status().code(), code) << passage.status();
  return std::string(passage.status().message());
}

TEST(QuoteAnchorTest, GivesBytesAndCodePointsOfTheOriginal) {
  const absl::StatusOr<Passage> passage =
      Anchor("Zoë said: \u201CWe left at night.\u201D", {"we left", "", ""});
  EXPECT_FALSE(passage.ok());  // case counts
  EXPECT_EQ(
      *Anchor("Zoë said: \u201CWe left at night.\u201D", {"We  left", "", ""}),
      (Passage{14, 21, 11, 18}));
}

TEST(QuoteAnchorTest, ANoBreakSpaceIsASpace) {
  EXPECT_EQ(Found("some 150\u00A0soldiers refused", {"150 soldiers", "", ""}),
            "150\u00A0soldiers");
}

TEST(QuoteAnchorTest, ArabicIsFoundThroughMarksAndTatweel) {
  const std::string report = "قال الشَّاهِدُ إنّ الجُنودَ رَفَضوا إطـــلاق النار";
  EXPECT_EQ(Found(report, {"الجنود رفضوا إطلاق", "", ""}),
            "الجُنودَ رَفَضوا إطـــلاق");
  EXPECT_EQ(Found("رفض الجنود", {"رَفَضَ", "", ""}), "رفض");
}

TEST(QuoteAnchorTest, LatinIsFoundThroughLigaturesAndTypography) {
  EXPECT_EQ(Found("the o\uFB03cer\u2019s unit \u2014 the 11th \u2014 left",
                  {"officer's unit - the", "", ""}),
            "o\uFB03cer\u2019s unit \u2014 the");
  EXPECT_EQ(Found("pre\u00ADpared to cafe\u0301s", {"prepared", "", ""}),
            "pre\u00ADpared");
  EXPECT_EQ(Found("a cafe\u0301\u200B.", {"café", "", ""}), "cafe\u0301");
}

TEST(QuoteAnchorTest, WhiteSpaceAtTheEndsOfTheSelectorDoesNotCount) {
  EXPECT_EQ(Found("one two three", {" \ntwo\u00A0", "", ""}), "two");
  EXPECT_EQ(Found("one two three", {"two", " one ", " three "}), "two");
}

TEST(QuoteAnchorTest, ContextTellsEqualQuotesApart) {
  const std::string report = "He fled. She stayed. He fled again.He fled";
  EXPECT_THAT(
      Error(report, {"He fled", "", ""}, absl::StatusCode::kInvalidArgument),
      HasSubstr("quote found 3 times; give prefix or suffix"));
  EXPECT_EQ(Anchor(report, {"He fled", "", "again"})->byte_begin, 21U);
  EXPECT_EQ(Anchor(report, {"He fled", "stayed.", ""})->byte_begin, 21U);
  EXPECT_EQ(Anchor(report, {"He fled", "again.", ""})->byte_begin, 35U);
  EXPECT_EQ(Anchor(report, {"He fled", "", ". She"})->byte_begin, 0U);
  EXPECT_EQ(Anchor(report, {"fled", "He", ". She"})->byte_begin, 3U);
  EXPECT_THAT(
      Error(report, {"fled", "He", ""}, absl::StatusCode::kInvalidArgument),
      HasSubstr("3 times with this context; give a longer prefix"));
}

TEST(QuoteAnchorTest, OverlappingPlacesAreTwo) {
  EXPECT_THAT(
      Error("xaaax", {"aa", "", ""}, absl::StatusCode::kInvalidArgument),
      HasSubstr("found 2 times"));
}

TEST(QuoteAnchorTest, TwoHitsInOneLigatureAreOnePlace) {
  EXPECT_EQ(Found("\uFB00", {"f", "", ""}), "\uFB00");
}

TEST(QuoteAnchorTest, WrongContextIsNamed) {
  EXPECT_EQ(
      Error("The unit left Homs at dawn.", {"left Homs", "The brigade", ""},
            absl::StatusCode::kNotFound),
      "quote found, but not after \"The brigade\"; the report has it "
      "after \"The unit \" and before \" at dawn.\"");
  EXPECT_EQ(Error("left Homs, left Homs", {"left Homs", "They", "now"},
                  absl::StatusCode::kNotFound),
            "quote found, but not after \"They\" and before \"now\"; the "
            "report has it 2 times, first after its beginning and before "
            "\", left Homs\"");
}

TEST(QuoteAnchorTest, TheNearestPlaceIsShown) {
  EXPECT_EQ(Error("About 150 soldiers refused to fire on the crowd.",
                  {"150 soldiers refused to shoot", "", ""},
                  absl::StatusCode::kNotFound),
            "quote not found: after \"150 soldiers refused to \" the report "
            "has \"fire on the crowd.\", the quote \"shoot\"");
  EXPECT_EQ(Error("About 150 soldiers refused to fire on the crowd.",
                  {"200 soldiers refused to fire", "", ""},
                  absl::StatusCode::kNotFound),
            "quote not found: before \"0 soldiers refused to fire\" the "
            "report has \"About 15\", the quote \"20\"");
  EXPECT_EQ(Error("They refused", {"They refused to", "", ""},
                  absl::StatusCode::kNotFound),
            "quote not found: after \"They refused\" the report has its end, "
            "the quote \" to\"");
  EXPECT_EQ(
      Error("nothing alike", {"QQQ", "", ""}, absl::StatusCode::kNotFound),
      "quote not found: \"QQQ\"");
}

TEST(QuoteAnchorTest, MessagesAreClippedAndHarmlessOnATerminal) {
  const std::string report =
      std::string(1000, 'x') + "\x1B[31m" + std::string(1000, 'y');
  const std::string message =
      Error(report, {std::string(1000, 'x') + "z", "", ""},
            absl::StatusCode::kNotFound);
  EXPECT_LT(message.size(), 300U);
  EXPECT_EQ(FindControlCharacter(message), std::nullopt);
  EXPECT_THAT(message, HasSubstr("\"..." + std::string(40, 'x') + "\""));
  // Two letters that share their first byte are not cut in half.
  EXPECT_EQ(Error("abcdé", {"abcdè", "", ""}, absl::StatusCode::kNotFound),
            "quote not found: after \"abcd\" the report has \"é\", the quote "
            "\"è\"");
  EXPECT_EQ(Error("éabcd", {"\u0169abcd", "", ""}, absl::StatusCode::kNotFound),
            "quote not found: before \"abcd\" the report has \"é\", the quote "
            "\"\u0169\"");
}

TEST(QuoteAnchorTest, EmptyAndBrokenSelectorsAreRefused) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Error("abc", {"", "", ""}, invalid), "quote is empty");
  EXPECT_EQ(Error("abc", {" \u00AD\n", "", ""}, invalid), "quote is empty");
  EXPECT_EQ(Error("abc", {"a\xFF", "", ""}, invalid),
            "quote: not UTF-8: bad byte at 1");
  EXPECT_EQ(Error("abc", {"a", "\xFF", ""}, invalid),
            "prefix: not UTF-8: bad byte at 0");
  EXPECT_EQ(Error("abc", {"a", "", "\xFF"}, invalid),
            "suffix: not UTF-8: bad byte at 0");
  EXPECT_EQ(Error("", {"a", "", ""}, absl::StatusCode::kNotFound),
            "quote not found: \"a\"");
}

TEST(QuoteAnchorTest, AnyStretchOfAReportIsFoundInIt) {
  for (unsigned seed = 0; seed < 20000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string report = RandomText(random, 30);
    const absl::StatusOr<FoldedText> folded = FoldForQuote(report);
    ASSERT_TRUE(folded.ok());
    const absl::string_view all = folded->text();
    if (all.empty()) continue;
    const size_t size = CountCodePoints(all);
    const size_t first = Pick(random, size);
    const size_t begin = FirstCodePoints(all, first).size();
    const size_t end = begin + FirstCodePoints(all.substr(begin),
                                               1 + Pick(random, size - first))
                                   .size();
    const ByteRange range = folded->OriginalRange({begin, end});
    const std::string slice =
        report.substr(range.begin, range.end - range.begin);
    const std::string want =
        std::string(absl::StripAsciiWhitespace(FoldForQuote(slice)->text()));
    if (want.empty()) continue;
    const absl::StatusOr<Passage> passage =
        AnchorQuote(*folded, {slice, "", ""});
    if (!passage.ok()) {
      ASSERT_EQ(passage.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    const std::string got = report.substr(
        passage->byte_begin, passage->byte_end - passage->byte_begin);
    EXPECT_EQ(absl::StripAsciiWhitespace(FoldForQuote(got)->text()), want);
  }
}

// The places of the quote, by looking at every byte.
std::vector<size_t> SlowPlaces(absl::string_view text,
                               const QuoteSelector& selector) {
  std::vector<size_t> places;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!absl::StartsWith(text.substr(i), selector.exact)) continue;
    const absl::string_view before = text.substr(0, i);
    const absl::string_view after = text.substr(i + selector.exact.size());
    const bool fits = absl::EndsWith(absl::StripTrailingAsciiWhitespace(before),
                                     selector.prefix) &&
                      absl::StartsWith(absl::StripLeadingAsciiWhitespace(after),
                                       selector.suffix);
    if (fits) places.push_back(i);
  }
  return places;
}

std::string RandomPart(std::mt19937& random, size_t max_size) {
  std::string text;
  for (size_t n = Pick(random, max_size); n > 0; --n) {
    if (!text.empty() && text.back() != ' ' && Pick(random, 4) == 0) {
      text += ' ';
    }
    text += static_cast<char>('a' + Pick(random, 2));
  }
  return text;
}

TEST(QuoteAnchorTest, ContextDecidesAsLookingAtEveryPlaceDoes) {
  for (unsigned seed = 0; seed < 20000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string report = RandomPart(random, 30);
    const std::string exact = "a" + RandomPart(random, 3);
    const std::string prefix = RandomPart(random, 3);
    const std::string suffix = RandomPart(random, 3);
    const QuoteSelector selector = {exact, prefix, suffix};
    const std::vector<size_t> places = SlowPlaces(report, selector);
    const absl::StatusOr<Passage> passage = Anchor(report, selector);
    if (places.size() == 1) {
      ASSERT_TRUE(passage.ok()) << report << "|" << exact;
      EXPECT_EQ(passage->byte_begin, places.front());
      EXPECT_EQ(passage->byte_end, places.front() + exact.size());
    } else {
      ASSERT_EQ(passage.status().code(),
                places.empty() ? absl::StatusCode::kNotFound
                               : absl::StatusCode::kInvalidArgument);
    }
  }
}

// A finder that has anchored many quotes still says what anchoring one does.
TEST(QuoteFinderTest, ManyQuotesAreAnchoredAsEachAlone) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const bool is_plain = Pick(random, 2) == 0;
    const std::string report =
        is_plain ? RandomPart(random, 400) + "aab" : RandomText(random, 200);
    const absl::StatusOr<FoldedText> folded = FoldForQuote(report);
    ASSERT_TRUE(folded.ok());
    QuoteFinder finder(*folded);
    for (int times = 0; times < 150; ++times) {
      const auto part = [&](size_t max_size) {
        return is_plain ? RandomPart(random, max_size)
                        : RandomText(random, max_size);
      };
      const std::string exact = part(6);
      const std::string prefix = part(3);
      const std::string suffix = part(3);
      const QuoteSelector selector = {exact, prefix, suffix};
      const absl::StatusOr<Passage> want = AnchorQuote(*folded, selector);
      const absl::StatusOr<Passage> got = finder.Anchor(selector);
      ASSERT_EQ(got.status(), want.status());
      const std::optional<Passage> tried = finder.TryAnchor(selector);
      ASSERT_EQ(tried.has_value(), want.ok());
      if (!want.ok()) continue;
      ASSERT_EQ(*got, *want);
      ASSERT_EQ(*tried, *want);
    }
  }
}

// Where each quote takes a reading of the report, this takes hours.
TEST(QuoteFinderTest, ManyQuotesOfALongReportAreFast) {
  std::string report;
  std::vector<size_t> begins;
  for (int day = 0; day < 200'000; ++day) {
    begins.push_back(report.size());
    absl::StrAppend(&report, "On day ", day, " \u00E9t\u00E9 was quiet.\n");
  }
  const absl::StatusOr<FoldedText> folded = FoldForQuote(report);
  ASSERT_TRUE(folded.ok());
  QuoteFinder finder(*folded);
  size_t code_points = 0;
  for (int day = 0; day < 200'000; ++day) {
    const std::string quote = absl::StrCat("On day ", day, " ");
    const absl::StatusOr<Passage> passage =
        finder.Anchor({quote, "", "\u00E9"});
    ASSERT_TRUE(passage.ok()) << passage.status();
    ASSERT_EQ(passage->byte_begin, begins[static_cast<size_t>(day)]);
    ASSERT_EQ(passage->code_point_begin, code_points);
    ASSERT_FALSE(finder.TryAnchor({"quiet", "", ""}));
    code_points += quote.size() + 3 + std::string(" was quiet.\n").size();
  }
}

// Where the search is quadratic, the longest of these takes hours.
TEST(QuoteAnchorTest, HostileRepetitionIsLinear) {
  const std::string report(4 << 20, 'a');
  const absl::StatusOr<FoldedText> folded = FoldForQuote(report);
  ASSERT_TRUE(folded.ok());
  const std::string long_quote(1 << 20, 'a');
  EXPECT_EQ(AnchorQuote(*folded, {long_quote, "", ""}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(AnchorQuote(*folded, {long_quote, "aa", "aa"}).status().code(),
            absl::StatusCode::kInvalidArgument);
  for (const size_t size : {200U, 300U, 1U << 20}) {
    const std::string middle =
        std::string(size / 2, 'a') + "b" + std::string(size / 2, 'a');
    const std::string last = std::string(size, 'a') + "b";
    const std::string first = "b" + std::string(size, 'a');
    for (const std::string& quote : {first, middle, last}) {
      EXPECT_EQ(AnchorQuote(*folded, {quote, "", ""}).status().code(),
                absl::StatusCode::kNotFound);
    }
  }
}

}  // namespace
}  // namespace attest
