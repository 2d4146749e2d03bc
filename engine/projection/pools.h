// Texts and lists of numbers that rows name by a 32-bit place. Place 0 is the
// empty text and the empty list.
//
// Thread-safety: const methods run concurrently with each other.

#ifndef ATTEST_ENGINE_PROJECTION_POOLS_H_
#define ATTEST_ENGINE_PROJECTION_POOLS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/projection/column.h"
#include "engine/projection/hash_index.h"
#include "engine/projection/stable_hash.h"
#include "engine/projection/string_column.h"

namespace attest {

class TextPool {
  struct HashOf {
    const StringColumn& strings;
    uint64_t seed;
    uint64_t operator()(uint32_t text) const {
      return StableHash(strings[text], seed);
    }
  };

 public:
  TextPool() { strings_.push_back(""); }
  // Without its index, which Intern needs: SetIndex or MakeIndex.
  explicit TextPool(StringColumn strings) : strings_(std::move(strings)) {}

  void SetIndex(HashIndex interned) { interned_ = std::move(interned); }
  // Of all texts: more than came in through Intern, to the same effect.
  void MakeIndex(uint64_t seed) {
    interned_ = HashIndex();
    for (uint32_t text = 1; text < size(); ++text) {
      const uint64_t hash = StableHash(strings_[text], seed);
      const auto equal = [&](uint32_t other) {
        return strings_[other] == strings_[text];
      };
      if (interned_.Find(hash, equal)) continue;
      interned_.Insert(hash, text, HashOf{strings_, seed});
    }
  }

  [[nodiscard]] size_t size() const { return strings_.size(); }
  [[nodiscard]] absl::string_view operator[](uint32_t text) const {
    return strings_[text];
  }

  // A place for `text` of its own.
  uint32_t Add(absl::string_view text) {
    if (text.empty()) return 0;
    strings_.push_back(text);
    return static_cast<uint32_t>(strings_.size() - 1);
  }

  // The place of all texts equal to `text` that came in through Intern.
  // Requires: always the same seed.
  uint32_t Intern(absl::string_view text, uint64_t seed) {
    if (text.empty()) return 0;
    const uint64_t hash = StableHash(text, seed);
    const auto found = interned_.Find(
        hash, [&](uint32_t other) { return strings_[other] == text; });
    if (found) return *found;
    const uint32_t place = Add(text);
    interned_.Insert(hash, place, HashOf{strings_, seed});
    return place;
  }

  [[nodiscard]] const StringColumn& strings() const { return strings_; }
  [[nodiscard]] std::vector<uint32_t> StoredIndex(uint64_t seed) const {
    return interned_.Stored(HashOf{strings_, seed});
  }
  void ShrinkToFit() { strings_.ShrinkToFit(); }
  [[nodiscard]] size_t memory_bytes() const {
    return strings_.memory_bytes() + interned_.memory_bytes();
  }

 private:
  StringColumn strings_;
  HashIndex interned_;
};

class ListPool {
 public:
  ListPool() { words_.push_back(0); }
  explicit ListPool(Column<uint32_t> words) : words_(std::move(words)) {}

  // Requires: `list` is a place that Add returned.
  [[nodiscard]] absl::Span<const uint32_t> operator[](uint32_t list) const {
    return words_.Slice(list + size_t{1}, list + size_t{1} + words_[list]);
  }

  uint32_t Add(absl::Span<const uint32_t> list) {
    if (list.empty()) return 0;
    const auto place = static_cast<uint32_t>(words_.size());
    words_.push_back(static_cast<uint32_t>(list.size()));
    words_.Append(list);
    return place;
  }

  [[nodiscard]] const Column<uint32_t>& words() const { return words_; }
  void ShrinkToFit() { words_.ShrinkToFit(); }
  [[nodiscard]] size_t memory_bytes() const { return words_.memory_bytes(); }

 private:
  Column<uint32_t> words_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_POOLS_H_
