// What goes out of a decision: words about what is withheld do not.

#ifndef ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_
#define ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_

#include <vector>

#include "engine/audit/discretion.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

// The events that define what a decision is about; none for what is no
// decision.
[[nodiscard]] std::vector<EventIndex> TargetsOf(const Record& record);

// Takes out of `event`, a decision, what would tell of records that `keys`
// withholds or `discretion` hides. False where it is to stay as a whole.
[[nodiscard]] bool MakeOutgoing(const OutgoingKeys& keys,
                                const Discretion& discretion, Event& event);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_OUTGOING_DECISION_H_
