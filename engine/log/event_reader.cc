#include "engine/log/event_reader.h"

#include <utility>

#include "engine/log/key_format.h"
#include "engine/log/rocksdb_status.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Fewer are read before a thread has begun.
constexpr uint64_t kReadAheadFrom = 4096;
constexpr size_t kChunkBytes = size_t{256} << 10;

}  // namespace

EventReader::EventReader(const EventStore& store, uint64_t begin, uint64_t end)
    : store_(store), end_(end), next_(begin) {
  if (end - begin >= kReadAheadFrom) {
    thread_ = std::thread([this] { ReadAhead(); });
  }
}

EventReader::~EventReader() {
  queue_.Abandon(absl::OkStatus());
  if (thread_.joinable()) thread_.join();
}

absl::Status EventReader::Step() {
  if (events_ == nullptr) {
    events_ = store_.NewEventIterator();
    const EventKey first(next_);
    events_->Seek(ToSlice(first.bytes()));
  } else {
    events_->Next();
  }
  if (!events_->Valid()) {
    RETURN_IF_ERROR(FromRocksDb(events_->status(), "read it"));
    return absl::DataLossError("it is missing");
  }
  if (EventKey::Parse(ToView(events_->key())) != next_) {
    return absl::DataLossError("it is missing");
  }
  ++next_;
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> EventReader::Next() {
  if (thread_.joinable()) return NextOfChunk();
  RETURN_IF_ERROR(Step());
  return ToView(events_->value());
}

absl::StatusOr<absl::string_view> EventReader::NextOfChunk() {
  if (next_of_chunk_ == chunk_.event_count()) {
    next_of_chunk_ = 0;
    if (!queue_.Pop(chunk_)) {
      chunk_ = EventChunk();
      return queue_.status();
    }
  }
  return chunk_.event(next_of_chunk_++);
}

void EventReader::ReadAhead() {
  absl::Status status;
  EventChunk chunk;
  while (status.ok() && next_ < end_) {
    status = Step();
    if (status.ok()) chunk.Add(ToView(events_->value()));
    if (chunk.byte_count() >= kChunkBytes &&
        !queue_.Push(std::exchange(chunk, EventChunk()))) {
      return;
    }
  }
  if (chunk.event_count() > 0) queue_.Push(std::move(chunk));
  queue_.End(status);
}

}  // namespace attest
