// Column<T> is an append-only array in two parts: a base that is never
// written, mapped from a snapshot or absent, and a tail that grows. The reader
// sees one array. Of a tail of some megabytes only what was touched of late
// stays in memory: see GrowingMemory.
//
// Thread-safety: const methods run concurrently with each other.
// Lifetime: the base is borrowed and must outlive the column; references and
// spans into the tail are valid until the next append.

#ifndef ATTEST_ENGINE_PROJECTION_COLUMN_H_
#define ATTEST_ENGINE_PROJECTION_COLUMN_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "engine/memory/growing_array.h"

namespace attest {

template <class T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  Column() = default;
  explicit Column(absl::Span<const T> base) : base_(base) {}
  explicit Column(const std::vector<T>& owned) { Append(owned); }

  [[nodiscard]] size_t size() const { return base_.size() + tail_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  // Requires: i < size().
  [[nodiscard]] const T& operator[](size_t i) const {
    assert(i < size());
    return i < base_.size() ? base_.data()[i] : tail_.data()[i - base_.size()];
  }

  // Requires: not empty.
  [[nodiscard]] const T& back() const { return (*this)[size() - 1]; }

  void push_back(const T& value) { tail_.push_back(value); }
  // Requires: none of `values` is its own.
  void Append(absl::Span<const T> values) {
    tail_.Append(values.data(), values.size());
  }

  // Makes room for `size` elements in all, as far as that saves time: what
  // does not stay in memory grows without being moved.
  void Reserve(size_t size) {
    constexpr size_t kMost = GrowingMemory::kHeldBytes / sizeof(T);
    if (size > base_.size())
      tail_.Reserve(std::min(size - base_.size(), kMost));
  }
  void ShrinkToFit() { tail_.ShrinkToFit(); }

  // What is not held may leave memory until it is touched.
  void LetGo() const { tail_.LetGo(); }

  // The two parts: elements [0, base().size()) and those behind.
  [[nodiscard]] absl::Span<const T> base() const { return base_; }
  [[nodiscard]] absl::Span<const T> tail() const {
    return {tail_.data(), tail_.size()};
  }

  // Elements [begin, end), which must not lie in both parts.
  [[nodiscard]] absl::Span<const T> Slice(size_t begin, size_t end) const {
    assert(begin <= end && end <= size());
    assert(end <= base_.size() || begin >= base_.size() || begin == end);
    if (begin < base_.size()) return base_.subspan(begin, end - begin);
    return tail().subspan(begin - base_.size(), end - begin);
  }

  // Calls visit(const T&) on every element in order, faster than by index.
  template <class Visitor>
  void ForEach(Visitor&& visit) const {
    for (const T& value : base_) visit(value);
    for (const T& value : tail()) visit(value);
  }

  [[nodiscard]] std::vector<T> Flatten() const {
    std::vector<T> all;
    all.reserve(size());
    all.insert(all.end(), base_.begin(), base_.end());
    all.insert(all.end(), tail().begin(), tail().end());
    return all;
  }

  // Allocated; the mapped base is not counted.
  [[nodiscard]] size_t memory_bytes() const {
    return tail_.capacity() * sizeof(T);
  }

 private:
  absl::Span<const T> base_;
  GrowingArray<T> tail_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_COLUMN_H_
