// What a record rests on: the events that somebody must have who is to judge
// it without the case.

#ifndef ATTEST_ENGINE_AUDIT_EVIDENCE_H_
#define ATTEST_ENGINE_AUDIT_EVIDENCE_H_

#include <set>

#include "absl/status/statusor.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// The events of `records` with all that they name, what decided on any of
// these (but not what depends on them), and the end of the file that each came
// in; with them every change of the signing key and every timestamp. `now`: the
// view of all events. Errors: those of EventLog::Get. Complexity: of what is
// found, and a look at the type of every event.
absl::StatusOr<std::set<EventIndex>> EvidenceFor(
    const EventLog& log, const View& now, const std::set<EventIndex>& records);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_EVIDENCE_H_
