// History: every event about a record or a statement.

#ifndef ATTEST_ENGINE_AUDIT_HISTORY_H_
#define ATTEST_ENGINE_AUDIT_HISTORY_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"
#include "engine/projection/view.h"

namespace attest {

// Reads an event of the log.
using GetEvent = absl::FunctionRef<absl::StatusOr<Event>(EventIndex)>;

// The events that define or name the record of `record`, for an entity those of
// all that are one with it, and the decisions on the claims among them; rising.
// A decision, and what is not a record, has its own event alone.
// Errors: those of `get`. Complexity: one scan of the projection's columns, and
// reading amendments, and for a report retractions.
[[nodiscard]] absl::StatusOr<std::vector<EventIndex>> HistoryOf(
    const View& view, EventIndex record, GetEvent get);

// The claims of a statement, and the decisions on them; rising.
[[nodiscard]] std::vector<EventIndex> HistoryOf(const View& view,
                                                StatementId statement);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_HISTORY_H_
