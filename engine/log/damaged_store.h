// DamagedStore opens a database that EventStore may refuse, and reads whatever
// of its events and tiles is left. The database itself is never written to:
// RocksDB's own salvage runs on a copy. Private to this module.
//
// In turn:
// 1. the database as it is, read-only;
// 2. a copy, skipping damaged records of its write-ahead log;
// 3. a copy whose list of tables RocksDB makes anew from the tables;
// and for events that none of them gives, the tables one by one, past their
// damaged blocks.

#ifndef ATTEST_ENGINE_LOG_DAMAGED_STORE_H_
#define ATTEST_ENGINE_LOG_DAMAGED_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/event_store.h"
#include "engine/log/tolerant_reader.h"
#include "engine/merkle/tiles.h"

namespace attest {

class DamagedStore {
 public:
  // `scratch` is a directory for copies, which must not exist; tables are
  // linked, not copied, where the file system allows. NotFound when there is
  // no database.
  static absl::StatusOr<std::unique_ptr<DamagedStore>> Open(
      const std::string& database, const std::string& scratch);

  ~DamagedStore();

  // One more than the last index at which an event was found.
  [[nodiscard]] uint64_t event_count() const { return event_count_; }

  // Begins to read again from the front.
  void Rewind();

  // The bytes of event `index`, unverified, valid until the next call; indexes
  // must not decrease. An error when they are lost.
  absl::StatusOr<absl::string_view> ReadFromDatabase(uint64_t index);

  // The same from each of the tables that has them, among which may be what the
  // database has replaced since.
  std::vector<absl::string_view> ReadFromTables(uint64_t index);

  // The bytes of a tile; DataLoss when it is lost.
  [[nodiscard]] absl::StatusOr<std::string> ReadTile(const Tile& tile) const;

 private:
  class Tables;

  explicit DamagedStore(std::string scratch);

  absl::Status OpenSomehow(const std::string& database);

  const std::string scratch_;
  std::unique_ptr<EventStore> store_;  // null when RocksDB makes nothing of it
  std::unique_ptr<Tables> tables_;
  uint64_t event_count_ = 0;
  std::unique_ptr<TolerantReader> from_store_;
  std::vector<TolerantReader> from_tables_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_DAMAGED_STORE_H_
