// Comparing a database with the signed head of its log. Private to this
// module.

#ifndef ATTEST_ENGINE_LOG_LOG_CHECK_H_
#define ATTEST_ENGINE_LOG_LOG_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/log/event_store.h"
#include "engine/merkle/checkpoint.h"

namespace attest {

// Checks in O(log n) that the database holds as many events as `head` speaks
// of, or more, that its tiles give the head's root, and that the last of these
// events is sound. Returns the number of events in the database. DataLoss
// names what is missing or wrong.
absl::StatusOr<uint64_t> CompareWithHead(const EventStore& store,
                                         const Checkpoint& head);

// Decodes the events [begin, end) and compares them with their leaf hashes.
// DataLoss names the first bad one.
absl::Status CheckEvents(const EventStore& store, uint64_t begin, uint64_t end);

// Says more of what CompareWithHead has found wrong, by reading the whole log:
// the first bad event, where there is one. Returns `found` otherwise.
absl::Status ExplainDamage(const EventStore& store, const Checkpoint& head,
                           const absl::Status& found);

// When event `size` - 1 was recorded; InfinitePast when `size` is 0.
absl::StatusOr<absl::Time> LastRecordedAt(const EventStore& store,
                                          uint64_t size);

// The error `status` with "event INDEX: " in front of its message.
absl::Status AboutEvent(uint64_t index, const absl::Status& status);

// Bytes at the end of the write-ahead log in `database` that are no whole
// record: a write that was not finished. 0 when that cannot be told.
uint64_t TornBytes(const std::string& database);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_LOG_CHECK_H_
