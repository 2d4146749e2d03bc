// BulkTables writes the sorted tables of a bulk append: a thread of its own
// takes chunks of encoded events, hashes them, grows the tree, and writes the
// tables of events and of tiles. Private to this module.
//
// Thread-safety: none; one thread adds.

#ifndef ATTEST_ENGINE_LOG_BULK_TABLES_H_
#define ATTEST_ENGINE_LOG_BULK_TABLES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/log/chunk_queue.h"
#include "engine/log/event_store.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/tile_writer.h"

namespace attest {

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

  // Of the writing thread; of the adding one before it starts and after it has
  // ended.
  TileWriter tree_;
  uint64_t next_;
  std::unique_ptr<Table> events_;
  std::unique_ptr<Tiles> tiles_;
  std::vector<Hash> leaves_;
  std::vector<TileHash> hashes_;

  ChunkQueue queue_;
  std::thread thread_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_BULK_TABLES_H_
