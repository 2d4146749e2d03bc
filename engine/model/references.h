// The references of an event: the events that define the records it names.
//
// Not among them: built-in predicates, which no event defines; `closed_by` and
// the first event of a file, which say where a file stands in the log; and
// what a Recovery says of another log.

#ifndef ATTEST_ENGINE_MODEL_REFERENCES_H_
#define ATTEST_ENGINE_MODEL_REFERENCES_H_

#include "absl/functional/function_ref.h"
#include "engine/model/event.h"

namespace attest {

// Calls `visit` with every reference, in a fixed order; with one that stands
// in several places, several times.
void VisitReferences(const Event& event,
                     absl::FunctionRef<void(EventIndex)> visit);

// Replaces every reference by what `map` makes of it.
void RemapReferences(Event& event,
                     absl::FunctionRef<EventIndex(EventIndex)> map);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_REFERENCES_H_
