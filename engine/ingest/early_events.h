// EarlyEvents takes the events of a file while the file is still read, and
// before anybody knows whether all of it is good: until CaseReader::Emit has
// returned they are worth nothing.

#ifndef ATTEST_ENGINE_INGEST_EARLY_EVENTS_H_
#define ATTEST_ENGINE_INGEST_EARLY_EVENTS_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

class EarlyEvents {
 public:
  virtual ~EarlyEvents() = default;

  // A file begins that has `events` events, with the one that closes it, if
  // each of its lines is a new one. Returns the index that the first is to
  // have; nullopt when the events are not wanted early.
  virtual absl::StatusOr<std::optional<EventIndex>> Begin(uint64_t events) = 0;

  // Takes the next event. An error ends the reading.
  virtual absl::Status Take(Event event) = 0;

  // The events taken so far are not those of the file: forget them.
  virtual void Withdraw() = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_EARLY_EVENTS_H_
