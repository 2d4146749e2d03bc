#include "engine/log/table_keeper.h"

#include <utility>

#include "absl/strings/match.h"

namespace attest {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

void TableKeeper::BeginTakeover() {
  const absl::MutexLock lock(&mutex_);
  is_taking_over_ = true;
}

void TableKeeper::EndTakeover() {
  std::vector<std::string> put_off;
  {
    const absl::MutexLock lock(&mutex_);
    is_taking_over_ = false;
    kept_.clear();
    put_off = std::exchange(put_off_, {});
  }
  // What cannot be removed now is when the log is next opened for writing.
  for (const std::string& path : put_off) {
    FileSystemWrapper::DeleteFile(path, IOOptions(), nullptr)
        .PermitUncheckedError();
  }
}

void TableKeeper::Keep(const std::string& path) {
  if (!absl::EndsWith(path, ".sst")) return;
  const absl::MutexLock lock(&mutex_);
  if (is_taking_over_) kept_.insert(path);
}

IOStatus TableKeeper::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  IOStatus made =
      FileSystemWrapper::NewWritableFile(path, options, result, debug);
  if (made.ok()) Keep(path);
  return made;
}

IOStatus TableKeeper::LinkFile(const std::string& from, const std::string& to,
                               const IOOptions& options,
                               IODebugContext* debug) {
  IOStatus linked = FileSystemWrapper::LinkFile(from, to, options, debug);
  if (linked.ok()) Keep(to);
  return linked;
}

IOStatus TableKeeper::DeleteFile(const std::string& path,
                                 const IOOptions& options,
                                 IODebugContext* debug) {
  {
    const absl::MutexLock lock(&mutex_);
    if (kept_.contains(path)) {
      put_off_.push_back(path);
      return IOStatus::OK();
    }
  }
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace attest
