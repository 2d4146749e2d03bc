// What of the records themselves a STIX bundle does not have.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_LOSSES_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_LOSSES_H_

#include "absl/status/status.h"
#include "engine/interchange/selection.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/log/event_log.h"

namespace attest {

// Adds to `left_out`: notes on the sources and entities that go out; and, where
// all of the case was chosen, the sources and reports that do not. Errors:
// those of the log.
absl::Status CountLeftRecords(const EventLog& log, const StixOutgoing& outgoing,
                              const Selection& selection, StixCounts& left_out);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_LOSSES_H_
