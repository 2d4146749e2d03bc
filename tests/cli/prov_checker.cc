#include "tests/cli/prov_checker.h"

#include <functional>
#include <optional>
#include <regex>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using Json = nlohmann::json;

// Which sort of record each end of a relation must be, and which attributes of
// PROV it may have besides.
struct Relation {
  std::vector<std::pair<std::string, std::string>> ends;
  std::set<std::string> also;
};
const std::map<std::string, Relation>& Relations() {
  static const auto& relations = *new std::map<std::string, Relation>{
      {"wasGeneratedBy",
       {{{"prov:entity", "entity"}, {"prov:activity", "activity"}},
        {"prov:time"}}},
      {"used",
       {{{"prov:activity", "activity"}, {"prov:entity", "entity"}},
        {"prov:time"}}},
      {"wasInvalidatedBy",
       {{{"prov:entity", "entity"}, {"prov:activity", "activity"}},
        {"prov:time"}}},
      {"wasDerivedFrom",
       {{{"prov:generatedEntity", "entity"}, {"prov:usedEntity", "entity"}},
        {}}},
      {"wasAttributedTo",
       {{{"prov:entity", "entity"}, {"prov:agent", "agent"}}, {}}},
      {"wasAssociatedWith",
       {{{"prov:activity", "activity"}, {"prov:agent", "agent"}}, {}}},
      {"actedOnBehalfOf",
       {{{"prov:delegate", "agent"}, {"prov:responsible", "agent"}}, {}}},
      {"wasInfluencedBy",
       {{{"prov:influencee", ""}, {"prov:influencer", ""}}, {}}},
      {"specializationOf",
       {{{"prov:specificEntity", "entity"}, {"prov:generalEntity", "entity"}},
        {}}},
      {"alternateOf",
       {{{"prov:alternate1", "entity"}, {"prov:alternate2", "entity"}}, {}}},
      {"hadMember",
       {{{"prov:collection", "entity"}, {"prov:entity", "entity"}}, {}}},
  };
  return relations;
}

const std::regex& DateTime() {
  static const std::regex pattern(
      R"(-?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T)"
      R"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)");
  return pattern;
}

// The member of that name, or an empty object.
Json Member(const Json& json, const std::string& name) {
  return json.value(name, Json::object());
}

// Microseconds after the day began do not matter here: times of one form in one
// zone compare as texts once their fractions are as long.
std::string Comparable(const std::string& time) {
  const size_t dot = time.find('.');
  std::string whole =
      time.substr(0, dot == std::string::npos ? time.size() - 1 : dot);
  std::string fraction = dot == std::string::npos
                             ? ""
                             : time.substr(dot + 1, time.size() - dot - 2);
  fraction.resize(9, '0');
  return absl::StrCat(whole, ".", fraction);
}

class Checker {
 public:
  explicit Checker(ProvDocument& document) : document_(document) {}

  void Run(const std::string& text) {
    document_.json = Parse(text);
    const Json& json = document_.json;
    if (!json.is_object()) return Fault("no object");
    CheckPrefixes(json);
    // Names first: what is referred to may come later.
    Gather(json);
    const Json members = Member(json, "bundle");
    for (const auto& [name, bundle] : members.items()) {
      if (bundle.contains("bundle")) Fault("a bundle in a bundle", name);
      Gather(bundle);
    }
    CheckPart(json);

    for (const auto& [name, bundle] : members.items()) {
      CheckName(name);
      CheckBundleEntity(name);
      CheckPart(bundle);
    }
    for (const auto& [name, unused] : document_.entities) {
      if (document_.activities.contains(name)) {
        Fault("entity and activity", name);
      }
    }
    CheckOrder();
    CheckRings("wasDerivedFrom", "prov:generatedEntity", "prov:usedEntity");
    CheckRings("specializationOf", "prov:specificEntity", "prov:generalEntity");
  }

 private:
  void Fault(const std::string& what, const Json& where = nullptr) {
    document_.problems.push_back(
        absl::StrCat(what, where.is_null() ? "" : ": ",
                     where.is_null() ? "" : where.dump()));
  }

  // No object may have a name twice.
  Json Parse(const std::string& text) {
    std::vector<std::set<std::string>> names;
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

  void CheckPrefixes(const Json& json) {
    static const std::regex kPrefix("[A-Za-z][A-Za-z0-9_-]*");
    static const std::regex kIri(R"([A-Za-z][A-Za-z0-9+.-]*:[!-~]*)");
    const Json members = Member(json, "prefix");
    for (const auto& [prefix, iri] : members.items()) {
      if (!std::regex_match(prefix, kPrefix)) Fault("prefix", prefix);
      if (!iri.is_string() || !std::regex_match(iri.get<std::string>(), kIri)) {
        Fault("IRI of a prefix", iri);
      }
      prefixes_.insert(prefix);
    }
  }

  // PROV-N, 3.7.1, of ASCII and without its escapes by a backslash.
  void CheckName(const std::string& name) {
    static const std::regex kLocal(
        "([A-Za-z0-9_/@~&+*?#$!]|%[0-9A-Fa-f]{2})"
        "(([A-Za-z0-9_/@~&+*?#$!.-]|%[0-9A-Fa-f]{2})*"
        "([A-Za-z0-9_/@~&+*?#$!-]|%[0-9A-Fa-f]{2}))?");
    const size_t colon = name.find(':');
    if (colon == std::string::npos) return Fault("name without prefix", name);
    if (!prefixes_.contains(name.substr(0, colon))) {
      Fault("prefix that is not declared", name);
    }
    // Long names are too much for std::regex.
    const std::string local = name.substr(colon + 1);
    if (local.size() < 2000 && !std::regex_match(local, kLocal)) {
      Fault("local part", name);
    }
  }

  void Gather(const Json& part) {
    const auto gather = [&](const char* kind, std::map<std::string, Json>& to) {
      const Json members = Member(part, kind);
      for (const auto& [name, record] : members.items()) {
        Json& all = to[name];
        if (all.is_null()) all = Json::object();
        all.update(record);
      }
    };
    gather("entity", document_.entities);
    gather("activity", document_.activities);
    gather("agent", document_.agents);
  }

  void CheckBundleEntity(const std::string& name) {
    const auto found = document_.entities.find(name);
    if (found == document_.entities.end() ||
        !HasProvType(found->second, "prov:Bundle")) {
      Fault("a bundle that is no entity of that type", name);
    }
  }

  void CheckPart(const Json& part) {
    static const std::set<std::string> kNamed = {"entity", "activity", "agent"};
    for (const auto& [kind, records] : part.items()) {
      if (kind == "prefix" || kind == "bundle") continue;
      if (!records.is_object()) {
        Fault("records that are no object", kind);
        continue;
      }
      if (kNamed.contains(kind)) {
        for (const auto& [name, record] : records.items()) {
          CheckName(name);
          CheckNamed(kind, name, record);
        }
      } else if (Relations().contains(kind)) {
        for (const auto& [id, record] : records.items()) {
          if (id.rfind("_:", 0) != 0) CheckName(id);
          CheckRelation(kind, record);
          document_.relations[kind].push_back(record);
        }
      } else {
        Fault("kind of record", kind);
      }
    }
  }

  void CheckNamed(const std::string& kind, const std::string& name,
                  const Json& record) {
    std::set<std::string> known = {"prov:type", "prov:label", "prov:location"};
    if (kind == "entity") known.insert("prov:value");
    if (kind == "activity") {
      known.insert({"prov:startTime", "prov:endTime"});
      CheckTime(record, "prov:startTime");
      CheckTime(record, "prov:endTime");
      if (record.contains("prov:startTime") &&
          record.contains("prov:endTime") &&
          Comparable(record["prov:startTime"]) >
              Comparable(record["prov:endTime"])) {
        Fault("an end before the beginning", name);
      }
    }
    CheckAttributes(record, known);
  }

  void CheckTime(const Json& record, const std::string& attribute) {
    if (!record.contains(attribute)) return;
    const Json& time = record[attribute];
    if (!time.is_string() ||
        !std::regex_match(time.get<std::string>(), DateTime())) {
      Fault("time", record);
    }
  }

  void CheckRelation(const std::string& kind, const Json& record) {
    const Relation& relation = Relations().at(kind);
    std::set<std::string> known = {"prov:type", "prov:label", "prov:role",
                                   "prov:location"};
    known.insert(relation.also.begin(), relation.also.end());
    for (const auto& [end, sort] : relation.ends) {
      known.insert(end);
      if (!record.contains(end) || !record[end].is_string()) {
        Fault("an end that is not there", record);
        continue;
      }
      const std::string name = record[end];
      CheckName(name);
      const bool is_there = (sort != "activity" && sort != "agent" &&
                             document_.entities.contains(name)) ||
                            (sort != "entity" && sort != "agent" &&
                             document_.activities.contains(name)) ||
                            (sort != "entity" && sort != "activity" &&
                             document_.agents.contains(name));
      if (!is_there) Fault(absl::StrCat(kind, " of what is not there"), record);
    }
    CheckTime(record, "prov:time");
    CheckAttributes(record, known);
  }

  void CheckAttributes(const Json& record, const std::set<std::string>& known) {
    for (const auto& [attribute, value] : record.items()) {
      CheckName(attribute);
      const bool is_of_prov = attribute.rfind("prov:", 0) == 0;
      if (is_of_prov && !known.contains(attribute)) {
        Fault("attribute", record);
      }
      if (!value.is_array()) {
        CheckValue(value);
        continue;
      }
      for (const Json& one : value) CheckValue(one);
    }
  }

  void CheckValue(const Json& value) {
    if (value.is_string() || value.is_number() || value.is_boolean()) return;
    if (!value.is_object() || !value.contains("$") || !value["$"].is_string() ||
        value.size() != 2) {
      return Fault("value", value);
    }
    const std::string text = value["$"];
    if (value.contains("lang")) return;
    const std::string type = value.value("type", "");
    CheckName(type);
    if (type == "prov:QUALIFIED_NAME") CheckName(text);
    if (type == "xsd:dateTime" && !std::regex_match(text, DateTime())) {
      Fault("time", value);
    }
  }

  std::map<std::string, std::string> TimesOf(const std::string& kind) {
    std::map<std::string, std::string> times;
    for (const Json& record : document_.relations[kind]) {
      const std::string entity = record["prov:entity"];
      const std::string time = Comparable(record.value("prov:time", ""));
      const auto [known, is_new] = times.emplace(entity, time);
      if (!is_new) Fault(kind + " twice", entity);
      const Json& activity = document_.activities[record["prov:activity"]];
      if (!activity.contains("prov:startTime")) continue;
      if (time < Comparable(activity["prov:startTime"]) ||
          time > Comparable(activity["prov:endTime"])) {
        Fault(kind + " outside its activity", record);
      }
    }
    return times;
  }

  // PROV-CONSTRAINTS, 6.2 and 6.3.
  void CheckOrder() {
    const auto generated = TimesOf("wasGeneratedBy");
    const auto invalidated = TimesOf("wasInvalidatedBy");
    for (const auto& [entity, time] : invalidated) {
      const auto from = generated.find(entity);
      if (from != generated.end() && from->second > time) {
        Fault("invalid before it was there", entity);
      }
    }
    for (const Json& one : document_.relations["used"]) {
      const auto until = invalidated.find(one["prov:entity"]);
      const Json& activity = document_.activities[one["prov:activity"]];
      if (!activity.contains("prov:startTime")) continue;
      if (until != invalidated.end() &&
          Comparable(activity["prov:startTime"]) > until->second) {
        Fault("used when it was invalid", one);
      }
      const auto from = generated.find(one["prov:entity"]);
      if (from != generated.end() &&
          Comparable(activity["prov:endTime"]) < from->second) {
        Fault("used before it was there", one);
      }
    }
    for (const Json& one : document_.relations["wasDerivedFrom"]) {
      const auto later = generated.find(one["prov:generatedEntity"]);
      const auto earlier = generated.find(one["prov:usedEntity"]);
      if (later != generated.end() && earlier != generated.end() &&
          later->second < earlier->second) {
        Fault("derived before what it derives from", one);
      }
    }
  }

  void CheckRings(const std::string& kind, const char* from, const char* on) {
    std::map<std::string, std::set<std::string>> next;
    for (const Json& one : document_.relations[kind]) {
      next[one[from]].insert(one[on].get<std::string>());
    }
    std::map<std::string, int> state;
    std::function<bool(const std::string&)> closes =
        [&](const std::string& name) {
          int& mine = state[name];
          if (mine != 0) return mine == 1;
          mine = 1;
          for (const std::string& other : next[name]) {
            if (closes(other)) return true;
          }
          state[name] = 2;
          return false;
        };
    std::vector<std::string> names;
    for (const auto& [name, unused] : next) names.push_back(name);
    for (const std::string& name : names) {
      if (closes(name)) return Fault(kind + " in a ring", name);
    }
  }

  ProvDocument& document_;
  std::set<std::string> prefixes_;
};

}  // namespace

ProvDocument ReadProv(const std::string& text) {
  ProvDocument document;
  Checker(document).Run(text);
  return document;
}

std::string KeyInProvName(const std::string& name) {
  std::string key;
  for (size_t i = name.find(':') + 1; i < name.size(); ++i) {
    if (name[i] == '%') {
      key += static_cast<char>(std::stoi(name.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      key += name[i];
    }
  }
  return key;
}

bool HasProvType(const Json& record, const std::string& type) {
  if (!record.contains("prov:type")) return false;
  const Json& types = record["prov:type"];
  const auto is = [&](const Json& one) {
    return one.is_object() && one.value("$", "") == type;
  };
  if (!types.is_array()) return is(types);
  for (const Json& one : types) {
    if (is(one)) return true;
  }
  return false;
}

}  // namespace attest
