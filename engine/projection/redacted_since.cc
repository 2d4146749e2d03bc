#include "engine/projection/redacted_since.h"

#include <algorithm>
#include <cstdint>

#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {

std::vector<EventIndex> RedactedSince(const View& view) {
  std::vector<EventIndex> redacted;
  const Column<DecisionRow>& decisions = view.tables().decisions;
  for (uint32_t i = view.cut_state().decisions(); i < decisions.size(); ++i) {
    const DecisionRow& row = decisions[i];
    if (static_cast<RecordType>(row.type) == RecordType::kRedaction &&
        row.target < view.cut()) {
      redacted.emplace_back(row.target);
    }
  }
  std::sort(redacted.begin(), redacted.end());
  redacted.erase(std::unique(redacted.begin(), redacted.end()), redacted.end());
  return redacted;
}

}  // namespace attest
