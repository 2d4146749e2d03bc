#include "engine/interchange/outgoing_events.h"

#include <algorithm>
#include <variant>

#include "engine/audit/current_event.h"
#include "engine/interchange/outgoing_decision.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

bool IsLine(RecordType type) {
  // The log's own events come after these.
  return type < RecordType::kFileClosed && type != RecordType::kRedaction;
}

}  // namespace

void AddToRuns(EventIndex index, EventRuns& runs) {
  if (!runs.empty() && runs.back().second == index.value()) {
    ++runs.back().second;
  } else {
    runs.emplace_back(index.value(), index.value() + 1);
  }
}

OutgoingEvents::OutgoingEvents(const EventLog& log, const View& view,
                               const View& now, const ExportOptions& options)
    : log_(log),
      view_(view),
      keys_(log, view, now, options.keys),
      discretion_(now, options.keys.include_restricted
                           ? Sealed::kHide
                           : Sealed::kHideRestricted),
      options_(options) {}

absl::StatusOr<std::string> OutgoingEvents::ByOf(const Event& event) {
  if (!event.by.empty() || !event.closed_by) return event.by;
  const auto known = added_by_.find(*event.closed_by);
  if (known != added_by_.end()) return known->second;
  ASSIGN_OR_RETURN(std::string by, keys_.keys().RecordedBy(event));
  added_by_.emplace(*event.closed_by, by);
  return by;
}

absl::StatusOr<OutgoingEvent> OutgoingEvents::Whole(Event event) {
  if (options_.without_by) {
    event.by.clear();
  } else {
    ASSIGN_OR_RETURN(event.by, ByOf(event));
  }
  return OutgoingEvent{.goes = OutgoingEvent::Goes::kWhole,
                       .why = Withheld::kNo,
                       .event = std::move(event)};
}

absl::StatusOr<OutgoingEvent> OutgoingEvents::Stub(EventIndex index,
                                                   Withheld why) {
  ASSIGN_OR_RETURN(Event event, CurrentEvent(log_, view_, index));
  if (auto* source = std::get_if<Source>(&event.record)) {
    counts_.links += LeaveOutLink(keys_, index, *source) ? 1 : 0;
  }
  return OutgoingEvent{.goes = OutgoingEvent::Goes::kAsStub,
                       .why = why,
                       .event = std::move(event)};
}

absl::StatusOr<OutgoingEvent> OutgoingEvents::TakeClaim(EventIndex index,
                                                        Event event) {
  auto& claim = std::get<Claim>(event.record);
  const EventIndex report(claim.report.value());
  const bool rests_on_left_out = std::any_of(
      claim.rests_on.begin(), claim.rests_on.end(), [this](ClaimId id) {
        return left_out_.contains(EventIndex(id.value()));
      });
  if (WhyWithheld(report) == Withheld::kSealed || rests_on_left_out) {
    left_out_.insert(index);
    ++counts_.claims;
    return OutgoingEvent{};
  }
  if (event.withheld != Withheld::kNo) return Stub(index, event.withheld);
  // The words of a claim tell whom it names, too, where its report may be seen.
  if (keys_.KeepsWordsOf(ClaimId(index.value()))) {
    const bool has_words =
        claim.quote || !claim.as_stated.empty() || !event.note.empty();
    counts_.words += has_words ? 1 : 0;
    claim.quote.reset();
    claim.as_stated.clear();
    event.note.clear();
  }
  return Whole(std::move(event));
}

void OutgoingEvents::LeaveOutNames(Entity& entity) {
  counts_.names += std::erase_if(entity.names, [this](const EntityName& name) {
    return name.report && IsWithheld(*name.report);
  });
}

void OutgoingEvents::LeaveOutSuccessor(Retraction& retraction) {
  if (!retraction.superseded_by) return;
  const EventIndex successor = DefinedBy(*retraction.superseded_by);
  if (!left_out_.contains(successor) && IsChosen(successor)) return;
  retraction.superseded_by.reset();
  ++counts_.successors;
}

bool OutgoingEvents::LeaveOutOf(Amendment& amendment) {
  if (auto* entity = std::get_if<Entity>(&amendment.values)) {
    LeaveOutNames(*entity);
  }
  auto* source = std::get_if<Source>(&amendment.values);
  if (source != nullptr &&
      LeaveOutLink(keys_, DefinedBy(amendment.target), *source)) {
    ++counts_.links;
    std::erase(amendment.fields, "entity");
  }
  return !amendment.fields.empty();
}

absl::StatusOr<OutgoingEvent> OutgoingEvents::TakeDecision(Event event) {
  const std::vector<EventIndex> targets = TargetsOf(event.record);
  const bool is_about_left_out = std::any_of(
      targets.begin(), targets.end(),
      [this](EventIndex target) { return left_out_.contains(target); });
  DecisionGoes goes = DecisionGoes::kNot;
  if (!is_about_left_out) {
    ASSIGN_OR_RETURN(goes, MakeOutgoing(keys_, discretion_, event));
  }
  if (goes == DecisionGoes::kNot) {
    ++counts_.decisions;
    return OutgoingEvent{};
  }
  counts_.words += goes == DecisionGoes::kWithoutWords ? 1 : 0;
  if (auto* retraction = std::get_if<Retraction>(&event.record)) {
    LeaveOutSuccessor(*retraction);
  }
  auto* amendment = std::get_if<Amendment>(&event.record);
  if (amendment != nullptr && !LeaveOutOf(*amendment)) {
    ++counts_.decisions;
    return OutgoingEvent{};
  }
  return Whole(std::move(event));
}

absl::StatusOr<OutgoingEvent> OutgoingEvents::Take(EventIndex index,
                                                   Event event) {
  if (!IsLine(event.type())) return OutgoingEvent{};
  if (!IsChosen(index)) {
    ++counts_.not_chosen;
    return OutgoingEvent{};
  }
  ASSIGN_OR_RETURN(event.key, keys_.KeyOf(index, event));
  if (event.type() == RecordType::kClaim) {
    return TakeClaim(index, std::move(event));
  }
  if (!TargetsOf(event.record).empty()) {
    ASSIGN_OR_RETURN(OutgoingEvent out, TakeDecision(std::move(event)));
    if (out.goes == OutgoingEvent::Goes::kNot) left_out_.insert(index);
    return out;
  }
  const Withheld why = WhyWithheld(index);
  if (why != Withheld::kNo) return Stub(index, why);
  if (event.type() == RecordType::kReport) {
    ASSIGN_OR_RETURN(const bool had_origins, LeaveOutOrigins(keys_, event));
    counts_.origins += had_origins ? 1 : 0;
    counts_.telling +=
        MayTellPublisher(keys_, std::get<Report>(event.record)) ? 1 : 0;
  }
  if (auto* entity = std::get_if<Entity>(&event.record)) LeaveOutNames(*entity);
  if (auto* source = std::get_if<Source>(&event.record)) {
    counts_.links += LeaveOutLink(keys_, index, *source) ? 1 : 0;
  }
  return Whole(std::move(event));
}

}  // namespace attest
