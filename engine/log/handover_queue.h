// HandoverQueue hands items from one thread to another, a few at a time: one
// thread pushes, one pops; either may end it.

#ifndef ATTEST_ENGINE_LOG_HANDOVER_QUEUE_H_
#define ATTEST_ENGINE_LOG_HANDOVER_QUEUE_H_

#include <cstddef>
#include <deque>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace attest {

template <class T>
class HandoverQueue {
 public:
  // Waits while the queue is full. False once it has ended: the item is lost.
  bool Push(T item) {
    const absl::MutexLock lock(&mutex_);
    auto room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ended_ || items_.size() < kCapacity;
    };
    mutex_.Await(absl::Condition(&room));
    if (!ended_) items_.push_back(std::move(item));
    return !ended_;
  }

  // Waits for an item. False once the queue has ended and is empty.
  bool Pop(T& item) {
    const absl::MutexLock lock(&mutex_);
    auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ended_ || !items_.empty();
    };
    mutex_.Await(absl::Condition(&ready));
    if (items_.empty()) return false;
    item = std::move(items_.front());
    items_.pop_front();
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
    items_.clear();
  }

  [[nodiscard]] absl::Status status() const {
    const absl::MutexLock lock(&mutex_);
    return status_;
  }

 private:
  static constexpr size_t kCapacity = 4;

  mutable absl::Mutex mutex_;
  std::deque<T> items_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_HANDOVER_QUEUE_H_
