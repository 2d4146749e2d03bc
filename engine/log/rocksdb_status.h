// What RocksDB's errors mean to the log. Private to this module.

#ifndef ATTEST_ENGINE_LOG_ROCKSDB_STATUS_H_
#define ATTEST_ENGINE_LOG_ROCKSDB_STATUS_H_

#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace attest {

// The same error in our terms: Corruption is DataLoss, a full disk
// ResourceExhausted, other disk errors and a held lock Unavailable. `doing`
// says what failed.
absl::Status FromRocksDb(const rocksdb::Status& status,
                         absl::string_view doing);

inline rocksdb::Slice ToSlice(absl::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_ROCKSDB_STATUS_H_
