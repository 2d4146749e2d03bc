// A Waiter is one call to append in the queue of its log, as in leveldb: the
// call at the front writes for those behind it. Private to this module.

#ifndef ATTEST_ENGINE_LOG_WAITER_H_
#define ATTEST_ENGINE_LOG_WAITER_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/log/event_log.h"

namespace attest {

struct EventLog::Waiter {
  Waiter(absl::Span<const Event> events_in,
         std::optional<uint64_t> expected_size_in)
      : events(events_in), expected_size(expected_size_in) {}

  // A bulk append, which keeps its turn until it ends.
  Waiter() : bulk(true) {}

  const absl::Span<const Event> events;
  const std::optional<uint64_t> expected_size;
  const bool bulk = false;

  // Written by the thread that serves this one, before `served`, which the
  // log's mutex guards.
  absl::StatusOr<EventIndex> result = absl::UnknownError("not served");
  bool served = false;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_WAITER_H_
