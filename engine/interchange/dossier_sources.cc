// The sources and reports of a section, and what each contributes.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_parts.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

// Statements named for one source; the number says how many there are.
constexpr size_t kMostNamed = 5;

// Every source that had a part in a claim: its speakers, whoever is on its
// chain, and the publisher.
std::set<std::string> SourcesOf(const Dossier& dossier,
                                const DossierSection& section,
                                const DossierEntry& entry) {
  const DossierClaim& claim = section.claims[entry.claim];
  std::set<std::string> sources;
  for (const DossierSpeaker& speaker : claim.attribution) {
    sources.insert(speaker.source);
  }
  for (const std::string& key : entry.chain) {
    if (dossier.reports.count(key) == 0) sources.insert(key);
  }
  const auto report = dossier.reports.find(claim.report);
  if (report != dossier.reports.end() && !report->second.publisher.empty()) {
    sources.insert(report->second.publisher);
  }
  return sources;
}

std::string AloneHtml(const Dossier& dossier, const DossierSection& section,
                      const std::vector<size_t>& alone, const std::string& id) {
  if (alone.empty()) return "nothing";
  std::string html = absl::StrCat(Several(alone.size(), "statement"), ": ");
  for (size_t i = 0; i < std::min(alone.size(), kMostNamed); ++i) {
    absl::StrAppend(&html, i == 0 ? "" : "; ", "<a href=\"#", id, "-",
                    alone[i] + 1, "\">",
                    CoreHtml(dossier, section.statements[alone[i]]), "</a>");
  }
  if (alone.size() > kMostNamed) {
    absl::StrAppend(&html, "; and ", alone.size() - kMostNamed, " more");
  }
  return html;
}

std::string KindOf(const Dossier& dossier, const std::string& key) {
  const auto record = dossier.records.find(key);
  if (record == dossier.records.end()) return "";
  if (record->second.withheld) return "withheld";
  return absl::StrCat(record->second.kind,
                      record->second.anonymous ? ", unnamed" : "");
}

// Beside a name. What is withheld or nameless shows what it goes by already.
std::string KeyHtml(const Dossier& dossier, const std::string& key) {
  const auto record = dossier.records.find(key);
  if (record == dossier.records.end() || record->second.withheld ||
      record->second.name.empty()) {
    return "";
  }
  return absl::StrCat(" <code class=\"s\">", Escaped(key), "</code>");
}

std::string SourcesTable(const Dossier& dossier, const DossierSection& section,
                         const std::string& id) {
  std::string html =
      "<table class=\"plain stack\" role=\"table\"><caption>Sources: in how "
      "many "
      "claims and statements each had a part, and what would stand on nothing "
      "without it</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
  for (const char* heading :
       {"Source", "Kind", "Claims", "Statements", "Hangs on it alone"}) {
    absl::StrAppend(&html, "<th scope=\"col\" role=\"columnheader\">", heading,
                    "</th>");
  }
  html += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
  for (const Contribution& one : ContributionsTo(dossier, section)) {
    absl::StrAppend(
        &html, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">",
        NameHtml(dossier, one.source), KeyHtml(dossier, one.source),
        "</th><td role=\"cell\" data-label=\"Kind\">",
        Escaped(KindOf(dossier, one.source)),
        "</td><td role=\"cell\" data-label=\"Claims\">", one.claims.size(),
        "</td><td role=\"cell\" data-label=\"Statements\">",
        one.statements.size(),
        "</td><td role=\"cell\" data-label=\"Hangs on it alone\">",
        AloneHtml(dossier, section, one.alone, id), "</td></tr>\n");
  }
  return absl::StrCat(html, "</tbody></table>\n");
}

std::string WhereHtml(const DossierReport& report) {
  std::vector<std::string> parts;
  if (!report.url.empty()) parts.push_back(UrlText(report.url));
  if (!report.archive_url.empty()) {
    parts.push_back(absl::StrCat("archived: ", UrlText(report.archive_url)));
  }
  if (!report.file_sha256.empty()) {
    parts.push_back(absl::StrCat("file, SHA-256 <code>",
                                 Escaped(report.file_sha256), "</code>"));
  }
  if (!report.text_sha256.empty()) {
    parts.push_back(absl::StrCat("text, SHA-256 <code>",
                                 Escaped(report.text_sha256), "</code>"));
  }
  if (report.file_sha256.empty() && report.text_sha256.empty()) {
    parts.emplace_back("neither file nor text in the case");
  }
  return absl::StrJoin(parts, "<br>");
}

std::string ReportsTable(const Dossier& dossier,
                         const DossierSection& section) {
  std::set<std::string> keys;
  for (const DossierClaim& claim : section.claims) keys.insert(claim.report);
  std::string html =
      "<details><summary>The reports, with what they can be checked "
      "by</summary>\n<table class=\"plain stack\" role=\"table\"><caption>"
      "Reports</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
  for (const char* heading : {"Report", "Publisher", "Published", "Where"}) {
    absl::StrAppend(&html, "<th scope=\"col\" role=\"columnheader\">", heading,
                    "</th>");
  }
  html += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
  for (const std::string& key : keys) {
    const auto found = dossier.reports.find(key);
    if (found == dossier.reports.end()) continue;
    const DossierReport& report = found->second;
    absl::StrAppend(
        &html, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">",
        report.title.empty() ? "" : Isolated(report.title, report.lang),
        " <code class=\"s\">", Escaped(key),
        "</code></th><td role=\"cell\" data-label=\"Publisher\">",
        report.publisher.empty() ? "" : NameHtml(dossier, report.publisher),
        report.author.empty() ? ""
                              : absl::StrCat(", ", Isolated(report.author)),
        "</td><td role=\"cell\" data-label=\"Published\">",
        report.published.empty() ? "undated"
                                 : Escaped(DateInWords(report.published)),
        "</td><td role=\"cell\" data-label=\"Where\">", WhereHtml(report),
        "</td></tr>\n");
  }
  return absl::StrCat(html, "</tbody></table></details>\n");
}

}  // namespace

std::vector<Contribution> ContributionsTo(const Dossier& dossier,
                                          const DossierSection& section) {
  struct Sets {
    std::set<size_t> claims;
    std::set<size_t> statements;
    std::set<size_t> alone;
  };
  std::map<std::string, Sets> found;
  for (size_t i = 0; i < section.statements.size(); ++i) {
    const DossierStatement& statement = section.statements[i];
    for (const DossierEntry& entry : statement.entries) {
      for (const std::string& source : SourcesOf(dossier, section, entry)) {
        found[source].claims.insert(entry.claim);
        found[source].statements.insert(i);
      }
    }
    for (const std::string& key : statement.single_points) {
      if (dossier.reports.count(key) != 0) continue;
      found[key].statements.insert(i);
      found[key].alone.insert(i);
    }
  }
  std::vector<Contribution> list;
  for (const auto& [source, sets] : found) {
    list.push_back({source,
                    {sets.claims.begin(), sets.claims.end()},
                    {sets.statements.begin(), sets.statements.end()},
                    {sets.alone.begin(), sets.alone.end()}});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Contribution& a, const Contribution& b) {
                     return a.statements.size() > b.statements.size();
                   });
  return list;
}

std::string SourcesPart(const Dossier& dossier, const DossierSection& section,
                        const std::string& id) {
  return absl::StrCat(
      "<h3 id=\"", id, "-sources\">The sources, and what each adds</h3>\n",
      SourcesTable(dossier, section, id), ReportsTable(dossier, section));
}

}  // namespace attest
