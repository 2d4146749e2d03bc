#include "engine/log/tolerant_reader.h"

#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"

namespace attest {
namespace {

constexpr int kMaxSteps = 100;

}  // namespace

absl::StatusOr<absl::string_view> TolerantReader::Read(uint64_t index) {
  const EventKey key(index);
  const auto before = [this, &key] {
    return at_->Valid() && ToView(at_->key()) < key.bytes();
  };
  if (at_ != nullptr) {
    // Seeking reads ahead anew: a small gap is cheaper to walk over.
    for (int steps = 0; steps < kMaxSteps && before(); ++steps) at_->Next();
    if (before()) at_->Seek(ToSlice(key.bytes()));
  }
  if (at_ == nullptr || !at_->status().ok()) {
    // After an error an iterator is of no more use; what it met may have been
    // on the way to the key.
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
