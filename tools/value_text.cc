#include "tools/value_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace attest {
namespace {

std::string QuantityText(const Json& value) {
  const std::string unit = FieldText(value, "unit");
  const std::string tail = unit.empty() ? "" : absl::StrCat(" ", unit);
  if (value.contains("exact")) return FieldText(value, "exact") + tail;
  if (value.contains("at_least")) {
    return absl::StrCat("at least ", FieldText(value, "at_least"), tail);
  }
  if (value.contains("at_most")) {
    return absl::StrCat("at most ", FieldText(value, "at_most"), tail);
  }
  if (value.contains("about")) {
    return absl::StrCat("about ", FieldText(value, "about"), tail);
  }
  if (value.contains("low")) {
    std::string text = absl::StrCat(FieldText(value, "low"), " to ",
                                    FieldText(value, "high"), tail);
    if (value.contains("best")) {
      absl::StrAppend(&text, ", best ", FieldText(value, "best"));
    }
    return text;
  }
  return Dump(value);
}

std::string PointText(const Json& value) {
  std::string text =
      absl::StrCat(FieldText(value, "lat"), ", ", FieldText(value, "lon"));
  const std::string radius = FieldText(value, "radius_m");
  if (!radius.empty()) absl::StrAppend(&text, " within ", radius, " m");
  if (value.value("fallback", false)) {
    text += " (stands for a wider place)";
  }
  return text;
}

std::string ObjectText(const Json& statement) {
  if (!statement["object"].is_null()) {
    return Named(FieldText(statement, "object_name"),
                 FieldText(statement, "object"));
  }
  const Json& value = statement["value"];
  if (value.is_object()) return MeasureText(value);
  if (value.is_string()) {
    return absl::StrCat("\"", value.get<std::string>(), "\"");
  }
  return value == Json(true) ? "yes" : Dump(value);
}

}  // namespace

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

std::string FieldText(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? "" : PlainText(*found);
}

const Json& ListOf(const Json& json, const char* name) {
  static const Json* const kEmpty = new Json(Json::array());
  const auto found = json.find(name);
  return found != json.end() && found->is_array() ? *found : *kEmpty;
}

std::string Named(const std::string& name, const std::string& key) {
  return name.empty() ? key : absl::StrCat(name, " (", key, ")");
}

std::string HedgedClaims(const Json& json) {
  std::vector<std::string> claims;
  for (const Json& claim : ListOf(json, "claims")) {
    const std::string key = PlainText(claim);
    const auto hedges = json.find("hedges");
    const std::string hedge =
        hedges == json.end() ? "" : FieldText(*hedges, key.c_str());
    claims.push_back(hedge.empty() ? key : absl::StrCat(key, " (", hedge, ")"));
  }
  return absl::StrJoin(claims, ", ");
}

std::string MeasureText(const Json& value) {
  return value.contains("lat") ? PointText(value) : QuantityText(value);
}

std::string StatementLine(const Json& statement) {
  std::string text = absl::StrCat(Named(FieldText(statement, "subject_name"),
                                        FieldText(statement, "subject")),
                                  " ", FieldText(statement, "predicate"), " ",
                                  ObjectText(statement));
  const std::string valid = FieldText(statement, "valid");
  if (!valid.empty()) absl::StrAppend(&text, ", ", valid);
  const std::string place =
      Named(FieldText(statement, "place_name"), FieldText(statement, "place"));
  if (!place.empty()) absl::StrAppend(&text, ", at ", place);
  return text;
}

}  // namespace attest
