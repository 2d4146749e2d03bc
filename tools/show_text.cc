#include "tools/show_text.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/counted.h"
#include "tools/finding_text.h"
#include "tools/page.h"
#include "tools/text_table.h"

namespace attest {
namespace {

constexpr size_t kClaimIndent = 4;
constexpr size_t kDetailIndent = 8;

// A value without the signs of JSON: `page 1, row 14`.
std::string PlainText(const Json& value) {
  if (value.is_null()) return "sealed";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_structured()) return Dump(value);
  std::vector<std::string> parts;
  bool is_nested = false;
  for (const auto& [name, part] : value.items()) {
    is_nested = is_nested || part.is_structured();
    parts.push_back(value.is_array()
                        ? PlainText(part)
                        : absl::StrCat(name, " ", PlainText(part)));
  }
  return absl::StrJoin(parts, is_nested ? "; " : ", ");
}

std::string Text(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? "" : PlainText(*found);
}

const Json& ListOf(const Json& json, const char* name) {
  static const Json* const kEmpty = new Json(Json::array());
  const auto found = json.find(name);
  return found != json.end() && found->is_array() ? *found : *kEmpty;
}

// "NAME (KEY)", or the key alone.
std::string Named(const std::string& name, const std::string& key) {
  return name.empty() ? key : absl::StrCat(name, " (", key, ")");
}

std::string QuantityText(const Json& value) {
  const std::string unit = Text(value, "unit");
  const std::string tail = unit.empty() ? "" : absl::StrCat(" ", unit);
  if (value.contains("exact")) return Text(value, "exact") + tail;
  if (value.contains("at_least")) {
    return absl::StrCat("at least ", Text(value, "at_least"), tail);
  }
  if (value.contains("at_most")) {
    return absl::StrCat("at most ", Text(value, "at_most"), tail);
  }
  if (value.contains("about")) {
    return absl::StrCat("about ", Text(value, "about"), tail);
  }
  if (value.contains("low")) {
    std::string text =
        absl::StrCat(Text(value, "low"), " to ", Text(value, "high"), tail);
    if (value.contains("best")) {
      absl::StrAppend(&text, ", best ", Text(value, "best"));
    }
    return text;
  }
  return Dump(value);
}

std::string PointText(const Json& value) {
  std::string text = absl::StrCat(Text(value, "lat"), ", ", Text(value, "lon"));
  const std::string radius = Text(value, "radius_m");
  if (!radius.empty()) absl::StrAppend(&text, " within ", radius, " m");
  if (value.value("fallback", false)) {
    text += " (stands for a wider place)";
  }
  return text;
}

std::string MeasureText(const Json& value) {
  return value.contains("lat") ? PointText(value) : QuantityText(value);
}

std::string ObjectText(const Json& statement) {
  if (!statement["object"].is_null()) {
    return Named(Text(statement, "object_name"), Text(statement, "object"));
  }
  const Json& value = statement["value"];
  if (value.is_object()) return MeasureText(value);
  if (value.is_string()) {
    return absl::StrCat("\"", value.get<std::string>(), "\"");
  }
  return value == Json(true) ? "yes" : Dump(value);
}

std::string StatementText(const Json& statement) {
  std::string text = absl::StrCat(
      Named(Text(statement, "subject_name"), Text(statement, "subject")), " ",
      Text(statement, "predicate"), " ", ObjectText(statement));
  const std::string valid = Text(statement, "valid");
  if (!valid.empty()) absl::StrAppend(&text, ", ", valid);
  const std::string place =
      Named(Text(statement, "place_name"), Text(statement, "place"));
  if (!place.empty()) absl::StrAppend(&text, ", at ", place);
  return text;
}

// " (redacted in part)"; empty where nothing was.
std::string RedactedText(const Json& json, const char* field) {
  const std::string how = Text(json, field);
  if (how.empty()) return "";
  return how == "whole" ? " (redacted)" : absl::StrCat(" (redacted ", how, ")");
}

// "Bilefsky, quoting Omar (eyewitness)": nearest to the report first.
std::string SpeakersText(const Json& claim) {
  const Json& attribution = ListOf(claim, "attribution");
  if (attribution.empty()) return "the report itself; origin unknown";
  std::vector<std::string> speakers;
  for (const Json& speaker : attribution) {
    std::string text = Named(Text(speaker, "name"), Text(speaker, "source"));
    const std::string basis = Text(speaker, "basis");
    if (!basis.empty() && basis != "unstated") {
      absl::StrAppend(&text, ", ", basis);
    }
    const std::string said = Text(speaker, "said");
    if (!said.empty()) absl::StrAppend(&text, ", said ", said);
    absl::StrAppend(&text, RedactedText(speaker, "redacted"));
    speakers.push_back(std::move(text));
  }
  return absl::StrJoin(speakers, "; citing ");
}

std::string ClaimHeading(const Json& claim) {
  std::string text = Text(claim, "claim");
  const std::string stance = Text(claim, "stance");
  if (stance != "asserts") absl::StrAppend(&text, " ", stance);
  const std::string hedge = Text(claim, "hedge");
  if (hedge != "stated") absl::StrAppend(&text, ", ", hedge);
  if (!claim.value("live", true)) {
    std::string why = Text(claim, "standing");
    for (char& c : why) c = absl::ascii_toupper(static_cast<unsigned char>(c));
    absl::StrAppend(&text, "  [", why);
    const std::string event = Text(claim, "retracted_by");
    if (!event.empty()) absl::StrAppend(&text, ", event ", event);
    text += "]";
  }
  if (Text(claim, "redacted") == "in part") text += "  (redacted in part)";
  return text;
}

std::string ReportText(const Json& claim) {
  std::string text = absl::StrCat(
      Named(Text(claim, "publisher_name"), Text(claim, "publisher")), ", ",
      Text(claim, "report"));
  const std::string title = Text(claim, "title");
  if (!title.empty()) absl::StrAppend(&text, ", \"", title, "\"");
  const std::string published = Text(claim, "published");
  absl::StrAppend(&text, ", ", published.empty() ? "undated" : published,
                  RedactedText(claim, "report_redacted"));
  return text;
}

std::string PassageText(const Json& claim) {
  const Json& quote = claim["quote"];
  if (!quote.is_object()) return "";
  std::string text = absl::StrCat("\"", Text(quote, "exact"), "\"");
  const Json& bytes = ListOf(quote, "bytes");
  if (bytes.size() == 2) {
    absl::StrAppend(&text, " [bytes ", Dump(bytes[0]), "-", Dump(bytes[1]),
                    "]");
  }
  return text;
}

void WriteClaim(const Json& claim, Page& page) {
  if (claim.contains("withheld")) {
    page.Line(kClaimIndent, absl::StrCat("event ", Text(claim, "event"), ": ",
                                         Text(claim, "withheld")));
    return;
  }
  page.Line(kClaimIndent, ClaimHeading(claim));
  page.Line(kDetailIndent, absl::StrCat("says   ", SpeakersText(claim)));
  page.Line(kDetailIndent, absl::StrCat("in     ", ReportText(claim)));
  const std::string passage = PassageText(claim);
  if (!passage.empty()) {
    page.Line(kDetailIndent, absl::StrCat("quote  ", passage));
  }
  const std::string citation = Text(claim, "citation");
  if (!citation.empty()) {
    page.Line(kDetailIndent, absl::StrCat("cited  ", citation));
  }
  const std::string as_stated = Text(claim, "as_stated");
  if (!as_stated.empty()) {
    page.Line(kDetailIndent, absl::StrCat("stated \"", as_stated, "\""));
  }
}

// The claims of a document, by statement, in their order.
std::multimap<std::string, const Json*> ByStatement(const Json& document) {
  std::multimap<std::string, const Json*> claims;
  for (const Json& claim : ListOf(document, "claims")) {
    claims.emplace(Text(claim, "statement"), &claim);
  }
  return claims;
}

void WriteStatement(const Json& statement,
                    const std::multimap<std::string, const Json*>& claims,
                    Page& page) {
  page.Line(2, StatementText(statement));
  page.Line(kClaimIndent, absl::StrCat(VerdictText(statement), ", lines ",
                                       LinesText(statement)));
  std::vector<std::string> marks = {Text(statement, "statement")};
  marks.push_back(absl::StrCat(
      Counted(statement.value("citations", size_t{0}), "claim"), " in ",
      Counted(statement.value("reports", size_t{0}), "report")));
  if (const size_t against = ListOf(statement, "opposing").size()) {
    marks.push_back(absl::StrCat(against, " against"));
  }
  if (const size_t doubting = ListOf(statement, "doubting").size()) {
    marks.push_back(absl::StrCat(doubting, " doubting"));
  }
  if (const size_t not_counted = ListOf(statement, "not_counted").size()) {
    marks.push_back(absl::StrCat(not_counted, " not counted"));
  }
  if (statement.value("undated", false)) marks.emplace_back("undated");
  page.Line(kClaimIndent, absl::StrJoin(marks, ", "));
  const auto [first, last] = claims.equal_range(Text(statement, "statement"));
  std::set<std::string> own;
  for (auto it = first; it != last; ++it) {
    own.insert(Text(*it->second, "claim"));
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
    const std::string predicate = Text(statement, "predicate");
    std::vector<const Json*>& group = groups[predicate];
    if (group.empty()) order.push_back(predicate);
    group.push_back(&statement);
  }
  for (const std::string& predicate : order) {
    page.Line(0, predicate);
    for (const Json* statement : groups[predicate]) {
      WriteStatement(*statement, claims, page);
    }
  }
}

// A report reads in the order of its passages, which is that of its claims.
void WriteByPassage(const Json& document, Page& page) {
  std::map<std::string, const Json*> statements;
  for (const Json& statement : ListOf(document, "statements")) {
    statements[Text(statement, "statement")] = &statement;
  }
  for (const Json& claim : ListOf(document, "claims")) {
    const auto statement = statements.find(Text(claim, "statement"));
    if (statement != statements.end()) {
      page.Line(2, StatementText(*statement->second));
      page.Line(kClaimIndent,
                absl::StrCat(VerdictText(*statement->second), ", lines ",
                             LinesText(*statement->second)));
    }
    WriteClaim(claim, page);
    page.Blank();
  }
}

void WriteNames(const Json& document, Page& page) {
  std::vector<std::string> names;
  for (const Json& name : ListOf(document, "names")) {
    names.push_back(Text(name, "value"));
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
    page.Line(2, absl::StrCat("published ", Text(report, "report"), ", \"",
                              Text(report, "title"), "\""));
  }
  for (const Json& relay : ListOf(document, "relayed_by")) {
    page.Line(
        2, absl::StrCat(
               "relayed by ", Named(Text(relay, "name"), Text(relay, "source")),
               " in ", Counted(relay.value("claims", size_t{0}), "claim")));
  }
  const Json& parts = ListOf(document, "parts");
  if (!parts.empty()) page.Line(2, absl::StrCat("parts: ", PlainText(parts)));
  for (const Json& upstream : ListOf(document, "upstream")) {
    page.Line(
        2, absl::StrCat("derives from ", Text(upstream, "report"),
                        Text(upstream, "source"), ", ", Text(upstream, "how")));
  }
  const auto identity = document.find("identity");
  if (identity == document.end()) return;
  const Json& ids = ListOf(*identity, "ids");
  if (ids.size() > 1) page.Line(2, absl::StrCat("one with: ", PlainText(ids)));
  for (const Json& judgement : ListOf(*identity, "left_out")) {
    page.Line(2, absl::StrCat("left out: the judgement of event ",
                              Text(judgement, "event"), ", which event ",
                              Text(judgement, "different"), " contradicts"));
  }
}

// What a decision of the history says: "judgement different, entities a, b".
std::string DecisionText(const Json& entry, const std::string& shown_key) {
  const auto record = entry.find("record");
  const std::string what = Text(entry, "what");
  if (record == entry.end() || what == "entity") return "";
  std::vector<std::string> parts;
  for (const auto& [name, value] : record->items()) {
    const bool is_shown = name == "by" || name == "reason" ||
                          name == "recorded" ||
                          (name == "target" && value == Json(shown_key));
    if (is_shown) continue;
    parts.push_back(absl::StrCat(name, " ", PlainText(value)));
  }
  return absl::StrJoin(parts, ", ");
}

void WriteHistory(const Json& document, Page& page) {
  const Json& history = ListOf(document, "history");
  if (history.empty()) return;
  page.Line(0, "history");
  for (const Json& entry : history) {
    std::string line = absl::StrCat(
        "event ", Text(entry, "event"), "  ", Text(entry, "recorded_at"), "  ",
        Text(entry, "what"), "  by ", Text(entry, "by"));
    const std::string reason = Text(entry, "reason");
    if (!reason.empty()) absl::StrAppend(&line, ": ", reason);
    page.Line(2, line);
    const std::string decision = DecisionText(entry, Text(document, "key"));
    if (!decision.empty()) page.Line(kClaimIndent, decision);
  }
}

// "rpt:a fell by event 7, retraction by ana, withdrawn: in error".
std::string FallenText(const Json& fallen) {
  std::string text = absl::StrCat(
      Text(fallen, "target"), " fell by event ", Text(fallen, "event"), ", ",
      Text(fallen, "type"), " by ", Text(fallen, "by"));
  const std::string how = Text(fallen, "how");
  if (!how.empty()) absl::StrAppend(&text, ", ", how);
  const std::string instead = Text(fallen, "superseded_by");
  if (!instead.empty()) absl::StrAppend(&text, ", superseded by ", instead);
  const std::string reason = Text(fallen, "reason");
  if (!reason.empty()) absl::StrAppend(&text, ": ", reason);
  return text;
}

// What a record is called, or what a claim says, by its keys.
std::string RecordText(const Json& record) {
  if (record.contains("predicate") && record.contains("subject")) {
    std::string object = Text(record, "object");
    if (record.contains("value")) {
      const Json& value = record["value"];
      object = value.is_object() ? MeasureText(value) : Dump(value);
    }
    const std::string valid = Text(record, "valid");
    return absl::StrCat(": ", Text(record, "subject"), " ",
                        Text(record, "predicate"), " ", object,
                        valid.empty() ? "" : ", ", valid);
  }
  for (const char* name : {"name", "title", "label"}) {
    const std::string text = Text(record, name);
    if (!text.empty()) return absl::StrCat(" \"", text, "\"");
  }
  return "";
}

// "rpt:b derives from rpt:a, reprint"; what is one with another derives from
// nothing by that.
std::string StepText(const Json& step) {
  std::string of = Text(step, "of");
  if (of.empty()) of = "what is sealed";
  const std::string on =
      absl::StrCat(Text(step, "report"), Text(step, "source"));
  const std::string how = Text(step, "how");
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
    const std::string count = Text(claim, name);
    if (!count.empty()) {
      page.Line(kDetailIndent, absl::StrCat("sealed: ", count, " ", what));
    }
  }
}

void WriteTraceDetails(const Json& claim, Page& page) {
  auto line = [&](absl::string_view name, const char* field) {
    const std::string text = Text(claim, field);
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
            absl::StrCat("report: event ", Text(claim, "report_event"),
                         ", recorded ", Text(claim, "report_recorded_at"),
                         " by ", Text(claim, "report_by")));
  line("report leaf", "report_leaf_hash");
  for (const Json& step : ListOf(claim, "upstream")) {
    page.Line(kDetailIndent, StepText(step));
  }
  for (const Json& step : ListOf(claim, "dependence")) {
    page.Line(kDetailIndent,
              absl::StrCat("event ", Text(step, "event"), ": ",
                           Text(step, "from"), " on ", Text(step, "on"), ", ",
                           Text(step, "how"), ", ", Text(step, "judgement")));
  }
  const std::string premises = Text(claim, "rests_on");
  if (!premises.empty()) {
    page.Line(kDetailIndent, absl::StrCat("rests on ", premises));
  }
  for (const Json& fallen : ListOf(claim, "fallen")) {
    page.Line(kDetailIndent, FallenText(fallen));
  }
  WriteWithheld(claim, page);
  for (const Json& rating : ListOf(claim, "assessments")) {
    page.Line(kDetailIndent,
              absl::StrCat("rated ", Text(rating, "scheme"), " ",
                           Text(rating, "value"), " by ", Text(rating, "by")));
  }
  page.Line(
      kDetailIndent,
      absl::StrCat("event ", Text(claim, "event"), ", recorded ",
                   Text(claim, "recorded_at"), " by ", Text(claim, "by")));
  line("leaf", "leaf_hash");
}

}  // namespace

std::string ShowText(const Json& document, size_t width) {
  Page page(width);
  const Json& names = ListOf(document, "names");
  const std::string name = names.empty() ? "" : Text(names[0], "value");
  page.Line(0, absl::StrCat(Named(name, Text(document, "key")), ", ",
                            Text(document, "type")));
  if (document.contains("withheld")) {
    page.Line(2,
              absl::StrCat(Text(document, "withheld"), ": --unseal shows it"));
    return page.Take();
  }
  WriteNames(document, page);
  const std::string type = Text(document, "type");
  // A statement's fields are the one statement below.
  if (type != "statement") WriteFields(document, page);
  WriteLists(document, page);
  page.Blank();
  if (type == "statement") {
    page.Add(FindingsText(ListOf(document, "statements"), width));
    page.Blank();
    for (const Json& claim : ListOf(document, "claims")) {
      WriteClaim(claim, page);
    }
  } else if (type == "report") {
    WriteByPassage(document, page);
  } else {
    WriteStatements(document, page);
  }
  WriteHistory(document, page);
  return page.Take();
}

std::string TraceText(const Json& document, size_t width) {
  Page page(width);
  page.Line(0, Text(document, "key"));
  std::map<std::string, const Json*> statements;
  for (const Json& statement : ListOf(document, "statements")) {
    statements[Text(statement, "statement")] = &statement;
  }
  for (const Json& claim : ListOf(document, "claims")) {
    const auto said = statements.find(Text(claim, "statement"));
    if (said != statements.end()) {
      page.Line(2, StatementText(*said->second));
      page.Line(2, absl::StrCat(VerdictText(*said->second), ", ", said->first));
    }
    WriteClaim(claim, page);
    if (!claim.contains("withheld")) WriteTraceDetails(claim, page);
    page.Blank();
  }
  return page.Take();
}

std::string HistoryText(const Json& document, size_t width) {
  static const std::set<std::string>* const kRecords =
      new std::set<std::string>{"source", "report", "entity", "predicate",
                                "claim"};
  Page page(width);
  const std::string key = Text(document, "key");
  for (const Json& event : ListOf(document, "events")) {
    const std::string type = Text(event, "type");
    std::string line = absl::StrCat("event ", Text(event, "event"), "  ",
                                    Text(event, "recorded_at"), "  ", type);
    const bool is_record = kRecords->count(type) > 0;
    if (is_record) {
      absl::StrAppend(&line, " ", Text(event, "key"),
                      RecordText(event["record"]));
    }
    absl::StrAppend(&line, "  by ", Text(event, "by"));
    const std::string reason = Text(event, "reason");
    if (!reason.empty()) absl::StrAppend(&line, ": ", reason);
    page.Line(0, line);
    if (is_record) continue;
    Json entry = {{"what", type}, {"record", event["record"]}};
    entry["record"].erase("type");
    entry["record"].erase("id");
    const std::string decision = DecisionText(entry, key);
    if (!decision.empty()) page.Line(kClaimIndent, decision);
  }
  const std::string withheld = Text(document, "withheld");
  if (!withheld.empty()) {
    page.Line(0, absl::StrCat("sealed events left out: ", withheld));
  }
  return page.Take();
}

std::string PathText(const Json& document) {
  Page page(0);
  const Json& steps = ListOf(document, "steps");
  for (const Json& step : steps) {
    page.Line(0,
              absl::StrCat(Named(Text(step, "from_name"), Text(step, "from")),
                           step.value("reversed", false) ? "  <-- " : "  --- ",
                           Text(step, "predicate"),
                           step.value("reversed", false) ? " ---  " : " -->  ",
                           Named(Text(step, "to_name"), Text(step, "to"))));
    page.Line(kClaimIndent,
              absl::StrCat(VerdictText(step), ", ", Text(step, "statement"),
                           ", claims ", PlainText(ListOf(step, "claims"))));
  }
  return page.Take();
}

std::string StatementLine(const Json& statement) {
  return StatementText(statement);
}

}  // namespace attest
