// EventChunk is encoded events end to end, and ChunkQueue hands them from one
// thread to another. Private to this module.

#ifndef ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_
#define ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/log/handover_queue.h"

namespace attest {

class EventChunk {
 public:
  void Add(absl::string_view event) {
    spans_.emplace_back(bytes_.size(), event.size());
    bytes_.append(event.data(), event.size());
    // What reads them wants them aligned.
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
  }

  [[nodiscard]] size_t event_count() const { return spans_.size(); }
  [[nodiscard]] size_t byte_count() const { return bytes_.size(); }

  [[nodiscard]] absl::string_view event(size_t i) const {
    return absl::string_view(bytes_).substr(spans_[i].first, spans_[i].second);
  }

 private:
  std::string bytes_;
  std::vector<std::pair<size_t, size_t>> spans_;  // begin and size
};

// Hands chunks from one thread to another.
using ChunkQueue = HandoverQueue<EventChunk>;

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_
