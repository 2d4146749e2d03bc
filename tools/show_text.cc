#include "tools/show_text.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/counted.h"
#include "tools/finding_text.h"
#include "tools/history_text.h"
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr size_t kClaimIndent = 4;
constexpr size_t kDetailIndent = 8;

// " (redacted in part)"; empty where nothing was.
std::string RedactedText(const Json& json, const char* field) {
  const std::string how = FieldText(json, field);
  if (how.empty()) return "";
  return how == "whole" ? " (redacted)" : absl::StrCat(" (redacted ", how, ")");
}

// "Bilefsky, quoting Omar (eyewitness)": nearest to the report first.
std::string SpeakersText(const Json& claim) {
  const Json& attribution = ListOf(claim, "attribution");
  if (attribution.empty()) return "the report itself; origin unknown";
  std::vector<std::string> speakers;
  for (const Json& speaker : attribution) {
    std::string text =
        Named(FieldText(speaker, "name"), FieldText(speaker, "source"));
    const std::string basis = FieldText(speaker, "basis");
    if (!basis.empty() && basis != "unstated") {
      absl::StrAppend(&text, ", ", basis);
    }
    const std::string said = FieldText(speaker, "said");
    if (!said.empty()) absl::StrAppend(&text, ", said ", said);
    absl::StrAppend(&text, RedactedText(speaker, "redacted"));
    speakers.push_back(std::move(text));
  }
  return absl::StrJoin(speakers, "; citing ");
}

Tone ToneOfStance(absl::string_view stance) {
  return stance == "denies" ? Tone::kAgainst : Tone::kWeak;
}

// Who speaks, and what they do, so that a denial is never read as its contrary.
void WriteSpeakers(const Json& claim, Page& page) {
  const std::string stance = FieldText(claim, "stance");
  const std::string speakers = SpeakersText(claim);
  if (stance == "denies") {
    page.Item(kDetailIndent, Toned(Tone::kAgainst, "denied "),
              absl::StrCat("by ", speakers));
  } else if (stance == "doubts") {
    page.Item(kDetailIndent, Toned(Tone::kWeak, "doubt  "),
              absl::StrCat("by ", speakers));
  } else {
    page.Item(kDetailIndent, stance == "no_comment" ? "asked  " : "says   ",
              speakers);
  }
}

std::string ClaimHeading(const Json& claim) {
  std::string text = FieldText(claim, "claim");
  const std::string stance = FieldText(claim, "stance");
  if (stance != "asserts") {
    absl::StrAppend(&text, " ", Toned(ToneOfStance(stance), stance));
  }
  const std::string hedge = FieldText(claim, "hedge");
  if (hedge != "stated") {
    absl::StrAppend(&text, ", ", Toned(Tone::kWeak, hedge));
  }
  if (!claim.value("live", true)) {
    std::string why = FieldText(claim, "standing");
    for (char& c : why) c = absl::ascii_toupper(static_cast<unsigned char>(c));
    const std::string event = FieldText(claim, "retracted_by");
    if (!event.empty()) absl::StrAppend(&why, ", event ", event);
    absl::StrAppend(&text, "  ",
                    Toned(Tone::kAgainst, absl::StrCat("[", why, "]")));
  }
  if (FieldText(claim, "redacted") == "in part") text += "  (redacted in part)";
  return text;
}

std::string ReportText(const Json& claim) {
  std::string text = absl::StrCat(
      Named(FieldText(claim, "publisher_name"), FieldText(claim, "publisher")),
      ", ", FieldText(claim, "report"));
  const std::string title = FieldText(claim, "title");
  if (!title.empty()) absl::StrAppend(&text, ", \"", title, "\"");
  const std::string published = FieldText(claim, "published");
  absl::StrAppend(&text, ", ", published.empty() ? "undated" : published,
                  RedactedText(claim, "report_redacted"));
  return text;
}

std::string PassageText(const Json& claim) {
  const Json& quote = claim["quote"];
  if (!quote.is_object()) return "";
  std::string text = absl::StrCat("\"", FieldText(quote, "exact"), "\"");
  const Json& bytes = ListOf(quote, "bytes");
  if (bytes.size() == 2) {
    absl::StrAppend(&text, " ",
                    Unbroken(absl::StrCat("[bytes ", Dump(bytes[0]), "-",
                                          Dump(bytes[1]), "]")));
  }
  return text;
}

void WriteClaim(const Json& claim, Page& page) {
  if (claim.contains("withheld")) {
    page.Line(kClaimIndent, absl::StrCat("event ", FieldText(claim, "event"),
                                         ": ", FieldText(claim, "withheld")));
    return;
  }
  page.Line(kClaimIndent, ClaimHeading(claim));
  WriteSpeakers(claim, page);
  page.Item(kDetailIndent, "in     ", ReportText(claim));
  const std::string passage = PassageText(claim);
  if (!passage.empty()) page.Item(kDetailIndent, "quote  ", passage);
  const std::string citation = FieldText(claim, "citation");
  if (!citation.empty()) page.Item(kDetailIndent, "cited  ", citation);
  const std::string as_stated = FieldText(claim, "as_stated");
  if (!as_stated.empty()) {
    page.Item(kDetailIndent, "stated ", absl::StrCat("\"", as_stated, "\""));
  }
}

// The claims of a document, by statement, in their order.
std::multimap<std::string, const Json*> ByStatement(const Json& document) {
  std::multimap<std::string, const Json*> claims;
  for (const Json& claim : ListOf(document, "claims")) {
    claims.emplace(FieldText(claim, "statement"), &claim);
  }
  return claims;
}

void WriteStatement(const Json& statement,
                    const std::multimap<std::string, const Json*>& claims,
                    Page& page) {
  page.Line(2, StatementLine(statement));
  page.Line(kClaimIndent, absl::StrCat(TonedVerdict(statement), ", lines ",
                                       LinesText(statement)));
  std::vector<std::string> marks = {FieldText(statement, "statement")};
  marks.push_back(absl::StrCat(
      Counted(statement.value("citations", size_t{0}), "claim"), " in ",
      Counted(statement.value("reports", size_t{0}), "report")));
  if (const size_t against = ListOf(statement, "opposing").size()) {
    marks.push_back(Toned(Tone::kAgainst, absl::StrCat(against, " against")));
  }
  if (const size_t doubting = ListOf(statement, "doubting").size()) {
    marks.push_back(Toned(Tone::kWeak, absl::StrCat(doubting, " doubting")));
  }
  if (const size_t not_counted = ListOf(statement, "not_counted").size()) {
    marks.push_back(absl::StrCat(not_counted, " not counted"));
  }
  if (statement.value("undated", false)) marks.emplace_back("undated");
  page.Line(kClaimIndent, absl::StrJoin(marks, ", "));
  const std::string sealed = SealedClaimsText(statement);
  if (!sealed.empty()) page.Line(kClaimIndent, sealed);
  const auto [first, last] =
      claims.equal_range(FieldText(statement, "statement"));
  std::set<std::string> own;
  for (auto it = first; it != last; ++it) {
    own.insert(FieldText(*it->second, "claim"));
    WriteClaim(*it->second, page);
  }
  std::vector<std::string> others;
  for (const Json& claim : ListOf(statement, "supporting")) {
    const std::string key = PlainText(claim);
    if (own.count(key) == 0) others.push_back(key);
  }
  if (!others.empty()) {
    page.Line(kClaimIndent, absl::StrCat("also ", absl::StrJoin(others, ", "),
                                         ", by what they say more precisely"));
  }
  page.Blank();
}

void WriteStatements(const Json& document, Page& page) {
  const auto claims = ByStatement(document);
  std::vector<std::string> order;
  std::map<std::string, std::vector<const Json*>> groups;
  for (const Json& statement : ListOf(document, "statements")) {
    const std::string predicate = FieldText(statement, "predicate");
    std::vector<const Json*>& group = groups[predicate];
    if (group.empty()) order.push_back(predicate);
    group.push_back(&statement);
  }
  for (const std::string& predicate : order) {
    page.Line(0, Toned(Tone::kHeading, predicate));
    for (const Json* statement : groups[predicate]) {
      WriteStatement(*statement, claims, page);
    }
  }
}

// A report reads in the order of its passages, which is that of its claims.
void WriteByPassage(const Json& document, Page& page) {
  std::map<std::string, const Json*> statements;
  for (const Json& statement : ListOf(document, "statements")) {
    statements[FieldText(statement, "statement")] = &statement;
  }
  for (const Json& claim : ListOf(document, "claims")) {
    const auto statement = statements.find(FieldText(claim, "statement"));
    if (statement != statements.end()) {
      page.Line(2, StatementLine(*statement->second));
      page.Line(kClaimIndent,
                absl::StrCat(TonedVerdict(*statement->second), ", lines ",
                             LinesText(*statement->second)));
    }
    WriteClaim(claim, page);
    page.Blank();
  }
}

void WriteNames(const Json& document, Page& page) {
  std::vector<std::string> names;
  for (const Json& name : ListOf(document, "names")) {
    std::string value = FieldText(name, "value");
    if (std::find(names.begin(), names.end(), value) == names.end()) {
      names.push_back(std::move(value));
    }
  }
  if (names.size() > 1) {
    page.Line(2, absl::StrCat("names: ", absl::StrJoin(names, " / ")));
  }
}

void WriteFields(const Json& document, Page& page) {
  const auto fields = document.find("fields");
  if (fields == document.end() || !fields->is_object()) return;
  for (const auto& [name, value] : fields->items()) {
    // Names and quotes stand elsewhere, lists of objects in the answer alone.
    const bool is_shown = name == "name" || name == "names" ||
                          name == "title" || name == "quote" ||
                          name == "attribution" || name == "derived_from";
    if (is_shown) continue;
    page.Line(2, absl::StrCat(name, ": ",
                              name == "value" && value.is_object()
                                  ? MeasureText(value)
                                  : PlainText(value)));
  }
}

void WriteLists(const Json& document, Page& page) {
  for (const Json& report : ListOf(document, "reports")) {
    page.Line(2, absl::StrCat("published ", FieldText(report, "report"), ", \"",
                              FieldText(report, "title"), "\""));
  }
  for (const Json& relay : ListOf(document, "relayed_by")) {
    page.Line(2,
              absl::StrCat(
                  "relayed by ",
                  Named(FieldText(relay, "name"), FieldText(relay, "source")),
                  " in ", Counted(relay.value("claims", size_t{0}), "claim")));
  }
  const Json& parts = ListOf(document, "parts");
  if (!parts.empty()) page.Line(2, absl::StrCat("parts: ", PlainText(parts)));
  for (const Json& upstream : ListOf(document, "upstream")) {
    page.Line(2, absl::StrCat("derives from ", FieldText(upstream, "report"),
                              FieldText(upstream, "source"), ", ",
                              FieldText(upstream, "how")));
  }
  const auto identity = document.find("identity");
  if (identity == document.end()) return;
  const Json& ids = ListOf(*identity, "ids");
  if (ids.size() > 1) page.Line(2, absl::StrCat("one with: ", PlainText(ids)));
  for (const Json& judgement : ListOf(*identity, "left_out")) {
    page.Line(2,
              absl::StrCat("left out: the judgement of event ",
                           FieldText(judgement, "event"), ", which event ",
                           FieldText(judgement, "different"), " contradicts"));
  }
}

void WriteHistory(const Json& document, Page& page) {
  const Json& history = ListOf(document, "history");
  if (history.empty()) return;
  page.Line(0, Toned(Tone::kHeading, "history"));
  for (const Json& entry : history) {
    std::string line =
        absl::StrCat("event ", FieldText(entry, "event"), "  ",
                     FieldText(entry, "recorded_at"), "  ",
                     FieldText(entry, "what"), "  by ", FieldText(entry, "by"));
    const std::string reason = FieldText(entry, "reason");
    if (!reason.empty()) absl::StrAppend(&line, ": ", reason);
    page.Line(2, line);
    const std::string decision =
        DecisionText(entry, FieldText(document, "key"));
    if (!decision.empty()) page.Line(kClaimIndent, decision);
  }
}

// "rpt:a fell by event 7, retraction by ana, withdrawn: in error".
std::string FallenText(const Json& fallen) {
  std::string text =
      absl::StrCat(FieldText(fallen, "target"), " fell by event ",
                   FieldText(fallen, "event"), ", ", FieldText(fallen, "type"),
                   " by ", FieldText(fallen, "by"));
  const std::string how = FieldText(fallen, "how");
  if (!how.empty()) absl::StrAppend(&text, ", ", how);
  const std::string instead = FieldText(fallen, "superseded_by");
  if (!instead.empty()) absl::StrAppend(&text, ", superseded by ", instead);
  const std::string reason = FieldText(fallen, "reason");
  if (!reason.empty()) absl::StrAppend(&text, ": ", reason);
  return text;
}

// "rpt:b derives from rpt:a, reprint"; what is one with another derives from
// nothing by that.
std::string StepText(const Json& step) {
  std::string of = FieldText(step, "of");
  if (of.empty()) of = "what is sealed";
  const std::string on =
      absl::StrCat(FieldText(step, "report"), FieldText(step, "source"));
  const std::string how = FieldText(step, "how");
  return absl::StrCat(of,
                      absl::StartsWith(how, "same_")
                          ? absl::StrCat(", ", how, " as ", on)
                          : absl::StrCat(" derives from ", on, ", ", how),
                      step.value("declared", true) ? "" : ", decided");
}

// How much of what a claim rests on is sealed.
void WriteWithheld(const Json& claim, Page& page) {
  const std::pair<const char*, const char*> kinds[] = {
      {"upstream_withheld", "step upstream"},
      {"dependence_withheld", "decision on dependence"},
      {"rests_on_withheld", "claim it rests on"},
      {"fallen_withheld", "decision by which something fell"}};
  for (const auto& [name, what] : kinds) {
    const std::string count = FieldText(claim, name);
    if (!count.empty()) {
      page.Line(kDetailIndent, absl::StrCat("sealed: ", count, " ", what));
    }
  }
}

void WriteTraceDetails(const Json& claim, Page& page) {
  auto line = [&](absl::string_view name, const char* field) {
    const std::string text = FieldText(claim, field);
    if (!text.empty()) {
      page.Line(kDetailIndent, absl::StrCat(name, " ", text));
    }
  };
  const Json& quote = claim["quote"];
  if (quote.is_object() && ListOf(quote, "code_points").size() == 2) {
    page.Line(kDetailIndent,
              absl::StrCat("code points ", Dump(quote["code_points"][0]), "-",
                           Dump(quote["code_points"][1])));
  }
  line("file sha256", "report_sha256");
  line("text sha256", "text_sha256");
  page.Line(kDetailIndent,
            absl::StrCat("report: event ", FieldText(claim, "report_event"),
                         ", recorded ", FieldText(claim, "report_recorded_at"),
                         " by ", FieldText(claim, "report_by")));
  line("report leaf", "report_leaf_hash");
  for (const Json& step : ListOf(claim, "upstream")) {
    page.Line(kDetailIndent, StepText(step));
  }
  for (const Json& step : ListOf(claim, "dependence")) {
    page.Line(kDetailIndent,
              absl::StrCat("event ", FieldText(step, "event"), ": ",
                           FieldText(step, "from"), " on ",
                           FieldText(step, "on"), ", ", FieldText(step, "how"),
                           ", ", FieldText(step, "judgement")));
  }
  const std::string premises = FieldText(claim, "rests_on");
  if (!premises.empty()) {
    page.Line(kDetailIndent, absl::StrCat("rests on ", premises));
  }
  for (const Json& fallen : ListOf(claim, "fallen")) {
    page.Line(kDetailIndent, FallenText(fallen));
  }
  WriteWithheld(claim, page);
  for (const Json& rating : ListOf(claim, "assessments")) {
    page.Line(kDetailIndent, absl::StrCat("rated ", FieldText(rating, "scheme"),
                                          " ", FieldText(rating, "value"),
                                          " by ", FieldText(rating, "by")));
  }
  page.Line(kDetailIndent,
            absl::StrCat("event ", FieldText(claim, "event"), ", recorded ",
                         FieldText(claim, "recorded_at"), " by ",
                         FieldText(claim, "by")));
  line("leaf", "leaf_hash");
}

void WriteHead(const Json& document, Page& page) {
  const Json& names = ListOf(document, "names");
  const std::string name = names.empty() ? "" : FieldText(names[0], "value");
  const std::string key = FieldText(document, "key");
  const std::string title = Toned(Tone::kHeading, name.empty() ? key : name);
  page.Line(0, absl::StrCat(name.empty() ? title : Named(title, key), ", ",
                            FieldText(document, "type")));
}

// "said of it: 4 statements, 1 LIKELY, 3 CONTESTED", the best first.
void WriteSummary(const Json& document, Page& page) {
  static constexpr const char* kOrder[] = {
      "corroborated", "likely",    "single_line", "contested",
      "circular",     "retracted", "unsupported"};
  const std::string type = FieldText(document, "type");
  if (type != "entity" && type != "source" && type != "report") return;
  std::map<std::string, size_t> counts;
  const Json& statements = ListOf(document, "statements");
  for (const Json& statement : statements) {
    ++counts[FieldText(statement, "verdict")];
  }
  if (statements.empty()) {
    page.Line(2, type == "entity" ? "nothing is said of it here"
                                  : "nothing that it says is here");
    return;
  }
  std::vector<std::string> parts;
  for (const char* verdict : kOrder) {
    const auto count = counts.find(verdict);
    if (count == counts.end()) continue;
    parts.push_back(absl::StrCat(count->second, " ",
                                 TonedVerdict(Json{{"verdict", verdict}})));
  }
  page.Line(2, absl::StrCat(type == "entity" ? "said of it: " : "speaks of ",
                            Counted(statements.size(), "statement"), ", ",
                            absl::StrJoin(parts, ", ")));
}

}  // namespace

std::string ShowText(const Json& document, size_t width) {
  const Json marked = MarkedDocument(document);
  Page page(width);
  WriteHead(marked, page);
  if (marked.contains("withheld")) {
    page.Line(
        2, absl::StrCat(FieldText(marked, "withheld"), ": --unseal shows it"));
    return page.Take();
  }
  WriteSummary(marked, page);
  WriteNames(marked, page);
  const std::string type = FieldText(marked, "type");
  // A statement's fields are the one statement below.
  if (type != "statement") WriteFields(marked, page);
  WriteLists(marked, page);
  page.Blank();
  if (type == "statement") {
    page.Add(FindingsText(ListOf(document, "statements"), width));
    page.Blank();
    for (const Json& claim : ListOf(marked, "claims")) WriteClaim(claim, page);
  } else if (type == "report") {
    WriteByPassage(marked, page);
  } else {
    WriteStatements(marked, page);
  }
  WriteHistory(marked, page);
  return page.Take();
}

std::string TraceText(const Json& document, size_t width) {
  const Json marked = MarkedDocument(document);
  Page page(width);
  page.Line(0, Toned(Tone::kHeading, FieldText(marked, "key")));
  std::map<std::string, const Json*> statements;
  for (const Json& statement : ListOf(marked, "statements")) {
    statements[FieldText(statement, "statement")] = &statement;
  }
  const Json& claims = ListOf(marked, "claims");
  if (claims.empty()) page.Line(2, "it rests on no claim that is shown");
  for (const Json& claim : claims) {
    const auto said = statements.find(FieldText(claim, "statement"));
    if (said != statements.end()) {
      page.Line(2, StatementLine(*said->second));
      page.Line(2,
                absl::StrCat(TonedVerdict(*said->second), ", ", said->first));
    }
    WriteClaim(claim, page);
    if (!claim.contains("withheld")) WriteTraceDetails(claim, page);
    page.Blank();
  }
  return page.Take();
}

std::string PathText(const Json& document, size_t width) {
  const Json marked = MarkedDocument(document);
  Page page(width);
  for (const Json& step : ListOf(marked, "steps")) {
    const bool is_reversed = step.value("reversed", false);
    const std::string arrow = absl::StrCat(is_reversed ? "<-- " : "--- ",
                                           FieldText(step, "predicate"),
                                           is_reversed ? " ---" : " -->");
    page.Line(0,
              absl::StrCat(
                  Named(FieldText(step, "from_name"), FieldText(step, "from")),
                  "  ", Unbroken(arrow), "  ",
                  Named(FieldText(step, "to_name"), FieldText(step, "to"))));
    page.Line(kClaimIndent, absl::StrCat(TonedVerdict(step), ", ",
                                         FieldText(step, "statement"),
                                         ", claims ", HedgedClaims(step)));
  }
  return page.Take();
}

}  // namespace attest
