// A record as of a position: the event that defines it, with its amendments.

#ifndef ATTEST_ENGINE_AUDIT_CURRENT_EVENT_H_
#define ATTEST_ENGINE_AUDIT_CURRENT_EVENT_H_

#include "absl/status/statusor.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// The event at `index` with every amendment up to the view applied to its
// record. Errors: those of EventLog::Get; DataLoss when an amendment does not
// fit the record.
[[nodiscard]] absl::StatusOr<Event> CurrentEvent(const EventLog& log,
                                                 const View& view,
                                                 EventIndex index);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_CURRENT_EVENT_H_
