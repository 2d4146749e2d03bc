// Keys of the database. Both sort as the numbers in them do.

#ifndef ATTEST_ENGINE_LOG_KEY_FORMAT_H_
#define ATTEST_ENGINE_LOG_KEY_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace attest {

// The key of an event: its index, eight bytes, big end first.
class EventKey {
 public:
  static constexpr size_t kSize = 8;

  explicit EventKey(uint64_t index) {
    for (size_t i = 0; i < kSize; ++i) {
      bytes_[i] = static_cast<char>(index >> (8 * (kSize - 1 - i)));
    }
  }

  [[nodiscard]] absl::string_view bytes() const {
    return {bytes_.data(), bytes_.size()};
  }

  // The index that `key` stands for, if it is a key of an event.
  [[nodiscard]] static std::optional<uint64_t> Parse(absl::string_view key) {
    if (key.size() != kSize) return std::nullopt;
    uint64_t index = 0;
    for (const char c : key) index = index << 8 | static_cast<uint8_t>(c);
    return index;
  }

 private:
  std::array<char, kSize> bytes_ = {};
};

// The key of a tile: its level, one byte, and its index within the level,
// eight bytes, big end first.
class TileKey {
 public:
  static constexpr size_t kSize = 1 + EventKey::kSize;

  TileKey(uint32_t level, uint64_t index) {
    const EventKey tail(index);
    bytes_[0] = static_cast<char>(level);
    for (size_t i = 0; i < EventKey::kSize; ++i) {
      bytes_[i + 1] = tail.bytes()[i];
    }
  }

  [[nodiscard]] absl::string_view bytes() const {
    return {bytes_.data(), bytes_.size()};
  }

 private:
  std::array<char, kSize> bytes_ = {};
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_KEY_FORMAT_H_
