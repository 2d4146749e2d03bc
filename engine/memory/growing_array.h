// GrowingArray<T> is a vector of plain elements that need not all stay in
// memory: see GrowingMemory.
//
// Thread-safety: const methods run concurrently with each other.
// Lifetime: pointers into it are valid until it grows.

#ifndef ATTEST_ENGINE_MEMORY_GROWING_ARRAY_H_
#define ATTEST_ENGINE_MEMORY_GROWING_ARRAY_H_

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include "engine/memory/growing_memory.h"

namespace attest {

template <class T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  GrowingArray() = default;
  explicit GrowingArray(GrowingMemory memory) : memory_(std::move(memory)) {}
  GrowingArray(GrowingArray&& other) noexcept
      : memory_(std::move(other.memory_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  GrowingArray& operator=(GrowingArray&& other) noexcept {
    memory_ = std::move(other.memory_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }

  [[nodiscard]] const T* data() const {
    return static_cast<const T*>(memory_.data());
  }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] size_t capacity() const { return capacity_; }

  // `value` may be one of its own.
  void push_back(const T& value) {
    const T copy = value;
    Reserve(size_ + 1);
    static_cast<T*>(memory_.data())[size_++] = copy;
  }

  // Requires: none of `values` is its own.
  void Append(const T* values, size_t count) {
    if (count == 0) return;
    Reserve(size_ + count);
    std::memcpy(static_cast<T*>(memory_.data()) + size_, values,
                count * sizeof(T));
    size_ += count;
  }

  // Makes room for `size` elements in all.
  void Reserve(size_t size) {
    if (size <= capacity_) return;
    memory_.Grow(size * sizeof(T));
    capacity_ = memory_.capacity() / sizeof(T);
  }

  void ShrinkToFit() {
    memory_.Shrink(size_ * sizeof(T));
    capacity_ = memory_.capacity() / sizeof(T);
  }

  // What is not held may leave memory until it is touched.
  void LetGo() const { memory_.LetGo(); }

 private:
  GrowingMemory memory_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MEMORY_GROWING_ARRAY_H_
