// What `export --to stix` must give of a case, by the slow way: each line of
// the case is looked at by itself.

#ifndef ATTEST_TESTS_CLI_STIX_EXPECTED_H_
#define ATTEST_TESTS_CLI_STIX_EXPECTED_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {

// What must go out, found by looking at each line.
class ExpectedStix {
 public:
  using Json = nlohmann::json;
  // Subject, predicate, object or value, valid and place, by groups of
  // entities.
  using Said = std::tuple<std::string, std::string, std::string, std::string,
                          std::string>;

  ExpectedStix(const Terminal& terminal, const std::vector<Json>& lines) {
    const Json groups = terminal.Document(
        "--unseal query \"MATCH (n:Entity) RETURN n.id AS id, n.ids AS ids\"");
    for (const Json& row : groups["rows"]) {
      for (const Json& id : row["ids"]) group_[id] = row["id"];
    }
    const Json claims = terminal.Document(
        "--unseal query \"MATCH (c:Claim) RETURN c.id AS id, c.live AS live\"");
    for (const Json& row : claims["rows"])
      live_[row["id"]] = row["live"] == true;
    for (const Json& line : lines) {
      lines_[line["id"]] = line;
      withheld_[line["id"]] = line.value("sensitivity", "public");
      if (line["type"] == "claim") said_[SaidBy(line)].push_back(line);
    }
    const Json weighed = terminal.Document("--unseal corroborate");
    for (const Json& statement : weighed["statements"]) {
      weighed_[SaidBy(statement)] = statement;
    }
  }

  [[nodiscard]] Said SaidBy(const Json& line) const {
    const auto of = [&](const char* name) {
      const Json value = line.value(name, Json());
      return value.is_null()     ? std::string()
             : value.is_string() ? value.get<std::string>()
                                 : value.dump();
    };
    const auto group = [&](const std::string& key) {
      const auto found = group_.find(key);
      return found == group_.end() ? key : found->second;
    };
    const std::string object = group(of("object"));
    // The defaults of a literal are written out in answers.
    Json value = line.value("value", Json());
    if (value.is_object() && value.contains("lat")) {
      value = {value["lat"].get<double>(), value["lon"].get<double>()};
    } else if (value.is_object()) {
      value.erase("unit");
    }
    return {group(of("subject")), of("predicate"),
            object.empty() ? value.dump() : object, of("valid"),
            group(of("place"))};
  }

  [[nodiscard]] bool IsSealed(const std::string& key) const {
    return !key.empty() && withheld_.at(key) == "sealed";
  }
  [[nodiscard]] bool IsHidden(const std::string& key) const {
    return !key.empty() && withheld_.at(key) != "public";
  }

  [[nodiscard]] bool RestsOnSealed(const Json& claim) const {
    for (const Json& premise : claim.value("rests_on", Json::array())) {
      const Json& line = lines_.at(premise);
      if (NamesSealed(line) || RestsOnSealed(line)) return true;
    }
    return false;
  }
  [[nodiscard]] bool NamesSealed(const Json& claim) const {
    bool does = IsSealed(claim["report"]) ||
                IsSealed(lines_.at(claim["report"])["source"]);
    for (const Json& one : claim.value("attribution", Json::array())) {
      does = does || IsSealed(one["source"]);
    }
    for (const char* name : {"subject", "object", "place"}) {
      does = does || IsSealed(claim.value(name, ""));
    }
    return does;
  }
  [[nodiscard]] bool Goes(const Json& claim) const {
    for (const char* name : {"subject", "object", "place"}) {
      if (IsHidden(claim.value(name, ""))) return false;
    }
    return live_.at(claim["id"]) && !NamesSealed(claim) &&
           !RestsOnSealed(claim);
  }

  // Alleged, believed or rumored, itself or in what it rests on?
  [[nodiscard]] bool IsHedged(const Json& claim) const {
    const std::string hedge = claim.value("hedge", "stated");
    const Json premises = claim.value("rests_on", Json::array());
    return (hedge != "stated" && hedge != "estimated") ||
           std::any_of(premises.begin(), premises.end(), [&](const Json& one) {
             return IsHedged(lines_.at(one));
           });
  }

  // Does what `claim` says come from where a hedged claim for the same comes
  // from, by the chains that are told of both? Of several chains one is told.
  [[nodiscard]] static bool Repeats(const Json& claim, const Json& hedged) {
    const auto is_on = [](const Json& chain, const Json& one) {
      return std::find(chain.begin(), chain.end(), one) != chain.end();
    };
    for (const auto& [a, b] : {std::pair(&claim, &hedged), {&hedged, &claim}}) {
      for (const Json& one : (*a)["chain"]) {
        if (!is_on((*a)["conduits"], one) && is_on((*b)["chain"], one)) {
          return true;
        }
      }
    }
    return false;
  }

  enum class Firm : uint8_t { kNo, kMaybe, kYes };

  // Does anybody who is shown state it?
  [[nodiscard]] Firm IsStated(const Said& said) const {
    std::vector<Json> stated;
    std::vector<Json> hedged;
    for (const Json& entry : weighed_.at(said)["ledger"]) {
      const Json& claim = lines_.at(entry["claim"]);
      if (!live_.at(entry["claim"])) continue;
      if (IsHedged(claim)) {
        hedged.push_back(entry);
      } else if (SaidBy(claim) == said && Goes(claim)) {
        stated.push_back(entry);
      }
    }
    if (stated.empty()) return Firm::kNo;
    if (hedged.empty()) return Firm::kYes;
    for (const Json& claim : stated) {
      if (std::none_of(hedged.begin(), hedged.end(), [&](const Json& other) {
            return Repeats(claim, other);
          })) {
        return Firm::kMaybe;
      }
    }
    return Firm::kNo;
  }

  // Does it stand, with nothing against it?
  [[nodiscard]] Firm IsFirm(const Said& said) const {
    const Json& weighed = weighed_.at(said);
    const std::string verdict = weighed["verdict"];
    if (verdict != "corroborated" && verdict != "likely" &&
        verdict != "single_line") {
      return Firm::kNo;
    }
    if (weighed["same_origin"] == true ||
        weighed["opposing_lines"]["high"] > 0) {
      return Firm::kNo;
    }
    for (const Json& claim : said_.at(said)) {
      if (claim.value("stance", "") == "denies" && live_.at(claim["id"])) {
        return Firm::kNo;
      }
    }
    return IsStated(said);
  }
  [[nodiscard]] Firm HasLocation(const std::string& place) const {
    Firm has = Firm::kNo;
    for (const auto& [said, claims] : said_) {
      if (std::get<0>(said) == place && std::get<1>(said) == "coordinates") {
        has = std::max(has, IsFirm(said));
      }
    }
    return has;
  }
  // "relationship", "note", either or nothing.
  [[nodiscard]] std::string FormOf(const Said& said) const {
    const auto& claims = said_.at(said);
    if (std::none_of(claims.begin(), claims.end(),
                     [&](const Json& claim) { return Goes(claim); })) {
      return "";
    }
    const auto& [subject, predicate, object, valid, place] = said;
    if (!group_.contains(object) || subject == object) return "note";
    Firm firm = IsFirm(said);
    if (absl::StartsWith(object, "place:")) {
      firm = std::min(firm, HasLocation(object));
    }
    return firm == Firm::kNo      ? "note"
           : firm == Firm::kMaybe ? "either"
                                  : "relationship";
  }

  [[nodiscard]] bool IsReported(const Said& said) const {
    const auto& claims = said_.at(said);
    return std::any_of(claims.begin(), claims.end(), [&](const Json& claim) {
      return claim.value("stance", "asserts") == "asserts" && Goes(claim);
    });
  }
  // How many opinions there are on it; none: that is not known, as some of the
  // denials are hedged or not shown.
  [[nodiscard]] std::optional<size_t> OpinionsOn(const Said& said) const {
    if (!IsReported(said)) return 0;
    const Json& weighed = weighed_.at(said);
    for (const Json& key : weighed["opposing"]) {
      const Json& claim = lines_.at(key);
      if (IsHedged(claim) || !Goes(claim)) return std::nullopt;
    }
    return weighed["opposing_lines"]["best"].get<size_t>();
  }

  // The statements that corroborate says conflict with one.
  [[nodiscard]] std::set<std::string> ConflictsOf(const Said& said) const {
    std::set<std::string> keys;
    for (const Json& other : weighed_.at(said)["conflicts_with"]) {
      keys.insert(other["statement"]);
    }
    return keys;
  }

  [[nodiscard]] bool IsOfOneOrigin(const Said& said) const {
    return weighed_.at(said)["same_origin"] == true && IsReported(said);
  }

  [[nodiscard]] const std::map<Said, std::vector<Json>>& said() const {
    return said_;
  }

 private:
  std::map<std::string, std::string> group_;
  std::map<std::string, bool> live_;
  std::map<std::string, std::string> withheld_;
  std::map<std::string, Json> lines_;
  std::map<Said, std::vector<Json>> said_;
  std::map<Said, Json> weighed_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_STIX_EXPECTED_H_
