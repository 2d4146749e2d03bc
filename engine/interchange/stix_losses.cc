#include "engine/interchange/stix_losses.h"

#include <cstddef>
#include <string>

#include "engine/model/event.h"
#include "engine/projection/view.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status CountNote(const EventLog& log, EventIndex record, const char* what,
                       StixCounts& left_out) {
  ASSIGN_OR_RETURN(const Event event, log.Get(record));
  if (!event.note.empty()) ++left_out[what];
  return absl::OkStatus();
}

}  // namespace

absl::Status CountLeftRecords(const EventLog& log, const StixOutgoing& outgoing,
                              const Selection& selection,
                              StixCounts& left_out) {
  const View& view = outgoing.view();
  const OutgoingKeys& keys = outgoing.keys();
  for (const SourceId source : outgoing.sources()) {
    if (keys.IsWithheld(source)) continue;
    RETURN_IF_ERROR(CountNote(log, EventIndex(source.value()),
                              "notes on sources", left_out));
  }
  for (const EntityId standing : outgoing.entities()) {
    for (const EntityId entity : view.GroupOf(standing)) {
      if (keys.IsWithheld(entity)) continue;
      RETURN_IF_ERROR(CountNote(log, EventIndex(entity.value()),
                                "notes on entities", left_out));
    }
  }
  const size_t chosen = selection.claims.size() + selection.sealed.size();
  if (chosen < view.Claims().size()) return absl::OkStatus();
  for (const SourceId source : view.Sources()) {
    if (keys.IsWithheld(source) || outgoing.sources().count(source) > 0) {
      continue;
    }
    ++left_out["sources of which no claim goes out"];
  }
  for (const ReportId report : view.Reports()) {
    if (keys.IsWithheld(report) || outgoing.reports().count(report) > 0) {
      continue;
    }
    ++left_out["reports of which no claim goes out"];
  }
  return absl::OkStatus();
}

}  // namespace attest
