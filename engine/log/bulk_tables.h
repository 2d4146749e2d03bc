// BulkTables writes the sorted tables of a bulk append: a thread of its own
// takes chunks of encoded events, hashes them, grows the tree, and writes the
// tables of events and of tiles. Private to this module.
//
// Thread-safety: none; one thread adds.

#ifndef ATTEST_ENGINE_LOG_BULK_TABLES_H_
#define ATTEST_ENGINE_LOG_BULK_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "engine/log/event_store.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/tile_writer.h"

namespace attest {

// Encoded events, end to end.
struct EventChunk {
  std::string bytes;
  std::vector<size_t> ends;

  void Add(absl::string_view event) {
    bytes.append(event.data(), event.size());
    ends.push_back(bytes.size());
  }
};

struct FinishedTables {
  std::vector<std::string> events;  // paths
  std::vector<std::string> tiles;
  TileWriter tree;  // with the events in the tables
};

class BulkTables {
 public:
  // For events that continue `tree`, which is what `store` holds.
  static absl::StatusOr<std::unique_ptr<BulkTables>> Create(
      const std::string& directory, const EventStore& store,
      const TileWriter& tree);

  // Gives up what is not finished.
  ~BulkTables();

  // Takes the next events, waiting while too many wait to be written. Returns
  // the first error of the thread that writes them.
  absl::Status Add(EventChunk chunk);

  // Makes the tables durable.
  absl::StatusOr<FinishedTables> Finish();

 private:
  class Table;
  class Tiles;

  BulkTables(const std::string& directory, const EventStore& store,
             const TileWriter& tree);

  void Run();
  absl::Status Write(const EventChunk& chunk);
  void End();

  // Of the writing thread; of the adding one before it starts and after it has
  // ended.
  TileWriter tree_;
  uint64_t next_;
  std::unique_ptr<Table> events_;
  std::unique_ptr<Tiles> tiles_;
  std::vector<Hash> leaves_;
  std::vector<TileHash> hashes_;

  absl::Mutex mutex_;
  std::deque<EventChunk> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_BULK_TABLES_H_
