#include "tests/cli/random_table_case.h"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace attest {
namespace {

using Json = nlohmann::json;

class CaseMaker {
 public:
  explicit CaseMaker(uint32_t seed) : random_(seed) {}

  std::string Make() {
    for (size_t i = 0; i < 5; ++i) AddSource(i);
    for (size_t i = 0; i < 6; ++i) AddEntity(i);
    Add({{"type", "predicate"},
         {"id", "saw"},
         {"label", "saw"},
         {"domain", {"person"}},
         {"range", "text"},
         {"time", "event"}});
    for (size_t i = 0; i < 5; ++i) AddReport(i);
    for (size_t i = 0; i < 20; ++i) AddClaim(i);
    for (size_t i = 0; i < 8; ++i) AddDecision(i);
    return absl::StrJoin(lines_, "\n") + "\n";
  }

 private:
  bool Chance(uint32_t one_in) { return random_() % one_in == 0; }
  template <class T>
  const T& One(const std::vector<T>& of) {
    return of[random_() % of.size()];
  }
  void Add(Json line) { lines_.push_back(line.dump()); }
  std::string Word() {
    return One<std::string>({"Ferry", "a, \"b\"; c", "two\nlines", "=1+1",
                             "\xD8\xB9\xD9\x84\xD9\x8A", "<b>&", "{x}", "[y",
                             "(eyewitness)", "5", "-7", "@home"});
  }
  void MaybeRestricted(Json& line) {
    if (Chance(5)) line["sensitivity"] = "restricted";
  }

  void AddSource(size_t i) {
    const std::string key = One<std::string>(
        {absl::StrCat("src:qs", i, "q"), absl::StrCat("qs", i, "q"),
         absl::StrCat("src:a; b qs", i, "q"),
         absl::StrCat("source (x) qs", i, "q")});
    Json line = {{"type", "source"},
                 {"id", key},
                 {"name", Chance(3) ? absl::StrCat("qs", i, "q") : Word()},
                 {"kind", One<std::string>({"unknown", "person", "outlet"})}};
    if (Chance(4)) line["anonymous"] = true;
    if (Chance(4) && !sources_.empty()) line["part_of"] = One(sources_);
    if (Chance(4)) line["language"] = "ar";
    MaybeRestricted(line);
    sources_.push_back(key);
    Add(line);
  }
  void AddEntity(size_t i) {
    const std::vector<std::string> kinds = {"person", "person", "organization",
                                            "incident", "place"};
    const std::string kind = i < kinds.size() ? kinds[i] : One(kinds);
    const std::string key =
        absl::StrCat(Chance(2) ? absl::StrCat(kind, ":") : "", "qe", i, "q");
    Json line = {
        {"type", "entity"}, {"id", key}, {"kind", kind}, {"name", Word()}};
    if (Chance(4)) line["names"] = {Word(), {{"value", "N"}, {"lang", "en"}}};
    MaybeRestricted(line);
    entities_[kind].push_back(key);
    Add(line);
  }
  void AddReport(size_t i) {
    const std::string key = absl::StrCat(Chance(2) ? "rpt:" : "", "qr", i, "q");
    Json line = {{"type", "report"},
                 {"id", key},
                 {"source", One(sources_)},
                 {"title", Word()}};
    if (Chance(2)) line["published"] = "2015-03~";
    if (Chance(2)) line["url"] = "https://example.org/?a=1,2";
    if (Chance(4)) line["author"] = Word();
    if (Chance(3) && !reports_.empty()) {
      line["derived_from"] = {{{"report", One(reports_)}, {"how", "reprint"}}};
    } else if (Chance(4)) {
      line["derived_from"] = {{{"source", One(sources_)}, {"how", "citation"}}};
    }
    MaybeRestricted(line);
    reports_.push_back(key);
    Add(line);
  }
  void AddClaim(size_t i) {
    Json line = {{"type", "claim"},
                 {"id", absl::StrCat("qc", i, "q")},
                 {"report", One(reports_)},
                 {"subject", One(entities_["person"])}};
    switch (random_() % 5) {
      case 0:
        line["predicate"] = "member_of";
        line["object"] = One(entities_["organization"]);
        break;
      case 1:
        line["predicate"] = "saw";
        line["value"] = Word();
        break;
      case 2:
        line["subject"] = One(entities_["incident"]);
        line["predicate"] = "killed_count";
        line["value"] = One<Json>({{{"exact", 3}},
                                   {{"low", 1}, {"best", 2}, {"high", 4}},
                                   {{"about", 9}, {"unit", "tons, long"}}});
        break;
      case 3:
        line["predicate"] = "killed";
        line["value"] = true;
        line["place"] = One(entities_["place"]);
        break;
      default:
        line["subject"] = One(entities_["place"]);
        line["predicate"] = "coordinates";
        line["value"] = {{"lat", 36.25}, {"lon", -7.5}};
        if (Chance(2)) line["value"]["radius_m"] = 50;
    }
    if (Chance(2)) line["valid"] = One<std::string>({"2012", "2012-05/.."});
    for (auto left = random_() % 3; left > 0; --left) {
      Json speaker = {{"source", One(sources_)}};
      if (Chance(2)) speaker["basis"] = "eyewitness";
      if (Chance(5)) speaker["said"] = "2015-03-02";
      line["attribution"].push_back(speaker);
    }
    if (Chance(6)) line["stance"] = "denies";
    if (Chance(6)) line["hedge"] = "alleged";
    if (Chance(6)) line["original"] = true;
    if (Chance(5) && i > 0) {
      line["rests_on"] = {absl::StrCat("qc", random_() % i, "q")};
    }
    if (Chance(3)) line["citation"] = {{"page", 4}, {"line", "iv"}};
    if (Chance(4)) line["as_stated"] = Word();
    if (Chance(4)) line["note"] = Word();
    if (Chance(4)) line["by"] = "Bo";
    if (Chance(5)) {
      line["extracted_by"] = {{"agent", Word()}, {"method", "model"}};
    }
    Add(line);
  }
  void AddDecision(size_t i) {
    const std::string claim = absl::StrCat("qc", random_() % 20, "q");
    Json line = {{"id", absl::StrCat("d", i)}, {"reason", Word()}};
    switch (random_() % 5) {
      case 0:
        line["type"] = "retraction";
        line["target"] = claim;
        break;
      case 1:
        line["type"] = "assessment";
        line["target"] = claim;
        line["scheme"] = "status";
        line["value"] = One<std::string>({"accepted", "accepted", "rejected"});
        break;
      case 2:
        line["type"] = "identity";
        line["judgement"] = One<std::string>({"same", "different"});
        line["entities"] = {entities_["person"][0], entities_["person"][1]};
        break;
      case 3:
        line["type"] = "dependence";
        line["from"] = reports_[0];
        line["on"] = reports_[1 + random_() % 4];
        line["how"] = "reprint";
        break;
      default:
        line["type"] = "dependence";
        line["from"] = sources_[0];
        line["on"] = sources_[1 + random_() % 4];
        line["how"] = "same_owner";
    }
    Add(line);
  }

  std::mt19937 random_;
  std::vector<std::string> lines_;
  std::vector<std::string> sources_;
  std::map<std::string, std::vector<std::string>> entities_;
  std::vector<std::string> reports_;
};

}  // namespace

std::string RandomTableCase(uint32_t seed) { return CaseMaker(seed).Make(); }

}  // namespace attest
