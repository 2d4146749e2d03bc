#include "engine/audit/current_event.h"

#include <variant>

#include "engine/projection/amend.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status Apply(const Amendment& amendment, Event& event) {
  if (auto* source = std::get_if<Source>(&event.record)) {
    return Amend(amendment, *source);
  }
  if (auto* report = std::get_if<Report>(&event.record)) {
    return Amend(amendment, *report);
  }
  if (auto* entity = std::get_if<Entity>(&event.record)) {
    return Amend(amendment, *entity);
  }
  return absl::DataLossError("an amendment of what cannot be amended");
}

}  // namespace

absl::StatusOr<Event> CurrentEvent(const EventLog& log, const View& view,
                                   EventIndex index) {
  ASSIGN_OR_RETURN(Event event, log.Get(index));
  for (const DecisionInfo& decision : view.DecisionsOn(index)) {
    if (decision.type != RecordType::kAmendment) continue;
    ASSIGN_OR_RETURN(const Event amending, log.Get(decision.event));
    const auto* amendment = std::get_if<Amendment>(&amending.record);
    if (amendment == nullptr) {
      return absl::DataLossError("an amendment is none");
    }
    RETURN_IF_ERROR(Apply(*amendment, event));
  }
  return event;
}

}  // namespace attest
