#include "tools/compare_text.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kDetail = 4;

std::string KeyText(const Json& key) {
  return key.is_string() ? key.get<std::string>() : "a sealed record";
}

// "clm:1, clm:2", or "denied by clm:1".
std::string ClaimsText(const Json& saying) {
  const auto claims = saying["claims"].get<std::vector<std::string>>();
  return absl::StrCat(saying["stance"] == "denies" ? "denied by " : "",
                      absl::StrJoin(claims, ", "));
}

void WriteSaying(const Json& saying, absl::string_view who, Page& page) {
  page.Line(kIndent, absl::StrCat(who, StatementLine(saying), "  [",
                                  ClaimsText(saying), "]"));
}

void WritePairs(const Json& pairs, absl::string_view head, Page& page) {
  if (pairs.empty()) return;
  page.Line(0, head);
  for (const Json& pair : pairs) {
    const Json& a = pair["a"];
    const Json& b = pair["b"];
    if (a["statement"] == b["statement"] && a["stance"] == b["stance"]) {
      page.Line(kIndent, absl::StrCat(StatementLine(a), "  [", ClaimsText(a),
                                      "; ", ClaimsText(b), "]"));
      continue;
    }
    WriteSaying(a, "a: ", page);
    WriteSaying(b, "b: ", page);
    page.Line(kDetail, pair["reason"].get<std::string>());
  }
  page.Blank();
}

void WriteOnly(const Json& sayings, absl::string_view head, Page& page) {
  if (sayings.empty()) return;
  page.Line(0, head);
  for (const Json& saying : sayings) WriteSaying(saying, "", page);
  page.Blank();
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
  page.Line(
      0, absl::StrCat(name, ": ", KeyText(document[name]),
                      title.is_string()
                          ? absl::StrCat(", \"", title.get<std::string>(), "\"")
                          : std::string()));
}

}  // namespace

std::string CompareText(const Json& document, size_t width) {
  Page page(width);
  WriteReport(document, "a", page);
  WriteReport(document, "b", page);
  page.Blank();
  WritePairs(document["agree"], "they agree on", page);
  WritePairs(document["disagree"], "they disagree on", page);
  WriteOnly(document["only_a"], "only a says", page);
  WriteOnly(document["only_b"], "only b says", page);
  page.Line(0, "does one descend from the other?");
  WriteDeclared(document["dependence"]["declared"], page);
  WriteText(document["dependence"]["text"], page);
  return page.Take();
}

}  // namespace attest
