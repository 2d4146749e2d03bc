// PhrasePlaces finds phrases in one text. The first are looked for through all
// of it; where there are many, its suffixes are put in order once.
//
// Thread-safety: none.

#ifndef ATTEST_ENGINE_TEXT_PHRASE_PLACES_H_
#define ATTEST_ENGINE_TEXT_PHRASE_PLACES_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace attest {

// Each place costs, so there is a last one.
inline constexpr size_t kMaxPhrasePlaces = 100;

// The first kMaxPhrasePlaces places of `phrase`, which is not empty, in `text`,
// overlapping ones too; they ascend. O(|text| + |phrase|).
// Algorithm: glibc's memmem (two-way, Crochemore and Perrin 1991).
std::vector<size_t> FindPhrase(absl::string_view text,
                               absl::string_view phrase);

class PhrasePlaces {
 public:
  // What FindPhrase finds. `text` is the same in every call. O(|phrase| log
  // |text|) after the first of them, in a text of at most kMaxOrderedBytes.
  std::vector<size_t> Find(absl::string_view text, absl::string_view phrase);

  // What is kept of the text.
  [[nodiscard]] size_t bytes() const {
    return order_.size() * sizeof(order_.front());
  }

 private:
  // Sorting takes a dozen bytes for each of them.
  static constexpr size_t kMaxOrderedBytes = size_t{16} << 20;

  std::vector<size_t> FindInOrder(absl::string_view text,
                                  absl::string_view phrase);

  uint64_t bytes_read_ = 0;
  std::vector<uint32_t> order_;  // empty: not yet made
  // The first places of phrases that have more of them than are told, by
  // where they begin in the order and by the phrase's size.
  absl::flat_hash_map<std::pair<size_t, size_t>, std::vector<size_t>> frequent_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_PHRASE_PLACES_H_
