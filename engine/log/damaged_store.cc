#include "engine/log/damaged_store.h"

#include <rocksdb/sst_file_reader.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/log/durable_file.h"
#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

// Copies the database's files to a new directory; tables, which nobody ever
// writes to again, are linked where that can be.
absl::Status CopyDatabase(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::remove_all(to, error);
  fs::create_directories(to, error);
  if (error) return FileError(error.value(), "make", to);
  for (const fs::directory_entry& entry : fs::directory_iterator(from, error)) {
    const fs::path target = fs::path(to) / entry.path().filename();
    if (!entry.is_regular_file() || entry.path().filename() == "LOCK") continue;
    std::error_code failed;
    if (entry.path().extension() == ".sst") {
      fs::create_hard_link(entry.path(), target, failed);
      if (!failed) continue;
    }
    fs::copy_file(entry.path(), target, failed);
    if (failed) {
      return FileError(failed.value(), "copy", entry.path().string());
    }
  }
  if (error) return FileError(error.value(), "read", from);
  return absl::OkStatus();
}

uint64_t CountIn(rocksdb::Iterator& events) {
  events.SeekToLast();
  if (!events.Valid()) return 0;
  const std::optional<uint64_t> last = EventKey::Parse(ToView(events.key()));
  return last.has_value() ? *last + 1 : 0;
}

}  // namespace

// The tables of events, opened by themselves.
class DamagedStore::Tables {
 public:
  explicit Tables(const std::string& database) {
    std::error_code error;
    for (fs::directory_iterator entry(database, error), end;
         !error && entry != end; entry.increment(error)) {
      if (entry->path().extension() != ".sst") continue;
      auto reader = std::make_unique<rocksdb::SstFileReader>(
          EventStore::EventOptions(nullptr));
      if (!reader->Open(entry->path().string()).ok()) continue;
      const auto properties = reader->GetTableProperties();
      if (properties->column_family_name != rocksdb::kDefaultColumnFamilyName) {
        continue;
      }
      readers_.push_back(std::move(reader));
    }
  }

  [[nodiscard]] uint64_t EventCount() const {
    uint64_t count = 0;
    for (const auto& reader : readers_) {
      const std::unique_ptr<rocksdb::Iterator> events(
          reader->NewIterator(rocksdb::ReadOptions()));
      count = std::max(count, CountIn(*events));
    }
    return count;
  }

  [[nodiscard]] std::vector<TolerantReader> NewReaders() const {
    std::vector<TolerantReader> readers;
    for (const auto& reader : readers_) {
      readers.emplace_back([table = reader.get()] {
        return std::unique_ptr<rocksdb::Iterator>(
            table->NewIterator(rocksdb::ReadOptions()));
      });
    }
    return readers;
  }

 private:
  std::vector<std::unique_ptr<rocksdb::SstFileReader>> readers_;
};

DamagedStore::DamagedStore(std::string scratch)
    : scratch_(std::move(scratch)) {}

DamagedStore::~DamagedStore() {
  from_store_.reset();
  from_tables_.clear();
  store_.reset();
  std::error_code ignored;
  fs::remove_all(scratch_, ignored);
}

absl::Status DamagedStore::OpenSomehow(const std::string& database) {
  auto opened = EventStore::OpenForReading(database, nullptr);
  if (!opened.ok()) {
    RETURN_IF_ERROR(CopyDatabase(database, scratch_));
    opened =
        EventStore::OpenForWriting(scratch_, nullptr, StoreRecovery::kSalvage);
  }
  if (!opened.ok()) {
    RETURN_IF_ERROR(CopyDatabase(database, scratch_));
    const rocksdb::Status repaired =
        rocksdb::RepairDB(scratch_, EventStore::DatabaseOptions(nullptr),
                          EventStore::ColumnFamilies());
    if (repaired.ok()) {
      opened = EventStore::OpenForWriting(scratch_, nullptr,
                                          StoreRecovery::kSalvage);
    }
  }
  if (opened.ok()) store_ = *std::move(opened);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<DamagedStore>> DamagedStore::Open(
    const std::string& database, const std::string& scratch) {
  std::error_code error;
  if (!fs::is_directory(database, error)) {
    return absl::NotFoundError("there is no database " + database);
  }
  std::unique_ptr<DamagedStore> damaged(new DamagedStore(scratch));
  RETURN_IF_ERROR(damaged->OpenSomehow(database));
  damaged->tables_ = std::make_unique<Tables>(database);
  damaged->event_count_ = damaged->tables_->EventCount();
  if (damaged->store_ != nullptr) {
    const std::unique_ptr<rocksdb::Iterator> events =
        damaged->store_->NewEventIterator();
    damaged->event_count_ = std::max(damaged->event_count_, CountIn(*events));
  }
  damaged->event_count_ =
      std::min(damaged->event_count_, MostEventsIn(database));
  damaged->Rewind();
  return damaged;
}

void DamagedStore::Rewind() {
  from_store_.reset();
  if (store_ != nullptr) {
    from_store_ = std::make_unique<TolerantReader>(
        [this] { return store_->NewEventIterator(); });
  }
  from_tables_ = tables_->NewReaders();
}

absl::StatusOr<absl::string_view> DamagedStore::ReadFromDatabase(
    uint64_t index) {
  if (from_store_ != nullptr) return from_store_->Read(index);
  return absl::NotFoundError("it is missing");
}

std::vector<absl::string_view> DamagedStore::ReadFromTables(uint64_t index) {
  std::vector<absl::string_view> found;
  for (TolerantReader& table : from_tables_) {
    const absl::StatusOr<absl::string_view> bytes = table.Read(index);
    if (bytes.ok()) found.push_back(*bytes);
  }
  return found;
}

absl::StatusOr<std::string> DamagedStore::ReadTile(const Tile& tile) const {
  if (store_ == nullptr) return absl::DataLossError("the tiles are lost");
  return store_->ReadTile(tile);
}

}  // namespace attest
