// TolerantReader reads events in order and goes on past damage: an event that
// is missing, or lies in a block that does not verify, is an error of its own,
// and the next one is looked for behind it. Private to this module.

#ifndef ATTEST_ENGINE_LOG_TOLERANT_READER_H_
#define ATTEST_ENGINE_LOG_TOLERANT_READER_H_

#include <rocksdb/iterator.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

class TolerantReader {
 public:
  // `new_iterator` gives iterators over keys of events, in their order.
  explicit TolerantReader(
      std::function<std::unique_ptr<rocksdb::Iterator>()> new_iterator)
      : new_iterator_(std::move(new_iterator)) {}

  // The bytes of event `index`, valid until the next call. NotFound when it is
  // missing, DataLoss when it cannot be read. Indexes must not decrease from
  // call to call.
  absl::StatusOr<absl::string_view> Read(uint64_t index);

 private:
  const std::function<std::unique_ptr<rocksdb::Iterator>()> new_iterator_;
  std::unique_ptr<rocksdb::Iterator> at_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_TOLERANT_READER_H_
