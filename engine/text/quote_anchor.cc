#include "engine/text/quote_anchor.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "engine/text/folding.h"
#include "engine/text/partial_match.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr size_t kClipCodePoints = 40;
// Agreement shorter than this says nothing about where the quote should be.
constexpr size_t kMinAgreementCodePoints = 4;
// A message does not need to look further into a quote than this.
constexpr size_t kMaxComparedBytes = size_t{1} << 16;
// From one place whose code points are counted to the next.
constexpr size_t kMarkBytes = size_t{1} << 12;

// A selector under folding, with no space at the ends of its parts.
struct Parts {
  std::string exact;
  std::string prefix;
  std::string suffix;
};

absl::StatusOr<std::string> FoldPart(absl::string_view name,
                                     absl::string_view part) {
  const absl::StatusOr<FoldedText> folded = FoldForQuote(part);
  if (!folded.ok()) {
    return absl::Status(folded.status().code(),
                        absl::StrCat(name, ": ", folded.status().message()));
  }
  return std::string(absl::StripAsciiWhitespace(folded->text()));
}

absl::StatusOr<Parts> FoldParts(const QuoteSelector& selector) {
  Parts parts;
  ASSIGN_OR_RETURN(parts.exact, FoldPart("quote", selector.exact));
  ASSIGN_OR_RETURN(parts.prefix, FoldPart("prefix", selector.prefix));
  ASSIGN_OR_RETURN(parts.suffix, FoldPart("suffix", selector.suffix));
  if (parts.exact.empty()) {
    return absl::InvalidArgumentError("quote is empty");
  }
  return parts;
}

// A text to search for, and where in it the quote proper begins.
struct Needle {
  std::string text;
  size_t exact_begin;
};

// The quote with its context, with and without a space where they meet.
std::vector<Needle> NeedlesOf(const Parts& parts) {
  std::vector<std::string> fronts = {parts.prefix};
  if (!parts.prefix.empty()) fronts.push_back(parts.prefix + " ");
  std::vector<std::string> backs = {parts.suffix};
  if (!parts.suffix.empty()) backs.push_back(" " + parts.suffix);
  std::vector<Needle> needles;
  for (const std::string& front : fronts) {
    for (const std::string& back : backs) {
      needles.push_back({absl::StrCat(front, parts.exact, back), front.size()});
    }
  }
  return needles;
}

// Returns the places of the quote, first to last, as ranges of the folded text.
// Two that come from the same bytes of the original are one. `find` does what
// FindPhrase does.
using Find = absl::FunctionRef<std::vector<size_t>(absl::string_view phrase)>;
std::vector<ByteRange> FindPlaces(const FoldedText& report, const Parts& parts,
                                  Find find) {
  std::vector<ByteRange> places;
  for (const Needle& needle : NeedlesOf(parts)) {
    for (const size_t place : find(needle.text)) {
      const size_t begin = place + needle.exact_begin;
      places.push_back({begin, begin + parts.exact.size()});
    }
  }
  std::sort(
      places.begin(), places.end(),
      [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  const auto same = [&report](const ByteRange& a, const ByteRange& b) {
    return report.OriginalRange(a) == report.OriginalRange(b);
  };
  places.erase(std::unique(places.begin(), places.end(), same), places.end());
  return places;
}

enum class Side { kBefore, kAfter };

// Returns the end of `text` that lies next to the quote, clipped and quoted,
// for a message: with U+FFFD for control characters, which terminals obey.
std::string Show(absl::string_view text, Side side) {
  const absl::string_view clipped =
      side == Side::kBefore ? LastCodePoints(text, kClipCodePoints)
                            : FirstCodePoints(text, kClipCodePoints);
  const bool whole = clipped.size() == text.size();
  std::string shown = "\"";
  if (!whole && side == Side::kBefore) shown += "...";
  absl::string_view rest = clipped;
  while (const std::optional<size_t> control = FindControlCharacter(rest)) {
    absl::StrAppend(&shown, rest.substr(0, *control), "\xEF\xBF\xBD");
    rest.remove_prefix(*control);
    rest.remove_prefix(FirstCodePoints(rest, 1).size());
  }
  absl::StrAppend(&shown, rest, !whole && side == Side::kAfter ? "..." : "",
                  "\"");
  return shown;
}

std::string ShowOr(absl::string_view text, Side side,
                   absl::string_view when_empty) {
  return text.empty() ? std::string(when_empty) : Show(text, side);
}

absl::Status FoundOften(size_t count, const Parts& parts) {
  const absl::string_view more = count >= kMaxPhrasePlaces ? "at least " : "";
  const bool bare = parts.prefix.empty() && parts.suffix.empty();
  return absl::InvalidArgumentError(absl::StrCat(
      "quote found ", more, count, " times",
      bare ? "; give prefix or suffix"
           : " with this context; give a longer prefix or suffix"));
}

absl::Status FoundElsewhere(const FoldedText& report, const Parts& parts,
                            const std::vector<ByteRange>& places) {
  const ByteRange& place = places.front();
  const absl::string_view before = report.text().substr(0, place.begin);
  const absl::string_view after = report.text().substr(place.end);
  std::string message = "quote found, but not";
  if (!parts.prefix.empty()) {
    absl::StrAppend(&message, " after ", Show(parts.prefix, Side::kBefore));
  }
  if (!parts.suffix.empty()) {
    absl::StrAppend(&message, parts.prefix.empty() ? "" : " and", " before ",
                    Show(parts.suffix, Side::kAfter));
  }
  return absl::NotFoundError(absl::StrCat(
      message, "; the report has it",
      places.size() == 1 ? ""
                         : absl::StrCat(" ", places.size(), " times, first"),
      " after ", ShowOr(before, Side::kBefore, "its beginning"), " and before ",
      ShowOr(after, Side::kAfter, "its end")));
}

// Cuts what is left of a code point at the end of `text`, or at its beginning,
// after a comparison of bytes.
absl::string_view WholeCodePoints(absl::string_view text, Side cut_side) {
  if (cut_side == Side::kBefore) {
    while (!text.empty() && (text.front() & 0xC0) == 0x80) {
      text.remove_prefix(1);
    }
    return text;
  }
  const std::optional<size_t> bad = FindInvalidUtf8(text);
  return text.substr(0, bad.value_or(text.size()));
}

std::string AgreesAtFirst(absl::string_view text, absl::string_view quote,
                          const PartialMatch& match) {
  const absl::string_view same =
      WholeCodePoints(quote.substr(0, match.size), Side::kAfter);
  const size_t text_end = match.text_begin + same.size();
  return absl::StrCat("after ", Show(same, Side::kBefore), " the report has ",
                      ShowOr(text.substr(text_end), Side::kAfter, "its end"),
                      ", the quote ",
                      Show(quote.substr(same.size()), Side::kAfter));
}

std::string AgreesAtLast(absl::string_view text, absl::string_view quote,
                         const PartialMatch& match) {
  const absl::string_view same =
      WholeCodePoints(quote.substr(quote.size() - match.size), Side::kBefore);
  const size_t text_begin = match.text_begin + match.size - same.size();
  return absl::StrCat(
      "before ", Show(same, Side::kAfter), " the report has ",
      ShowOr(text.substr(0, text_begin), Side::kBefore, "its beginning"),
      ", the quote ",
      Show(quote.substr(0, quote.size() - same.size()), Side::kBefore));
}

absl::Status FoundNowhere(const FoldedText& report, const Parts& parts) {
  const absl::string_view text = report.text();
  const absl::string_view quote = parts.exact;
  const PartialMatch first =
      LongestPrefixIn(text, quote.substr(0, kMaxComparedBytes));
  const PartialMatch last = LongestSuffixIn(
      text,
      quote.substr(quote.size() - std::min(quote.size(), kMaxComparedBytes)));
  const PartialMatch& longer = first.size >= last.size ? first : last;
  const size_t agreement =
      CountCodePoints(text.substr(longer.text_begin, longer.size));
  if (agreement < kMinAgreementCodePoints) {
    return absl::NotFoundError(
        absl::StrCat("quote not found: ", Show(quote, Side::kAfter)));
  }
  return absl::NotFoundError(
      absl::StrCat("quote not found: ", first.size >= last.size
                                            ? AgreesAtFirst(text, quote, first)
                                            : AgreesAtLast(text, quote, last)));
}

// The one place of the quote, or what the report has instead.
absl::StatusOr<ByteRange> FindPlace(const FoldedText& report,
                                    const QuoteSelector& selector, Find find) {
  ASSIGN_OR_RETURN(const Parts parts, FoldParts(selector));
  const std::vector<ByteRange> places = FindPlaces(report, parts, find);
  if (places.size() == 1) return places.front();
  if (places.size() > 1) return FoundOften(places.size(), parts);
  if (!parts.prefix.empty() || !parts.suffix.empty()) {
    const std::vector<ByteRange> elsewhere =
        FindPlaces(report, {parts.exact, "", ""}, find);
    if (!elsewhere.empty()) return FoundElsewhere(report, parts, elsewhere);
  }
  return FoundNowhere(report, parts);
}

// `code_points`: those before `bytes`.
Passage PassageOf(absl::string_view original, const ByteRange& bytes,
                  size_t code_points) {
  Passage passage;
  passage.byte_begin = bytes.begin;
  passage.byte_end = bytes.end;
  passage.code_point_begin = code_points;
  passage.code_point_end =
      code_points +
      CountCodePoints(original.substr(bytes.begin, bytes.end - bytes.begin));
  return passage;
}

}  // namespace

absl::StatusOr<Passage> AnchorQuote(const FoldedText& report,
                                    const QuoteSelector& selector) {
  const auto find = [&report](absl::string_view phrase) {
    return FindPhrase(report.text(), phrase);
  };
  ASSIGN_OR_RETURN(const ByteRange place, FindPlace(report, selector, find));
  const ByteRange bytes = report.OriginalRange(place);
  return PassageOf(report.original(), bytes,
                   CountCodePoints(report.original().substr(0, bytes.begin)));
}

absl::StatusOr<Passage> QuoteFinder::Anchor(const QuoteSelector& selector) {
  const auto find = [this](absl::string_view phrase) {
    return places_.Find(report_.text(), phrase);
  };
  ASSIGN_OR_RETURN(const ByteRange place, FindPlace(report_, selector, find));
  return PassageAt(place);
}

std::optional<Passage> QuoteFinder::TryAnchor(const QuoteSelector& selector) {
  const absl::StatusOr<Parts> parts = FoldParts(selector);
  if (!parts.ok()) return std::nullopt;
  const std::vector<ByteRange> places =
      FindPlaces(report_, *parts, [this](absl::string_view phrase) {
        return places_.Find(report_.text(), phrase);
      });
  if (places.size() != 1) return std::nullopt;
  return PassageAt(places.front());
}

Passage QuoteFinder::PassageAt(const ByteRange& place) {
  const ByteRange bytes = report_.OriginalRange(place);
  return PassageOf(report_.original(), bytes, CodePointsBefore(bytes.begin));
}

size_t QuoteFinder::CodePointsBefore(size_t byte) {
  const absl::string_view text = report_.original();
  if (marks_.empty()) marks_.push_back({});
  // Marks are made as far as they are needed, and stand before code points.
  while (marks_.back().byte + kMarkBytes <= byte) {
    const Mark& last = marks_.back();
    const absl::string_view next =
        TruncateBytes(text.substr(last.byte), kMarkBytes);
    marks_.push_back(
        {last.byte + next.size(), last.code_points + CountCodePoints(next)});
  }
  const Mark& mark = *std::prev(std::upper_bound(
      marks_.begin(), marks_.end(), byte,
      [](size_t wanted, const Mark& m) { return wanted < m.byte; }));
  return mark.code_points +
         CountCodePoints(text.substr(mark.byte, byte - mark.byte));
}

}  // namespace attest
