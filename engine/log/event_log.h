// EventLog is an append-only sequence of events, numbered densely from 0, with
// a Merkle tree over their stored bytes and a signed head.
//
// What an append has returned an index for is durable. The head, a signed
// checkpoint outside the database, is written after the database has synced,
// and compared with it whenever a log is opened: a log that lost, changed or
// rolled back events that the head speaks of is refused, never repaired in
// silence. Recover (recover.h) gives the way on.
//
// A log opened for writing holds the case's lock and may end up with events
// that the head does not speak of yet, after a crash between the two syncs:
// they are verified, kept, and signed for. A log opened for reading takes no
// lock, writes nothing, and ends where the head does.
//
// Thread-safety: all methods run concurrently, appends of several threads
// share one sync. A thread that has a BulkAppend must not append beside it.
// Errors: DataLoss when stored bytes fail a check; FailedPrecondition when a
// newer program wrote the case, or after a write has failed (the log has
// stopped: open it again to learn whether the events are in it); Unavailable
// when another process writes, or from the disk; ResourceExhausted when the
// disk is full; OutOfRange for an index or a size beyond the log.
// Algorithm: tree hashing per RFC 6962, section 2.1; tiles per C2SP
// tlog-tiles; the head is a C2SP tlog-checkpoint.

#ifndef ATTEST_ENGINE_LOG_EVENT_LOG_H_
#define ATTEST_ENGINE_LOG_EVENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/log/bulk_append.h"
#include "engine/log/durable_file.h"
#include "engine/log/event_cursor.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/note_key.h"
#include "engine/model/event.h"
#include "engine/model/report.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace attest {

class EventStore;
class LogWriter;
class WriterLock;

using Clock = std::function<absl::Time()>;

enum class Access : uint8_t { kRead, kWrite };

struct CreateOptions {
  // The name under which the log signs, unique to it; when empty, one is drawn
  // at random.
  std::string origin;
  // The file of the signing key, outside the case; a new key is written there
  // if there is no such file. When empty, the key lies in the case.
  std::string key_file;
  // The 32 bytes that withheld keys are hashed with; drawn when empty.
  std::string secret;
  Clock clock = absl::Now;
  rocksdb::Env* env = nullptr;  // for tests
  FileHook file_hook;           // for tests
};

struct OpenOptions {
  Access access = Access::kRead;
  // How long to wait for another writer to finish.
  absl::Duration wait = absl::ZeroDuration();
  Clock clock = absl::Now;
  // What the lock says of its holder, beside the process and the user.
  std::string command;
  rocksdb::Env* env = nullptr;  // for tests
  FileHook file_hook;           // for tests
};

// One redaction, and what stands in the place of events from then on.
struct RedactionPart {
  struct Left {
    EventIndex event;
    // What is left of it, with its `recorded_at`; the log gives it a new salt,
    // so that the leaf hash of what was there cannot be guessed back.
    Event left;
  };

  Event redaction;         // of a record of type Redaction
  std::vector<Left> left;  // at most kMostReplaced (event_codec.h)
};

// What opening found that was not as the last writer should have left it.
struct OpenReport {
  // The events that the head spoke of.
  uint64_t head_size = 0;
  // Events behind them, written but never acknowledged. A log open for writing
  // has verified and kept them; one open for reading ends before them, unless
  // a damaged copy of the head may have spoken of them: then it has verified
  // them too, and head() has no note.
  uint64_t unacknowledged = 0;
  // Bytes of an unfinished write at the end of the database's own log. No
  // event in them was acknowledged; they are dropped.
  uint64_t torn_bytes = 0;
  // One of the two copies of the head is damaged; the other is used.
  bool head_copy_damaged = false;
  // A redaction was not finished. A log open for writing has finished it.
  bool redaction_unfinished = false;
  // One was begun, and ended before it was written: nothing was redacted.
  bool redaction_dropped = false;

  // Sentences for people; none when there is nothing to say.
  [[nodiscard]] std::vector<std::string> Sentences(Access access) const;
};

struct Head {
  Checkpoint checkpoint;
  std::string note;  // signed text; empty: not signed, see OpenReport
};

class EventLog {
 public:
  // Makes a case with an empty log in `directory`, which must be empty or not
  // exist (FailedPrecondition), and opens it for writing. Everything it wrote
  // is durable.
  static absl::StatusOr<std::unique_ptr<EventLog>> Create(
      const std::string& directory, const CreateOptions& options);

  // NotFound when `directory` holds no case.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(
      const std::string& directory, const OpenOptions& options);

  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // Appends `events` as one durable batch and returns the index of the first.
  // The log sets `recorded_at`, the same for all: by its clock, in whole
  // microseconds, never before the event before. Requires write access.
  //
  // InvalidArgument when `events` is empty or one of them cannot be stored;
  // Aborted when `expected_size` is given and is not the log's size: nothing
  // is appended then. After any other error the log has stopped.
  absl::StatusOr<EventIndex> Append(
      absl::Span<const Event> events,
      std::optional<uint64_t> expected_size = std::nullopt);

  // Begins to append many events through sorted tables. Other appends wait
  // until it is finished or destroyed. Errors as Append.
  absl::StatusOr<std::unique_ptr<BulkAppend>> BeginBulk(
      uint64_t expected_events, BulkOptions options = {});

  // Appends the redactions of `parts`; what they replace, `contents`, and all
  // contents that no event names are taken out of every file of the case, what
  // was made from the log (kDerivedFiles) is removed. Leaf hashes stay, so that
  // proofs hold. Requires write access, and that nobody stores contents.
  //
  // InvalidArgument when a part cannot be stored, or names an event that is not
  // there, or a redaction: nothing is changed then. After any other error the
  // redactions may be in the log and the old bytes still on the disk: opening
  // the case for writing finishes them.
  absl::StatusOr<EventIndex> Redact(absl::Span<const RedactionPart> parts,
                                    absl::Span<const Content> contents);

  [[nodiscard]] uint64_t size() const;
  [[nodiscard]] Head head() const;
  [[nodiscard]] Hash root() const { return head().checkpoint.root; }
  [[nodiscard]] const std::string& origin() const { return origin_; }
  [[nodiscard]] const VerifierKey& verifier_key() const { return key_; }
  [[nodiscard]] const OpenReport& open_report() const { return report_; }
  // The report as sentences for people.
  [[nodiscard]] std::vector<std::string> notices() const {
    return report_.Sentences(access_);
  }

  [[nodiscard]] absl::StatusOr<Event> Get(EventIndex index) const;

  // Does what a redaction left stand in the place of this event?
  [[nodiscard]] absl::StatusOr<bool> IsReplaced(EventIndex index) const;

  // The stored bytes, as hashed; of a redacted event what is left of it.
  [[nodiscard]] absl::StatusOr<std::string> GetBytes(EventIndex index) const;

  // A cursor over [begin, end). OutOfRange unless begin <= end <= size().
  [[nodiscard]] absl::StatusOr<EventCursor> Read(
      EventIndex begin, EventIndex end, CursorOptions options = {}) const;

  // Calls `visit` with the events [begin, end) in order; an error it returns
  // ends the scan.
  absl::Status Scan(
      EventIndex begin, EventIndex end,
      absl::FunctionRef<absl::Status(EventIndex, const Event&)> visit,
      CursorOptions options = {}) const;

  // The number of events recorded at or before `time`. Reads O(log size)
  // events.
  [[nodiscard]] absl::StatusOr<uint64_t> SizeAsOf(absl::Time time) const;

  [[nodiscard]] absl::StatusOr<Hash> LeafHash(EventIndex index) const;
  [[nodiscard]] absl::StatusOr<Hash> RootAt(uint64_t size) const;

  // As BuildInclusionProof and BuildConsistencyProof (merkle/proof.h), for
  // sizes up to size().
  [[nodiscard]] absl::StatusOr<std::vector<Hash>> InclusionProof(
      EventIndex index, uint64_t size) const;
  [[nodiscard]] absl::StatusOr<std::vector<Hash>> ConsistencyProof(
      uint64_t size1, uint64_t size2) const;

 private:
  friend class BulkAppend;
  struct Waiter;

  EventLog(std::unique_ptr<WriterLock> lock, std::unique_ptr<EventStore> store,
           std::unique_ptr<LogWriter> writer, VerifierKey key, Head head,
           OpenReport report);

  static absl::StatusOr<std::unique_ptr<EventLog>> OpenForReading(
      const std::string& directory, const OpenOptions& options);
  static absl::StatusOr<std::unique_ptr<EventLog>> OpenForWriting(
      const std::string& directory, const OpenOptions& options);

  // Queues `waiter` and waits until it is at the front, or was served by
  // another thread (then false).
  bool AwaitTurn(Waiter* waiter) ABSL_LOCKS_EXCLUDED(mutex_);
  // For the waiter at the front: writes what it and those behind it append.
  void ServeGroup() ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<Waiter*> Group() ABSL_LOCKS_EXCLUDED(mutex_);
  // Shows the new head, if there is one, and lets the first `group` waiters go.
  void EndTurn(size_t group, std::optional<Head> head)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status CheckIndex(EventIndex index) const;

  const Access access_;
  const VerifierKey key_;
  const std::string origin_;
  const OpenReport report_;
  // Null when open for reading. Given up when all else is closed.
  const std::unique_ptr<WriterLock> lock_;
  const std::unique_ptr<EventStore> store_;
  // Null when open for reading. Used only by the thread whose waiter is at the
  // front of the queue. Destroyed before the store.
  const std::unique_ptr<LogWriter> writer_;

  mutable absl::Mutex mutex_;
  std::deque<Waiter*> waiters_ ABSL_GUARDED_BY(mutex_);
  Head head_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_LOG_H_
