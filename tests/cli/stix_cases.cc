#include "tests/cli/stix_cases.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/cli/random_case.h"

namespace attest {

using Json = nlohmann::json;

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

std::vector<Json> SmallStixCase() {
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

}  // namespace attest
