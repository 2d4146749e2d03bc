// STIX 2.1, as a second reader takes it, compared with what the lines of the
// case say: above all with what may be a relationship, which reads as a fact.

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_case.h"
#include "tests/cli/stix_checker.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A random case with places that have coordinates, groups and values; where
// `has_withheld`, some records are restricted or sealed.
std::vector<Json> StixCase(uint64_t seed, bool has_withheld) {
  std::vector<Json> lines = RandomCase(seed);
  std::mt19937_64 random(seed * 7919);
  const auto below = [&](uint64_t limit) { return random() % limit; };
  for (int i = 0; i < 3; ++i) {
    lines.push_back({{"type", "entity"},
                     {"id", absl::StrCat("unit:", i)},
                     {"kind", "unit"},
                     {"name", absl::StrCat("Unit \"", i, "\"")}});
    lines.push_back({{"type", "entity"},
                     {"id", absl::StrCat("incident:", i)},
                     {"kind", "incident"},
                     {"name", absl::StrCat("Incident ", i)}});
  }
  for (int i = 0; i < 40; ++i) {
    Json line = {{"type", "claim"}, {"id", absl::StrCat("clm:more-", i)}};
    const uint64_t report = below(6);
    const uint64_t person = below(4);
    const uint64_t other = below(3);
    line["report"] = absl::StrCat("rpt:", report);
    switch (i % 4) {
      case 0:
        line["subject"] = absl::StrCat("place:", person);
        line["predicate"] = "coordinates";
        line["value"] = {{"lat", 10 + int(person)}, {"lon", -20 - int(other)}};
        break;
      case 1:
        line["subject"] = absl::StrCat("person:-", person, ". ü%");
        line["predicate"] = "member_of";
        line["object"] = absl::StrCat("unit:", other);
        if (below(2) == 0) {
          line["valid"] =
              below(2) == 0 ? "2019-01-02/2020-03-04" : "2019-01/2020-03-04";
        }
        if (below(2) == 0) line["real_ends"] = {"start", "end"};
        break;
      case 2:
        line["subject"] = absl::StrCat("incident:", other);
        line["predicate"] = "happened_at";
        line["object"] = absl::StrCat("place:", person);
        break;
      default:
        line["subject"] = absl::StrCat("incident:", other);
        line["predicate"] = "killed_count";
        line["value"] = {{"at_least", int(person)}};
    }
    if (below(8) == 0) line["stance"] = below(2) == 0 ? "denies" : "doubts";
    if (below(6) == 0) line["hedge"] = "rumored";
    lines.push_back(line);
  }
  if (!has_withheld) return lines;
  for (Json& line : lines) {
    const std::string type = line["type"];
    if (type != "source" && type != "report" && type != "entity") continue;
    const uint64_t choice = below(12);
    if (choice > 1) continue;
    line["sensitivity"] = choice == 0 ? "restricted" : "sealed";
  }
  return lines;
}

// A case that has an object of every type.
std::vector<Json> SmallCase() {
  std::vector<Json> lines = {
      {{"type", "source"}, {"id", "src:a"}, {"name", "A"}, {"kind", "outlet"}},
      {{"type", "source"}, {"id", "src:b"}, {"name", "B"}, {"kind", "person"}},
      {{"type", "report"},
       {"id", "rpt:a"},
       {"source", "src:a"},
       {"title", "T"},
       {"url", "https://example.org/a"}}};
  for (const char* kind : {"person", "unit", "place", "incident"}) {
    lines.push_back({{"type", "entity"},
                     {"id", absl::StrCat(kind, ":a")},
                     {"kind", kind},
                     {"name", kind}});
  }
  const auto claim = [&](const std::string& subject,
                         const std::string& predicate, const Json& object,
                         const std::string& stance) {
    lines.push_back({{"type", "claim"},
                     {"id", absl::StrCat("clm:", lines.size())},
                     {"report", "rpt:a"},
                     {"subject", subject},
                     {"predicate", predicate},
                     {object.is_string() ? "object" : "value", object},
                     {"stance", stance}});
  };
  claim("person:a", "member_of", "unit:a", "asserts");
  claim("person:a", "commands", "unit:a", "denies");
  claim("person:a", "commands", "unit:a", "asserts");
  lines.back()["attribution"] = {{{"source", "src:b"}}};
  claim("person:a", "contact_with", "unit:a", "doubts");
  claim("place:a", "coordinates", {{"lat", 1}, {"lon", 2}}, "asserts");
  claim("person:a", "participated_in", "incident:a", "asserts");
  return lines;
}

// Subject, predicate, object or value, valid and place, by groups of entities.
using Said =
    std::tuple<std::string, std::string, std::string, std::string, std::string>;

// What must go out, found by looking at each line.
class Expected {
 public:
  Expected(const Terminal& terminal, const std::vector<Json>& lines) {
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

class ExportStixTest : public ::testing::Test {
 protected:
  void Make(const std::vector<Json>& lines) {
    terminal_.Write("case.jsonl", TextOf(lines));
    terminal_.Must(
        "rm -rf case.attest && attest init && attest add case.jsonl");
  }

  StixDocument Export(const std::string& arguments = "") {
    StixDocument document =
        ReadStix(terminal_.Must("attest export --to stix " + arguments));
    EXPECT_THAT(document.problems, IsEmpty()) << arguments;
    return document;
  }

  // Compares what goes out with what must.
  void ExpectForms(const std::vector<Json>& lines,
                   std::map<std::string, size_t>& forms) {
    const Expected expected(terminal_, lines);
    StixDocument document = Export();
    std::map<Said, std::string> found;
    std::map<std::string, std::vector<Json>> on;  // opinions and the like
    for (const auto& [id, object] : document.objects) {
      const Json facts = FactsOf(object);
      if (facts.value("record", "") == "claim") {
        for (const Json& target : object["object_refs"]) {
          on[target].push_back(object);
        }
      } else if (facts.value("record", "") == "statement") {
        const Said said = expected.SaidBy(facts);
        EXPECT_TRUE(found.emplace(said, object["type"]).second) << object;
      }
    }
    for (const auto& [said, claims] : expected.said()) {
      const std::string form = expected.FormOf(said);
      if (form == "either") {
        EXPECT_TRUE(found.contains(said));
      } else {
        EXPECT_EQ(found.contains(said) ? found[said] : "", form)
            << ::testing::PrintToString(said);
      }
      ++forms[form];
    }
    for (const auto& [id, object] : document.objects) {
      const Json facts = FactsOf(object);
      if (facts.value("record", "") != "statement") continue;
      ExpectClaims(expected, object, facts, on[id], document);
      ExpectConflicts(expected, facts, document);
      ExpectSpan(expected, object, facts);
    }
  }

  static void ExpectConflicts(const Expected& expected, const Json& facts,
                              const StixDocument& document) {
    std::set<std::string> have;
    for (const Json& other :
         facts.value("conflicts_with_refs", Json::array())) {
      have.insert(FactsOf(document.objects.at(other))["key"]);
    }
    std::set<std::string> want;
    if (facts["verdict"] == "contested" ||
        expected.IsOfOneOrigin(expected.SaidBy(facts))) {
      want = expected.ConflictsOf(expected.SaidBy(facts));
    }
    for (const std::string& key : have) EXPECT_TRUE(want.contains(key)) << key;
    for (const auto& [id, object] : document.objects) {
      if (!want.contains(FactsOf(object).value("key", ""))) continue;
      EXPECT_TRUE(have.contains(FactsOf(object)["key"])) << object;
    }
  }

  // A state begins and ends where every claim of it says so, to the day.
  static void ExpectSpan(const Expected& expected, const Json& object,
                         const Json& facts) {
    bool is_real = object["type"] == "relationship";
    for (const Json& claim : expected.said().at(expected.SaidBy(facts))) {
      is_real &= !expected.Goes(claim) || claim.contains("real_ends") ||
                 claim.value("stance", "asserts") != "asserts";
    }
    const std::string valid = facts.value("valid", "");
    const bool is_state = is_real && facts["predicate"] == "member_of" &&
                          valid.find('/') != std::string::npos;
    EXPECT_EQ(object.value("start_time", ""), is_state && valid.find('/') == 10
                                                  ? "2019-01-02T00:00:00.000Z"
                                                  : "")
        << object;
    EXPECT_EQ(object.value("stop_time", ""),
              is_state ? "2020-03-04T23:59:59.999Z" : "")
        << object;
  }

  static void ExpectClaims(const Expected& expected, const Json& object,
                           const Json& facts, const std::vector<Json>& on,
                           const StixDocument& document) {
    const Said said = expected.SaidBy(facts);
    std::multiset<std::string> want;
    size_t doubts = 0;
    for (const Json& claim : expected.said().at(said)) {
      if (!expected.Goes(claim)) continue;
      want.insert(claim["id"]);
      doubts +=
          claim.value("stance", "") == "doubts" && expected.IsReported(said);
    }
    std::multiset<std::string> have;
    for (const Json& claim : facts["claims"]) {
      have.insert(claim["key"]);
      if (!claim.contains("report_ref")) continue;
      // A report refers to what it says.
      const Json& refs =
          document.objects.at(claim["report_ref"])["object_refs"];
      EXPECT_NE(std::find(refs.begin(), refs.end(), object["id"]), refs.end());
    }
    EXPECT_EQ(have, want);
    size_t opinions = 0;
    for (const Json& beside : on) {
      opinions += beside["type"] == "opinion";
      doubts -= beside["labels"][1] == "doubt";
    }
    EXPECT_EQ(opinions, expected.OpinionsOn(said).value_or(opinions)) << object;
    EXPECT_EQ(doubts, 0u) << object;
    const std::string text =
        object.value(object["type"] == "note" ? "content" : "description", "");
    EXPECT_THAT(text, HasSubstr("Verdict: "));
    EXPECT_THAT(text,
                ::testing::ContainsRegex(
                    "report|conclude|den(y|ies)|doubt|gives? no comment"));
  }

  Terminal terminal_;
};

TEST_F(ExportStixTest, OnlyWhatStandsIsARelationship) {
  std::map<std::string, size_t> forms;
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const std::vector<Json> lines = StixCase(seed, false);
    Make(lines);
    ExpectForms(lines, forms);
  }
  EXPECT_GT(forms["relationship"], 15u);
  EXPECT_GT(forms["note"], 100u);
  EXPECT_GT(forms[""], 20u);
}

TEST_F(ExportStixTest, WhatIsWithheldIsInNone) {
  std::map<std::string, size_t> forms;
  for (uint64_t seed = 31; seed <= 38; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const std::vector<Json> lines = StixCase(seed, true);
    Make(lines);
    ExpectForms(lines, forms);
    const std::string text = terminal_.Must("attest export --to stix");
    for (const Json& line : lines) {
      if (!line.contains("sensitivity")) continue;
      EXPECT_THAT(text, Not(HasSubstr(absl::StrCat(
                            "\"", line["id"].get<std::string>(), "\""))));
    }
  }
  EXPECT_GT(forms["relationship"], 5u);
  EXPECT_GT(forms[""], 100u);
}

// The same again is the same, and a part says of a record what the whole does.
TEST_F(ExportStixTest, IdentifiersLast) {
  Make(StixCase(50, false));
  const std::string first = terminal_.Must("attest export --to stix");
  EXPECT_EQ(first, terminal_.Must("attest export --to stix"));
  const StixDocument whole = ReadStix(first);
  const StixDocument part = Export("'place:1' --hops 1");
  std::map<std::string, std::string> by_key;
  for (const auto& [id, object] : whole.objects) {
    by_key[FactsOf(object).value("key", "")] = id;
  }
  size_t shared = 0;
  for (const auto& [id, object] : part.objects) {
    const std::string key = FactsOf(object).value("key", "");
    if (key.empty()) continue;
    EXPECT_EQ(by_key[key], id) << key;
    ++shared;
    if (object["type"] == "relationship") {
      EXPECT_EQ(object["created"], whole.objects.at(id)["created"]);
    }
  }
  EXPECT_GT(shared, 5u);
  EXPECT_NE(part.json["id"], whole.json["id"]);
}

TEST_F(ExportStixTest, PartsAreWhole) {
  Make(StixCase(21, false));
  const Json weighed = terminal_.Document("corroborate");
  for (const std::string& choice :
       {std::string("place:1"), std::string("place:1 --hops 3"),
        std::string("rpt:2"), std::string("clm:3 src:1"),
        std::string("--verdict contested"), std::string("--verdict retracted"),
        std::string("--verdict unsupported"), std::string("--valid-at 2019"),
        std::string("--query 'MATCH (c:Claim) RETURN c LIMIT 3'"),
        std::string("--as-of 30"), std::string("--as-of 0"),
        std::string("--include restricted --keep-keys"),
        weighed["statements"][0]["statement"].get<std::string>()}) {
    Export(choice);
  }
  // What nobody stands behind any more says so where it is asked for.
  const StixDocument fallen = Export("--verdict retracted");
  size_t notes = 0;
  for (const auto& [id, object] : fallen.objects) {
    EXPECT_NE(object["type"], "relationship");
    if (object.value("abstract", "") == "" ||
        FactsOf(object).value("record", "") != "statement") {
      continue;
    }
    ++notes;
    EXPECT_THAT(object["content"].get<std::string>(),
                HasSubstr("which does not count now"));
  }
  EXPECT_GT(notes, 0u);
  // An empty case is a bundle, too.
  terminal_.Must("rm -rf case.attest && attest init");
  EXPECT_FALSE(Export().json.contains("objects"));
}

// As of an earlier position, by what is sensitive today.
TEST_F(ExportStixTest, WhatIsRestrictedNowWasNeverOpen) {
  terminal_.Must("attest init");
  terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  const std::string open = terminal_.Must("attest export --to stix");
  EXPECT_THAT(open, HasSubstr("نحو ستين"));
  terminal_.Must("attest amend rpt:sawt --set sensitivity=restricted");
  for (const std::string& arguments :
       {std::string(), std::string("--as-of 133"),
        std::string("incident:crossing --hops 2")}) {
    const std::string text =
        terminal_.Must("attest export --to stix " + arguments);
    EXPECT_THAT(ReadStix(text).problems, IsEmpty()) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("عبور النهر عند تل روان"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("نحو ستين"))) << arguments;
    EXPECT_THAT(text, Not(HasSubstr("rpt:sawt"))) << arguments;
  }
  const std::string all =
      terminal_.Must("attest export --to stix --include restricted");
  const StixDocument marked = ReadStix(all);
  EXPECT_THAT(marked.problems, IsEmpty());
  EXPECT_THAT(all, HasSubstr("نحو ستين"));
  for (const auto& [id, object] : marked.objects) {
    if (FactsOf(object).empty()) continue;
    EXPECT_TRUE(object.contains("object_marking_refs")) << object;
  }
}

// A restricted report gives a name of a person and where a place lies: their
// objects bear the mark, too, and so does all else.
TEST_F(ExportStixTest, WhatIsRestrictedMarksAll) {
  std::vector<Json> lines = SmallCase();
  Make(lines);
  for (const auto& [id, object] : Export("--include restricted").objects) {
    EXPECT_FALSE(object.contains("object_marking_refs")) << object;
  }
  lines.push_back({{"type", "report"},
                   {"id", "rpt:b"},
                   {"source", "src:a"},
                   {"title", "Second"},
                   {"sensitivity", "restricted"}});
  for (Json& line : lines) {
    if (line["id"] == "person:a") {
      line["names"] = {{{"value", "Nom de guerre"}, {"report", "rpt:b"}}};
    }
    if (line.value("predicate", "") == "coordinates") line["report"] = "rpt:b";
  }
  std::stable_partition(lines.begin(), lines.end(), [](const Json& line) {
    return line["type"] == "source" || line["type"] == "report";
  });
  Make(lines);
  for (const auto& [id, object] : Export().objects) {
    EXPECT_FALSE(object.contains("object_marking_refs")) << object;
    EXPECT_THAT(object.dump(), Not(HasSubstr("guerre")));
  }
  std::set<std::string> named;
  for (const auto& [id, object] : Export("--include restricted").objects) {
    if (FactsOf(object).empty()) continue;
    EXPECT_EQ(object.value("object_marking_refs", Json()).size(), 1u) << object;
    if (absl::StrContains(object.dump(), "guerre")) {
      named.insert(object["type"]);
    }
  }
  EXPECT_TRUE(named.contains("identity"));
}

// Cases are made with the same origin, and may be signed with the same key.
TEST_F(ExportStixTest, NoIdentifierIsOfTwoCases) {
  terminal_.Write("case.jsonl", TextOf(SmallCase()));
  std::map<std::string, std::string> known;
  for (const char* name : {"a", "b"}) {
    terminal_.Must(
        "rm -rf case.attest && attest init --key signing.key && "
        "attest add case.jsonl");
    for (const auto& [id, object] : Export().objects) {
      if (FactsOf(object).empty() && object["name"] != "Attest case") continue;
      EXPECT_TRUE(known.emplace(id, name).second) << object;
    }
  }
  EXPECT_GT(known.size(), 10u);
}

// Whatever says something else was modified since; and when it was created is
// never told anew.
TEST_F(ExportStixTest, WhatSaysSomethingElseIsNewer) {
  std::vector<Json> lines = StixCase(50, false);
  Make(lines);
  StixDocument before = Export();
  size_t changed = 0;
  for (const char* decision :
       {"amend rpt:1 --set sensitivity=sealed",
        "amend src:2 --set sensitivity=restricted",
        "retract clm:more-1 --reason wrong", "redact --reason order place:1"}) {
    terminal_.Must(absl::StrCat("attest ", decision));
    StixDocument after = Export();
    for (auto& [id, object] : after.objects) {
      const auto earlier = before.objects.find(id);
      if (earlier == before.objects.end() || FactsOf(object).empty()) continue;
      EXPECT_EQ(object["created"], earlier->second["created"]) << object;
      EXPECT_GT(object["modified"], earlier->second["modified"]) << object;
      ++changed;
    }
    before = std::move(after);
  }
  EXPECT_GT(changed, 50u);
}

// Who reads of two reports must see that one is the other's reprint; and of an
// incident, that nobody stands behind it any more.
TEST_F(ExportStixTest, WhatStandsBehindAnObjectIsSaid) {
  std::vector<Json> lines = SmallCase();
  const auto source = [&](const std::string& id, Json more) {
    more.update({{"type", "source"}, {"id", id}, {"name", "Name of " + id}});
    more.emplace("kind", "agency");
    lines.push_back(more);
  };
  source("src:wire", {{"part_of", "src:house"}});
  source("src:house", Json::object());
  source("src:mole", {{"sensitivity", "restricted"}});
  source("src:same", {{"entity", "person:a"}, {"kind", "witness"}});
  lines.push_back({{"type", "report"},
                   {"id", "rpt:wire"},
                   {"source", "src:wire"},
                   {"title", "The first"}});
  lines.push_back(
      {{"type", "report"},
       {"id", "rpt:reprint"},
       {"source", "src:a"},
       {"title", "The second"},
       {"derived_from", {{{"report", "rpt:wire"}, {"how", "reprint"}}}}});
  lines.push_back({{"type", "dependence"},
                   {"from", "rpt:reprint"},
                   {"on", "src:mole"},
                   {"how", "same_witness"},
                   {"reason", "as both say"}});
  for (const char* incident : {"incident:false", "incident:denied"}) {
    lines.push_back({{"type", "entity"},
                     {"id", incident},
                     {"kind", "incident"},
                     {"name", incident}});
    lines.push_back({{"type", "claim"},
                     {"id", absl::StrCat("clm:of-", incident)},
                     {"report", "rpt:reprint"},
                     {"attribution", {{{"source", "src:same"}}}},
                     {"subject", incident},
                     {"predicate", "killed_count"},
                     {"value", {{"at_least", 3}}}});
  }
  lines.back()["stance"] = "denies";
  Make(lines);
  terminal_.Must("attest retract clm:of-incident:false --reason wrong");
  const auto of_key = [&](const StixDocument& document,
                          const std::string& key) {
    for (const auto& [id, object] : document.objects) {
      if (FactsOf(object).value("key", "") == key) return object;
    }
    return Json::object();
  };
  const StixDocument all = Export();
  const auto told = [&](const std::string& key) {
    // Names are set apart by direction.
    return absl::StrReplaceAll(of_key(all, key).value("description", ""),
                               {{"\u2068", ""}, {"\u2069", ""}});
  };
  EXPECT_THAT(told("rpt:reprint"),
              HasSubstr("It is a reprint of the report The first of Name of "
                        "src:wire. It goes back to the same witness as a "
                        "withheld source."));
  // What is named has an identity, and so has what that is part of.
  EXPECT_THAT(told("src:wire"), HasSubstr("It is part of Name of src:house."));
  EXPECT_EQ(of_key(all, "src:house")["name"], "Name of src:house");
  EXPECT_THAT(told("incident:false"), HasSubstr("Nothing stands behind it"));
  EXPECT_THAT(of_key(all, "incident:false")["labels"],
              ::testing::Contains("no-claim-that-counts"));
  EXPECT_THAT(told("incident:denied"), HasSubstr("Nobody reports it"));
  EXPECT_THAT(of_key(all, "incident:denied")["labels"],
              ::testing::Contains("only-denied"));
  EXPECT_EQ(told("incident:a"), "It is in the case by the word of A.");
  EXPECT_EQ(told("src:same"),
            "This source and the person person are one and the same.");
  EXPECT_THAT(told("person:a"), HasSubstr("as a source, too: Name of "
                                          "src:same, one and the same."));
  const StixDocument part =
      Export("--query \"MATCH (n {id: 'incident:a'}) RETURN n\"");
  EXPECT_EQ(of_key(part, "incident:a")["description"],
            "What is reported of it is not in this bundle.");
}

// Beyond what a reader of JSON may round.
TEST_F(ExportStixTest, LargeNumbersAreTexts) {
  std::vector<Json> lines = SmallCase();
  for (const int64_t number :
       {int64_t{9007199254740991}, int64_t{9007199254740992}}) {
    lines.push_back({{"type", "claim"},
                     {"report", "rpt:a"},
                     {"subject", "incident:a"},
                     {"predicate", "killed_count"},
                     {"value", {{"at_least", number}}}});
  }
  Make(lines);
  const std::string text = Export().json.dump();
  EXPECT_THAT(text, HasSubstr(":9007199254740991"));
  EXPECT_THAT(text, HasSubstr(":\"9007199254740992\""));
}

TEST_F(ExportStixTest, RealReportsBreakNoRule) {
  if (terminal_.Run("test -d $SHARED/seedcase").exit_code != 0) {
    GTEST_SKIP() << "no seedcase beside the project";
  }
  terminal_.Must("attest init && attest add $SHARED/seedcase/*.jsonl");
  const StixDocument document = Export();
  size_t claims = 0;
  size_t reports = 0;
  for (const auto& [id, object] : document.objects) {
    reports += object["type"] == "report" ? 1 : 0;
    const Json facts = FactsOf(object);
    if (facts.contains("claims")) {
      claims += facts["claims"].size();
    }
  }
  EXPECT_EQ(claims, 34u);
  EXPECT_EQ(reports, 5u);
}

TEST_F(ExportStixTest, ARedactionTakesTheNameOut) {
  Make(StixCase(3, false));
  terminal_.Must("attest redact --reason order clm:7 src:2 'place:1'");
  const std::string text = terminal_.Must("attest export --to stix");
  EXPECT_THAT(ReadStix(text).problems, IsEmpty());
  for (const char* key : {"\"clm:7\"", "\"src:2\"", "\"place:1\""}) {
    EXPECT_THAT(text, Not(HasSubstr(key)));
  }
}

// One claim each: what is denied or doubted is told on it, in words that assert
// nothing.
TEST_F(ExportStixTest, WhoIsAgainstItIsHeard) {
  Make(SmallCase());
  const StixDocument document = Export();
  std::map<std::string, std::vector<Json>> of;  // by type
  for (const auto& [id, object] : document.objects) {
    of[object["type"]].push_back(object);
  }
  ASSERT_EQ(of["relationship"].size(), 2u);
  ASSERT_EQ(of["location"].size(), 1u);
  ASSERT_EQ(of["opinion"].size(), 1u);
  const Json& opinion = of["opinion"][0];
  EXPECT_EQ(opinion["opinion"], "disagree");
  EXPECT_EQ(opinion["authors"], Json({"A"}));
  const Json& denied = document.objects.at(opinion["object_refs"][0]);
  EXPECT_EQ(denied["abstract"], "Reported: commands (contested)");
  EXPECT_THAT(denied["content"].get<std::string>(), HasSubstr("denies that"));
  EXPECT_EQ(document.objects.at(FactsOf(opinion)["speaker_ref"])["name"], "A");
  // Its title, where it is published and what it says lead from the report.
  const Json& report = of["report"][0];
  EXPECT_EQ(report["name"], "T");
  EXPECT_EQ(report["external_references"][0]["url"], "https://example.org/a");
  EXPECT_EQ(report["object_refs"].size(), 5u + 1u + 4u);
}

// The rules above are worth what they catch.
TEST_F(ExportStixTest, AnyRuleBrokenIsSeen) {
  Make(SmallCase());
  const Json good = Export().json;
  const auto first = [&](const std::string& type) {
    size_t i = 0;
    while (good["objects"].at(i)["type"] != type) ++i;
    return i;
  };
  const auto wrong = [&](const char* what, const std::string& type,
                         const auto& change) {
    Json changed = good;
    change(changed["objects"][first(type)]);
    EXPECT_THAT(ReadStix(changed.dump()).problems, Not(IsEmpty())) << what;
  };
  const std::string id = good["objects"][first("note")]["id"];
  wrong("version", "note", [](Json& o) { o["spec_version"] = "2.0"; });
  wrong("a property", "note", [](Json& o) { o["x_key"] = "a"; });
  wrong("none", "note", [](Json& o) { o.erase("content"); });
  wrong("empty", "note", [](Json& o) { o["content"] = ""; });
  wrong("null", "note", [](Json& o) { o["abstract"] = nullptr; });
  wrong("no list", "note", [](Json& o) { o["object_refs"] = Json::array(); });
  wrong("nowhere", "note",
        [&](Json& o) { o["object_refs"] = {"identity" + id.substr(4)}; });
  wrong("time", "note", [](Json& o) { o["created"] = "2020-01-01T00:00:00Z"; });
  wrong("order", "note",
        [](Json& o) { o["modified"] = "2001-01-01T00:00:00.000Z"; });
  wrong("uuid", "note", [](Json& o) {
    std::string uuid = o["id"];
    uuid[20] = '4';
    o["id"] = uuid;
  });
  wrong("twice", "note",
        [&](Json& o) { o["id"] = good["objects"][first("identity")]["id"]; });
  wrong("a mark", "note", [&](Json& o) {
    o["object_marking_refs"] = {"marking-definition" + id.substr(4)};
  });
  wrong("number", "note", [](Json& o) {
    o["extensions"].begin().value()["value"] = 9007199254740992;
  });
  wrong("whose", "note", [](Json& o) { o.erase("created_by_ref"); });
  wrong("by whom", "note", [&](Json& o) { o["created_by_ref"] = id; });
  wrong("class", "identity", [](Json& o) { o["identity_class"] = "person"; });
  wrong("opinion", "opinion", [](Json& o) { o["opinion"] = "no"; });
  wrong("relation", "relationship",
        [](Json& o) { o["relationship_type"] = "member_of"; });
  wrong("end", "relationship", [&](Json& o) { o["target_ref"] = o["id"]; });
  wrong("span", "relationship", [](Json& o) {
    o["start_time"] = "2020-01-01T00:00:00.000Z";
    o["stop_time"] = "2020-01-01T00:00:00.000Z";
  });
  wrong("half", "location", [](Json& o) { o.erase("latitude"); });
  wrong("nowhere", "location", [](Json& o) {
    o.erase("latitude");
    o.erase("longitude");
    o.erase("precision");
  });
  wrong("range", "location", [](Json& o) { o["longitude"] = 181; });
  wrong("published", "report", [](Json& o) { o["published"] = "2020-01-01"; });
  wrong("url", "report", [](Json& o) {
    o["external_references"] = {{{"source_name", "a"}, {"url", "a b"}}};
  });
  for (const char* bad : {"javascript:alert(1)", "https://a:b/c", "http://",
                          "https://a@b@c/", "urn:x", "https://a:8x/"}) {
    wrong(bad, "report", [&](Json& o) {
      o["external_references"] = {{{"source_name", "a"}, {"url", bad}}};
    });
  }
  wrong("schema", "report",
        [](Json& o) { o["extensions"].begin().value()["unheard_of"] = "a"; });
  wrong("reference", "report", [](Json& o) {
    o["external_references"] = {{{"source_name", "a"}}};
  });
  wrong("confidence", "report", [](Json& o) { o["confidence"] = 101; });
  wrong("extension", "report", [](Json& o) {
    o["extensions"].begin().value().erase("extension_type");
  });
  wrong("undefined", "report", [&](Json& o) {
    o["extensions"]["extension-definition" + id.substr(4)] = {{"key", "a"}};
  });
  wrong("definition", "extension-definition",
        [](Json& o) { o.erase("schema"); });
  wrong("type", "incident", [](Json& o) { o["type"] = "event"; });
}

}  // namespace
}  // namespace attest
