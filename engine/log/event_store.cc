#include "engine/log/event_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/table.h>

#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/log/durable_file.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/log/table_keeper.h"
#include "engine/log/tile_merge_operator.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kBlockBytes = size_t{16} << 10;
constexpr size_t kWriteBufferBytes = size_t{16} << 20;
constexpr size_t kReadAheadBytes = size_t{2} << 20;

// The default column family holds the events: RocksDB wants one by that name.
constexpr char kTileFamily[] = "tiles";

// A case must open where nothing can be written, and RocksDB's log files tell
// its user nothing that a status does not.
class NullLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::BlockBasedTableOptions table;
  table.block_size = kBlockBytes;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = kWriteBufferBytes;
  options.compression = rocksdb::kNoCompression;
  return options;
}

rocksdb::ColumnFamilyOptions TileFamilyOptions() {
  rocksdb::ColumnFamilyOptions options = FamilyOptions();
  options.merge_operator = std::make_shared<TileMergeOperator>();
  return options;
}

absl::Status Missing(absl::string_view what) {
  return absl::DataLossError(absl::StrCat(what, " is missing"));
}

// The last key of a column family, if it has any.
absl::StatusOr<std::optional<std::string>> LastKey(
    rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family,
    const rocksdb::Slice* before) {
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = before;
  const std::unique_ptr<rocksdb::Iterator> last(
      db.NewIterator(options, family));
  last->SeekToLast();
  if (last->Valid()) {
    return std::optional<std::string>(last->key().ToString());
  }
  RETURN_IF_ERROR(FromRocksDb(last->status(), "find the end of the log"));
  return std::optional<std::string>();
}

}  // namespace

uint64_t MostEventsIn(const std::string& database) {
  // An encoded event has a salt, a time and a record, at least.
  constexpr uint64_t kLeastEventBytes = 32;
  uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator file(database, error), end;
       !error && file != end; file.increment(error)) {
    std::error_code gone;
    const uint64_t size = file->file_size(gone);
    if (!gone) bytes += size;
  }
  return error ? std::numeric_limits<uint64_t>::max()
               : bytes / kLeastEventBytes;
}

rocksdb::DBOptions EventStore::DatabaseOptions(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  if (env != nullptr) options.env = env;
  options.info_log = std::make_shared<NullLogger>();
  options.paranoid_checks = true;
  // Refuses damage in the middle of the write-ahead log and takes a torn end,
  // which the comparison with the head then judges.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.recycle_log_file_num = 0;
  // Events and tiles are never flushed one without the other.
  options.atomic_flush = true;
  options.skip_stats_update_on_db_open = true;
  // Sixteen for each column family take longer to start than the few tables
  // of most cases take to open.
  options.max_file_opening_threads = 2;
  options.bytes_per_sync = uint64_t{1} << 20;
  return options;
}

rocksdb::Options EventStore::EventOptions(rocksdb::Env* env) {
  return {DatabaseOptions(env), FamilyOptions()};
}

rocksdb::Options EventStore::TileOptions(rocksdb::Env* env) {
  return {DatabaseOptions(env), TileFamilyOptions()};
}

std::vector<rocksdb::ColumnFamilyDescriptor> EventStore::ColumnFamilies() {
  return {{rocksdb::kDefaultColumnFamilyName, FamilyOptions()},
          {kTileFamily, TileFamilyOptions()}};
}

// The file system of a store that is open for writing.
struct EventStore::KeptTables {
  explicit KeptTables(rocksdb::Env* env)
      : keeper(std::make_shared<TableKeeper>(
            (env == nullptr ? rocksdb::Env::Default() : env)->GetFileSystem())),
        keeping_env(rocksdb::NewCompositeEnv(keeper)) {}

  const std::shared_ptr<TableKeeper> keeper;
  const std::unique_ptr<rocksdb::Env> keeping_env;
};

EventStore::EventStore(std::unique_ptr<rocksdb::DB> db,
                       std::vector<rocksdb::ColumnFamilyHandle*> handles,
                       rocksdb::Env* env, std::unique_ptr<KeptTables> kept)
    : kept_(std::move(kept)),
      db_(std::move(db)),
      events_(handles[0]),
      tiles_(handles[1]),
      env_(env) {}

EventStore::~EventStore() {
  db_->DestroyColumnFamilyHandle(events_).PermitUncheckedError();
  db_->DestroyColumnFamilyHandle(tiles_).PermitUncheckedError();
  db_->Close().PermitUncheckedError();
}

absl::Status EventStore::Create(const std::string& path, rocksdb::Env* env) {
  rocksdb::DBOptions options = DatabaseOptions(env);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.error_if_exists = true;
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  RETURN_IF_ERROR(FromRocksDb(
      rocksdb::DB::Open(options, path, ColumnFamilies(), &handles, &db),
      "create the database"));
  const EventStore created(std::unique_ptr<rocksdb::DB>(db), handles, env);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<EventStore>> EventStore::OpenForReading(
    const std::string& path, rocksdb::Env* env) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families = ColumnFamilies();
  for (auto& family : families) family.options.disable_auto_compactions = true;
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  RETURN_IF_ERROR(
      FromRocksDb(rocksdb::DB::OpenForReadOnly(DatabaseOptions(env), path,
                                               families, &handles, &db),
                  "open the database"));
  return std::unique_ptr<EventStore>(
      new EventStore(std::unique_ptr<rocksdb::DB>(db), handles, env));
}

absl::StatusOr<std::unique_ptr<EventStore>> EventStore::OpenForWriting(
    const std::string& path, rocksdb::Env* env, StoreRecovery recovery) {
  auto kept = std::make_unique<KeptTables>(env);
  rocksdb::DBOptions options = DatabaseOptions(kept->keeping_env.get());
  if (recovery == StoreRecovery::kSalvage) {
    options.paranoid_checks = false;
    options.wal_recovery_mode =
        rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  }
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  RETURN_IF_ERROR(FromRocksDb(
      rocksdb::DB::Open(options, path, ColumnFamilies(), &handles, &db),
      "open the database"));
  return std::unique_ptr<EventStore>(new EventStore(
      std::unique_ptr<rocksdb::DB>(db), handles, env, std::move(kept)));
}

absl::StatusOr<uint64_t> EventStore::EventCount() const {
  ASSIGN_OR_RETURN(const std::optional<std::string> last,
                   LastKey(*db_, events_, nullptr));
  if (!last.has_value()) return 0;
  const std::optional<uint64_t> index = EventKey::Parse(*last);
  if (!index.has_value()) {
    return absl::DataLossError("the database has a key that is no event's");
  }
  if (env_ == nullptr && *index >= MostEventsIn(db_->GetName())) {
    return absl::DataLossError(
        absl::StrCat("the database has an event ", *index,
                     ", which is more events than it has room for"));
  }
  return *index + 1;
}

absl::StatusOr<uint64_t> EventStore::LeafCount() const {
  const TileKey next_level(1, 0);
  const rocksdb::Slice end = ToSlice(next_level.bytes());
  ASSIGN_OR_RETURN(const std::optional<std::string> last,
                   LastKey(*db_, tiles_, &end));
  if (!last.has_value()) return 0;
  const std::optional<uint64_t> index =
      EventKey::Parse(absl::string_view(*last).substr(1));
  if (!index.has_value() || last->front() != 0) {
    return absl::DataLossError("the database has a key that is no tile's");
  }
  ASSIGN_OR_RETURN(const std::string tile,
                   ReadTile({.level = 0, .index = *index}));
  return *index * kTileWidth + tile.size() / Hash::kSize;
}

absl::StatusOr<std::string> EventStore::ReadEvent(uint64_t index) const {
  std::string bytes;
  const EventKey key(index);
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), events_, ToSlice(key.bytes()), &bytes);
  if (status.IsNotFound()) return Missing(absl::StrCat("event ", index));
  RETURN_IF_ERROR(FromRocksDb(status, absl::StrCat("read event ", index)));
  return bytes;
}

absl::StatusOr<std::string> EventStore::ReadTile(const Tile& tile) const {
  std::string bytes;
  const TileKey key(tile.level, tile.index);
  const std::string name = TilePath({.level = tile.level, .index = tile.index});
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), tiles_, ToSlice(key.bytes()), &bytes);
  if (status.IsNotFound()) return Missing(name);
  RETURN_IF_ERROR(FromRocksDb(status, absl::StrCat("read ", name)));
  return bytes;
}

absl::StatusOr<Hash> EventStore::ReadLeafHash(uint64_t index) const {
  ASSIGN_OR_RETURN(const std::string tile,
                   ReadTile({.level = 0, .index = index / kTileWidth}));
  const uint64_t offset = index % kTileWidth * Hash::kSize;
  if (tile.size() < offset + Hash::kSize) {
    return Missing(absl::StrCat("the hash of event ", index));
  }
  return Hash::FromBytes(absl::string_view(tile).substr(offset, Hash::kSize));
}

absl::StatusOr<CompactRange> EventStore::RangeAt(uint64_t size) const {
  return RangeFromTiles(size,
                        [this](const Tile& tile) { return ReadTile(tile); });
}

std::unique_ptr<rocksdb::Iterator> EventStore::NewEventIterator() const {
  rocksdb::ReadOptions options;
  options.readahead_size = kReadAheadBytes;
  options.fill_cache = false;
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, events_));
}

void EventStore::PutEvent(uint64_t index, absl::string_view bytes,
                          rocksdb::WriteBatch& batch) const {
  const EventKey key(index);
  batch.Put(events_, ToSlice(key.bytes()), ToSlice(bytes))
      .PermitUncheckedError();
}

void EventStore::PutTileHashes(const std::vector<TileHash>& hashes,
                               rocksdb::WriteBatch& batch) const {
  std::map<std::pair<uint32_t, uint64_t>, std::string> grown;
  for (const TileHash& hash : hashes) {
    const absl::string_view bytes = hash.hash.AsBytes();
    grown[{hash.level, hash.tile_index}].append(bytes.data(), bytes.size());
  }
  for (const auto& [tile, bytes] : grown) {
    const TileKey key(tile.first, tile.second);
    batch.Merge(tiles_, ToSlice(key.bytes()), bytes).PermitUncheckedError();
  }
}

absl::Status EventStore::WriteDurably(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocksDb(db_->Write(options, &batch), "write to the log");
}

absl::Status EventStore::Ingest(const std::vector<std::string>& event_tables,
                                const std::vector<std::string>& tile_tables) {
  rocksdb::IngestExternalFileOptions options;
  options.move_files = true;
  options.failed_move_fall_back_to_copy = true;
  rocksdb::IngestExternalFileArg events;
  events.column_family = events_;
  events.external_files = event_tables;
  events.options = options;
  rocksdb::IngestExternalFileArg tiles;
  tiles.column_family = tiles_;
  tiles.external_files = tile_tables;
  tiles.options = options;
  kept_->keeper->BeginTakeover();
  RETURN_IF_ERROR(FromRocksDb(db_->IngestExternalFiles({events, tiles}),
                              "add tables to the log"));
  kept_->keeper->EndTakeover();
  return absl::OkStatus();
}

absl::StatusOr<std::string> EventStore::UnusedFile() const {
  std::vector<rocksdb::LiveFileMetaData> tables;
  db_->GetLiveFilesMetaData(&tables);
  // The logs before it are no longer used, though the database lists them as
  // long as they are there.
  std::unique_ptr<rocksdb::LogFile> log;
  RETURN_IF_ERROR(FromRocksDb(db_->GetCurrentWalFile(&log), "list its files"));
  absl::flat_hash_set<std::string> used;
  for (const auto& table : tables) used.insert(table.relative_filename);
  // Its name begins with a slash.
  used.insert(log->PathName().substr(1));
  std::vector<std::string> names;
  RETURN_IF_ERROR(FromRocksDb(
      db_->GetEnv()->GetChildren(db_->GetName(), &names), "list its files"));
  for (const std::string& name : names) {
    const bool may_hold_events =
        absl::EndsWith(name, ".sst") || absl::EndsWith(name, ".log");
    if (!may_hold_events || used.contains(name)) continue;
    // The log that is written next is not listed while it is empty.
    uint64_t size = 0;
    const rocksdb::Status sized =
        db_->GetEnv()->GetFileSize(db_->GetName() + "/" + name, &size);
    if (sized.ok() && size > 0) return name;
  }
  return std::string();
}

absl::Status EventStore::PurgeOverwritten(uint64_t begin, uint64_t end) {
  // How often the files of work that ends beside this are looked for again.
  constexpr int kLooks = 200;
  constexpr absl::Duration kPause = absl::Milliseconds(10);
  RETURN_IF_ERROR(FromRocksDb(
      db_->Flush(rocksdb::FlushOptions(), {events_, tiles_}), "flush the log"));
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  const EventKey first(begin);
  const EventKey last(end - 1);
  const rocksdb::Slice from = ToSlice(first.bytes());
  const rocksdb::Slice to = ToSlice(last.bytes());
  RETURN_IF_ERROR(FromRocksDb(db_->CompactRange(options, events_, &from, &to),
                              "rewrite the tables"));
  std::string unused;
  for (int look = 0; look < kLooks; ++look) {
    if (look > 0) absl::SleepFor(kPause);
    // Looks for all files that are not in use, and removes them here and now.
    RETURN_IF_ERROR(
        FromRocksDb(db_->DisableFileDeletions(), "remove old files"));
    RETURN_IF_ERROR(FromRocksDb(db_->EnableFileDeletions(/*force=*/true),
                                "remove old files"));
    ASSIGN_OR_RETURN(unused, UnusedFile());
    if (unused.empty()) return SyncDirectory(db_->GetName());
  }
  return absl::UnavailableError(absl::StrCat(
      "an old file of the database could not be removed: ", db_->GetName(), "/",
      unused));
}

}  // namespace attest
