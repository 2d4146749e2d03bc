#include "tools/bundle_summary.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/counted.h"
#include "tools/finding_text.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr absl::string_view kStyle = R"(
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem;
       margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid; margin-top: 2rem; }
blockquote { margin: .3rem 0 .3rem 1.5rem; padding-left: .7rem;
             border-left: 3px solid; }
code { overflow-wrap: anywhere; }
li { margin: .5rem 0; }
)";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"\"", "&quot;"},
                                    {"'", "&#39;"}});
}

std::string Text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

// A text in whatever direction its script has.
std::string Set(absl::string_view text) {
  return absl::StrCat("<bdi>", Escaped(text), "</bdi>");
}

std::string NameOf(const Json& statement, const std::string& key) {
  const auto name = statement["source_names"].find(key);
  return name == statement["source_names"].end() ? key : Text(*name);
}

// "Omar, through The Post, in the report "..."".
std::string WhoSays(const Json& statement, const Json& entry) {
  std::vector<std::string> names;
  for (const Json& key : entry["chain"]) {
    if (Text(key) != Text(entry["report"])) {
      names.push_back(Set(NameOf(statement, Text(key))));
    }
  }
  std::string who = names.empty() ? "" : names[0];
  if (names.size() > 1) {
    names.erase(names.begin());
    absl::StrAppend(&who, ", through ", absl::StrJoin(names, ", then "));
  }
  if (!entry["report_title"].is_null()) {
    absl::StrAppend(&who, who.empty() ? "In" : ", in", " the report ",
                    Set(Text(entry["report_title"])));
  }
  return who;
}

std::string EntryItem(const Json& statement, const Json& entry) {
  std::string item = absl::StrCat("<li>", WhoSays(statement, entry));
  if (entry["counts"] == true) {
    absl::StrAppend(&item, " <em>(line ", entry["line"].dump(), ")</em>");
  } else if (!entry["reason"].is_null()) {
    absl::StrAppend(&item,
                    " <em>(does not count: ", Escaped(Text(entry["reason"])),
                    ")</em>");
  }
  if (entry["passage"].is_object()) {
    absl::StrAppend(&item, "<blockquote dir=\"auto\">",
                    Escaped(Text(entry["passage"]["exact"])), "</blockquote>");
  }
  return absl::StrCat(item, " <code>", Escaped(Text(entry["claim"])),
                      "</code>, event ", entry["event"].dump(), "</li>\n");
}

void AddOthers(const Json& others, absl::string_view what, std::string& html) {
  for (const Json& other : others) {
    absl::StrAppend(&html, "<p>", what, " <code>",
                    Escaped(Text(other["statement"])),
                    "</code>: ", Escaped(Text(other["reason"])), "</p>\n");
  }
}

std::string Section(const Json& statement) {
  std::string html =
      absl::StrCat("<section>\n<h2>", Set(StatementLine(statement)),
                   "</h2>\n<p>", "<strong>", Escaped(VerdictText(statement)),
                   "</strong>. Independent lines: ", LinesText(statement), "; ",
                   Counted(statement["citations"], "claim"), " in ",
                   Counted(statement["reports"], "report"),
                   ".</p>\n<p>It is reported by:</p>\n<ul>\n");
  for (const Json& entry : statement["ledger"]) {
    html += EntryItem(statement, entry);
  }
  html += "</ul>\n";
  for (const char* name : {"opposing", "doubting"}) {
    for (const Json& claim : statement[name]) {
      absl::StrAppend(
          &html, "<p>",
          absl::string_view(name) == "opposing" ? "It is denied by"
                                                : "It is doubted by",
          " the claim <code>", Escaped(Text(claim)), "</code>.</p>\n");
    }
  }
  AddOthers(statement["conflicts_with"], "It conflicts with", html);
  return absl::StrCat(html, "</section>\n");
}

}  // namespace

std::string BundleSummaryPage(const Checkpoint& checkpoint,
                              const std::vector<std::string>& keys,
                              const Json& statements) {
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      Escaped(absl::StrJoin(keys, ", ")), " - evidence</title>\n<style>",
      kStyle, "</style>\n</head>\n<body>\n<main>\n<h1>What is said of ");
  html += absl::StrJoin(keys, ", ", [](std::string* out, const auto& key) {
    absl::StrAppend(out, "<code>", Escaped(key), "</code>");
  });
  absl::StrAppend(
      &html, "</h1>\n<p>As of event ", checkpoint.tree_size, " of the log ",
      Set(checkpoint.origin), ", root <code>", checkpoint.root.ToBase64(),
      "</code>. Nothing below is asserted here: it says who reports what, and "
      "how many of them are independent. What is withheld is counted in the "
      "figures and shown nowhere. README.txt tells how to check it.</p>\n");
  for (const Json& statement : statements) html += Section(statement);
  if (statements.empty()) html += "<p>There is no statement.</p>\n";
  return absl::StrCat(html, "</main>\n</body>\n</html>\n");
}

}  // namespace attest
