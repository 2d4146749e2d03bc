#include "engine/ingest/citation.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/model/json_text.h"

namespace attest {

std::string ParseCitation(FieldReader& fields) {
  static constexpr absl::string_view kParts[] = {
      "cell", "frame", "line", "page", "paragraph", "row", "time"};
  static constexpr uint64_t kMaxNumber = uint64_t{1} << 53;
  const JsonValue* const value = fields.Take("citation", JsonType::kObject);
  if (value == nullptr) return "";
  FieldReader parts(*value, fields.PathOf("citation"), fields.errors());
  std::string json;
  for (absl::string_view name : kParts) {
    const JsonValue* const part = parts.Take(name);
    if (part == nullptr) continue;
    absl::StrAppend(&json, json.empty() ? "{\"" : ",\"", name, "\":");
    uint64_t number = 0;
    if (part->type == JsonType::kString && !part->text.empty()) {
      AppendJsonString(part->text, json);
    } else if (part->type == JsonType::kNumber &&
               absl::SimpleAtoi(part->text, &number) && number <= kMaxNumber) {
      absl::StrAppend(&json, number);
    } else {
      parts.AddError(*part, name,
                     {absl::StrCat("wrong value of \"", name, "\""), Got(*part),
                      "a whole number or a text", ""});
    }
  }
  parts.Finish();
  return json.empty() ? "" : json + "}";
}

}  // namespace attest
