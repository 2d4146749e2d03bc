#include "engine/interchange/dossier_page.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_neighbours.h"
#include "engine/interchange/dossier_parts.h"
#include "engine/interchange/dossier_places.h"
#include "engine/interchange/dossier_provenance.h"
#include "engine/interchange/dossier_style.h"
#include "engine/interchange/dossier_time_line.h"
#include "engine/interchange/dossier_words.h"

namespace attest {
namespace {

// Of one section.
constexpr size_t kMostPictures = 24;
constexpr size_t kMostNeighbours = 24;
constexpr size_t kMostTimeRows = 60;

std::string TitleOf(const Dossier& dossier) {
  std::vector<std::string> names;
  for (const DossierSection& section : dossier.sections) {
    names.push_back(NameOfRecord(dossier, section.key));
  }
  return absl::StrJoin(names, ", ");
}

// Contested ones first, then by how much there is to see.
std::vector<size_t> WorthDrawing(const DossierSection& section) {
  std::vector<size_t> order;
  for (size_t i = 0; i < section.statements.size(); ++i) {
    if (IsWorthDrawing(section.statements[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto rank = [&](size_t i) {
      const DossierStatement& one = section.statements[i];
      return std::pair(one.verdict != Verdict::kContested,
                       -static_cast<int64_t>(one.entries.size()));
    };
    return rank(a) < rank(b);
  });
  return order;
}

std::string ProvenancePart(const Dossier& dossier,
                           const DossierSection& section,
                           const std::string& id) {
  const std::vector<size_t> order = WorthDrawing(section);
  if (order.empty()) return "";
  const size_t shown = std::min(order.size(), kMostPictures);
  std::string html = absl::StrCat(
      "<h3 id=\"", id, "-provenance\">Who says it through whom</h3>\n<p>",
      "From origins on the left, over whoever passed it on, to the statement. "
      "Thick frames: origins. Solid: it stands for a line. Dotted: it adds "
      "none. Dashed: against.",
      order.size() > shown
          ? absl::StrCat(" The ", shown, " of most weight are drawn, ",
                         order.size() - shown,
                         " more are left out; the table has all.")
          : "",
      "</p>\n");
  for (size_t i = 0; i < shown; ++i) {
    html += ProvenanceFigure(dossier, section, section.statements[order[i]],
                             absl::StrCat(id, "-p", order[i] + 1));
  }
  return html;
}

std::string Headed(const std::string& id, absl::string_view name,
                   absl::string_view heading, const std::string& html) {
  if (html.empty()) return "";
  return absl::StrCat("<h3 id=\"", id, "-", name, "\">", heading, "</h3>\n",
                      html);
}

std::string NamesHtml(const DossierSection& section) {
  if (section.names.size() < 2) return "";
  return absl::StrCat(
      "<p class=\"meta\">Also written: ",
      absl::StrJoin(section.names.begin() + 1, section.names.end(), ", ",
                    [](std::string* out, const DossierName& name) {
                      absl::StrAppend(out, Isolated(name.text, name.lang));
                    }),
      "</p>\n");
}

std::string SectionHtml(const Dossier& dossier, const DossierSection& section,
                        size_t number) {
  const std::string id = absl::StrCat("k", number);
  const std::string kind = section.kind.empty() ? section.type : section.kind;
  std::string html = absl::StrCat(
      "<section aria-labelledby=\"", id, "\">\n<h2 id=\"", id, "\"",
      number == 1 ? " class=\"first\"" : "", ">",
      NameHtml(dossier, section.key), "</h2>\n<p class=\"meta\">",
      Escaped(kind), " <code>", Escaped(section.key), "</code></p>\n",
      NamesHtml(section), AnswerPart(dossier, section, id),
      StatementsPart(dossier, section, id),
      ProvenancePart(dossier, section, id),
      Headed(id, "around", "What it is joined with",
             NeighboursFigure(dossier, section, absl::StrCat(id, "-n"),
                              kMostNeighbours)),
      Headed(id, "time", "When",
             TimeLineFigure(dossier, section, absl::StrCat(id, "-w"),
                            kMostTimeRows)),
      Headed(id, "places", "Where",
             PlacesFigure(dossier, section, absl::StrCat(id, "-g"))),
      SourcesPart(dossier, section, id),
      Headed(id, "missing", "What is missing", MissingPart(dossier, section)));
  return absl::StrCat(html, "</section>\n");
}

std::string Contents(const Dossier& dossier) {
  std::string html = "<nav aria-label=\"Contents\"><ul>\n";
  for (size_t i = 0; i < dossier.sections.size(); ++i) {
    absl::StrAppend(&html, "<li><a href=\"#k", i + 1, "\">",
                    NameHtml(dossier, dossier.sections[i].key), "</a></li>\n");
  }
  return absl::StrCat(html,
                      "<li><a href=\"#reading\">How to read this</a></li>\n"
                      "<li><a href=\"#checking\">How to check it</a></li>\n"
                      "</ul></nav>\n");
}

std::string Reading() {
  std::string html =
      "<section aria-labelledby=\"reading\">\n<h2 id=\"reading\">How to read "
      "this</h2>\n<p>Nothing here is asserted by whoever made this page. It "
      "says who reports what, through whom, and in which words. A "
      "<em>statement</em> is what is said, a <em>claim</em> that somebody said "
      "it in some report. A <em>line</em> is one way from an origin to a "
      "statement; two lines are independent when they have no source and no "
      "report in common. Ten papers that print one agency are one "
      "line.</p>\n<dl class=\"facts\">\n";
  for (const Verdict verdict : VerdictsInOrder()) {
    absl::StrAppend(&html, "<dt>", VerdictBadge(verdict), "</dt><dd>",
                    VerdictMeaning(verdict), "</dd>\n");
  }
  return absl::StrCat(
      html,
      "</dl>\n<p>Three figures stand for lines, as 1–2–3: at least so many, "
      "counting known origins alone; so many at best; and so many at most, "
      "counting every origin whoever passed it on.</p>\n</section>\n");
}

// `text` as one word of a POSIX shell.
std::string ShellWord(absl::string_view text) {
  const bool is_plain =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        return absl::ascii_isalnum(static_cast<unsigned char>(letter)) ||
               absl::StrContains("_@%+=:,./-", letter);
      });
  if (is_plain) return std::string(text);
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// The keys of a dossier as words of a command, after its options.
std::string KeyWords(const Dossier& dossier) {
  std::string words;
  bool is_dashed = false;
  for (const DossierSection& section : dossier.sections) {
    absl::StrAppend(&words, " ", ShellWord(section.key));
    is_dashed = is_dashed || absl::StartsWith(section.key, "-");
  }
  return absl::StrCat(is_dashed ? " --" : "", words);
}

std::string Checking(const Dossier& dossier) {
  const std::string keys = KeyWords(dossier);
  const bool has_pseudonym =
      std::any_of(dossier.sections.begin(), dossier.sections.end(),
                  [](const DossierSection& section) {
                    return absl::StartsWith(section.key, "#");
                  });
  std::string html = absl::StrCat(
      "<section aria-labelledby=\"checking\">\n<h2 id=\"checking\">How to "
      "check "
      "it</h2>\n<p>This page is an answer of the log <bdi>",
      Escaped(dossier.origin), "</bdi> at position ", dossier.position,
      dossier.recorded_at.empty()
          ? ""
          : absl::StrCat(", whose last event was recorded at ",
                         Escaped(dossier.recorded_at)),
      ". The root hash commits to every event up to there: whoever has the "
      "case "
      "and the program gets the same bytes again.</p>\n<dl class=\"facts\">\n"
      "<dt>Log position</dt><dd>",
      dossier.position, "</dd>\n<dt>Root</dt><dd><code>", Escaped(dossier.root),
      "</code></dd>\n<dt>Key of the log</dt><dd><code>",
      Escaped(dossier.verifier_key), "</code></dd>\n</dl>\n");
  if (dossier.checkpoint.empty()) {
    html +=
        "<p>The log has grown since: it is signed at its newest head, of "
        "which this is a beginning.</p>\n";
  } else {
    absl::StrAppend(&html,
                    "<p>The signed head. Keep it apart from the case: a log "
                    "that continues it cannot have been rewritten "
                    "since.</p>\n<pre>",
                    Escaped(dossier.checkpoint), "</pre>\n");
  }
  const std::string again =
      absl::StrCat("attest --as-of ", dossier.position, " export --to html",
                   dossier.includes_restricted ? " --include restricted" : "",
                   " -o again.html", keys);
  absl::StrAppend(
      &html,
      "<p>With the case at hand: that the log is whole and continues the head, "
      "saved as <code>head.txt</code>; and the same page again.</p>\n<pre>",
      "attest verify --against head.txt\n", Escaped(again),
      "</pre>\n<p>Without the case: ask for a bundle of the same keys. It "
      "holds "
      "the events, the words of the reports and proofs that they are in the "
      "log, to be checked with its key alone.</p>\n<pre>",
      "attest bundle -o evidence.tar", Escaped(keys),
      "\nattest verify-bundle evidence.tar --key ",
      Escaped(ShellWord(dossier.verifier_key)), "</pre>\n",
      has_pseudonym ? "<p>What begins with # stands for a key that is "
                      "withheld: the commands want the key itself.</p>\n"
                    : "",
      "</section>\n");
  return html;
}

}  // namespace

std::string DossierPage(const Dossier& dossier) {
  const std::string title = TitleOf(dossier);
  std::string names;
  for (const DossierSection& section : dossier.sections) {
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    NameHtml(dossier, section.key));
  }
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"",
      DossierPolicy(),
      "\">\n<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n<title>What is reported of ",
      Escaped(title), "</title>\n<style>", DossierStyle(),
      "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the "
      "answer</a>\n<header>\n<h1>What is reported of ",
      names,
      "</h1>\n<p>Who reports what, through whom, and how many of them are "
      "independent. Nothing below is asserted by this page itself. ",
      dossier.includes_restricted
          ? "Restricted material is in it: it is for those who may see that. "
          : "What is restricted or sealed is counted and not shown. ",
      "As of log position ", dossier.position,
      dossier.recorded_at.empty()
          ? ""
          : absl::StrCat(", recorded on ",
                         Escaped(RecordedInWords(dossier.recorded_at))),
      ".</p>\n", Contents(dossier), "</header>\n<main id=\"main\">\n");
  for (size_t i = 0; i < dossier.sections.size(); ++i) {
    html += SectionHtml(dossier, dossier.sections[i], i + 1);
  }
  return absl::StrCat(html, Reading(), Checking(dossier), "</main>\n<script>",
                      DossierScript(), "</script>\n</body>\n</html>\n");
}

}  // namespace attest
