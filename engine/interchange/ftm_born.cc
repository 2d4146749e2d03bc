#include "engine/interchange/ftm_born.h"

#include <nlohmann/json.hpp>
#include <variant>

#include "engine/audit/citation_json.h"
#include "engine/model/claim.h"

namespace attest {
namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string();
}

FtmValues ValuesOf(const Json& json) {
  FtmValues values;
  if (!json.is_object()) return values;
  for (const auto& [name, list] : json.items()) {
    if (!list.is_array()) continue;
    for (const Json& value : list) {
      if (value.is_string()) values[name].insert(value.get<std::string>());
    }
  }
  return values;
}

// What the note says under `ftm`. Somebody may have written anything there.
Json NoteOf(absl::string_view note) {
  const Json json = Json::parse(note.begin(), note.end(), nullptr,
                                /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("ftm")) return Json::object();
  return json["ftm"].is_object() ? json["ftm"] : Json::object();
}

}  // namespace

FtmBorn ReadFtmBorn(const Event& event) {
  FtmBorn born;
  const auto& claim = std::get<Claim>(event.record);
  if (!claim.extracted_by || claim.citation.empty() ||
      claim.extracted_by->agent != "attest import ftm") {
    return born;
  }
  const nlohmann::ordered_json citation = CitationJson(claim.citation);
  if (!citation.contains("cell") || !citation["cell"].is_string()) return born;
  const auto cell = citation["cell"].get<std::string>();
  born.is_born = true;
  const size_t colon = cell.find(':');
  born.schema = cell.substr(0, colon);
  if (colon != std::string::npos) born.property = cell.substr(colon + 1);
  if (citation.contains("page") && citation["page"].is_string()) {
    born.id = citation["page"].get<std::string>();
  }
  const Json note = NoteOf(event.note);
  born.lang = TextOf(note, "lang");
  born.origin = TextOf(note, "origin");
  born.first_seen = TextOf(note, "first_seen");
  born.last_seen = TextOf(note, "last_seen");
  born.value = TextOf(note, "value");
  if (note.contains("properties"))
    born.properties = ValuesOf(note["properties"]);
  return born;
}

FtmValues ReadFtmProvenance(absl::string_view note) {
  return ValuesOf(NoteOf(note));
}

}  // namespace attest
