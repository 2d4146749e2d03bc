#include "tools/dossier_gatherer.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/interchange/dossier_words.h"
#include "engine/model/rfc3339.h"
#include "engine/model/vocabulary.h"
#include "engine/status_macros.h"
#include "tools/statements_about.h"
#include "tools/unknown_key.h"
#include "tools/value_text.h"

namespace attest {
namespace {

template <class Tag>
EventIndex EventOf(Id<Tag> id) {
  return EventIndex(id.value());
}

}  // namespace

DossierGatherer::DossierGatherer(const Case& opened, const Findings& findings,
                                 Sealed hidden)
    : opened_(opened),
      findings_(findings),
      view_(findings.view()),
      now_(opened.Now()),
      discretion_(now_, hidden),
      asked_(now_, Sealed::kHide),
      keys_(opened.log(), view_),
      document_(opened, findings, discretion_),
      claims_(opened, findings, discretion_, hidden, dossier_) {
  dossier_.includes_restricted = hidden != Sealed::kHideRestricted;
}

absl::Status DossierGatherer::AddPosition() {
  const EventLog& log = opened_.log();
  dossier_.origin = log.origin();
  dossier_.position = view_.applied_through();
  dossier_.verifier_key = log.verifier_key().Encode();
  ASSIGN_OR_RETURN(const Hash root, log.RootAt(dossier_.position));
  dossier_.root = root.ToBase64();
  if (dossier_.position > 0) {
    dossier_.recorded_at =
        FormatRfc3339(view_.RecordedAt(EventIndex(dossier_.position - 1)));
  }
  const Head head = log.head();
  if (head.checkpoint.tree_size == dossier_.position) {
    dossier_.checkpoint = head.note;
  }
  return absl::OkStatus();
}

absl::StatusOr<Dossier> DossierGatherer::Gather(
    const std::vector<std::string>& keys) {
  RETURN_IF_ERROR(AddPosition());
  std::set<std::pair<bool, uint64_t>> asked;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const auto identity, IdentityOf(key));
    if (!asked.insert(identity).second) continue;
    ASSIGN_OR_RETURN(DossierSection section, SectionOf(key));
    dossier_.sections.push_back(std::move(section));
  }
  return std::move(dossier_);
}

absl::StatusOr<std::pair<bool, uint64_t>> DossierGatherer::IdentityOf(
    const std::string& key) {
  if (absl::StartsWith(key, "stm:")) {
    const std::optional<StatementId> id = view_.FindStatement(key);
    if (!id) return UnknownKey(opened_.log(), view_, asked_, key);
    return std::pair(true, uint64_t{view_.FirstOf(*id).value()});
  }
  ASSIGN_OR_RETURN(const Found found,
                   FindShown(opened_.log(), view_, asked_, key));
  uint64_t first = found.event.value();
  if (found.type == RecordType::kEntity) {
    for (const EntityId member : view_.GroupOf(EntityId(first))) {
      first = std::min<uint64_t>(first, member.value());
    }
  }
  return std::pair(false, first);
}

absl::StatusOr<DossierSection> DossierGatherer::SectionOf(
    const std::string& key) {
  numbers_.clear();
  withheld_.clear();
  named_.clear();
  std::set<StatementId> about;
  RETURN_IF_ERROR(AddStatementsAbout(opened_.log(), view_, asked_, key, about));
  DossierSection section;
  RETURN_IF_ERROR(AddSubject(key, section));
  std::vector<StatementId> statements(about.begin(), about.end());
  std::sort(statements.begin(), statements.end(),
            [this](StatementId a, StatementId b) {
              return document_.OrderOf(a) < document_.OrderOf(b);
            });
  for (const StatementId id : statements) {
    if (document_.Hides(id)) {
      ++section.statements_withheld;
      continue;
    }
    RETURN_IF_ERROR(AddStatement(id, section));
  }
  if (section.type == "statement" && section.statements.size() == 1) {
    dossier_.records[section.key].name =
        ClauseText(dossier_, section.statements[0]);
  }
  RETURN_IF_ERROR(AddPlaces(section));
  section.claims_withheld = withheld_.size();
  return section;
}

absl::Status DossierGatherer::AddSubject(const std::string& key,
                                         DossierSection& section) {
  if (absl::StartsWith(key, "stm:")) {
    section.type = "statement";
    section.key = key;
    const std::optional<StatementId> id = view_.FindStatement(key);
    if (!id) return absl::OkStatus();
    if (discretion_.Hides(view_, view_.FirstOf(*id))) {
      ASSIGN_OR_RETURN(section.key, claims_.PseudonymOf(key));
      dossier_.records[section.key].withheld = true;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(section.key, claims_.KeyOf(*id));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Found found,
                   FindShown(opened_.log(), view_, asked_, key));
  section.type = std::string(NameOf(found.type));
  ASSIGN_OR_RETURN(section.key, claims_.KeyOf(found.event));
  if (dossier_.records[section.key].withheld) return absl::OkStatus();
  section.kind = dossier_.records[section.key].kind;
  if (found.type == RecordType::kEntity) {
    return AddNames(EntityId(found.event.value()), section);
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddNames(EntityId id, DossierSection& section) {
  std::vector<EntityId> group = view_.GroupOf(id);
  // The key asked for comes first.
  std::stable_partition(group.begin(), group.end(),
                        [&](EntityId member) { return member == id; });
  const auto add = [&](const std::string& text, const std::string& lang) {
    const bool is_known =
        std::any_of(section.names.begin(), section.names.end(),
                    [&](const DossierName& name) { return name.text == text; });
    if (!text.empty() && !is_known) section.names.push_back({text, lang});
  };
  for (const EntityId member : group) {
    if (discretion_.Hides(member)) continue;
    ASSIGN_OR_RETURN(std::string key, claims_.KeyOf(EventOf(member)));
    section.keys.push_back(std::move(key));
    const Entity entity = view_.entity(member);
    add(entity.name, "");
    for (const EntityName& name : entity.names) {
      if (name.report && claims_.IsWithheld(EventOf(*name.report))) continue;
      add(name.value, name.lang);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> DossierGatherer::KeysOf(
    const std::vector<EventIndex>& records) {
  std::vector<std::string> keys;
  for (const EventIndex record : records) {
    ASSIGN_OR_RETURN(std::string key, claims_.KeyOf(record));
    keys.push_back(std::move(key));
  }
  return keys;
}

absl::StatusOr<size_t> DossierGatherer::NumberOf(ClaimId id,
                                                 DossierSection& section) {
  const auto [place, is_new] = numbers_.emplace(id, section.claims.size());
  const size_t number = place->second;
  if (!is_new) return number;
  ASSIGN_OR_RETURN(DossierClaim claim, claims_.ClaimOf(id));
  section.claims.push_back(std::move(claim));
  if (view_.LivenessOf(id) == Liveness::kRedacted) ++section.redacted;
  return number;
}

absl::Status DossierGatherer::AddParts(StatementId id, const Json& json,
                                       DossierStatement& statement) {
  const StatementParts parts = view_.statement(id);
  ASSIGN_OR_RETURN(statement.key, claims_.KeyOf(id));
  statement.predicate = FieldText(json, "predicate");
  statement.label = view_.predicate(parts.predicate).label;
  if (statement.label.empty()) {
    statement.label = absl::StrReplaceAll(statement.predicate, {{"_", " "}});
  }
  statement.valid = FieldText(json, "valid");
  for (auto [field, key] : {std::pair("subject", &statement.subject),
                            std::pair("object", &statement.object),
                            std::pair("place", &statement.place)}) {
    if (json[field].is_null()) continue;
    ASSIGN_OR_RETURN(const std::optional<Found> found,
                     keys_.Find(FieldText(json, field)));
    if (!found) return absl::DataLossError("a statement names no record");
    named_.insert(EntityId(found->event.value()));
    ASSIGN_OR_RETURN(*key, claims_.KeyOf(found->event));
  }
  if (const auto* date = std::get_if<DateValue>(&parts.object)) {
    statement.date = date->edtf;
  } else if (const auto* point = std::get_if<Point>(&parts.object)) {
    statement.point = *point;
    statement.value = MeasureText(json["value"]);
  } else if (const auto* text = std::get_if<TextValue>(&parts.object)) {
    statement.value = text->text;
  } else if (std::holds_alternative<Quantity>(parts.object)) {
    // Digits in the unit are its own.
    const std::string measure = MeasureText(json["value"]);
    const std::string& unit = std::get<Quantity>(parts.object).unit;
    const bool has_digits = absl::c_any_of(
        unit, [](unsigned char letter) { return absl::ascii_isdigit(letter); });
    statement.value = has_digits ? measure : Grouped(measure);
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::NameLineOf(const Finding& finding,
                                         const LedgerEntry& entry,
                                         std::string& reason) {
  if (!entry.with || discretion_.Hides(*entry.with)) return absl::OkStatus();
  const auto other = absl::c_find_if(
      finding.ledger,
      [&](const LedgerEntry& one) { return one.claim == *entry.with; });
  if (other == finding.ledger.end() || !other->line ||
      other->uncounted != Uncounted::kNot) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string key,
                   claims_.OutgoingKeyOf(EventOf(*entry.with)));
  const std::string named = absl::StrCat(", as ", key, " does");
  const size_t at = reason.find(named);
  if (at != std::string::npos) {
    reason.replace(at, named.size(),
                   absl::StrCat(", as line ", *other->line, " does"));
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddFor(const Finding& finding, const Json& json,
                                     DossierSection& section,
                                     DossierStatement& statement) {
  // The document leaves out what is hidden, in the same order.
  size_t row = 0;
  for (const LedgerEntry& entry : finding.ledger) {
    if (discretion_.Hides(entry.claim)) {
      withheld_.insert(entry.claim);
      ++(entry.uncounted == Uncounted::kNotLive
             ? statement.withheld.not_counted
             : statement.withheld.supporting);
      continue;
    }
    const Json& shown = json["ledger"][row++];
    DossierEntry one;
    ASSIGN_OR_RETURN(one.claim, NumberOf(entry.claim, section));
    one.side = entry.uncounted == Uncounted::kNotLive ? DossierSide::kUncounted
                                                      : DossierSide::kFor;
    one.counts = entry.uncounted == Uncounted::kNot;
    one.line = entry.line;
    std::vector<EventIndex> named;
    if (entry.shared) named.push_back(*entry.shared);
    if (entry.with) named.push_back(EventOf(*entry.with));
    for (const ReprintMatch& link : entry.inferred) {
      named.push_back(EventOf(link.other));
    }
    ASSIGN_OR_RETURN(one.reason,
                     claims_.WithNames(FieldText(shown, "reason"), named));
    RETURN_IF_ERROR(NameLineOf(finding, entry, one.reason));
    ASSIGN_OR_RETURN(one.chain, KeysOf(entry.chain));
    statement.entries.push_back(std::move(one));
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddOthers(const std::vector<ClaimId>& claims,
                                        DossierSection& section,
                                        DossierStatement& statement) {
  for (const ClaimId id : claims) {
    const ClaimInfo info = view_.claim(id);
    if (discretion_.Hides(id)) {
      withheld_.insert(id);
      ++(info.stance == Stance::kDenies   ? statement.withheld.opposing
         : info.stance == Stance::kDoubts ? statement.withheld.doubting
                                          : statement.withheld.no_comment);
      continue;
    }
    DossierEntry one;
    ASSIGN_OR_RETURN(one.claim, NumberOf(id, section));
    one.side = info.stance == Stance::kDenies   ? DossierSide::kAgainst
               : info.stance == Stance::kDoubts ? DossierSide::kDoubts
                                                : DossierSide::kNoComment;
    std::vector<EventIndex> chain;
    for (auto speaker = info.attribution.rbegin();
         speaker != info.attribution.rend(); ++speaker) {
      chain.push_back(EventOf(speaker->source));
    }
    chain.push_back(EventOf(view_.report(info.report).source));
    if (chain.size() > 1 && chain[chain.size() - 2] == chain.back()) {
      chain.pop_back();
    }
    chain.push_back(EventOf(info.report));
    ASSIGN_OR_RETURN(one.chain, KeysOf(chain));
    statement.entries.push_back(std::move(one));
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddConflicts(const Finding& finding,
                                           DossierStatement& statement) {
  for (const OtherStatement& other : finding.conflicts_with) {
    if (document_.Hides(other.statement)) {
      ++statement.conflicts_withheld;
      continue;
    }
    DossierStatement said;
    RETURN_IF_ERROR(
        AddParts(other.statement, document_.Said(other.statement), said));
    statement.conflicts.push_back(
        {said.key, ClauseText(dossier_, said), other.reason});
  }
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddStatement(StatementId id,
                                           DossierSection& section) {
  absl::Status failed;
  const Finding finding = findings_.Weigh(id, [&](ClaimId claim) {
    absl::StatusOr<std::string> key = keys_.KeyOf(EventOf(claim));
    failed.Update(key.status());
    return key.ok() ? *std::move(key) : std::string();
  });
  RETURN_IF_ERROR(failed);
  ASSIGN_OR_RETURN(const Json json, document_.Full(id, finding));
  DossierStatement statement;
  RETURN_IF_ERROR(AddParts(id, json, statement));
  statement.verdict = finding.figures.verdict;
  statement.same_origin = finding.figures.same_origin;
  statement.lines = finding.figures.lines;
  statement.opposing_lines = finding.figures.opposing_lines;
  statement.citations = finding.supporting.size();
  statement.reports = finding.reports;
  RETURN_IF_ERROR(AddFor(finding, json, section, statement));
  RETURN_IF_ERROR(AddOthers(finding.opposing, section, statement));
  RETURN_IF_ERROR(AddOthers(finding.doubting, section, statement));
  RETURN_IF_ERROR(AddConflicts(finding, statement));
  ASSIGN_OR_RETURN(statement.single_points, KeysOf(finding.single_points));
  ASSIGN_OR_RETURN(statement.unknown_origins, KeysOf(finding.unknown_origins));
  for (const Json& rating : ListOf(json, "ratings")) {
    ASSIGN_OR_RETURN(const std::string target,
                     claims_.NameByKey(rating["target"]));
    statement.ratings.push_back(absl::StrCat(
        target, ": ",
        absl::StrReplaceAll(absl::StrCat(FieldText(rating, "scheme"), " ",
                                         FieldText(rating, "value")),
                            {{"_", " "}})));
  }
  section.statements.push_back(std::move(statement));
  return absl::OkStatus();
}

absl::Status DossierGatherer::AddPlaces(DossierSection& section) {
  const std::optional<PredicateId> coordinates =
      BuiltinPredicateId("coordinates");
  std::set<StatementId> seen;
  for (const EntityId place : named_) {
    if (view_.entity(place).kind != EntityKind::kPlace) continue;
    for (const StatementId id : view_.StatementsOf(place, Role::kSubject)) {
      const StatementParts parts = view_.statement(id);
      const auto* point = std::get_if<Point>(&parts.object);
      if (point == nullptr || parts.predicate != coordinates ||
          document_.Hides(id) || !seen.insert(id).second) {
        continue;
      }
      DossierPlace shown;
      ASSIGN_OR_RETURN(shown.place, claims_.KeyOf(EventOf(place)));
      shown.point = *point;
      ASSIGN_OR_RETURN(shown.statement, claims_.KeyOf(id));
      shown.verdict = findings_.FiguresOf(id).verdict;
      section.places.push_back(std::move(shown));
    }
  }
  return absl::OkStatus();
}

}  // namespace attest
