// What a view of the past no longer shows: a redaction takes a record out of
// every answer, also of those as of before.

#ifndef ATTEST_ENGINE_PROJECTION_REDACTED_SINCE_H_
#define ATTEST_ENGINE_PROJECTION_REDACTED_SINCE_H_

#include <vector>

#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// The records of `view` that were redacted at or after its cut, in whole or in
// part, by the events that define them, in order.
[[nodiscard]] std::vector<EventIndex> RedactedSince(const View& view);

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_REDACTED_SINCE_H_
