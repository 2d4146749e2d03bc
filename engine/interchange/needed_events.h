// What claims and entities need so that they can be added to an empty case:
// all that they refer to, and what was decided about any of it.

#ifndef ATTEST_ENGINE_INTERCHANGE_NEEDED_EVENTS_H_
#define ATTEST_ENGINE_INTERCHANGE_NEEDED_EVENTS_H_

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// The events of the claims, entities and records of `selection`; of every
// record that one of them refers to, what reports and sources derive from among
// them; of the other members of an entity's group of identity; and of the
// decisions and amendments about any of these. A decision on two is among them
// when both are, but that something derives from another brings the other. What
// supersedes a retracted claim is not brought by its retraction.
//
// What `keys` withhold comes where something names it that goes out: not the
// withheld members of an open entity's group, nor the open ones of a withheld
// one's, as the judgement that they are one stays here; nor who a source is,
// nor a report that a name is known from, where that is left out. The
// judgements on such two are among the events, so that whoever leaves them out
// can count them. Errors: those of the log.
absl::StatusOr<absl::flat_hash_set<EventIndex>> NeededEvents(
    const EventLog& log, const View& view, const OutgoingKeys& keys,
    const Selection& selection);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_NEEDED_EVENTS_H_
