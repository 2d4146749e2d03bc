// The keys that a log has signed its heads with, one after the other, as its
// KeyRotation events tell.

#ifndef ATTEST_ENGINE_AUDIT_KEY_HISTORY_H_
#define ATTEST_ENGINE_AUDIT_KEY_HISTORY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/log/event_log.h"
#include "engine/merkle/note_key.h"
#include "engine/projection/view.h"

namespace attest {

// A key, and the sizes of the heads that it signs: [first_size, last_size].
struct KeyPeriod {
  VerifierKey key;
  uint64_t first_size = 0;
  uint64_t last_size = 0;
};

// Oldest first; the last is the log's own. `now`: the view of all events.
// DataLoss when the rotations do not follow from one another.
absl::StatusOr<std::vector<KeyPeriod>> KeyHistory(const EventLog& log,
                                                  const View& now);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_KEY_HISTORY_H_
