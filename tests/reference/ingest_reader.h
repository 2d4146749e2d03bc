// A slow, obvious reader of small case-format files: all lines in a map by
// key, every rule asked of every line. It knows sources, reports, entities,
// claims, retractions, identities and dependences, without files and quotes,
// and lines that have keys.

#ifndef ATTEST_TESTS_REFERENCE_INGEST_READER_H_
#define ATTEST_TESTS_REFERENCE_INGEST_READER_H_

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace attest::reference {

using Json = nlohmann::json;

// The line without what is at its default or makes no difference.
inline Json Normalised(Json line) {
  line.erase("by");
  line.erase("note");
  const std::map<std::string, Json> defaults = {
      {"anonymous", false},           {"original", false},
      {"stance", "asserts"},          {"judgement", "accepted"},
      {"attribution", Json::array()}, {"rests_on", Json::array()},
      {"derived_from", Json::array()}};
  for (const auto& [name, value] : defaults) {
    if (line.contains(name) && line[name] == value) line.erase(name);
  }
  return line;
}

class IngestReader {
 public:
  // Reads lines; several equal ones are one.
  explicit IngestReader(const std::vector<Json>& lines) {
    for (const Json& line : lines) {
      const std::string key = line["id"];
      const auto [place, is_new] = lines_.emplace(key, Normalised(line));
      if (!is_new && place->second != Normalised(line)) is_valid_ = false;
    }
    for (const auto& [key, line] : lines_) {
      is_valid_ = is_valid_ && IsValid(line);
    }
    is_valid_ = is_valid_ && !HasRing("part_of") && !HasRing("rests_on");
  }

  [[nodiscard]] bool is_valid() const { return is_valid_; }
  [[nodiscard]] const std::map<std::string, Json>& lines() const {
    return lines_;
  }

  // The keys that must come before `line`.
  [[nodiscard]] static std::set<std::string> Before(const Json& line) {
    std::set<std::string> keys;
    for (const char* name : {"source", "part_of", "entity", "report", "subject",
                             "object", "target", "from", "on"}) {
      if (line.contains(name)) keys.insert(line[name].get<std::string>());
    }
    for (const char* name : {"rests_on", "entities"}) {
      if (!line.contains(name)) continue;
      for (const Json& key : line[name]) keys.insert(key.get<std::string>());
    }
    if (line.contains("attribution")) {
      for (const Json& speaker : line["attribution"]) {
        keys.insert(speaker["source"].get<std::string>());
      }
    }
    return keys;
  }

 private:
  [[nodiscard]] bool Is(const Json& key,
                        const std::set<std::string>& types) const {
    const auto found = lines_.find(key.get<std::string>());
    return found != lines_.end() && types.contains(found->second["type"]);
  }
  [[nodiscard]] bool IsKind(const Json& key,
                            const std::set<std::string>& kinds) const {
    return Is(key, {"entity"}) &&
           kinds.contains(lines_.at(key.get<std::string>())["kind"]);
  }

  [[nodiscard]] bool IsValid(const Json& line) const {
    const std::string type = line["type"];
    const std::string key = line["id"];
    if (Before(line).contains(key)) return false;
    if (type == "source") {
      return (!line.contains("part_of") || Is(line["part_of"], {"source"})) &&
             (!line.contains("entity") || Is(line["entity"], {"entity"}));
    }
    if (type == "report") return IsValidReport(line, key);
    if (type == "claim") return IsValidClaim(line);
    if (type == "retraction") return Is(line["target"], {"claim", "report"});
    if (type == "identity") {
      return line["entities"][0] != line["entities"][1] &&
             Is(line["entities"][0], {"entity"}) &&
             Is(line["entities"][1], {"entity"});
    }
    if (type == "dependence") {
      return line["from"] != line["on"] &&
             Is(line["from"], {"source", "report"}) &&
             (Is(line["on"], {"source"}) ||
              (Is(line["on"], {"report"}) && Is(line["from"], {"report"})));
    }
    return type == "entity";
  }

  [[nodiscard]] bool IsValidReport(const Json& line,
                                   const std::string& key) const {
    if (!Is(line["source"], {"source"})) return false;
    if (!line.contains("derived_from")) return true;
    for (const Json& derivation : line["derived_from"]) {
      if (derivation["report"] == key) return false;
      if (!Is(derivation["report"], {"report"})) return false;
    }
    return true;
  }

  [[nodiscard]] bool IsValidClaim(const Json& line) const {
    if (!Is(line["report"], {"report"})) return false;
    if (!IsKind(line["subject"], {"person"})) return false;
    const bool commands = line["predicate"] == "commands";
    if (commands != line.contains("object")) return false;
    if (commands && !IsKind(line["object"], {"unit", "organization"})) {
      return false;
    }
    if (line.contains("attribution")) {
      for (const Json& speaker : line["attribution"]) {
        if (!Is(speaker["source"], {"source"})) return false;
      }
    }
    if (line.contains("rests_on")) {
      for (const Json& premise : line["rests_on"]) {
        if (!Is(premise, {"claim"})) return false;
      }
    }
    return true;
  }

  // Does a walk along `field` come back to where it began?
  [[nodiscard]] bool HasRing(const std::string& field) const {
    for (const auto& [start, unused] : lines_) {
      std::set<std::string> seen;
      std::vector<std::string> open = {start};
      while (!open.empty()) {
        const std::string key = open.back();
        open.pop_back();
        const auto found = lines_.find(key);
        if (found == lines_.end() || !found->second.contains(field)) continue;
        const Json& next = found->second[field];
        for (const Json& to : next.is_array() ? next : Json::array({next})) {
          if (to == start) return true;
          if (seen.insert(to.get<std::string>()).second) {
            open.push_back(to.get<std::string>());
          }
        }
      }
    }
    return false;
  }

  std::map<std::string, Json> lines_;
  bool is_valid_ = true;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_INGEST_READER_H_
