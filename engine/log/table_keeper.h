// TableKeeper is a file system that removes no table which the database has
// begun to take over, until it is known that it has taken it.
//
// RocksDB removes such tables when the takeover fails. When what failed is the
// sync of its MANIFEST, the record that names them may be on the disk all the
// same, and the database then cannot be opened again for want of them. Kept,
// they are there if they are named, and else are removed as strangers when the
// database is next opened for writing. Private to this module.

#ifndef ATTEST_ENGINE_LOG_TABLE_KEEPER_H_
#define ATTEST_ENGINE_LOG_TABLE_KEEPER_H_

#include <rocksdb/file_system.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace attest {

// Thread-safety: the database's own threads use it beside the takeover, of
// which there is one at a time.
class TableKeeper : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  [[nodiscard]] const char* Name() const override { return "TableKeeper"; }

  // Tables that come into being between the two are kept. After a takeover
  // that failed there is no End: they are kept for good.
  void BeginTakeover();
  void EndTakeover();

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  void Keep(const std::string& path);

  absl::Mutex mutex_;
  bool is_taking_over_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<std::string> kept_ ABSL_GUARDED_BY(mutex_);
  // Of those, what was to be removed meanwhile.
  std::vector<std::string> put_off_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_TABLE_KEEPER_H_
