#include "tools/compare_text.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kDetail = 4;

std::string KeyText(const Json& key) {
  return key.is_string() ? key.get<std::string>() : "a sealed record";
}

bool Denies(const Json& saying) { return saying["stance"] == "denies"; }

// "a denies "; who says something stands before what is said, so that a denial
// is never read as its contrary.
std::string DoesText(absl::string_view who, const Json& saying) {
  const std::string does =
      Denies(saying) ? Toned(Tone::kAgainst, "denies") + " " : "says   ";
  return who.empty() ? does : absl::StrCat(who, " ", does);
}

std::string SayingText(const Json& saying, absl::string_view claims) {
  return absl::StrCat(StatementLine(saying), "  [", claims, "]");
}

void WriteSaying(const Json& saying, absl::string_view who, Page& page) {
  page.Item(kIndent, DoesText(who, saying),
            SayingText(saying, HedgedClaims(saying)));
}

void WritePairs(const Json& pairs, absl::string_view head, Page& page) {
  if (pairs.empty()) return;
  page.Line(0, Toned(Tone::kHeading, head));
  for (const Json& pair : pairs) {
    const Json& a = pair["a"];
    const Json& b = pair["b"];
    if (a["statement"] == b["statement"] && a["stance"] == b["stance"]) {
      page.Item(
          kIndent,
          Denies(a) ? Toned(Tone::kAgainst, "both deny") + " " : "both say  ",
          SayingText(a, absl::StrCat(HedgedClaims(a), "; ", HedgedClaims(b))));
      continue;
    }
    WriteSaying(a, "a", page);
    WriteSaying(b, "b", page);
    page.Line(kDetail, pair["reason"].get<std::string>());
  }
  page.Blank();
}

void WriteOnly(const Json& sayings, absl::string_view head, Page& page) {
  if (sayings.empty()) return;
  page.Line(0, Toned(Tone::kHeading, head));
  for (const Json& saying : sayings) WriteSaying(saying, "", page);
  page.Blank();
}

// What comes first: how far they go together.
void WriteSummary(const Json& document, Page& page) {
  const size_t agree = document["agree"].size();
  const size_t disagree = document["disagree"].size();
  const size_t only_a = document["only_a"].size();
  const size_t only_b = document["only_b"].size();
  if (agree + disagree + only_a + only_b == 0) {
    page.Line(0, "neither says anything that counts here");
    return;
  }
  page.Line(0,
            absl::StrCat("they agree on ", agree, ", ",
                         Toned(disagree == 0 ? Tone::kFair : Tone::kAgainst,
                               absl::StrCat("disagree on ", disagree)),
                         "; only a says ", only_a, ", only b says ", only_b));
}

void WriteDeclared(const Json& declared, Page& page) {
  if (declared.is_null()) {
    page.Line(kIndent, "no derivation of one from the other is recorded");
    return;
  }
  for (const Json& step : declared["path"]) {
    page.Line(
        kIndent,
        absl::StrCat(KeyText(step["of"]), " derives from ", KeyText(step["on"]),
                     ", ", step["how"].get<std::string>(),
                     step["declared"] == true ? "" : ", decided"));
  }
}

std::string Percent(const Json& share) {
  return absl::StrCat(std::lround(share.get<double>() * 100), " %");
}

std::string RangeText(const Json& range) {
  return absl::StrCat(Dump(range[0]), "-", Dump(range[1]));
}

void WriteText(const Json& text, Page& page) {
  if (text.is_null()) {
    page.Line(kIndent, "there are no two texts to compare");
    return;
  }
  page.Line(
      kIndent,
      absl::StrCat(Percent(text["containment_a_in_b"]), " of a stands in b, ",
                   Percent(text["containment_b_in_a"]), " of b stands in a"));
  for (const Json& passage : text["passages"]) {
    page.Line(kDetail,
              absl::StrCat("bytes ", RangeText(passage["a"]), " of a, ",
                           RangeText(passage["b"]), " of b: \"",
                           passage["text"].get<std::string>(), "\""));
  }
}

void WriteReport(const Json& document, const std::string& name, Page& page) {
  const Json& title = document[name + "_title"];
  page.Item(
      0, absl::StrCat(name, ": "),
      absl::StrCat(KeyText(document[name]),
                   title.is_string()
                       ? absl::StrCat(", \"", title.get<std::string>(), "\"")
                       : std::string()));
}

}  // namespace

std::string CompareText(const Json& unmarked, size_t width) {
  const Json document = MarkedDocument(unmarked);
  Page page(width);
  WriteReport(document, "a", page);
  WriteReport(document, "b", page);
  WriteSummary(document, page);
  page.Blank();
  WritePairs(document["agree"], "they agree on", page);
  WritePairs(document["disagree"], "they disagree on", page);
  WriteOnly(document["only_a"], "only a says", page);
  WriteOnly(document["only_b"], "only b says", page);
  page.Line(0, Toned(Tone::kHeading, "does one descend from the other?"));
  WriteDeclared(document["dependence"]["declared"], page);
  WriteText(document["dependence"]["text"], page);
  return page.Take();
}

}  // namespace attest
