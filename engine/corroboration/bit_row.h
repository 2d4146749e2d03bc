// BitRow is a fixed number of bits: a set of small numbers.

#ifndef ATTEST_ENGINE_CORROBORATION_BIT_ROW_H_
#define ATTEST_ENGINE_CORROBORATION_BIT_ROW_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace attest {

// Those that are put together have the same number of bits.
class BitRow {
 public:
  BitRow() = default;
  explicit BitRow(size_t bits) : words_((bits + 63) / 64) {}

  void Set(size_t bit) { words_[bit / 64] |= uint64_t{1} << bit % 64; }
  void Reset(size_t bit) { words_[bit / 64] &= ~(uint64_t{1} << bit % 64); }
  [[nodiscard]] bool Has(size_t bit) const {
    return (words_[bit / 64] >> bit % 64 & 1) != 0;
  }

  void Add(const BitRow& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  void Keep(const BitRow& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void Drop(const BitRow& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }

  [[nodiscard]] bool empty() const {
    for (const uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  [[nodiscard]] size_t Count() const {
    size_t count = 0;
    for (const uint64_t word : words_) {
      count += static_cast<size_t>(std::popcount(word));
    }
    return count;
  }
  [[nodiscard]] bool IsWithin(const BitRow& other) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & ~other.words_[i]) != 0) return false;
    }
    return true;
  }
  // The first bit of both; none when they are disjoint.
  [[nodiscard]] std::optional<uint32_t> FirstShared(const BitRow& other) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      const uint64_t both = words_[i] & other.words_[i];
      if (both != 0) {
        return static_cast<uint32_t>(
            i * 64 + static_cast<size_t>(std::countr_zero(both)));
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] bool Meets(const BitRow& other) const {
    return FirstShared(other).has_value();
  }
  [[nodiscard]] std::optional<uint32_t> First() const {
    return FirstShared(*this);
  }

  // Calls `visit` with each bit, rising.
  template <class Visit>
  void ForEach(Visit&& visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<uint32_t>(
            i * 64 + static_cast<size_t>(std::countr_zero(word))));
      }
    }
  }

  friend bool operator==(const BitRow&, const BitRow&) = default;

 private:
  std::vector<uint64_t> words_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_BIT_ROW_H_
