// BulkAppend appends a large file's events at once: they are written to sorted
// tables, hashed on a second thread while more come in, and handed to the
// database in one step. Several times faster than appending in batches, and in
// memory only a few megabytes of them at a time.
//
// All or nothing: until Finish returns the log is as it was, and what a crash
// leaves behind is removed when the log is next opened for writing.
//
// Thread-safety: none; while it lives, other appends to the log wait.

#ifndef ATTEST_ENGINE_LOG_BULK_APPEND_H_
#define ATTEST_ENGINE_LOG_BULK_APPEND_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/model/event.h"

namespace attest {

class EventLog;

// kByClock: the log sets `recorded_at`, the same for all. kKept: the events
// keep theirs, as they do when a log is recovered; one before that of the event
// before it is InvalidArgument.
enum class RecordedAt : uint8_t { kByClock, kKept };

struct BulkOptions {
  // As for EventLog::Append.
  std::optional<uint64_t> expected_size;
  RecordedAt recorded_at = RecordedAt::kByClock;
};

class BulkAppend {
 public:
  // Leaves the log as it was unless Finish was called. Must not outlive it.
  ~BulkAppend();
  BulkAppend(const BulkAppend&) = delete;
  BulkAppend& operator=(const BulkAppend&) = delete;

  // The index that the first event gets.
  [[nodiscard]] EventIndex first() const;

  // The time that the events are recorded at; with kKept, the event added
  // last.
  [[nodiscard]] absl::Time recorded_at() const;

  // Takes the next event.
  // InvalidArgument when the event cannot be stored; any error makes Finish
  // fail.
  absl::Status Add(const Event& event);

  // The same for what the redaction `redacted_by`, of this log, has left of an
  // event of another. Requires kKept.
  absl::Status AddLeft(const Event& left, EventIndex redacted_by);

  // Makes all events durable and returns the index of the first. Call once.
  // InvalidArgument when there are none. When it fails after the tables were
  // handed over, the log has stopped, as after a failed Append.
  absl::StatusOr<EventIndex> Finish();

 private:
  friend class EventLog;
  struct State;

  explicit BulkAppend(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_BULK_APPEND_H_
