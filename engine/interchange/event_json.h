// One event as `log`, `show` and `history` print it.

#ifndef ATTEST_ENGINE_INTERCHANGE_EVENT_JSON_H_
#define ATTEST_ENGINE_INTERCHANGE_EVENT_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/event_proof.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// {"event", "type", "key", "by", "recorded_at", "reason", "leaf_hash",
// "record"}, the record as a line of the case format with contents by their
// hashes. Where `discretion` hides it, key, reason and record are null and
// "withheld" says why. `now`: the view of all events.
[[nodiscard]] absl::StatusOr<nlohmann::ordered_json> EventJson(
    const EventLog& log, const View& now, EventIndex index,
    const Discretion& discretion);

// What a proof shows without the case: {"event", "leaf_hash", "type", "key",
// "by", "recorded_at", "reason", "record", "origin", "tree_size", "root"}. Of
// an event that is not in the proof, only its place and leaf hash; the others
// are null. A record that the event names is "#" and the index of the event
// that defines it.
[[nodiscard]] absl::StatusOr<nlohmann::ordered_json> ProvenEventJson(
    const ProvenEvent& proven);
// The same as one line. Bytes that are no UTF-8 are replaced: keys and names
// of a log's own events may be any.
[[nodiscard]] absl::StatusOr<std::string> ProvenEventLine(
    const ProvenEvent& proven);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_EVENT_JSON_H_
