#include "engine/audit/citation_json.h"

#include <algorithm>

namespace attest {

using Json = nlohmann::ordered_json;

Json CitationJson(const std::string& citation) {
  Json json = Json::parse(citation, nullptr, /*allow_exceptions=*/false);
  const bool is_flat =
      json.is_object() &&
      std::all_of(json.begin(), json.end(), [](const Json& part) {
        return part.is_number() || part.is_string();
      });
  if (is_flat) return json;
  Json text = Json::object();
  text["text"] = citation;
  return text;
}

}  // namespace attest
