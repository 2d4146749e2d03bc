#include "engine/interchange/ftm_outgoing.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "engine/audit/current_event.h"
#include "engine/corroboration/verdict.h"
#include "engine/interchange/ftm_keys.h"
#include "engine/interchange/ftm_model.h"
#include "engine/interchange/ftm_outgoing_dates.h"
#include "engine/interchange/ftm_predicates.h"
#include "engine/interchange/ftm_statement_id.h"
#include "engine/model/json_text.h"
#include "engine/model/rfc3339.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// By whom a case itself says what an entity is called.
constexpr absl::string_view kRecordDataset = "attest";

bool Stands(Verdict verdict) {
  return verdict == Verdict::kCorroborated || verdict == Verdict::kLikely ||
         verdict == Verdict::kSingleLine;
}

std::string SchemaOf(EntityKind kind) {
  switch (kind) {
    case EntityKind::kPerson:
      return "Person";
    case EntityKind::kPlace:
      return "Address";
    case EntityKind::kIncident:
      return "Event";
    case EntityKind::kUnit:
    case EntityKind::kOrganization:
      break;
  }
  return "Organization";
}

// The nearer of two schemata; the first where neither extends the other.
std::string Nearer(const std::string& a, const std::string& b) {
  const FtmSchema* const first = FindFtmSchema(a);
  const FtmSchema* const second = FindFtmSchema(b);
  if (first == nullptr) return b;
  return second != nullptr && IsFtm(*second, first->name) ? b : a;
}

bool HasProperty(const std::string& schema, absl::string_view property) {
  const FtmSchema* const found = FindFtmSchema(schema);
  return found != nullptr && found->use != FtmUse::kAbstract &&
         FindFtmProperty(*found, property) != nullptr;
}

// The property of a claim that was not made from FollowTheMoney; empty: none.
std::string PropertyOf(absl::string_view predicate, const Object& object,
                       const std::string& name) {
  if (predicate == "known_as") {
    const auto* const text = std::get_if<TextValue>(&object);
    return text != nullptr && text->text == name ? "name" : "alias";
  }
  if (predicate == "holds_role") return "position";
  if (predicate == "holds_rank") return "title";
  if (predicate == "deceased") return "deathDate";
  if (predicate == "happened_on") return "date";
  if (predicate == "coordinates") return "latitude longitude";
  if (predicate == kFtmSchemaPredicate) return "id";
  if (!absl::ConsumePrefix(&predicate, "ftm:")) return "";
  const std::vector<std::string> parts = absl::StrSplit(predicate, ':');
  return parts.front();
}

std::string NumberText(double number) {
  std::string text;
  AppendJsonNumber(number, text);
  return text;
}

}  // namespace

bool FtmOutgoing::IsWithheld(EntityId id) const { return keys_.IsWithheld(id); }

EntityId FtmOutgoing::StandingOf(EntityId id) const {
  for (const EntityId member : view_.GroupOf(id)) {
    if (!IsWithheld(member)) return member;
  }
  return id;
}

absl::StatusOr<bool> FtmOutgoing::GoesOut(ClaimId id) {
  const ClaimInfo info = view_.claim(id);
  const Liveness liveness = view_.LivenessOf(id);
  const bool is_proposed = liveness == Liveness::kProposed;
  const StatementParts parts = view_.statement(info.statement);
  const auto* const object = std::get_if<EntityId>(&parts.object);
  const auto leave_out = [this](const std::string& why) {
    ++left_out_[why];
    return false;
  };
  if (discretion_.Hides(id))
    return leave_out("claims that name what is sealed");
  if (IsWithheld(parts.subject) || (object != nullptr && IsWithheld(*object))) {
    return leave_out("claims that name what is restricted");
  }
  for (const ClaimId premise : info.rests_on) {
    if (discretion_.Hides(premise)) {
      return leave_out("claims that rest on what is sealed");
    }
  }
  const bool is_live = findings_.CountingOf(id) == Counting::kLive;
  if (!is_live && !is_proposed) {
    return leave_out("claims that do not count");
  }
  if (info.stance != Stance::kAsserts) {
    return leave_out("denials, doubts and refusals to comment");
  }
  if (info.hedge != Hedge::kStated && info.hedge != Hedge::kEstimated) {
    return leave_out("claims that are only alleged, believed or rumored");
  }
  if (is_proposed || unsupported_ == Unsupported::kStays) return true;
  ASSIGN_OR_RETURN(const Figures figures,
                   figures_of_(view_.FirstOf(info.statement)));
  if (Stands(figures.verdict)) return true;
  return leave_out(
      absl::StrCat("claims of statements that are ", NameOf(figures.verdict)));
}

absl::Status FtmOutgoing::Prepare() {
  for (const ClaimId id : selection_.claims) {
    ASSIGN_OR_RETURN(const bool goes_out, GoesOut(id));
    if (goes_out) RETURN_IF_ERROR(Place(id));
  }
  for (const EntityId id : selection_.entities) {
    const EntityId standing = StandingOf(id);
    if (IsWithheld(standing)) {
      ++left_out_["entities that are restricted"];
      continue;
    }
    items_[FtmIdOfKey(view_.KeyOf(standing))].entity = standing;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FtmOutgoing::DatasetOf(SourceId source) {
  ASSIGN_OR_RETURN(const std::string key, keys_.KeyOf(source));
  if (absl::StartsWith(key, "#")) {
    return absl::StrCat("withheld_", key.substr(1));
  }
  if (!keys_.IsWithheld(source)) {
    events_.insert(EventIndex(source.value()));
  }
  return FtmDatasetOfKey(key);
}

absl::StatusOr<FtmOutgoing::Said> FtmOutgoing::SaidBy(ClaimId id) {
  const ClaimInfo info = view_.claim(id);
  ASSIGN_OR_RETURN(Event event, log_.Get(EventIndex(id.value())));
  Said said = {.id = id,
               .event = std::move(event),
               .born = {},
               .base = {},
               .without_words = false};
  auto& claim = std::get<Claim>(said.event.record);
  // The words of a claim tell whom it names, too.
  if (keys_.KeepsWordsOf(id)) {
    if (!said.event.note.empty() || !claim.as_stated.empty()) {
      said.without_words = true;
    }
    said.event.note.clear();
    claim.as_stated.clear();
    claim.quote.reset();
  }
  said.born = ReadFtmBorn(said.event);
  FtmStatement& base = said.base;
  base.entity = FtmIdOfKey(view_.KeyOf(claim.subject));
  base.canonical = FtmIdOfKey(view_.KeyOf(StandingOf(claim.subject)));
  base.schema = said.born.schema;
  ASSIGN_OR_RETURN(base.dataset, DatasetOf(view_.report(info.report).source));
  base.lang = said.born.lang;
  base.original = claim.as_stated;
  base.origin = said.born.origin;
  base.is_external = view_.LivenessOf(id) == Liveness::kProposed;
  base.first_seen = said.born.first_seen;
  if (base.first_seen.empty()) {
    base.first_seen = said.event.recorded.empty()
                          ? FormatRfc3339(absl::FromUnixSeconds(
                                absl::ToUnixSeconds(said.event.recorded_at)))
                          : said.event.recorded;
    absl::string_view instant = base.first_seen;
    if (absl::ConsumeSuffix(&instant, "Z")) {
      base.first_seen = std::string(instant);
    }
  }
  base.last_seen = said.born.last_seen;
  if (base.last_seen.empty()) base.last_seen = base.first_seen;
  return said;
}

void FtmOutgoing::Emit(const FtmStatement& base, absl::string_view property,
                       const std::string& value, FtmOutgoingEntity& one) {
  FtmStatement statement = base;
  statement.property = std::string(property);
  statement.value = value;
  if (statement.id.empty()) statement.id = FtmStatementId(statement);
  one.statements.push_back(std::move(statement));
}

absl::Status FtmOutgoing::AddMembers(EntityId standing,
                                     FtmOutgoingEntity& one) {
  one.caption = view_.entity(standing).name;
  for (const EntityId member : view_.GroupOf(standing)) {
    if (IsWithheld(member)) {
      ++left_out_["joined entities that are restricted"];
      continue;
    }
    events_.insert(EventIndex(member.value()));
    const std::string id = FtmIdOfKey(view_.KeyOf(member));
    if (id != one.id) one.referents.push_back(id);
    const Entity entity = view_.entity(member);
    if (!entity.names.empty()) {
      left_out_["further names that no claim says"] += entity.names.size();
    }
    ASSIGN_OR_RETURN(const Event record,
                     CurrentEvent(log_, view_, EventIndex(member.value())));
    if (!record.note.empty()) ++left_out_["notes on entities"];
    std::string schema;
    bool has_name = false;
    bool has_id = false;
    for (const FtmStatement& said : one.statements) {
      if (said.entity != id) continue;
      has_name |= said.property == "name" && said.value == entity.name &&
                  !said.is_external;
      has_id |= said.property == "id";
      schema = Nearer(schema, said.schema);
    }
    FtmStatement base;
    base.entity = id;
    base.canonical = one.id;
    base.schema = schema.empty() ? SchemaOf(entity.kind) : schema;
    base.dataset = std::string(kRecordDataset);
    base.origin = std::string(kFtmRecordOrigin);
    if (!has_id) Emit(base, "id", id, one);
    if (!has_name) Emit(base, "name", entity.name, one);
  }
  return absl::OkStatus();
}

absl::Status FtmOutgoing::AddNode(const Item& item, FtmOutgoingEntity& one) {
  std::vector<Said> all;
  std::map<std::string, std::string> schemata;  // by member
  for (const ClaimId id : item.claims) {
    ASSIGN_OR_RETURN(Said said, SaidBy(id));
    std::string& schema = schemata[said.base.entity];
    schema = Nearer(schema, said.base.schema);
    const auto& claim = std::get<Claim>(said.event.record);
    if (view_.KeyOf(claim.predicate) == kFtmSchemaPredicate) {
      const auto* const text = std::get_if<TextValue>(&claim.object);
      if (text != nullptr) schema = Nearer(schema, text->text);
    }
    if (schema.empty()) {
      const FtmSchema* const fallback =
          FindFtmSchema(SchemaOf(view_.entity(claim.subject).kind));
      schema = std::string(fallback->name);
    }
    all.push_back(std::move(said));
  }
  // By member and data set.
  std::map<std::pair<std::string, std::string>,
           std::pair<FtmStatement, FtmValues>>
      provenance;
  for (Said& said : all) {
    const std::string& schema = schemata[said.base.entity];
    if (FindFtmSchema(said.base.schema) == nullptr) said.base.schema = schema;
    const size_t before = one.statements.size();
    RETURN_IF_ERROR(AddValue(said, schema, one));
    if (one.statements.size() == before) continue;
    events_.insert(EventIndex(said.id.value()));
    if (said.base.is_external) ++proposed_;
    auto& [base, values] = provenance[{said.base.entity, said.base.dataset}];
    base.entity = said.base.entity;
    base.canonical = said.base.canonical;
    base.dataset = said.base.dataset;
    base.schema = schema;
    RETURN_IF_ERROR(AddProvenance(said, values));
  }
  for (const auto& [which, found] : provenance) {
    for (const auto& [property, values] : found.second) {
      for (const std::string& value : values) {
        Emit(found.first, property, value, one);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status FtmOutgoing::AddValue(const Said& said, const std::string& schema,
                                   FtmOutgoingEntity& one) {
  const auto& claim = std::get<Claim>(said.event.record);
  const std::string predicate(view_.KeyOf(claim.predicate));
  std::string property = said.born.is_born
                             ? said.born.property
                             : PropertyOf(predicate, claim.object,
                                          view_.entity(claim.subject).name);
  FtmStatement base = said.base;
  base.id = said.born.is_born ? said.born.id : "";
  const auto no_property = [&](const std::string& what) {
    ++left_out_[absl::StrCat("values that FollowTheMoney has no property for: ",
                             what)];
    return absl::OkStatus();
  };
  if (property == "id") {
    const auto* const text = std::get_if<TextValue>(&claim.object);
    if (text == nullptr || !HasProperty(text->text, "proof")) {
      return no_property(predicate);
    }
    base.schema = text->text;
    Emit(base, "id", base.entity, one);
    return absl::OkStatus();
  }
  const bool is_point = property == "latitude longitude";
  const std::string first = is_point ? "latitude" : property;
  if (!HasProperty(base.schema, first)) base.schema = schema;
  if (property.empty() || !HasProperty(base.schema, first)) {
    return no_property(property.empty() ? predicate : property);
  }
  if (!claim.valid.empty() && predicate != "deceased") {
    ++reworded_["values without the time at which they held"];
  }
  if (claim.real_ends.start || claim.real_ends.end) {
    ++reworded_["values without which ends of their time are real"];
  }
  CountUnsaid(said);
  if (const auto* const point = std::get_if<Point>(&claim.object)) {
    if (point->fallback) return no_property("coordinates that are a fallback");
    std::pair<std::string, std::string> texts = {NumberText(point->lat),
                                                 NumberText(point->lon)};
    if (said.born.is_born) texts = absl::StrSplit(claim.as_stated, ' ');
    if (texts.first.empty() || texts.second.empty()) {
      texts = {NumberText(point->lat), NumberText(point->lon)};
    }
    base.original.clear();
    base.id.clear();
    Emit(base, "latitude", texts.first, one);
    Emit(base, "longitude", texts.second, one);
    return absl::OkStatus();
  }
  std::string value = said.born.value;
  if (const auto* const entity = std::get_if<EntityId>(&claim.object)) {
    const std::string raw = FtmIdOfKey(view_.KeyOf(*entity));
    value = FtmIdOfKey(view_.KeyOf(StandingOf(*entity)));
    if (value != raw) {
      base.id.clear();
      if (base.original.empty()) base.original = raw;
    }
    if (value == base.canonical) {
      ++left_out_["relations of an entity to itself"];
      return absl::OkStatus();
    }
  } else if (value.empty()) {
    const auto* const text = std::get_if<TextValue>(&claim.object);
    const auto* const date = std::get_if<DateValue>(&claim.object);
    const bool is_flag = std::holds_alternative<FlagValue>(claim.object);
    if (text != nullptr) {
      value = text->text;
    } else if (date != nullptr || is_flag) {
      const std::string& edtf = is_flag ? claim.valid : date->edtf;
      if (!IsFtmDate(edtf)) return no_property("dates that are no single date");
      value = edtf;
    } else {
      return no_property(predicate);
    }
  }
  if (value.empty()) return no_property("empty texts");
  Emit(base, property, value, one);
  return absl::OkStatus();
}

void FtmOutgoing::CountUnsaid(const Said& said) {
  const auto& claim = std::get<Claim>(said.event.record);
  if (said.without_words) {
    ++reworded_
        ["claims without their words, which might name what is withheld"];
  }
  if (claim.quote) ++reworded_["claims without their quote"];
  if (claim.place) ++reworded_["claims without their place"];
  if (said.born.is_born) return;  // the rest is of FollowTheMoney itself
  if (!claim.citation.empty()) {
    ++reworded_["claims without the page or line they are from"];
  }
  if (!said.event.note.empty()) ++reworded_["claims without their note"];
  if (claim.extracted_by) {
    ++reworded_["claims without who extracted them, and how"];
  }
}

// The order in which statements go out, and each once.
void FtmOutgoing::Finish(FtmOutgoingEntity& one) {
  const auto rank = [&](const FtmStatement& s) {
    const bool is_shown = s.property == "name" && s.value == one.caption;
    return std::tuple(s.entity, s.property != "id", s.property, !is_shown,
                      s.value, s.dataset, s.is_external, s.lang, s.schema,
                      s.first_seen, s.original, s.last_seen, s.origin, s.id);
  };
  std::sort(one.statements.begin(), one.statements.end(),
            [&](const FtmStatement& a, const FtmStatement& b) {
              return rank(a) < rank(b);
            });
  const auto is_same = [](const FtmStatement& a, const FtmStatement& b) {
    return a.entity == b.entity && a.property == b.property &&
           a.value == b.value && a.dataset == b.dataset &&
           a.is_external == b.is_external && a.lang == b.lang &&
           (a.property != "id" || a.schema == b.schema);
  };
  one.statements.erase(
      std::unique(one.statements.begin(), one.statements.end(), is_same),
      one.statements.end());
  std::sort(one.referents.begin(), one.referents.end());
  for (const FtmStatement& statement : one.statements) {
    one.schema = Nearer(one.schema, statement.schema);
  }
}

absl::Status FtmOutgoing::Visit(
    absl::FunctionRef<absl::Status(const FtmOutgoingEntity&)> visit) {
  for (const auto& [id, item] : items_) {
    if (!item.entity) {
      RETURN_IF_ERROR(VisitEdge(id, item, visit));
      continue;
    }
    FtmOutgoingEntity one;
    one.id = id;
    RETURN_IF_ERROR(AddNode(item, one));
    RETURN_IF_ERROR(AddMembers(*item.entity, one));
    Finish(one);
    RETURN_IF_ERROR(visit(one));
  }
  if (!told_.empty()) {
    reworded_
        ["reports of withheld sources with their address, which may tell who "
         "they are"] += told_.size();
  }
  return absl::OkStatus();
}

}  // namespace attest
