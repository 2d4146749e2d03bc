// EventReader reads the stored bytes of a range of events in order. A long
// range is read by a thread of its own, ahead of the one that decodes. Private
// to this module.

#ifndef ATTEST_ENGINE_LOG_EVENT_READER_H_
#define ATTEST_ENGINE_LOG_EVENT_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/chunk_queue.h"
#include "engine/log/event_store.h"

namespace attest {

class EventReader {
 public:
  // `store` outlives this.
  EventReader(const EventStore& store, uint64_t begin, uint64_t end);
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  // The bytes of the next event, valid until the next call. DataLoss when it
  // is missing or cannot be read; nothing is read after an error. Requires
  // that the range has a next one.
  absl::StatusOr<absl::string_view> Next();

 private:
  // Puts the iterator on event `next_`.
  absl::Status Step();
  absl::StatusOr<absl::string_view> NextOfChunk();
  void ReadAhead();

  const EventStore& store_;
  const uint64_t end_;

  // Of the thread that reads: the caller's, unless there is another.
  uint64_t next_;
  std::unique_ptr<rocksdb::Iterator> events_;

  ChunkQueue queue_;
  EventChunk chunk_;
  size_t next_of_chunk_ = 0;
  std::thread thread_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_EVENT_READER_H_
