// Whether a log continues a head that was signed before and kept elsewhere:
// whether the events that the head speaks of are the log's first ones.

#ifndef ATTEST_ENGINE_AUDIT_CONTINUATION_H_
#define ATTEST_ENGINE_AUDIT_CONTINUATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/audit/key_history.h"
#include "engine/log/event_log.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/hash.h"

namespace attest {

struct Continuation {
  // What the head says; nothing where no key of this log signed it.
  std::optional<Checkpoint> head;
  // Why the log does not continue it; empty when it does.
  std::string why;
  // When it does: the consistency proof from the head to the log's own. It was
  // verified, and is empty when the sizes are equal or the head's is zero.
  std::vector<Hash> proof;

  [[nodiscard]] bool continues() const { return why.empty(); }
};

// Compares the log with `note`, a signed checkpoint; `keys` as KeyHistory
// gives them. InvalidArgument when the note is not well formed, DataLoss when
// its signature is wrong.
absl::StatusOr<Continuation> CompareWithKeptHead(
    const EventLog& log, absl::string_view note,
    absl::Span<const KeyPeriod> keys);

// The size of the prefix of the log that has `root`; nothing when none has.
// Hashes the whole tree once for each size: a minute for ten million events.
absl::StatusOr<std::optional<uint64_t>> PrefixWithRoot(const EventLog& log,
                                                       const Hash& root);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_CONTINUATION_H_
