// Timestamps for the log's head, RFC 3161: a request that some authority is to
// answer, and the event that keeps its answer.
//
// Between the two, the signed head and the request's nonce wait in the case,
// in `timestamp_requests/`, one file a request under the hash of the head. No
// lock is taken for that: a writer may be at work.

#ifndef ATTEST_ENGINE_AUDIT_TIMESTAMPING_H_
#define ATTEST_ENGINE_AUDIT_TIMESTAMPING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/audit/key_history.h"
#include "engine/log/event_log.h"
#include "engine/merkle/timestamp_token.h"
#include "engine/model/event.h"

namespace attest {

// Asks for a timestamp over the SHA-256 of the log's signed head, as it
// stands: the request in DER. `directory`: of the case. A head that was asked
// for already is asked for again with the same nonce. DataLoss when the head
// is damaged.
absl::StatusOr<std::string> RequestTimestamp(const EventLog& log,
                                             const std::string& directory);

struct AcceptedTimestamp {
  Timestamp timestamp;  // to be appended
  TimestampToken token;
  std::string request_file;  // to be removed after that
};

// Checks the answer to a request that waits. `keys` as KeyHistory gives them,
// `trusted` as for OpenTimestampToken. FailedPrecondition when the authority
// refused; InvalidArgument when `reply` is no answer, or to no request of this
// case; DataLoss when it does not hold.
absl::StatusOr<AcceptedTimestamp> AcceptTimestamp(
    const EventLog& log, const std::string& directory, absl::string_view reply,
    absl::Span<const KeyPeriod> keys, absl::Span<const std::string> trusted);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_TIMESTAMPING_H_
