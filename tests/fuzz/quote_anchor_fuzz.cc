// Folding and anchoring: whatever the text, folding says where it came from,
// and a quote that is found is there.
//
// Input: a report, a quote, what stands before it and what behind it, with NUL
// between them.

#include <array>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/text/folding.h"
#include "engine/text/quote_anchor.h"
#include "engine/text/suggestion.h"
#include "engine/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace attest {
namespace {

bool IsBoundary(absl::string_view text, size_t at) {
  return at == text.size() ||
         (at < text.size() &&
          (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

// Every code point of the folded text came from some bytes of the original.
void CheckOrigins(const FoldedText& folded) {
  const absl::string_view text = folded.text();
  Require(!FindInvalidUtf8(text).has_value(), "folded text is UTF-8");
  Require(text.size() <= 11 * folded.original().size(),
          "folded text is at most 11 times as long");
  size_t last_begin = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    NextCodePoint(text, at);
    const ByteRange range = folded.OriginalRange({begin, at});
    Require(range.begin < range.end && range.end <= folded.original().size(),
            "a folded code point came from somewhere");
    Require(range.begin >= last_begin, "folding keeps the order");
    Require(IsBoundary(folded.original(), range.begin) &&
                IsBoundary(folded.original(), range.end),
            "code points stay whole");
    last_begin = range.begin;
  }
}

void CheckPassage(const FoldedText& report, const QuoteSelector& selector,
                  const Passage& passage) {
  const absl::string_view text = report.original();
  Require(
      passage.byte_begin < passage.byte_end && passage.byte_end <= text.size(),
      "a passage lies in its report");
  Require(IsBoundary(text, passage.byte_begin) &&
              IsBoundary(text, passage.byte_end),
          "a passage begins and ends between code points");
  const absl::string_view before = text.substr(0, passage.byte_begin);
  const absl::string_view within =
      text.substr(passage.byte_begin, passage.byte_end - passage.byte_begin);
  Require(CountCodePoints(before) == passage.code_point_begin &&
              CountCodePoints(within) ==
                  passage.code_point_end - passage.code_point_begin,
          "bytes and code points agree");
  // A quote again: found as it stands there, or more than once.
  const absl::StatusOr<Passage> again = AnchorQuote(
      report,
      {.exact = within, .prefix = selector.prefix, .suffix = selector.suffix});
  Require(!again.ok() || (again->byte_begin == passage.byte_begin &&
                          again->byte_end == passage.byte_end),
          "the passage itself is found where it stands");
}

void TryQuote(absl::string_view input) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(input, absl::MaxSplits('\0', 3));
  const auto part = [&](size_t i) {
    return i < parts.size() ? parts[i] : absl::string_view();
  };
  const absl::StatusOr<FoldedText> report = FoldForQuote(part(0));
  Require(report.ok() == !FindInvalidUtf8(part(0)).has_value(),
          "UTF-8 is folded and nothing else");
  if (!report.ok()) return;
  CheckOrigins(*report);
  const QuoteSelector selector = {
      .exact = part(1), .prefix = part(2), .suffix = part(3)};
  const absl::StatusOr<Passage> passage = AnchorQuote(*report, selector);
  if (passage.ok()) CheckPassage(*report, selector, *passage);
}

}  // namespace

void FuzzInput(absl::string_view input) {
  TryQuote(input);
  const std::string folded = FoldForSearch(input);
  Require(!FindInvalidUtf8(folded).has_value(), "a folded name is UTF-8");
  Require(FoldForSearch(folded) == folded, "folding a name twice adds nothing");
}

std::vector<std::string> FuzzSeeds() {
  const std::string nul(1, '\0');
  return {absl::StrCat("They took 150\xC2\xA0men.", nul, "150 men"),
          absl::StrCat("one two one two", nul, "one", nul, "two", nul, "two"),
          absl::StrCat("the of\xEF\xAC\x81"
                       "ce \xE2\x80\x94 closed",
                       nul, "office - closed"),
          absl::StrCat("e\xCC\x81t\xC3\xA9", nul, "\xC3\xA9t"),
          absl::StrCat("\xD9\x85\xD9\x8F\xD8\xAD\xD9\x8E\xD9\x85\xD9\x91\xD8"
                       "\xAF\xD9\x80\xD9\x80",
                       nul, "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF"),
          absl::StrCat("a\xC2\xAD"
                       "b\xE2\x80\x8D"
                       "c \r\n\t d",
                       nul, "abc d"),
          absl::StrCat("\xE2\x80\x9Cso\xE2\x80\x9D he said", nul, "\"so\""),
          "\xC3\x85ngstr\xC3\xB6m \xEF\xBC\xA1 \xC4\xB0stanbul stra\xC3\x9F"
          "e \xEF\xB7\xBA",
          "\xD9\xA1\xD9\xA2 \xDB\xB3 \xE0\xA5\xA7-O'Neill"};
}

std::vector<std::string> FuzzWords() {
  return {std::string(1, '\0'),
          "\xCC\x81",
          "\xC2\xAD",
          "\xE2\x80\x8D",
          "\xC2\xA0",
          "\xEF\xAC\x81",
          "\xEF\xB7\xBA",
          "\xD9\x80",
          "\xD9\x8E",
          "\xD8\xA7\xD9\x93",
          "\xE1\x84\x80\xE1\x85\xA1",
          "\xE2\x88\x92",
          "\xF0\x9D\x94\xB8",
          "\xE2\x80\x9D",
          " ",
          "\xEF\xBF\xBD",
          "\xCD\x85",
          "\xCE\xA3",
          "\xE0\xBD\xB1",
          "\xF3\xA0\x84\x80"};
}

}  // namespace attest
