// EventChunk is encoded events end to end, and ChunkQueue hands them from one
// thread to another, a few at a time. Private to this module.

#ifndef ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_
#define ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_

#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

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

// One thread pushes, one pops; either may end it.
class ChunkQueue {
 public:
  // Waits while the queue is full. False once it has ended: the chunk is lost.
  bool Push(EventChunk chunk) {
    const absl::MutexLock lock(&mutex_);
    auto room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ended_ || chunks_.size() < kCapacity;
    };
    mutex_.Await(absl::Condition(&room));
    if (!ended_) chunks_.push_back(std::move(chunk));
    return !ended_;
  }

  // Waits for a chunk. False once the queue has ended and is empty.
  bool Pop(EventChunk& chunk) {
    const absl::MutexLock lock(&mutex_);
    auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ended_ || !chunks_.empty();
    };
    mutex_.Await(absl::Condition(&ready));
    if (chunks_.empty()) return false;
    chunk = std::move(chunks_.front());
    chunks_.pop_front();
    return true;
  }

  // Nothing more is pushed. The first error that it is ended with stays.
  void End(const absl::Status& status) {
    const absl::MutexLock lock(&mutex_);
    ended_ = true;
    status_.Update(status);
  }

  // The same, and what is in the queue is dropped.
  void Abandon(const absl::Status& status) {
    End(status);
    const absl::MutexLock lock(&mutex_);
    chunks_.clear();
  }

  [[nodiscard]] absl::Status status() const {
    const absl::MutexLock lock(&mutex_);
    return status_;
  }

 private:
  static constexpr size_t kCapacity = 4;

  mutable absl::Mutex mutex_;
  std::deque<EventChunk> chunks_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_CHUNK_QUEUE_H_
