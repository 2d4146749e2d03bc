#include "engine/log/bulk_tables.h"

#include <rocksdb/env.h>
#include <rocksdb/sst_file_writer.h>

#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/tiles.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr uint64_t kTableBytes = uint64_t{64} << 20;

}  // namespace

// The tables of one column family: keys come in order, and a new table begins
// when one is large.
class BulkTables::Table {
 public:
  Table(std::string prefix, rocksdb::Options options,
        rocksdb::ColumnFamilyHandle* family)
      : prefix_(std::move(prefix)),
        options_(std::move(options)),
        family_(family) {}

  absl::Status Put(absl::string_view key, absl::string_view value) {
    if (writer_ == nullptr) RETURN_IF_ERROR(Begin());
    RETURN_IF_ERROR(FromRocksDb(writer_->Put(ToSlice(key), ToSlice(value)),
                                "write a table"));
    bytes_ += key.size() + value.size();
    return bytes_ < kTableBytes ? absl::OkStatus() : Finish();
  }

  // Makes the table at hand durable.
  absl::Status Finish() {
    if (writer_ == nullptr) return absl::OkStatus();
    const rocksdb::Status status = writer_->Finish();
    writer_.reset();
    return FromRocksDb(status, "finish a table");
  }

  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

 private:
  absl::Status Begin() {
    paths_.push_back(absl::StrCat(prefix_, paths_.size(), ".sst"));
    bytes_ = 0;
    writer_ = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(),
                                                       options_, family_);
    return FromRocksDb(writer_->Open(paths_.back()), "begin a table");
  }

  const std::string prefix_;
  const rocksdb::Options options_;
  rocksdb::ColumnFamilyHandle* const family_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;
  uint64_t bytes_ = 0;
  std::vector<std::string> paths_;
};

// The tiles that grow. Those of the leaves are written as they fill up; those
// above, one for 256 of these, sort behind them and wait for the end.
class BulkTables::Tiles {
 public:
  Tiles(std::string prefix, rocksdb::Options options,
        rocksdb::ColumnFamilyHandle* family)
      : table_(std::move(prefix), std::move(options), family) {}

  // Takes up the tiles that are partial in the tree of `size`.
  absl::Status Resume(uint64_t size, const EventStore& store) {
    for (uint32_t level = 0; level < kTileLevels && size > 0;
         ++level, size /= kTileWidth) {
      if (size % kTileWidth == 0) continue;
      const uint64_t index = size / kTileWidth;
      ASSIGN_OR_RETURN(std::string bytes,
                       store.ReadTile({.level = level, .index = index}));
      if (bytes.size() != size % kTileWidth * Hash::kSize) {
        return absl::DataLossError(absl::StrCat(
            "tile ", level, "/", index, " has the wrong size: got ",
            bytes.size(), ", want ", size % kTileWidth * Hash::kSize));
      }
      partial_[level] = std::move(bytes);
    }
    return absl::OkStatus();
  }

  absl::Status Add(const TileHash& hash) {
    std::string& tile = partial_[hash.level];
    const absl::string_view bytes = hash.hash.AsBytes();
    tile.append(bytes.data(), bytes.size());
    grown_[hash.level] = hash.tile_index;
    if (hash.offset + 1 < kTileWidth) return absl::OkStatus();
    return Emit(hash.level);
  }

  absl::Status Finish() {
    for (uint32_t level = 0; level < kTileLevels; ++level) {
      if (grown_.contains(level)) RETURN_IF_ERROR(Emit(level));
    }
    for (const auto& [key, tile] : above_) {
      RETURN_IF_ERROR(table_.Put(key, tile));
    }
    return table_.Finish();
  }

  [[nodiscard]] const std::vector<std::string>& paths() const {
    return table_.paths();
  }

 private:
  absl::Status Emit(uint32_t level) {
    const TileKey key(level, grown_[level]);
    const std::string tile = std::exchange(partial_[level], std::string());
    grown_.erase(level);
    if (level == 0) return table_.Put(key.bytes(), tile);
    above_.emplace(std::string(key.bytes()), tile);
    return absl::OkStatus();
  }

  Table table_;
  std::array<std::string, kTileLevels> partial_;
  std::map<uint32_t, uint64_t> grown_;  // level and index of grown partial ones
  std::map<std::string, std::string> above_;
};

BulkTables::BulkTables(const std::string& directory, const EventStore& store,
                       const TileWriter& tree)
    : tree_(tree),
      next_(tree.range().size()),
      events_(std::make_unique<Table>(absl::StrCat(directory, "/events-"),
                                      EventStore::EventOptions(store.env()),
                                      store.events())),
      tiles_(std::make_unique<Tiles>(absl::StrCat(directory, "/tiles-"),
                                     EventStore::TileOptions(store.env()),
                                     store.tiles())) {}

absl::StatusOr<std::unique_ptr<BulkTables>> BulkTables::Create(
    const std::string& directory, const EventStore& store,
    const TileWriter& tree) {
  std::unique_ptr<BulkTables> tables(new BulkTables(directory, store, tree));
  RETURN_IF_ERROR(tables->tiles_->Resume(tree.range().size(), store));
  tables->thread_ = std::thread([running = tables.get()] { running->Run(); });
  return tables;
}

BulkTables::~BulkTables() {
  queue_.Abandon(absl::OkStatus());
  if (thread_.joinable()) thread_.join();
}

absl::Status BulkTables::Add(EventChunk chunk) {
  queue_.Push(std::move(chunk));
  return queue_.status();
}

void BulkTables::Run() {
  EventChunk chunk;
  while (queue_.Pop(chunk)) {
    const absl::Status written = Write(chunk);
    if (written.ok()) continue;
    queue_.Abandon(written);
    return;
  }
}

absl::Status BulkTables::Write(const EventChunk& chunk) {
  leaves_.clear();
  for (size_t i = 0; i < chunk.event_count(); ++i) {
    const absl::string_view event = chunk.event(i);
    const EventKey key(next_++);
    RETURN_IF_ERROR(events_->Put(key.bytes(), event));
    leaves_.push_back(HashLeaf(event));
  }
  hashes_.clear();
  tree_.Append(leaves_, hashes_);
  for (const TileHash& hash : hashes_) {
    RETURN_IF_ERROR(tiles_->Add(hash));
  }
  return absl::OkStatus();
}

absl::StatusOr<FinishedTables> BulkTables::Finish() {
  queue_.End(absl::OkStatus());
  thread_.join();
  RETURN_IF_ERROR(queue_.status());
  RETURN_IF_ERROR(events_->Finish());
  RETURN_IF_ERROR(tiles_->Finish());
  return FinishedTables{
      .events = events_->paths(), .tiles = tiles_->paths(), .tree = tree_};
}

}  // namespace attest
