#include "engine/interchange/prov_lines.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/interchange/prov_names.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Json = nlohmann::ordered_json;

// BCP 47 in outline; what is not is no language of a literal.
bool IsLanguage(absl::string_view text) {
  for (const absl::string_view part : absl::StrSplit(text, '-')) {
    if (part.empty() || part.size() > 8 ||
        !std::all_of(part.begin(), part.end(), [](char c) {
          return absl::ascii_isalnum(static_cast<unsigned char>(c));
        })) {
      return false;
    }
  }
  return absl::ascii_isalpha(static_cast<unsigned char>(text.front()));
}

// Further names of an entity: texts, with their language where they have one.
// What else is known of one stands beside them, as JSON.
void AddNames(const Json& names, ProvAttributes& attributes) {
  Json texts = Json::array();
  Json details = Json::array();
  for (const Json& name : names) {
    if (name.is_string()) {
      texts.push_back(name);
      continue;
    }
    const std::string lang = name.value("lang", "");
    if (!lang.empty() && IsLanguage(lang)) {
      texts.push_back({{"$", name["value"]}, {"lang", lang}});
    } else {
      texts.push_back(name["value"]);
    }
    if (name.size() > 1) details.push_back(name);
  }
  attributes.Literals("names", texts);
  attributes.Field("name_details", details);
}

}  // namespace

absl::StatusOr<ProvAttributes> LineAttributes(
    EventIndex index, const OutgoingEvent& out, const OutgoingKeys& keys,
    const std::vector<std::string>& types, absl::string_view label,
    std::initializer_list<absl::string_view> skipped) {
  const auto key_of = [&](EventIndex record) { return keys.KeyOf(record); };
  ASSIGN_OR_RETURN(const Json line,
                   out.goes == OutgoingEvent::Goes::kAsStub
                       ? StubLine(out.event, out.why, key_of)
                       : CaseLine(out.event, key_of, NameContentByHash));
  ProvAttributes attributes;
  attributes.Names("prov:type", types).Text("prov:label", label);
  attributes.Number(ProvTerm("event"), index.value());
  attributes.TypedTime(ProvTerm("recorded_at"), out.event.recorded_at);
  for (const auto& [field, value] : line.items()) {
    if (field == "type" || field == "id" ||
        std::find(skipped.begin(), skipped.end(), field) != skipped.end()) {
      continue;
    }
    if (field == "names") {
      AddNames(value, attributes);
    } else {
      attributes.Field(field, value);
    }
  }
  return attributes;
}

absl::StatusOr<std::string> ProvNameOfEvent(const OutgoingKeys& keys,
                                            EventIndex record) {
  ASSIGN_OR_RETURN(const std::string key, keys.KeyOf(record));
  return ProvName(kProvCase, key);
}

std::string ProvTerm(absl::string_view name) {
  return absl::StrCat(kProvAttest, ":", name);
}

absl::StatusOr<std::string> ShownName(const View& view,
                                      const OutgoingKeys& keys, SourceId id) {
  if (keys.IsWithheld(id)) return keys.KeyOf(id);
  return view.source(id).name;
}

absl::StatusOr<std::string> ShownName(const View& view,
                                      const OutgoingKeys& keys, EntityId id) {
  if (keys.IsWithheld(id)) return keys.KeyOf(id);
  return view.entity(id).name;
}

absl::StatusOr<std::string> ShownName(const EventLog& log, const View& view,
                                      const OutgoingKeys& keys, ReportId id) {
  if (keys.IsWithheld(id)) return keys.KeyOf(id);
  ASSIGN_OR_RETURN(const Report report, OutgoingReport(log, view, keys, id));
  return report.title;
}

}  // namespace attest
