#include "engine/log/tolerant_reader.h"

#include <optional>

#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"

namespace attest {

absl::StatusOr<absl::string_view> TolerantReader::Read(uint64_t index) {
  const EventKey key(index);
  if (at_ != nullptr && at_->Valid() && ToView(at_->key()) < key.bytes()) {
    at_->Next();
  }
  // After an error, and after a gap, the iterator does not stand on the key.
  if (at_ == nullptr || !at_->status().ok() ||
      (at_->Valid() && ToView(at_->key()) < key.bytes())) {
    at_ = new_iterator_();
    at_->Seek(ToSlice(key.bytes()));
  }
  if (at_->Valid() && ToView(at_->key()) == key.bytes()) {
    return ToView(at_->value());
  }
  const absl::Status status = FromRocksDb(at_->status(), "read it");
  if (!status.ok()) return absl::DataLossError(status.message());
  return absl::NotFoundError("it is missing");
}

}  // namespace attest
