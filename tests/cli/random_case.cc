#include "tests/cli/random_case.h"

#include <iterator>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

using Json = nlohmann::json;

constexpr const char* kOdd[] = {"plain",
                                "\"quoted\" \\ and \n newline",
                                "هرموش العقيد",
                                "]]> <b>&amp;</b>",
                                "tab\tand \x01 control",
                                "ein Ü"};

constexpr const char* kDates[] = {"2019",          "2019-03-14",
                                  "2019-03~/2020", "../2020-02-29",
                                  "2018-11/..",    "[2019-05-04,2019-05-06]",
                                  "201X"};

class CaseMaker {
 public:
  explicit CaseMaker(uint64_t seed) : random_(seed) {}

  std::vector<Json> Make() {
    for (int i = 0; i < 5; ++i) AddSource(i);
    for (int i = 0; i < 6; ++i) AddReport(i);
    for (int i = 0; i < 4; ++i) {
      Add({{"type", "entity"},
           {"id", absl::StrCat("person:-", i, ". ü%")},
           {"kind", "person"},
           {"name", Odd()},
           {"names", {Odd(), {{"value", Odd()}, {"lang", "ar"}}}}});
      Add({{"type", "entity"},
           {"id", absl::StrCat("place:", i)},
           {"kind", "place"},
           {"name", Odd()}});
    }
    for (int i = 0; i < 40; ++i) AddClaim(i);
    for (int i = 0; i < 40; ++i) AddDecision(i);
    return std::move(lines_);
  }

 private:
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  std::string Odd() { return kOdd[Below(std::size(kOdd))]; }
  std::string Any(const char* kind, uint64_t count) {
    return absl::StrCat(kind, Below(count));
  }
  std::string AnyPerson() { return absl::StrCat("person:-", Below(4), ". ü%"); }
  void Add(Json line) { lines_.push_back(std::move(line)); }

  void AddSource(int i) {
    Json line = {{"type", "source"},
                 {"id", absl::StrCat("src:", i)},
                 {"name", Odd()},
                 {"kind", i % 2 == 0 ? "outlet" : "witness"}};
    if (i > 0 && Below(3) == 0) line["part_of"] = absl::StrCat("src:", i - 1);
    Add(line);
  }

  void AddReport(int i) {
    Json line = {
        {"type", "report"},
        {"id", absl::StrCat("rpt:", i)},
        {"source", Any("src:", 5)},
        {"title", Odd()},
        {"url", "https://example.org/a b"},
        {"text", absl::StrCat("Words of report ", i, " and no more.")}};
    if (i > 0 && Below(2) == 0) {
      line["derived_from"] = {
          {{"report", Any("rpt:", uint64_t(i))},
           {"how", Below(2) == 0 ? "translation" : "revision"}}};
    }
    Add(line);
  }

  void AddClaim(int i) {
    const uint64_t report = Below(6);
    Json line = {{"type", "claim"},
                 {"id", absl::StrCat("clm:", i)},
                 {"report", absl::StrCat("rpt:", report)},
                 {"subject", AnyPerson()},
                 {"predicate", "located_at"},
                 {"object", Any("place:", 4)},
                 {"note", Odd()}};
    if (Below(2) == 0) {
      line["quote"] = absl::StrCat("Words of report ", report);
    }
    if (Below(2) == 0) line["valid"] = kDates[Below(std::size(kDates))];
    if (Below(3) == 0) line["place"] = Any("place:", 4);
    if (Below(3) == 0) line["citation"] = {{"page", 3}};
    if (Below(3) == 0) line["stance"] = "denies";
    if (Below(4) == 0) line["hedge"] = "alleged";
    if (Below(2) == 0) line["by"] = Odd();
    if (Below(2) == 0) {
      line["attribution"] = {{{"source", "src:1"}},
                             {{"source", Any("src:", 5)},
                              {"basis", "eyewitness"},
                              {"said", "2020-01"}}};
    }
    if (i > 0 && Below(4) == 0) {
      line["rests_on"] = {Any("clm:", uint64_t(i))};
    }
    Add(line);
  }

  void AddDecision(int i) {
    Json line = {{"id", absl::StrCat("dec:", i)}, {"reason", Odd()}};
    if (Below(3) == 0) line["by"] = Odd();
    switch (Below(5)) {
      case 0:
      case 1:
        line["type"] = "retraction";
        line["target"] = Below(4) == 0 ? Any("rpt:", 6) : Any("clm:", 40);
        line["how"] = "withdrawn";
        line["judgement"] = Below(3) == 0 ? "rejected" : "accepted";
        if (Below(3) == 0) {
          line["superseded_by"] =
              Below(3) == 0 ? Any("rpt:", 6) : Any("clm:", 40);
          if (line["superseded_by"] == line["target"]) {
            line.erase("superseded_by");
          }
        }
        break;
      case 2:
        line["type"] = "assessment";
        line["target"] = Below(2) == 0 ? Any("src:", 5) : Any("clm:", 40);
        line["scheme"] = "status";
        line["value"] = Below(2) == 0 ? "rejected" : "accepted";
        break;
      case 3: {
        const std::string a = AnyPerson();
        const std::string b = AnyPerson();
        if (a == b) return;
        line["type"] = "identity";
        line["entities"] = {a, b};
        line["judgement"] = Below(3) == 0 ? "different" : "same";
        break;
      }
      default: {
        const std::string from = Any("rpt:", 6);
        const std::string on = Any("rpt:", 6);
        if (from == on) return;
        line["type"] = "dependence";
        line["from"] = from;
        line["on"] = on;
        line["how"] = Below(4) == 0 ? "same_document" : "reprint";
        line["judgement"] = Below(4) == 0 ? "rejected" : "accepted";
      }
    }
    Add(line);
  }

  std::mt19937_64 random_;
  std::vector<Json> lines_;
};

}  // namespace

std::vector<Json> RandomCase(uint64_t seed) { return CaseMaker(seed).Make(); }

std::string TextOf(const std::vector<Json>& lines) {
  std::string text;
  for (const Json& line : lines) absl::StrAppend(&text, line.dump(), "\n");
  return text;
}

}  // namespace attest
