// The table of statements, its filters, and the passages that open in place.

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_parts.h"
#include "engine/interchange/dossier_time_line.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

// -- A claim ------------------------------------------------------------------

std::string SideHtml(const DossierEntry& entry, const DossierClaim& claim) {
  switch (entry.side) {
    case DossierSide::kFor:
      if (entry.counts && entry.line) {
        return absl::StrCat("<span class=\"side\">Line ", *entry.line,
                            ".</span> ");
      }
      return absl::StrCat("<span class=\"side idle\">",
                          entry.line ? absl::StrCat("Shares line ", *entry.line)
                                     : "Forms no line",
                          entry.reason.empty() ? "" : ": ",
                          Escaped(entry.reason), ".</span> ");
    case DossierSide::kAgainst:
      return "<span class=\"side against\">Against.</span> ";
    case DossierSide::kDoubts:
      return "<span class=\"side idle\">Doubts it.</span> ";
    case DossierSide::kNoComment:
      return "<span class=\"side idle\">Gives no comment on it.</span> ";
    case DossierSide::kUncounted:
      return absl::StrCat(
          "<span class=\"side idle\">Does not count: ",
          Escaped(entry.reason.empty() ? claim.standing : entry.reason),
          ".</span> ");
  }
  return "";
}

// What stands around a passage need not keep the room between its paragraphs.
std::string WithoutBlankLines(absl::string_view text) {
  std::string shown;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find_first_not_of(" \t\r\n", at);
    const absl::string_view room =
        text.substr(at, end == absl::string_view::npos ? end : end - at);
    if (absl::StrContains(room, '\n')) {
      shown += '\n';
    } else {
      absl::StrAppend(&shown, room);
    }
    if (end == absl::string_view::npos) break;
    at = std::min(text.find_first_of(" \t\r\n", end), text.size());
    absl::StrAppend(&shown, text.substr(end, at - end));
  }
  return shown;
}

std::string QuoteHtml(const Dossier& dossier, const DossierClaim& claim) {
  if (!claim.quote) return "";
  const auto report = dossier.reports.find(claim.report);
  const std::string lang =
      report == dossier.reports.end() ? "" : report->second.lang;
  const DossierQuote& quote = *claim.quote;
  const auto context = [](const std::string& text) {
    return text.empty()
               ? ""
               : absl::StrCat("<span class=\"context\">",
                              Escaped(WithoutBlankLines(text)), "</span>");
  };
  return absl::StrCat("<blockquote dir=\"auto\"", LangAttribute(lang), ">",
                      context(quote.before), "<mark>", Escaped(quote.exact),
                      "</mark>", context(quote.after), "</blockquote>\n");
}

void AddFact(absl::string_view name, const std::string& html,
             std::string& facts) {
  if (html.empty()) return;
  absl::StrAppend(&facts, "<dt>", name, "</dt><dd>", html, "</dd>\n");
}

std::string ChainHtml(const Dossier& dossier, const DossierClaim& claim) {
  std::vector<std::string> steps;
  for (auto one = claim.attribution.rbegin(); one != claim.attribution.rend();
       ++one) {
    std::string step = NameHtml(dossier, one->source);
    std::vector<std::string> notes;
    if (!one->basis.empty()) notes.push_back(one->basis);
    if (!one->said.empty()) {
      notes.push_back(absl::StrCat("said ", DateInWords(one->said)));
    }
    if (!notes.empty()) {
      absl::StrAppend(&step, " (", Escaped(absl::StrJoin(notes, ", ")), ")");
    }
    steps.push_back(std::move(step));
  }
  const auto report = dossier.reports.find(claim.report);
  if (report != dossier.reports.end() && !report->second.publisher.empty()) {
    steps.push_back(NameHtml(dossier, report->second.publisher));
  }
  if (claim.attribution.empty()) {
    steps.insert(steps.begin(), "origin not named");
  }
  return absl::StrJoin(steps, " → ");
}

std::string ListHtml(const std::vector<std::string>& items) {
  return absl::StrJoin(items, "<br>", [](std::string* out, const auto& item) {
    absl::StrAppend(out, Isolated(item));
  });
}

std::string ReportHtml(const Dossier& dossier, const DossierClaim& claim) {
  const auto found = dossier.reports.find(claim.report);
  if (found == dossier.reports.end()) return Isolated(claim.report);
  const DossierReport& report = found->second;
  std::string html =
      report.title.empty()
          ? absl::StrCat("<code>", Escaped(claim.report), "</code>")
          : absl::StrCat("“", Isolated(report.title, report.lang), "”");
  if (!report.publisher.empty()) {
    absl::StrAppend(&html, ", ", NameHtml(dossier, report.publisher));
  }
  absl::StrAppend(
      &html, ", ",
      report.published.empty()
          ? "undated"
          : absl::StrCat("published ", Escaped(DateInWords(report.published))));
  return html;
}

std::string ClaimHtml(const Dossier& dossier, const DossierSection& section,
                      const DossierEntry& entry) {
  const DossierClaim& claim = section.claims[entry.claim];
  std::string facts;
  AddFact("Said by", ChainHtml(dossier, claim), facts);
  AddFact("Put as", Escaped(claim.hedge), facts);
  AddFact("As stated", claim.as_stated.empty() ? "" : Isolated(claim.as_stated),
          facts);
  AddFact("Came by way of", ListHtml(claim.upstream), facts);
  AddFact("Taken back or rejected", ListHtml(claim.fallen), facts);
  std::string passage;
  if (claim.quote) passage = claim.quote->place;
  if (!claim.citation.empty()) {
    absl::StrAppend(&passage, passage.empty() ? "" : "; ", claim.citation);
  }
  AddFact("Passage", passage.empty() ? "" : Isolated(passage), facts);
  AddFact("In the case as",
          absl::StrCat("<code>", Escaped(claim.key), "</code>, event ",
                       claim.event),
          facts);
  return absl::StrCat("<li><p>", SideHtml(entry, claim),
                      WhoHtml(dossier, claim), ".</p>\n<p class=\"meta\">",
                      ReportHtml(dossier, claim), ".</p>\n",
                      QuoteHtml(dossier, claim), "<dl class=\"facts s\">\n",
                      facts, "</dl></li>\n");
}

// -- A statement --------------------------------------------------------------

// What cannot hold beside a statement, with the way to its row.
std::string OtherHtml(const DossierSection& section, const DossierOther& other,
                      const std::string& id) {
  std::string text = Isolated(other.text);
  for (size_t i = 0; i < section.statements.size(); ++i) {
    if (section.statements[i].key != other.statement) continue;
    text = absl::StrCat("<a href=\"#", id, "-", i + 1, "\">", text, "</a>");
    break;
  }
  return absl::StrCat(text, " <span class=\"s\">(", Escaped(other.reason),
                      ")</span>");
}

std::string Account(const Dossier& dossier, const DossierSection& section,
                    const DossierStatement& statement, const std::string& id) {
  std::string html = "<ul class=\"claims\">\n";
  for (const DossierEntry& entry : statement.entries) {
    html += ClaimHtml(dossier, section, entry);
  }
  if (statement.withheld.all() > 0) {
    absl::StrAppend(&html, "<li><p>", WithheldInWords(statement.withheld),
                    ".</p></li>\n");
  }
  html += "</ul>\n";
  std::string facts;
  std::vector<std::string> conflicts;
  for (const DossierOther& other : statement.conflicts) {
    conflicts.push_back(OtherHtml(section, other, id));
  }
  if (statement.conflicts_withheld > 0) {
    conflicts.push_back(
        absl::StrCat(statement.conflicts_withheld, " that are withheld"));
  }
  AddFact("Cannot hold beside", absl::StrJoin(conflicts, "<br>"), facts);
  std::vector<std::string> points;
  for (const std::string& key : statement.single_points) {
    points.push_back(NameHtml(dossier, key));
  }
  AddFact("Hangs on", absl::StrJoin(points, ", "), facts);
  if (statement.same_origin) {
    AddFact("For and against",
            "both sides go back to one and the same origin: a misquotation, a "
            "correction or a change of mind",
            facts);
  }
  AddFact("Rated by people", ListHtml(statement.ratings), facts);
  AddFact("Statement",
          absl::StrCat("<code>", Escaped(statement.key), "</code>"), facts);
  return absl::StrCat(html, "<dl class=\"facts s\">\n", facts, "</dl>\n");
}

std::string Cell(absl::string_view label, absl::string_view html,
                 absl::string_view style = "") {
  return absl::StrCat(
      "<td role=\"cell\" data-label=\"", label, "\"",
      style.empty() ? "" : absl::StrCat(" class=\"", style, "\""), ">",
      html.empty() ? "<span class=\"s\">not said</span>" : html, "</td>");
}

// The numbers of the sources that a statement came through, for the filter.
std::string SourcesOf(size_t statement,
                      const std::vector<Contribution>& contributions) {
  std::vector<std::string> numbers;
  for (size_t i = 0; i < contributions.size(); ++i) {
    const std::vector<size_t>& all = contributions[i].statements;
    if (std::binary_search(all.begin(), all.end(), statement)) {
      numbers.push_back(absl::StrCat(i + 1));
    }
  }
  return absl::StrJoin(numbers, " ");
}

std::string RowHtml(const Dossier& dossier, const DossierSection& section,
                    size_t number, const std::string& id,
                    const std::vector<Contribution>& contributions) {
  const DossierStatement& one = section.statements[number];
  std::string html = absl::StrCat("<tbody role=\"rowgroup\" id=\"", id, "-",
                                  number + 1, "\" data-verdict=\"",
                                  NameOf(one.verdict), "\" data-sources=\"",
                                  SourcesOf(number, contributions), "\"");
  if (const std::optional<DayRange> days = DaysOf(one)) {
    absl::StrAppend(&html, " data-begin=\"", days->begin, "\" data-end=\"",
                    days->end, "\"");
  }
  const std::string when =
      one.valid.empty()
          ? ""
          : absl::StrCat(Escaped(DateInWords(one.valid)), " <code class=\"s\">",
                         Escaped(one.valid), "</code>");
  const std::string against =
      one.opposing_lines.best == 0 && one.opposing_lines.high == 0
          ? "none"
          : LinesShort(one.opposing_lines);
  absl::StrAppend(
      &html, ">\n<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">",
      CoreHtml(dossier, one), NotReportedHtml(section, one), "</th>",
      Cell("When", when),
      Cell("Where", one.place.empty() ? "" : NameHtml(dossier, one.place)),
      Cell("Verdict", VerdictBadge(one.verdict)),
      Cell("Lines", LinesShort(one.lines), "num"),
      Cell("Against", against, "num"),
      Cell("Claims", absl::StrCat(one.citations), "num"),
      "</tr>\n<tr role=\"row\" class=\"more\"><td role=\"cell\" "
      "colspan=\"7\"><details><summary>Who says what of it, in "
      "which words</summary>\n",
      Account(dossier, section, one, id), "</details></td></tr>\n</tbody>\n");
  return html;
}

// -- Filters ------------------------------------------------------------------

std::string Filters(const Dossier& dossier, const DossierSection& section,
                    const std::string& id,
                    const std::vector<Contribution>& contributions) {
  std::string html = absl::StrCat(
      "<form class=\"filters\" hidden autocomplete=\"off\" data-table=\"", id,
      "-table\" aria-label=\"Filter the "
      "statements\">\n<fieldset><legend>Verdict"
      "</legend>");
  const std::map<Verdict, size_t> by_verdict = CountByVerdict(section);
  for (const Verdict verdict : VerdictsInOrder()) {
    const auto found = by_verdict.find(verdict);
    if (found == by_verdict.end()) continue;
    absl::StrAppend(&html,
                    "<label><input type=\"checkbox\" name=\"verdict\" "
                    "value=\"",
                    NameOf(verdict), "\" checked> ", VerdictWord(verdict), " (",
                    found->second, ")</label>");
  }
  html +=
      "</fieldset>\n<label class=\"field\">Source <select name=\"source\">"
      "<option value=\"\">all sources</option>";
  for (size_t i = 0; i < contributions.size(); ++i) {
    absl::StrAppend(
        &html, "<option value=\"", i + 1, "\">",
        Escaped(Clipped(NameOfRecord(dossier, contributions[i].source), 60)),
        " (", contributions[i].statements.size(), ")</option>");
  }
  return absl::StrCat(
      html,
      "</select></label>\n<label class=\"field\">From <input type=\"text\" "
      "name=\"from\" inputmode=\"numeric\" placeholder=\"YYYY-MM-DD\" "
      "size=\"10\"></label>\n<label class=\"field\">To <input type=\"text\" "
      "name=\"to\" inputmode=\"numeric\" placeholder=\"YYYY-MM-DD\" "
      "size=\"10\"></label>\n<label><input type=\"checkbox\" name=\"undated\" "
      "checked> undated ones too</label>\n<button type=\"reset\">Show "
      "all</button>\n<output role=\"status\" aria-live=\"polite\">",
      section.statements.size(), " of ", section.statements.size(),
      " statements shown</output>\n</form>\n");
}

}  // namespace

std::string StatementsPart(const Dossier& dossier,
                           const DossierSection& section,
                           const std::string& id) {
  std::string html =
      absl::StrCat("<h3 id=\"", id, "-statements\">Every statement</h3>\n");
  if (section.statements.empty()) {
    return absl::StrCat(html,
                        "<p>There is no statement that may be "
                        "shown.</p>\n");
  }
  const std::vector<Contribution> contributions =
      ContributionsTo(dossier, section);
  html += Filters(dossier, section, id, contributions);
  absl::StrAppend(
      &html, "<table class=\"statements\" role=\"table\" id=\"", id,
      "-table\">\n<caption>What is reported, each with its verdict. Lines: how "
      "many independent ways lead to it, at least, at best and at most. "
      "Against: the same of those who deny it. Where nobody reports it, that "
      "stands beside it.</caption>\n<thead "
      "role=\"rowgroup\"><tr role=\"row\">");
  for (const char* heading : {"It is reported that", "When", "Where", "Verdict",
                              "Lines", "Against", "Claims"}) {
    absl::StrAppend(&html, "<th scope=\"col\" role=\"columnheader\">", heading,
                    "</th>");
  }
  html += "</tr></thead>\n";
  for (size_t i = 0; i < section.statements.size(); ++i) {
    html += RowHtml(dossier, section, i, id, contributions);
  }
  return absl::StrCat(html, "</table>\n");
}

}  // namespace attest
