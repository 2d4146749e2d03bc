// StringColumn is an append-only array of strings in three columns: the bytes
// one after the other, and where each string begins, as a 64-bit place for
// every 256 strings and a 32-bit distance from it for each. That is 4 bytes a
// string without a limit of 4 GiB to the whole.
//
// Thread-safety and lifetime: those of Column.

#ifndef ATTEST_ENGINE_PROJECTION_STRING_COLUMN_H_
#define ATTEST_ENGINE_PROJECTION_STRING_COLUMN_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/projection/column.h"

namespace attest {

class StringColumn {
 public:
  // Strings per block, and the longest string: a block always fits 32 bits.
  static constexpr size_t kBlock = 256;
  static constexpr size_t kMaxStringBytes = size_t{1} << 23;

  StringColumn() = default;

  // A column over mapped parts, in the order of blocks(), places(), bytes().
  // Requires: before it is read, PlacesCheck has found them sound.
  StringColumn(absl::Span<const uint64_t> blocks,
               absl::Span<const uint32_t> places, absl::Span<const char> bytes)
      : blocks_(blocks), places_(places), bytes_(bytes) {}

  // Does every string of a mapped column lie inside its bytes, and is none
  // longer than it may be? To be called with the places piece by piece, of
  // whole blocks but for the last one; then Finished().
  class PlacesCheck {
   public:
    explicit PlacesCheck(const StringColumn& column)
        : blocks_(column.blocks_.base()),
          places_(column.places_.size()),
          bytes_(column.bytes_.size()) {}

    bool operator()(absl::Span<const uint32_t> piece);
    [[nodiscard]] bool Finished() const;

   private:
    bool Block(uint64_t start, absl::Span<const uint32_t> places);

    absl::Span<const uint64_t> blocks_;
    size_t places_;
    uint64_t bytes_;
    size_t block_ = 0;
    uint64_t last_ = 0;  // where the string before begins
  };

  [[nodiscard]] size_t size() const { return places_.size(); }
  [[nodiscard]] bool empty() const { return places_.empty(); }

  // Requires: i < size().
  [[nodiscard]] absl::string_view operator[](size_t i) const {
    const uint64_t begin = Begin(i);
    const uint64_t end = i + 1 < size() ? Begin(i + 1) : bytes_.size();
    const absl::Span<const char> slice = bytes_.Slice(begin, end);
    return absl::string_view(slice.data(), slice.size());
  }

  // Requires: value.size() <= kMaxStringBytes; no event is that long.
  void push_back(absl::string_view value);

  void Reserve(size_t strings, size_t bytes);
  void ShrinkToFit();

  [[nodiscard]] const Column<uint64_t>& blocks() const { return blocks_; }
  [[nodiscard]] const Column<uint32_t>& places() const { return places_; }
  [[nodiscard]] const Column<char>& bytes() const { return bytes_; }

  // Held on the heap; the mapped base is not counted.
  [[nodiscard]] size_t memory_bytes() const {
    return blocks_.memory_bytes() + places_.memory_bytes() +
           bytes_.memory_bytes();
  }

 private:
  [[nodiscard]] uint64_t Begin(size_t i) const {
    return blocks_[i / kBlock] + places_[i];
  }

  Column<uint64_t> blocks_;  // first byte of strings 0, 256, 512 ...
  Column<uint32_t> places_;  // first byte of each, counted from its block's
  Column<char> bytes_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_STRING_COLUMN_H_
