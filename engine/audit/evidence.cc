#include "engine/audit/evidence.h"

#include <optional>
#include <vector>

#include "engine/model/references.h"
#include "engine/status_macros.h"

namespace attest {

absl::StatusOr<std::set<EventIndex>> EvidenceFor(
    const EventLog& log, const View& now, const std::set<EventIndex>& records) {
  std::set<EventIndex> found;
  std::vector<EventIndex> pending;
  const auto take = [&](EventIndex index) {
    if (found.insert(index).second) pending.push_back(index);
  };
  for (const EventIndex record : records) take(record);
  while (!pending.empty()) {
    const EventIndex index = pending.back();
    pending.pop_back();
    ASSIGN_OR_RETURN(const Event event, log.Get(index));
    VisitReferences(event, take);
    if (event.closed_by) take(*event.closed_by);
    for (const DecisionInfo& decision : now.DecisionsOn(index)) {
      // What others owe to this record is no evidence for it.
      if (decision.type == RecordType::kDependence &&
          decision.target != index) {
        continue;
      }
      take(decision.event);
    }
  }
  for (uint64_t i = 0; i < now.cut(); ++i) {
    const std::optional<RecordType> type = now.TypeOf(EventIndex(i));
    if (type == RecordType::kKeyRotation || type == RecordType::kTimestamp) {
      found.insert(EventIndex(i));
    }
  }
  return found;
}

}  // namespace attest
