#include "tests/cli/stix_checker.h"

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using Names = std::set<std::string>;

// What an object of a type must and may have beside the common properties.
struct Type {
  Names must;
  Names may;
  bool is_domain = false;  // a relationship may lead to it
};

const std::map<std::string, Type>& Types() {
  static const auto& types = *new std::map<std::string, Type>{
      {"identity",
       {{"name"},
        {"description", "roles", "identity_class", "sectors",
         "contact_information"},
        true}},
      {"incident", {{"name"}, {"description"}, true}},
      {"location",
       {{},
        {"name", "description", "latitude", "longitude", "precision", "region",
         "country", "administrative_area", "city", "street_address",
         "postal_code"},
        true}},
      {"report",
       {{"name", "published", "object_refs"},
        {"description", "report_types"},
        true}},
      {"note", {{"content", "object_refs"}, {"abstract", "authors"}, true}},
      {"opinion",
       {{"opinion", "object_refs"}, {"explanation", "authors"}, true}},
      {"grouping", {{"context", "object_refs"}, {"name", "description"}, true}},
      {"relationship",
       {{"relationship_type", "source_ref", "target_ref"},
        {"description", "start_time", "stop_time"},
        false}},
      {"extension-definition",
       {{"name", "schema", "version", "extension_types", "created_by_ref"},
        {"description", "extension_properties"},
        false}},
      {"marking-definition",
       {{"definition_type", "definition"}, {"name"}, false}}};
  return types;
}

const Names& CommonMust() {
  static const auto& names =
      *new Names{"type", "spec_version", "id", "created", "modified"};
  return names;
}
const Names& CommonMay() {
  static const auto& names =
      *new Names{"created_by_ref",      "revoked",    "labels",
                 "confidence",          "lang",       "external_references",
                 "object_marking_refs", "extensions", "granular_markings"};
  return names;
}

bool Matches(const Json& value, const char* pattern) {
  static auto& known = *new std::map<std::string, std::regex>;
  const auto found = known.try_emplace(pattern, pattern).first;
  return value.is_string() &&
         std::regex_match(value.get<std::string>(), found->second);
}

constexpr const char* kTimestamp =
    R"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)";
constexpr const char* kIdentifier =
    R"([a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})";
// RFC 3986 for http, https and ftp, hosts by name or number alone.
constexpr const char* kUri =
    R"(([Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://)"
    R"((([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]{0,5})?)"
    R"(([/?]([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?)";
std::string TypeOf(const std::string& id) {
  return id.substr(0, id.find("--"));
}

class Checker {
 public:
  explicit Checker(StixDocument& document) : document_(document) {}

  void Run(const std::string& text) {
    document_.json = Parse(text);
    const Json& bundle = document_.json;
    if (!bundle.is_object()) return Fault("no object");
    for (const auto& [name, value] : bundle.items()) {
      if (name != "type" && name != "id" && name != "objects") {
        Fault("a property of a bundle", name);
      }
    }
    if (bundle.value("type", "") != "bundle") Fault("no bundle");
    CheckId(bundle, "bundle");
    const Json objects = bundle.value("objects", Json::array());
    if (bundle.contains("objects") && objects.empty()) Fault("objects: none");
    for (const Json& object : objects) {
      if (!object.is_object() || !object.contains("id")) {
        Fault("no object with an id", object);
        continue;
      }
      const std::string id = object["id"].dump();
      if (!document_.objects.emplace(object.value("id", id), object).second) {
        Fault("an id twice", id);
      }
    }
    for (const auto& [id, object] : document_.objects) CheckObject(object);
    CheckWhose();
  }

 private:
  void Fault(const std::string& what, const Json& where = nullptr) {
    document_.problems.push_back(
        absl::StrCat(what, where.is_null() ? "" : ": ",
                     where.is_null() ? "" : where.dump()));
  }

  // No object may have a name twice.
  Json Parse(const std::string& text) {
    std::vector<Names> names;
    const auto visit = [&](int, Json::parse_event_t event, Json& part) {
      if (event == Json::parse_event_t::object_start) names.emplace_back();
      if (event == Json::parse_event_t::object_end) names.pop_back();
      if (event == Json::parse_event_t::key &&
          !names.back().insert(part.get<std::string>()).second) {
        Fault("a name twice", part);
      }
      return true;
    };
    try {
      return Json::parse(text, visit);
    } catch (const Json::exception& error) {
      Fault(error.what());
      return nullptr;
    }
  }

  void CheckId(const Json& object, const std::string& type) {
    const Json id = object.value("id", Json());
    if (!Matches(id, kIdentifier) || TypeOf(id.get<std::string>()) != type) {
      return Fault("id", id);
    }
    const std::string uuid = id.get<std::string>().substr(type.size() + 2);
    if (!uuids_.insert(uuid).second) Fault("a UUID twice", id);
  }

  void CheckObject(const Json& object) {
    const Json type = object.value("type", Json());
    const auto known =
        Types().find(type.is_string() ? type.get<std::string>() : "");
    if (known == Types().end()) return Fault("type", object);
    CheckId(object, known->first);
    CheckProperties(object, known->second);
    CheckFullness(object, object["id"]);
    CheckNames(object, object["id"], /*is_top=*/true);
    if (object.value("spec_version", "") != "2.1") {
      Fault("spec_version", object["id"]);
    }
    CheckTimes(object);
    CheckReferences(object, object["id"], /*is_top=*/true);
    CheckLists(object);
    CheckVocabularies(object);
    CheckExternal(object);
    CheckExtensions(object);
    if (known->first == "location") CheckLocation(object);
    if (known->first == "marking-definition") CheckMarking(object);
  }

  void CheckProperties(const Json& object, const Type& type) {
    const bool is_marking = object["type"] == "marking-definition";
    for (const Names& names : {CommonMust(), type.must}) {
      for (const std::string& name : names) {
        if (is_marking && name == "modified") continue;
        if (!object.contains(name)) {
          Fault(absl::StrCat("no ", name), object["id"]);
        }
      }
    }
    for (const auto& [name, value] : object.items()) {
      if (!CommonMust().contains(name) && !CommonMay().contains(name) &&
          !type.must.contains(name) && !type.may.contains(name)) {
        Fault(absl::StrCat("a property that it has not: ", name), object["id"]);
      }
      static const auto& texts =
          *new Names{"name",     "description", "content",
                     "abstract", "explanation", "schema"};
      if (texts.contains(name) && !value.is_string()) Fault("no text", value);
    }
    if (is_marking && object.contains("modified")) {
      Fault("a marking is modified", object["id"]);
    }
  }

  void CheckFullness(const Json& value, const Json& where) {
    if (value.is_null() ||
        ((value.is_array() || value.is_object()) && value.empty()) ||
        (value.is_string() && value.get<std::string>().empty())) {
      return Fault("an empty value", where);
    }
    if (value.is_number() && !value.is_number_float() &&
        (value < -9007199254740991 || value > 9007199254740991)) {
      Fault("a number that readers round", where);
    }
    if (value.is_structured()) {
      for (const Json& part : value) CheckFullness(part, where);
    }
  }

  // Names of properties, at any depth.
  void CheckNames(const Json& value, const Json& where, bool is_top) {
    if (value.is_object()) {
      for (const auto& [name, part] : value.items()) {
        const bool is_extension =
            absl::StartsWith(name, "extension-definition");
        if (!(is_top && name == "id") && !is_extension &&
            !Matches(name, "[a-z0-9_]{3,250}")) {
          Fault(absl::StrCat("name of a property: ", name), where);
        }
        CheckNames(part, where, false);
      }
    } else if (value.is_array()) {
      for (const Json& part : value) CheckNames(part, where, false);
    }
  }

  bool IsTime(const Json& object, const char* name) {
    if (!object.contains(name)) return false;
    if (Matches(object[name], kTimestamp)) return true;
    Fault(name, object["id"]);
    return false;
  }

  // Times of one form compare as texts.
  void CheckTimes(const Json& object) {
    const bool has_created = IsTime(object, "created");
    if (IsTime(object, "modified") && has_created &&
        object["modified"] < object["created"]) {
      Fault("modified before created", object["id"]);
    }
    IsTime(object, "published");
    const bool has_start = IsTime(object, "start_time");
    if (IsTime(object, "stop_time") && has_start &&
        object["stop_time"] <= object["start_time"]) {
      Fault("no stop after its start", object["id"]);
    }
  }

  void CheckReference(const std::string& name, const Json& id,
                      const Json& where, bool is_top) {
    if (!id.is_string() || !document_.objects.contains(id)) {
      return Fault(absl::StrCat(name, " leads nowhere"), where);
    }
    const std::string type = TypeOf(id);
    const auto known = Types().find(type);
    bool is_good = known != Types().end() && type != "marking-definition" &&
                   type != "extension-definition";
    if (name == "created_by_ref") {
      is_good = type == "identity";
    } else if (name == "object_marking_refs") {
      is_good = type == "marking-definition";
    } else if (is_top && (name == "source_ref" || name == "target_ref")) {
      is_good = is_good && known->second.is_domain;
    }
    if (!is_good) Fault(absl::StrCat(name, " leads to a ", type), where);
  }

  void CheckReferences(const Json& value, const Json& where, bool is_top) {
    if (value.is_array()) {
      for (const Json& part : value) CheckReferences(part, where, false);
    }
    if (!value.is_object()) return;
    for (const auto& [name, part] : value.items()) {
      if (absl::EndsWith(name, "_ref")) {
        CheckReference(name, part, where, is_top);
      } else if (absl::EndsWith(name, "_refs")) {
        if (!part.is_array() ||
            std::set<Json>(part.begin(), part.end()).size() != part.size()) {
          Fault(absl::StrCat(name, ": no list, or one twice"), where);
          continue;
        }
        for (const Json& id : part) CheckReference(name, id, where, is_top);
      } else {
        CheckReferences(part, where, false);
      }
    }
  }

  // The rules of the mapping: what is of the case is by the case and no source,
  // and if anything bears the mark, all of it does.
  void CheckWhose() {
    std::string by;
    Names marks;
    for (const auto& [id, object] : document_.objects) {
      if (FactsOf(object).empty()) continue;
      if (by.empty()) by = object.value("created_by_ref", "");
      if (by.empty() || object.value("created_by_ref", "") != by) {
        Fault("not by the case", id);
      }
      marks.insert(object.value("object_marking_refs", Json()).dump());
    }
    if (marks.size() > 1) Fault("marked in part");
    if (marks.empty() || !document_.objects.contains(by)) return;
    if (document_.objects[by].value("object_marking_refs", Json()).dump() !=
        *marks.begin()) {
      Fault("the case is marked otherwise");
    }
  }

  void CheckLists(const Json& object) {
    for (const char* name :
         {"labels", "authors", "report_types", "extension_types"}) {
      if (!object.contains(name)) continue;
      const Json& list = object[name];
      bool is_good = list.is_array();
      for (const Json& one : list) is_good = is_good && one.is_string();
      if (!is_good)
        Fault(absl::StrCat(name, ": no list of texts"), object["id"]);
    }
  }

  void CheckVocabularies(const Json& object) {
    static const auto& kOf = *new std::map<std::string, const char*>{
        {"identity_class",
         "individual|group|system|organization|class|unknown"},
        {"opinion", "strongly-disagree|disagree|neutral|agree|strongly-agree"},
        {"relationship_type", "[a-z0-9-]{3,250}"},
        {"version", R"(\d+\.\d+\.\d+)"}};
    for (const auto& [name, pattern] : kOf) {
      if (object.contains(name) && !Matches(object[name], pattern)) {
        Fault(name, object["id"]);
      }
    }
    if (object.contains("confidence") &&
        (!object["confidence"].is_number_integer() ||
         object["confidence"] < 0 || object["confidence"] > 100)) {
      Fault("confidence", object["id"]);
    }
  }

  void CheckExternal(const Json& object) {
    for (const Json& one : object.value("external_references", Json::array())) {
      if (!one.is_object() || !one.contains("source_name")) {
        Fault("an external reference without source_name", object["id"]);
        continue;
      }
      if (!one.contains("description") && !one.contains("url") &&
          !one.contains("external_id")) {
        Fault("an external reference to nothing", object["id"]);
      }
      if (one.contains("url") && !Matches(one["url"], kUri)) {
        Fault("url", one["url"]);
      }
    }
  }

  // All names in the facts, at any depth: a citation is as it was given.
  static void AddNames(const Json& value, Names& names) {
    if (value.is_object()) {
      for (const auto& [name, part] : value.items()) {
        names.insert(name);
        if (name != "citation") AddNames(part, names);
      }
    } else if (value.is_array()) {
      for (const Json& part : value) AddNames(part, names);
    }
  }

  // The schema names all that stands in an extension.
  void CheckSchema(const Json& object, const Json& extension,
                   const Json& schema) {
    Names names;
    AddNames(extension, names);
    if (!schema.is_string()) return Fault("no schema", object["id"]);
    Names words;
    std::string word;
    for (const char c : absl::StrCat(schema.get<std::string>(), " ")) {
      if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_') {
        word += c;
      } else {
        words.insert(word);
        word.clear();
      }
    }
    for (const std::string& name : names) {
      if (!words.contains(name)) {
        Fault(absl::StrCat("not in the schema: ", name), object["id"]);
      }
    }
  }

  void CheckExtensions(const Json& object) {
    const Json extensions = object.value("extensions", Json::object());
    for (const auto& [id, extension] : extensions.items()) {
      const auto defined = document_.objects.find(id);
      if (defined == document_.objects.end() ||
          TypeOf(id) != "extension-definition") {
        Fault("an extension that is not defined", object["id"]);
        continue;
      }
      const Json types =
          defined->second.value("extension_types", Json::array());
      if (!extension.is_object() ||
          std::find(types.begin(), types.end(),
                    extension.value("extension_type", Json())) == types.end()) {
        Fault("extension_type", object["id"]);
      }
      CheckSchema(object, extension, defined->second.value("schema", Json()));
      if (extension.size() < 2) Fault("an extension of nothing", object["id"]);
    }
    for (const Json& type : object.value("extension_types", Json::array())) {
      if (!Matches(type,
                   "new-sdo|new-sco|new-sro|property-extension|"
                   "toplevel-property-extension")) {
        Fault("extension_types", object["id"]);
      }
    }
  }

  void CheckLocation(const Json& object) {
    const bool has_lat = object.contains("latitude");
    if (has_lat != object.contains("longitude")) Fault("half a point", object);
    if (!has_lat && !object.contains("region") && !object.contains("country")) {
      Fault("a location nowhere", object["id"]);
    }
    if (object.contains("precision") && !has_lat) {
      Fault("precision of no point", object["id"]);
    }
    for (const auto& [name, limit] :
         {std::pair("latitude", 90.0), std::pair("longitude", 180.0)}) {
      if (!object.contains(name)) continue;
      const Json& value = object[name];
      if (!value.is_number() || value.get<double>() < -limit ||
          value.get<double>() > limit) {
        Fault(name, object["id"]);
      }
    }
    if (object.contains("precision") && !object["precision"].is_number()) {
      Fault("precision", object["id"]);
    }
  }

  void CheckMarking(const Json& object) {
    if (object.value("definition_type", "") != "statement" ||
        !object.value("definition", Json::object()).contains("statement")) {
      Fault("marking", object["id"]);
    }
  }

  StixDocument& document_;
  Names uuids_;
};

}  // namespace

StixDocument ReadStix(const std::string& text) {
  StixDocument document;
  Checker(document).Run(text);
  return document;
}

Json FactsOf(const Json& object) {
  const Json extensions = object.value("extensions", Json::object());
  return extensions.empty() ? Json::object() : extensions.begin().value();
}

}  // namespace attest
