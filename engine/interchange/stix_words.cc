#include "engine/interchange/stix_words.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/interchange/dossier_html.h"
#include "engine/interchange/dossier_words.h"
#include "engine/model/json_text.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string QuantityInWords(const Quantity& quantity) {
  std::string text;
  switch (quantity.form) {
    case QuantityForm::kExact:
      text = absl::StrCat(quantity.number);
      break;
    case QuantityForm::kAtLeast:
      text = absl::StrCat("at least ", quantity.number);
      break;
    case QuantityForm::kAtMost:
      text = absl::StrCat("at most ", quantity.number);
      break;
    case QuantityForm::kAbout:
      text = absl::StrCat("about ", quantity.number);
      break;
    case QuantityForm::kRange:
      text = absl::StrCat(quantity.low, " to ", quantity.high);
      if (quantity.best) absl::StrAppend(&text, ", best ", *quantity.best);
      break;
  }
  if (!quantity.unit.empty()) absl::StrAppend(&text, " ", quantity.unit);
  return text;
}

std::string PointInWords(const Point& point) {
  std::string text;
  AppendJsonNumber(point.lat, text);
  text += ", ";
  AppendJsonNumber(point.lon, text);
  absl::StrAppend(&text, " (within ", point.radius_m, " m",
                  point.fallback ? ", standing for a larger area" : "", ")");
  return text;
}

// How claims of one kind are told: "reports", "reports (as alleged)".
struct Telling {
  absl::string_view one;
  absl::string_view several;
};
Telling TellingOf(Stance stance) {
  switch (stance) {
    case Stance::kDenies:
      return {"denies", "deny"};
    case Stance::kDoubts:
      return {"doubts", "doubt"};
    case Stance::kNoComment:
      return {"gives no comment on whether", "give no comment on whether"};
    default:
      return {"reports", "report"};
  }
}
// The same of claims that do not count.
absl::string_view FallenTelling(Stance stance) {
  switch (stance) {
    case Stance::kDenies:
      return "denied, which does not count now,";
    case Stance::kDoubts:
      return "doubted, which does not count now,";
    case Stance::kNoComment:
      return "gave no comment, which does not count now, on whether";
    default:
      return "reported, which does not count now,";
  }
}

// The voices of one telling, each once, at most so many by name.
std::string Joined(std::vector<std::string> voices) {
  constexpr size_t kShown = 8;
  if (voices.size() > kShown) {
    const size_t more = voices.size() - kShown;
    voices.resize(kShown);
    voices.push_back(Several(more, "other"));
  }
  if (voices.size() == 1) return voices.front();
  const std::string last = std::move(voices.back());
  voices.pop_back();
  return absl::StrCat(absl::StrJoin(voices, "; "), "; and ", last);
}

}  // namespace

std::string ValueInWords(const Object& value) {
  if (const auto* quantity = std::get_if<Quantity>(&value)) {
    return QuantityInWords(*quantity);
  }
  if (const auto* point = std::get_if<Point>(&value)) {
    return PointInWords(*point);
  }
  if (const auto* text = std::get_if<TextValue>(&value)) return text->text;
  if (const auto* date = std::get_if<DateValue>(&value)) return date->edtf;
  return "";
}

std::string StixRelationshipType(absl::string_view predicate) {
  std::string type;
  for (const char c : predicate) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return "";
    if (absl::ascii_isalnum(byte)) {
      type += absl::ascii_tolower(byte);
    } else if (!type.empty() && type.back() != '-') {
      type += '-';
    }
  }
  while (absl::EndsWith(type, "-")) type.pop_back();
  constexpr size_t kMin = 3;
  constexpr size_t kMax = 250;
  return type.size() < kMin || type.size() > kMax ? "" : type;
}

bool IsUri(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon + 1 == text.size() ||
      !absl::ascii_isalpha(static_cast<unsigned char>(text.front()))) {
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (absl::ascii_isalnum(c)) continue;
    if (i < colon) {
      if (c != '+' && c != '-' && c != '.') return false;
    } else if (c == '%') {
      if (i + 2 >= text.size() ||
          !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
          !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
        return false;
      }
    } else if (!absl::StrContains("-._~:/?#@!$&'()*+,;=", text[i])) {
      // Brackets are for addresses of hosts that nobody publishes under.
      return false;
    }
  }
  return std::count(text.begin(), text.end(), '#') <= 1;
}

absl::StatusOr<std::string> StixWords::NameOfSource(SourceId id) const {
  ASSIGN_OR_RETURN(const std::string key, outgoing_.keys().KeyOf(id));
  if (outgoing_.keys().IsWithheld(id)) {
    return absl::StrCat("withheld source ", key);
  }
  const std::string name = outgoing_.view().source(id).name;
  return absl::StripAsciiWhitespace(name).empty() ? key : name;
}

absl::StatusOr<std::string> StixWords::Clause(const StixStatement& one) const {
  const View& view = outgoing_.view();
  Dossier dossier;
  DossierStatement statement;
  const auto named = [&](EntityId id) -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(std::string key, outgoing_.keys().KeyOf(id));
    dossier.records[key].name = view.entity(id).name;
    return key;
  };
  ASSIGN_OR_RETURN(statement.subject, named(one.subject));
  if (one.object) {
    ASSIGN_OR_RETURN(statement.object, named(*one.object));
  }
  if (one.place) {
    ASSIGN_OR_RETURN(statement.place, named(*one.place));
  }
  statement.predicate = std::string(view.KeyOf(one.parts.predicate));
  statement.label = view.predicate(one.parts.predicate).label;
  statement.valid = one.parts.valid;
  if (const auto* date = std::get_if<DateValue>(&one.parts.object)) {
    statement.date = date->edtf;
  } else if (!one.object) {
    statement.value = ValueInWords(one.parts.object);
  }
  return ClauseText(dossier, statement);
}

absl::StatusOr<std::string> StixWords::Who(const ClaimInfo& claim) const {
  Dossier dossier;
  const auto named = [&](SourceId id) -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(std::string key, outgoing_.keys().KeyOf(id));
    ASSIGN_OR_RETURN(const std::string name, NameOfSource(id));
    dossier.records[key].name = SetApart(name);
    return key;
  };
  DossierClaim said;
  said.report = "report";
  ASSIGN_OR_RETURN(dossier.reports["report"].publisher,
                   named(outgoing_.view().report(claim.report).source));
  for (const Speaker& speaker : claim.attribution) {
    DossierSpeaker one;
    ASSIGN_OR_RETURN(one.source, named(speaker.source));
    said.attribution.push_back(std::move(one));
  }
  return WhoText(dossier, said);
}

absl::StatusOr<std::string> StixWords::Account(const StixStatement& one) const {
  ASSIGN_OR_RETURN(const std::string clause, Clause(one));
  // By what is told of it; the words of a key in the order of their tellings.
  struct Voices {
    std::vector<std::string> list;
    absl::flat_hash_set<std::string> known;
  };
  std::map<std::tuple<Stance, bool, Hedge>, Voices> voices;
  for (const ClaimId id : one.All()) {
    const ClaimInfo claim = outgoing_.view().claim(id);
    ASSIGN_OR_RETURN(std::string who, Who(claim));
    Voices& heard = voices[{claim.stance, !outgoing_.Counts(id), claim.hedge}];
    if (heard.known.insert(who).second) heard.list.push_back(std::move(who));
  }
  std::string text;
  for (auto& [key, heard] : voices) {
    const auto& [stance, is_fallen, hedge] = key;
    const Telling telling = TellingOf(stance);
    const absl::string_view verb = is_fallen ? FallenTelling(stance)
                                   : heard.list.size() == 1 ? telling.one
                                                            : telling.several;
    const std::string who = Joined(std::move(heard.list));
    absl::StrAppend(&text, text.empty() ? "" : " ", who,
                    absl::StrContains(who, ", ") ? ", " : " ", verb);
    if (hedge != Hedge::kStated) {
      absl::StrAppend(&text, " (as ", NameOf(hedge), ")");
    }
    absl::StrAppend(&text, stance == Stance::kNoComment ? " " : " that ",
                    clause, ".");
  }
  return text;
}

absl::StatusOr<std::string> StixWords::Sentence(const StixStatement& one,
                                                ClaimId claim) const {
  StixStatement alone = one;
  alone.asserting = {claim};
  alone.denying.clear();
  alone.doubting.clear();
  alone.fallen.clear();
  return Account(alone);
}

std::string StixWords::VerdictSentence(const Figures& figures) {
  const std::string against =
      figures.opposing_lines.high == 0
          ? "nothing that forms a line against it"
          : absl::StrCat(LinesInWords(figures.opposing_lines), " against it");
  return absl::StrCat("Verdict: ", VerdictWord(figures.verdict), " (",
                      LinesInWords(figures.lines), "; ", against, ").");
}

}  // namespace attest
