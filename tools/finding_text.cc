#include "tools/finding_text.h"

#include <cstdint>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/counted.h"
#include "tools/page.h"
#include "tools/value_text.h"

namespace attest {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kDetail = 4;

std::string Text(const Json& json) {
  return json.is_string() ? json.get<std::string>() : Dump(json);
}

// What the verdicts mean, for whoever has not read a manual.
const std::map<std::string, std::string>& Meanings() {
  static const auto& meanings = *new std::map<std::string, std::string>{
      {"retracted", "all who said so took it back, or it was taken back"},
      {"unsupported", "nothing that counts supports it"},
      {"circular", "those who say so only cite each other"},
      {"contested", "independent lines stand for it and against it"},
      {"corroborated", "two or more independent lines of known origin"},
      {"likely", "two or more independent lines, not all of known origin"},
      {"single_line", "all of it comes down to one line"}};
  return meanings;
}

// Writes one statement.
class Paragraph {
 public:
  Paragraph(const Json& statement, size_t width)
      : statement_(statement), page_(width) {}

  std::string Write() {
    Line(0,
         absl::StrCat(StatementLine(statement_),
                      statement_.value("undated", false) ? ", undated" : ""));
    Verdict();
    Lines();
    NotCounted();
    Against();
    HangsOn();
    Ratings();
    Scores();
    if (!statement_["statement"].is_null()) {
      Line(kIndent, Text(statement_["statement"]));
    }
    return page_.Take();
  }

 private:
  void Line(size_t indent, absl::string_view text) { page_.Line(indent, text); }

  // "Omar (src:omar)", or the key.
  [[nodiscard]] std::string Named(const Json& key) const {
    const std::string text = Text(key);
    const auto name = statement_["source_names"].find(text);
    if (name == statement_["source_names"].end() || Text(*name).empty()) {
      return text;
    }
    return absl::StrCat(Text(*name), " (", text, ")");
  }
  [[nodiscard]] std::string Joined(const Json& keys) const {
    std::vector<std::string> names;
    for (const Json& key : keys) names.push_back(Named(key));
    return absl::StrJoin(names, ", ");
  }

  [[nodiscard]] std::string Number(const char* field,
                                   absl::string_view what) const {
    return Counted(statement_[field].get<uint64_t>(), what);
  }

  void Verdict() {
    const std::string verdict = Text(statement_["verdict"]);
    Line(kIndent,
         absl::StrCat(TonedVerdict(statement_), ": ", Meanings().at(verdict),
                      ". Lines: ", LinesText(statement_), "; ",
                      Number("citations", "claim"), " in ",
                      Number("reports", "report"), " by ",
                      Number("publishers", "publisher")));
    const std::string sealed = SealedClaimsText(statement_);
    if (!sealed.empty()) Line(kIndent, sealed);
    if (statement_["same_origin"] == true) {
      Line(kIndent,
           "what stands against it has the same origin: a misquotation, a "
           "correction or a change of mind");
    }
  }

  void Entry(const Json& entry, absl::string_view head) {
    const std::string hedge = entry.value("hedge", "stated");
    page_.Item(
        kIndent, head,
        absl::StrCat(Text(entry["claim"]),
                     hedge == "stated" ? "" : ", " + Toned(Tone::kWeak, hedge),
                     entry["reason"].is_null() ? "" : ": ",
                     entry["reason"].is_null() ? "" : Text(entry["reason"])));
    if (entry["chain"].empty()) return;
    std::vector<std::string> chain;
    for (const Json& key : entry["chain"]) chain.push_back(Named(key));
    Line(kDetail, absl::StrJoin(chain, " > "));
    if (entry["passage"].is_object()) {
      std::string passage =
          absl::StrCat("\"", Text(entry["passage"]["exact"]), "\"");
      const Json& bytes = entry["passage"]["bytes"];
      if (bytes.is_array()) {
        absl::StrAppend(&passage, " ",
                        Unbroken(absl::StrCat("[bytes ", Dump(bytes[0]), "-",
                                              Dump(bytes[1]), "]")));
      }
      Line(kDetail, passage);
    }
  }

  void Lines() {
    for (const Json& entry : statement_["ledger"]) {
      if (entry["counts"] != true) continue;
      Entry(entry, absl::StrCat("line ", Dump(entry["line"]), "  "));
    }
  }

  void NotCounted() {
    for (const Json& entry : statement_["ledger"]) {
      if (entry["counts"] == true) continue;
      Entry(entry, "does not count  ");
    }
  }

  void Against() {
    if (!statement_["opposing"].empty()) {
      Line(kIndent,
           absl::StrCat(
               Toned(Tone::kAgainst, "denied"), " by ",
               Joined(statement_["opposing"]), " (",
               Counted(statement_["opposing_lines"]["best"].get<uint64_t>(),
                       "line"),
               ")"));
    }
    if (!statement_["doubting"].empty()) {
      Line(kIndent, absl::StrCat(Toned(Tone::kWeak, "doubted"), " by ",
                                 Joined(statement_["doubting"])));
    }
    for (const Json& other : statement_["conflicts_with"]) {
      Line(kIndent, absl::StrCat("conflicts with ", Text(other["statement"]),
                                 ": ", Text(other["reason"])));
    }
    for (const Json& other : statement_["differs"]) {
      Line(kIndent, absl::StrCat("differs from ", Text(other["statement"]),
                                 ": ", Text(other["reason"])));
    }
  }

  void HangsOnSet(const std::string& field, absl::string_view head,
                  absl::string_view between) {
    const Json& records = statement_[field];
    if (!records.is_array()) return;
    std::vector<std::string> names;
    for (const Json& key : records) names.push_back(Named(key));
    if (const uint64_t withheld =
            statement_.value(field + "_withheld", uint64_t{0})) {
      names.push_back(Counted(withheld, "sealed record"));
    }
    Line(kIndent, absl::StrCat(head, absl::StrJoin(names, between)));
  }

  void HangsOn() {
    HangsOnSet("weakest_cut", "every line passes through ", " or ");
    HangsOnSet("minimal_flip", "the verdict changes without ", " and ");
    for (const Json& cycle : statement_["cycles"]) {
      if (cycle.empty()) continue;
      Line(
          kIndent,
          cycle.size() == 1
              ? absl::StrCat(Joined(cycle), " derives from a later report")
              : absl::StrCat("these lead back to themselves: ", Joined(cycle)));
    }
  }

  void Ratings() {
    for (const Json& rating : statement_["ratings"]) {
      Line(kIndent,
           absl::StrCat("rated: ", Named(rating["target"]), " ",
                        Text(rating["scheme"]), " ", Text(rating["value"]),
                        ", by ", Text(rating["by"])));
    }
  }

  void Scores() {
    const auto scores = statement_.find("scores");
    if (scores == statement_.end()) return;
    std::vector<std::string> parts;
    for (const auto& [method, score] : scores->items()) {
      parts.push_back(
          absl::StrCat(method, " ", score.is_null() ? "none" : Dump(score)));
    }
    Line(kIndent, absl::StrCat("scores, which decide nothing: ",
                               absl::StrJoin(parts, ", ")));
  }

  const Json& statement_;
  Page page_;
};

}  // namespace

std::string VerdictText(const Json& statement) {
  std::string shown = Text(statement["verdict"]);
  for (char& c : shown) {
    c = c == '_' ? ' ' : absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return shown;
}

Tone ToneOf(absl::string_view verdict) {
  if (verdict == "corroborated") return Tone::kFor;
  if (verdict == "likely") return Tone::kFair;
  return verdict == "single_line" ? Tone::kWeak : Tone::kAgainst;
}

std::string TonedVerdict(const Json& statement) {
  return Toned(ToneOf(Text(statement["verdict"])),
               Unbroken(VerdictText(statement)));
}

std::string LinesText(const Json& statement) {
  const Json& lines = statement["lines"];
  return absl::StrCat(Dump(lines["low"]), " low, ",
                      lines.contains("at_least") ? "at least " : "",
                      Dump(lines["best"]), " best, ", Dump(lines["high"]),
                      " high");
}

std::string SealedClaimsText(const Json& statement) {
  const uint64_t all = statement.value("citations", uint64_t{0});
  const auto supporting = statement.find("supporting");
  if (supporting == statement.end() || supporting->size() >= all) return "";
  const uint64_t sealed = all - supporting->size();
  return absl::StrCat(sealed, " of these claims ", sealed == 1 ? "is" : "are",
                      " sealed: --unseal shows ", sealed == 1 ? "it" : "them");
}

std::string FindingsText(const Json& statements, size_t width) {
  std::string text;
  for (const Json& statement : statements) {
    if (!text.empty()) text += "\n";
    const Json marked = MarkedDocument(statement);
    text += Paragraph(marked, width).Write();
  }
  if (text.empty()) text = "no statement\n";
  return text;
}

}  // namespace attest
