#include "tools/history_text.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/marked_text.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr size_t kDecisionIndent = 4;

// What a record is called, or what a claim says, by its keys.
std::string RecordText(const Json& record) {
  if (record.contains("predicate") && record.contains("subject")) {
    std::string object = FieldText(record, "object");
    if (record.contains("value")) {
      const Json& value = record["value"];
      object = value.is_object() ? MeasureText(value) : Dump(value);
    }
    const std::string valid = FieldText(record, "valid");
    return absl::StrCat(": ", FieldText(record, "subject"), " ",
                        FieldText(record, "predicate"), " ", object,
                        valid.empty() ? "" : ", ", valid);
  }
  for (const char* name : {"name", "title", "label"}) {
    const std::string text = FieldText(record, name);
    if (!text.empty()) return absl::StrCat(" \"", text, "\"");
  }
  return "";
}

}  // namespace

std::string DecisionText(const Json& entry, const std::string& shown_key) {
  const auto record = entry.find("record");
  const std::string what = FieldText(entry, "what");
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

std::string HistoryText(const Json& unmarked, size_t width) {
  static const std::set<std::string>* const kRecords =
      new std::set<std::string>{"source", "report", "entity", "predicate",
                                "claim"};
  const Json document = MarkedDocument(unmarked);
  Page page(width);
  const std::string key = FieldText(document, "key");
  for (const Json& event : ListOf(document, "events")) {
    const std::string type = FieldText(event, "type");
    std::string line =
        absl::StrCat("event ", FieldText(event, "event"), "  ",
                     FieldText(event, "recorded_at"), "  ", type);
    const bool is_record = kRecords->count(type) > 0;
    if (is_record) {
      absl::StrAppend(&line, " ", FieldText(event, "key"),
                      RecordText(event["record"]));
    }
    absl::StrAppend(&line, "  by ", FieldText(event, "by"));
    const std::string reason = FieldText(event, "reason");
    if (!reason.empty()) absl::StrAppend(&line, ": ", reason);
    page.Line(0, line);
    if (is_record) continue;
    Json entry = {{"what", type}, {"record", event["record"]}};
    entry["record"].erase("type");
    entry["record"].erase("id");
    const std::string decision = DecisionText(entry, key);
    if (!decision.empty()) page.Line(kDecisionIndent, decision);
  }
  const std::string withheld = FieldText(document, "withheld");
  if (!withheld.empty()) {
    page.Line(0, absl::StrCat("sealed events left out: ", withheld));
  }
  return page.Take();
}

}  // namespace attest
