#include "engine/interchange/stix_words.h"

#include <algorithm>
#include <cstdint>
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
#include "engine/model/vocabulary.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/rows.h"
#include "engine/projection/tables.h"
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
Telling TellingOf(Stance stance, bool is_inferred) {
  switch (stance) {
    case Stance::kDenies:
      return {"denies", "deny"};
    case Stance::kDoubts:
      return {"doubts", "doubt"};
    case Stance::kNoComment:
      return {"gives no comment on whether", "give no comment on whether"};
    default:
      break;
  }
  if (is_inferred) return {"concludes", "conclude"};
  return {"reports", "report"};
}
// The same of claims that do not count.
absl::string_view FallenTelling(Stance stance, bool is_inferred) {
  switch (stance) {
    case Stance::kDenies:
      return "denied, which does not count now,";
    case Stance::kDoubts:
      return "doubted, which does not count now,";
    case Stance::kNoComment:
      return "gave no comment, which does not count now, on whether";
    default:
      break;
  }
  return is_inferred ? "concluded, which does not count now,"
                     : "reported, which does not count now,";
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

// A key as a name of relationships; empty: it has other signs.
std::string Spelt(absl::string_view key) {
  constexpr size_t kMin = 3;
  constexpr size_t kMax = 250;
  if (key.size() < kMin || key.size() > kMax) return "";
  std::string type(key);
  for (char& c : type) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '_') c = '-';
    if (c != '-' && !absl::ascii_islower(byte) && !absl::ascii_isdigit(byte)) {
      return "";
    }
  }
  return type;
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

StixRelationshipTypes::StixRelationshipTypes(
    const std::vector<std::string>& predicates) {
  absl::flat_hash_map<std::string, std::vector<std::string>> by_type;
  for (const std::string& key : predicates) {
    std::string type = Spelt(key);
    if (!type.empty()) by_type[std::move(type)].push_back(key);
  }
  for (const auto& [type, keys] : by_type) {
    const bool is_exact =
        std::find(keys.begin(), keys.end(), type) != keys.end();
    if (is_exact) {
      types_[type] = type;
    } else if (keys.size() == 1) {
      types_[keys.front()] = type;
    }
  }
}

std::string StixRelationshipTypes::Of(absl::string_view predicate) const {
  const auto found = types_.find(predicate);
  return found == types_.end() ? "" : found->second;
}

std::vector<std::string> PredicatesOf(const View& view) {
  std::vector<std::string> keys;
  for (const BuiltinPredicate& builtin : BuiltinVocabulary()) {
    keys.emplace_back(builtin.key);
  }
  for (uint32_t i = 0; i < view.cut_state().predicates(); ++i) {
    keys.emplace_back(
        view.KeyOf(PredicateId(view.tables().predicates[i].event)));
  }
  return keys;
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
  const std::string who = WhoText(dossier, said);
  if (claim.rests_on.empty()) return who;
  return absl::StrCat("An inference from ",
                      Several(claim.rests_on.size(), "other claim"), " (of ",
                      who, ")");
}

absl::StatusOr<std::string> StixWords::Account(const StixStatement& one) const {
  ASSIGN_OR_RETURN(const std::string clause, Clause(one));
  // By what is told of it; the words of a key in the order of their tellings.
  struct Voices {
    std::vector<std::string> list;
    absl::flat_hash_set<std::string> known;
  };
  std::map<std::tuple<Stance, bool, bool, Hedge>, Voices> voices;
  for (const ClaimId id : one.All()) {
    const ClaimInfo claim = outgoing_.view().claim(id);
    ASSIGN_OR_RETURN(std::string who, Who(claim));
    Voices& heard = voices[{claim.stance, !outgoing_.Counts(id),
                            !claim.rests_on.empty(), claim.hedge}];
    if (heard.known.insert(who).second) heard.list.push_back(std::move(who));
  }
  std::string text;
  for (auto& [key, heard] : voices) {
    const auto& [stance, is_fallen, is_inferred, hedge] = key;
    const Telling telling = TellingOf(stance, is_inferred);
    const absl::string_view verb = is_fallen
                                       ? FallenTelling(stance, is_inferred)
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

std::string StixWords::VerdictSentence(const Figures& figures,
                                       size_t conflicts) {
  std::vector<std::string> against;
  if (figures.opposing_lines.high > 0) {
    against.push_back(
        absl::StrCat(LinesInWords(figures.opposing_lines), " against it"));
  }
  if (conflicts > 0) {
    against.push_back(absl::StrCat(Several(conflicts, "statement"),
                                   " that cannot hold beside it"));
  }
  if (against.empty()) {
    against.push_back("nothing that forms a line against it");
  } else if (figures.same_origin) {
    against.push_back("both sides of one origin");
  }
  return absl::StrCat("Verdict: ", VerdictWord(figures.verdict), " (",
                      LinesInWords(figures.lines), "; ",
                      absl::StrJoin(against, "; "), ").");
}

}  // namespace attest
