// EventStore is the RocksDB database of one case: the stored bytes of its
// events and the tiles of their tree, in a column family each. It knows nothing
// of heads and believes what RocksDB's checksums let through.
//
// Private to this module: the one place that opens RocksDB.
//
// Thread-safety: const methods run concurrently.
// Errors: as FromRocksDb; DataLoss for an event or tile that is missing.

#ifndef ATTEST_ENGINE_LOG_EVENT_STORE_H_
#define ATTEST_ENGINE_LOG_EVENT_STORE_H_

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/tile_writer.h"
#include "engine/merkle/tiles.h"

namespace attest {

// How many events the files of a database have room for, at most: an index
// beyond it is damage, not a log of that length. Without a limit when the
// directory cannot be read.
uint64_t MostEventsIn(const std::string& database);

// Strict is how a log is opened. Salvage opens what Strict refuses, skipping
// records that do not verify: for a copy of a damaged database.
enum class StoreRecovery : uint8_t { kStrict, kSalvage };

class EventStore {
 public:
  static absl::Status Create(const std::string& path, rocksdb::Env* env);

  // Opens without writing anything, also beside a writer.
  static absl::StatusOr<std::unique_ptr<EventStore>> OpenForReading(
      const std::string& path, rocksdb::Env* env);

  static absl::StatusOr<std::unique_ptr<EventStore>> OpenForWriting(
      const std::string& path, rocksdb::Env* env,
      StoreRecovery recovery = StoreRecovery::kStrict);

  // The options of a column family, for tables made outside the database.
  static rocksdb::Options EventOptions(rocksdb::Env* env);
  static rocksdb::Options TileOptions(rocksdb::Env* env);
  static std::vector<rocksdb::ColumnFamilyDescriptor> ColumnFamilies();
  static rocksdb::DBOptions DatabaseOptions(rocksdb::Env* env);

  ~EventStore();
  EventStore(const EventStore&) = delete;
  EventStore& operator=(const EventStore&) = delete;

  // The number of events if none is missing: one more than the last index.
  [[nodiscard]] absl::StatusOr<uint64_t> EventCount() const;

  // The same by the last tile of the leaves.
  [[nodiscard]] absl::StatusOr<uint64_t> LeafCount() const;

  [[nodiscard]] absl::StatusOr<std::string> ReadEvent(uint64_t index) const;

  // All the bytes that the tile has in the database; its width is not looked
  // at.
  [[nodiscard]] absl::StatusOr<std::string> ReadTile(const Tile& tile) const;

  [[nodiscard]] absl::StatusOr<Hash> ReadLeafHash(uint64_t index) const;

  // The right edge of the tree of `size`, as the tiles have it.
  [[nodiscard]] absl::StatusOr<CompactRange> RangeAt(uint64_t size) const;

  // Iterates over the events in order, reading ahead. Must not outlive this.
  [[nodiscard]] std::unique_ptr<rocksdb::Iterator> NewEventIterator() const;

  // Adds an event to a batch, or hashes to the tiles of a tree.
  void PutEvent(uint64_t index, absl::string_view bytes,
                rocksdb::WriteBatch& batch) const;
  void PutTileHashes(const std::vector<TileHash>& hashes,
                     rocksdb::WriteBatch& batch) const;

  // Writes a batch and makes it durable.
  absl::Status WriteDurably(rocksdb::WriteBatch& batch);

  // Takes over tables of events and of tiles, all or none, durably; the files
  // are moved away. A tile in a table replaces the one in the database. When
  // it fails, all or none of them are there once the store is opened again.
  absl::Status Ingest(const std::vector<std::string>& event_tables,
                      const std::vector<std::string>& tile_tables);

  // Takes every value out of the database's files that was overwritten in
  // events [begin, end): out of its write-ahead log, its tables, and the files
  // that it no longer uses. Unavailable when such a file is still there.
  absl::Status PurgeOverwritten(uint64_t begin, uint64_t end);

  [[nodiscard]] rocksdb::ColumnFamilyHandle* events() const { return events_; }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* tiles() const { return tiles_; }
  [[nodiscard]] rocksdb::Env* env() const { return env_; }

 private:
  struct KeptTables;

  // A file of the database's directory that it no longer uses; empty: none.
  absl::StatusOr<std::string> UnusedFile() const;

  EventStore(std::unique_ptr<rocksdb::DB> db,
             std::vector<rocksdb::ColumnFamilyHandle*> handles,
             rocksdb::Env* env, std::unique_ptr<KeptTables> kept = nullptr);

  const std::unique_ptr<KeptTables> kept_;  // outlives the database
  const std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* const events_;
  rocksdb::ColumnFamilyHandle* const tiles_;
  rocksdb::Env* const env_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_STORE_H_
