// FileAppend appends the events of one large file to a log, all or nothing,
// and folds them at the same time, on a thread of its own, into a projection
// that nobody asks before they are durable. It takes them early, while the file
// is still read, or when the whole file is known to be good.
//
// Thread-safety: none.

#ifndef ATTEST_ENGINE_FILE_APPEND_H_
#define ATTEST_ENGINE_FILE_APPEND_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/early_events.h"
#include "engine/log/bulk_append.h"
#include "engine/log/event_log.h"
#include "engine/log/handover_queue.h"
#include "engine/model/event.h"
#include "engine/projection/projection.h"

namespace attest {

// FoldThread folds events into a projection that it owns.
class FoldThread {
 public:
  explicit FoldThread(Projection projection);
  // Gives up what is not finished.
  ~FoldThread();
  FoldThread(const FoldThread&) = delete;
  FoldThread& operator=(const FoldThread&) = delete;

  // Takes the next event, waiting while too many wait to be folded. Returns
  // the first error of the fold.
  absl::Status Add(Event event);

  // The projection with all of them. Call once.
  absl::StatusOr<Projection> Finish();

 private:
  using Batch = std::vector<Event>;

  void Run();

  // Of the thread until it has ended.
  Projection projection_;
  Batch batch_;
  HandoverQueue<Batch> queue_;
  std::thread thread_;
};

struct FileAppendOptions {
  // Files of fewer events are not taken.
  uint64_t least_events = 0;
  // Makes the projection of all events of the log, to be folded into; nullopt
  // when that would take longer than it saves.
  std::function<absl::StatusOr<std::optional<Projection>>(uint64_t events)>
      projection;
  // Is shown each event, by the number of those before it, and may change it.
  std::function<void(Event& event, uint64_t done, uint64_t all)> visit;
};

class FileAppend : public EarlyEvents {
 public:
  // `log` must outlive it. Without Finish the log stays as it is.
  FileAppend(EventLog& log, FileAppendOptions options)
      : log_(log), options_(std::move(options)) {}

  // EarlyEvents.
  absl::StatusOr<std::optional<EventIndex>> Begin(uint64_t events) override;
  absl::Status Take(Event event) override;
  void Withdraw() override;

  // Has a file begun that was not withdrawn?
  [[nodiscard]] bool has_begun() const { return bulk_ != nullptr; }

  struct Appended {
    EventIndex first;
    // Of all events of the log, if they were folded.
    std::optional<Projection> projection;
  };
  // Makes the events durable; errors as of BulkAppend. Requires: has_begun().
  absl::StatusOr<Appended> Finish();

 private:
  EventLog& log_;
  const FileAppendOptions options_;
  uint64_t done_ = 0;
  uint64_t all_ = 0;
  std::unique_ptr<FoldThread> fold_;
  std::unique_ptr<BulkAppend> bulk_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FILE_APPEND_H_
