#include "engine/interchange/prov_decisions.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/prov_lines.h"
#include "engine/interchange/prov_names.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string TypeOf(RecordType type) {
  switch (type) {
    case RecordType::kRetraction:
      return ProvTerm("Retraction");
    case RecordType::kAssessment:
      return ProvTerm("Assessment");
    case RecordType::kIdentity:
      return ProvTerm("Identity");
    case RecordType::kDependence:
      return ProvTerm("Dependence");
    default:
      return ProvTerm("Amendment");
  }
}

EventIndex EventOf(const SourceOrReport& record) {
  return std::visit([](auto id) { return EventIndex(id.value()); }, record);
}

// The record that a decision is filed under.
EventIndex TargetOf(const Record& record) {
  if (const auto* retraction = std::get_if<Retraction>(&record)) {
    return DefinedBy(retraction->target);
  }
  if (const auto* assessment = std::get_if<Assessment>(&record)) {
    return DefinedBy(assessment->target);
  }
  if (const auto* identity = std::get_if<Identity>(&record)) {
    return EventIndex(identity->a.value());
  }
  if (const auto* dependence = std::get_if<Dependence>(&record)) {
    return EventOf(dependence->from);
  }
  return DefinedBy(std::get<Amendment>(record).target);
}

}  // namespace

ProvDecisions::ProvDecisions(const View& view, const OutgoingKeys& keys)
    : view_(view), keys_(keys) {
  for (const LeftOut& one : view.identity().left_out()) {
    left_out_.insert(one.same);
  }
}

bool ProvDecisions::Stands(EventIndex index, EventIndex target) {
  const auto [known, is_new] = standing_.try_emplace(target);
  if (is_new) {
    for (const DecisionInfo& decision : view_.DecisionsOn(target)) {
      if (decision.standing) known->second.insert(decision.event);
    }
  }
  return known->second.contains(index);
}

std::optional<EventIndex> ProvDecisions::InvalidatedBy(EventIndex record) {
  const std::optional<EventIndex> retracted = view_.RetractedBy(record);
  if (retracted || view_.WithheldOf(record) != Withheld::kRedacted) {
    return retracted;
  }
  for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
    if (decision.type == RecordType::kRedaction) return decision.event;
  }
  return std::nullopt;
}

absl::StatusOr<std::string> ProvDecisions::Declare(EventIndex index,
                                                   const OutgoingEvent& out,
                                                   ProvRecords& document) {
  const Event& event = out.event;
  ASSIGN_OR_RETURN(std::string name, ProvNameOfEvent(keys_, index));
  ASSIGN_OR_RETURN(
      ProvAttributes attributes,
      LineAttributes(index, out, keys_, {TypeOf(event.type())}, "", {"by"}));
  attributes.Time("prov:startTime", event.recorded_at)
      .Time("prov:endTime", event.recorded_at)
      .Text(ProvTerm("stands"),
            Stands(index, TargetOf(event.record)) ? "yes" : "no");
  document.Declare(ProvKind::kActivity, name, std::move(attributes));
  if (event.by.empty()) return name;
  const std::string by = ProvName(kProvBy, event.by);
  ProvAttributes agent;
  agent.Text("prov:label", event.by).Names("prov:type", {ProvTerm("Recorder")});
  document.Declare(ProvKind::kAgent, by, std::move(agent));
  ProvAttributes role;
  role.Text("prov:role", "decided");
  document.Relate(ProvKind::kAssociation, name, by, std::move(role));
  return name;
}

// A claim is described in its bundle; what is said of it outside of that wants
// an entity there.
absl::StatusOr<std::string> ProvDecisions::NameOutsideBundle(
    EventIndex record, ProvRecords& document) const {
  ASSIGN_OR_RETURN(std::string name, ProvNameOfEvent(keys_, record));
  if (view_.TypeOf(record) == RecordType::kClaim) {
    ProvAttributes attributes;
    attributes.Names("prov:type", {ProvTerm("Claim")});
    document.Declare(ProvKind::kEntity, name, std::move(attributes));
  }
  return name;
}

absl::Status ProvDecisions::Use(const std::string& activity, EventIndex index,
                                EventIndex record, ProvRecords& document) {
  ASSIGN_OR_RETURN(const std::string used, NameOutsideBundle(record, document));
  const std::optional<EventIndex> invalidated = InvalidatedBy(record);
  // Sources are agents.
  const bool can_be_used = view_.TypeOf(record) != RecordType::kSource &&
                           (!invalidated || index <= *invalidated);
  document.Relate(can_be_used ? ProvKind::kUsage : ProvKind::kInfluence,
                  activity, used);
  return absl::OkStatus();
}

absl::Status ProvDecisions::AddSuperseding(const Retraction& retraction,
                                           const std::string& decision,
                                           ProvRecords& document) {
  const EventIndex old_one = DefinedBy(retraction.target);
  const EventIndex new_one = DefinedBy(*retraction.superseded_by);
  ASSIGN_OR_RETURN(const std::string from,
                   NameOutsideBundle(new_one, document));
  ASSIGN_OR_RETURN(const std::string on, NameOutsideBundle(old_one, document));
  ProvAttributes attributes;
  attributes.Text(ProvTerm("how"), "supersedes")
      .Names(ProvTerm("decided_by"), {decision});
  // A revision is younger than what it revises.
  const bool is_revision = view_.TypeOf(old_one) == RecordType::kClaim &&
                           view_.TypeOf(new_one) == RecordType::kClaim &&
                           old_one < new_one;
  if (is_revision) attributes.Names("prov:type", {"prov:Revision"});
  document.Relate(is_revision ? ProvKind::kDerivation : ProvKind::kInfluence,
                  from, on, std::move(attributes));
  return absl::OkStatus();
}

absl::Status ProvDecisions::AddRetraction(EventIndex index,
                                          const OutgoingEvent& out,
                                          const std::string& name,
                                          ProvRecords& document) {
  const auto& retraction = std::get<Retraction>(out.event.record);
  const EventIndex target = DefinedBy(retraction.target);
  RETURN_IF_ERROR(Use(name, index, target, document));
  if (retraction.report) {
    RETURN_IF_ERROR(
        Use(name, index, EventIndex(retraction.report->value()), document));
  }
  if (view_.RetractedBy(target) != index) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string invalidated,
                   NameOutsideBundle(target, document));
  ProvAttributes attributes;
  attributes.Time("prov:time", out.event.recorded_at)
      .Text(ProvTerm("how"), NameOf(retraction.how));
  document.Relate(ProvKind::kInvalidation, invalidated, name,
                  std::move(attributes));
  if (!retraction.superseded_by) return absl::OkStatus();
  return AddSuperseding(retraction, name, document);
}

absl::Status ProvDecisions::AddIdentity(EventIndex index,
                                        const Identity& identity,
                                        const std::string& name,
                                        ProvRecords& document) {
  const EventIndex a(identity.a.value());
  const EventIndex b(identity.b.value());
  RETURN_IF_ERROR(Use(name, index, a, document));
  RETURN_IF_ERROR(Use(name, index, b, document));
  if (identity.judgement != IdentityJudgement::kSame || !Stands(index, a) ||
      left_out_.contains(index)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string one, ProvNameOfEvent(keys_, a));
  ASSIGN_OR_RETURN(const std::string other, ProvNameOfEvent(keys_, b));
  ProvAttributes attributes;
  attributes.Names(ProvTerm("decided_by"), {name});
  document.Relate(ProvKind::kAlternate, one, other, std::move(attributes));
  return absl::OkStatus();
}

absl::Status ProvDecisions::Add(EventIndex index, const OutgoingEvent& out,
                                ProvRecords& document) {
  ASSIGN_OR_RETURN(const std::string name, Declare(index, out, document));
  const Record& record = out.event.record;
  if (std::holds_alternative<Retraction>(record)) {
    return AddRetraction(index, out, name, document);
  }
  if (const auto* identity = std::get_if<Identity>(&record)) {
    return AddIdentity(index, *identity, name, document);
  }
  RETURN_IF_ERROR(Use(name, index, TargetOf(record), document));
  if (const auto* dependence = std::get_if<Dependence>(&record)) {
    return Use(name, index, EventOf(dependence->on), document);
  }
  return absl::OkStatus();
}

absl::Status ProvDecisions::AddRedactionOf(EventIndex record,
                                           ProvRecords& document) {
  if (view_.WithheldOf(record) != Withheld::kRedacted) return absl::OkStatus();
  for (const DecisionInfo& decision : view_.DecisionsOn(record)) {
    if (decision.type != RecordType::kRedaction) continue;
    const absl::Time at = view_.RecordedAt(decision.event);
    const std::string name =
        ProvName(kProvLog, absl::StrCat(decision.event.value()));
    ProvAttributes attributes;
    attributes.Time("prov:startTime", at)
        .Time("prov:endTime", at)
        .Names("prov:type", {ProvTerm("Redaction")});
    document.Declare(ProvKind::kActivity, name, std::move(attributes));
    // Agents are there whether their record is or not.
    if (view_.TypeOf(record) == RecordType::kSource ||
        InvalidatedBy(record) != decision.event) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::string redacted,
                     NameOutsideBundle(record, document));
    ProvAttributes invalidation;
    invalidation.Time("prov:time", at).Text(ProvTerm("how"), "redacted");
    document.Relate(ProvKind::kInvalidation, redacted, name,
                    std::move(invalidation));
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace attest
