// What is said, and how well it stands; and what is missing.

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_parts.h"
#include "engine/interchange/dossier_time_line.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

// Sentences for one verdict; the table has all.
constexpr size_t kMostSentences = 12;

std::string Summary(const Dossier& dossier, const DossierSection& section) {
  std::set<std::string> publishers;
  std::set<std::string> reports;
  for (const DossierClaim& claim : section.claims) {
    reports.insert(claim.report);
    const auto report = dossier.reports.find(claim.report);
    if (report != dossier.reports.end()) {
      publishers.insert(report->second.publisher);
    }
  }
  std::string text = absl::StrCat(
      Several(section.statements.size(), "statement"), " ",
      section.type == "source" || section.type == "report" ? "by " : "about ",
      NameHtml(dossier, section.key), ", from ",
      Several(section.claims.size(), "claim"), " in ",
      Several(reports.size(), "report"), " of ",
      Several(publishers.size(), "publisher"));
  std::vector<std::string> counts;
  const std::map<Verdict, size_t> by_verdict = CountByVerdict(section);
  for (const Verdict verdict : VerdictsInOrder()) {
    const auto found = by_verdict.find(verdict);
    if (found == by_verdict.end()) continue;
    counts.push_back(absl::StrCat(found->second, " ", VerdictWord(verdict)));
  }
  return absl::StrCat("<p class=\"lead\">", text, counts.empty() ? "" : ": ",
                      absl::StrJoin(counts, ", "), ".</p>\n");
}

void AddItem(bool is_there, absl::string_view text, std::string& html) {
  if (is_there) absl::StrAppend(&html, "<li>", text, "</li>\n");
}

// Those with a verdict, the ones on most lines first where not all are said.
std::vector<size_t> OrderOf(const DossierSection& section, Verdict verdict) {
  std::vector<size_t> order;
  for (size_t i = 0; i < section.statements.size(); ++i) {
    if (section.statements[i].verdict == verdict) order.push_back(i);
  }
  if (order.size() <= kMostSentences) return order;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return section.statements[a].lines.best > section.statements[b].lines.best;
  });
  return order;
}

size_t CountIf(const DossierSection& section,
               bool (*holds)(const DossierStatement&)) {
  return static_cast<size_t>(std::count_if(section.statements.begin(),
                                           section.statements.end(), holds));
}

}  // namespace

std::vector<Verdict> VerdictsInOrder() {
  return {Verdict::kCorroborated, Verdict::kLikely,   Verdict::kContested,
          Verdict::kSingleLine,   Verdict::kCircular, Verdict::kRetracted,
          Verdict::kUnsupported};
}

std::map<Verdict, size_t> CountByVerdict(const DossierSection& section) {
  std::map<Verdict, size_t> counts;
  for (const DossierStatement& one : section.statements) ++counts[one.verdict];
  return counts;
}

std::string AnswerPart(const Dossier& dossier, const DossierSection& section,
                       const std::string& id) {
  std::string html = absl::StrCat("<h3 id=\"", id, "-answer\">In short</h3>\n",
                                  Summary(dossier, section));
  const std::map<Verdict, size_t> by_verdict = CountByVerdict(section);
  for (const Verdict verdict : VerdictsInOrder()) {
    const auto found = by_verdict.find(verdict);
    if (found == by_verdict.end()) continue;
    absl::StrAppend(&html, "<h4>", VerdictBadge(verdict),
                    " <span class=\"why\">", VerdictMeaning(verdict),
                    "</span></h4>\n<ul>\n");
    const std::vector<size_t> order = OrderOf(section, verdict);
    for (size_t n = 0; n < std::min(order.size(), kMostSentences); ++n) {
      const size_t i = order[n];
      const DossierStatement& one = section.statements[i];
      absl::StrAppend(&html, "<li>", SentenceHtml(dossier, section, one),
                      " <a class=\"s\" href=\"#", id, "-", i + 1, "\">",
                      LinesInWords(one.lines), "</a></li>\n");
    }
    html += "</ul>\n";
    if (order.size() > kMostSentences) {
      absl::StrAppend(&html, "<p><a href=\"#", id, "-statements\">",
                      order.size() - kMostSentences,
                      " more, on no more lines than these, in the "
                      "table</a></p>\n");
    }
  }
  return html;
}

std::string MissingPart(const Dossier& dossier, const DossierSection& section) {
  std::string html;
  AddItem(section.statements_withheld > 0,
          absl::StrCat(Several(section.statements_withheld, "statement"),
                       " withheld: everything said for them is restricted or "
                       "sealed"),
          html);
  AddItem(section.claims_withheld > 0,
          absl::StrCat(Several(section.claims_withheld, "claim"),
                       " withheld, being restricted or sealed, or naming what "
                       "is. They count in every figure and verdict above"),
          html);
  AddItem(section.redacted > 0,
          absl::StrCat(Several(section.redacted, "record"),
                       " taken out of the case for good; that they were there, "
                       "and why they went, is in the log"),
          html);
  const auto without_words = static_cast<uint64_t>(
      std::count_if(section.claims.begin(), section.claims.end(),
                    [](const DossierClaim& one) { return one.without_words; }));
  AddItem(without_words > 0,
          absl::StrCat(Several(without_words, "claim"),
                       " shown without quote and words as stated, which may "
                       "tell of what is withheld or was taken out"),
          html);
  const size_t unknown = CountIf(section, [](const DossierStatement& one) {
    return !one.unknown_origins.empty();
  });
  AddItem(unknown > 0,
          absl::StrCat(Several(unknown, "statement"),
                       " of which at least one origin is unknown: no witness, "
                       "document or named person stands behind it"),
          html);
  const size_t undated = CountIf(section, [](const DossierStatement& one) {
    return one.valid.empty() && one.date.empty();
  });
  AddItem(undated > 0, absl::StrCat(Several(undated, "statement"), " undated"),
          html);
  const auto proposed = static_cast<size_t>(
      std::count_if(section.claims.begin(), section.claims.end(),
                    [](const DossierClaim& one) { return one.proposed; }));
  AddItem(proposed > 0,
          absl::StrCat(Several(proposed, "claim"),
                       " only proposed, by a program, and accepted by nobody "
                       "yet: not counted"),
          html);
  const auto wordless = static_cast<size_t>(
      std::count_if(section.claims.begin(), section.claims.end(),
                    [](const DossierClaim& one) { return !one.quote; }));
  AddItem(wordless > 0,
          absl::StrCat(Several(wordless, "claim"),
                       " without a passage that could be shown"),
          html);
  if (html.empty()) {
    html =
        "<p>Nothing of it is withheld, undated, of unknown origin or only "
        "proposed.</p>\n";
  } else {
    html = absl::StrCat("<ul>\n", html, "</ul>\n");
  }
  static_cast<void>(dossier);
  return html;
}

}  // namespace attest
