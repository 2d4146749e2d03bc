#include "engine/interchange/ftm_notes.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/model/json_text.h"
#include "engine/model/rfc3339.h"

namespace attest {

std::string FtmInstant(absl::string_view time) {
  std::string text(time);
  if (ParseRfc3339(text).ok()) return text;
  text += 'Z';
  return ParseRfc3339(text).ok() ? text : "";
}

std::string FtmValuesJson(
    const std::map<std::string, std::set<std::string>>& values) {
  std::string json = "{";
  for (const auto& [name, list] : values) {
    if (json.size() > 1) json += ',';
    AppendJsonString(name, json);
    json += ':';
    char before = '[';
    for (const std::string& value : list) {
      json += before;
      AppendJsonString(value, json);
      before = ',';
    }
    json += ']';
  }
  return json + "}";
}

std::string FtmNote(JsonFields fields) {
  if (fields.empty()) return "";
  return absl::StrCat("{\"ftm\":", fields.Take(), "}");
}

std::string FtmNoteOf(
    const std::map<std::string, std::set<std::string>>& values) {
  if (values.empty()) return "";
  return absl::StrCat("{\"ftm\":", FtmValuesJson(values), "}");
}

}  // namespace attest
