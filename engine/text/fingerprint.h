// Fingerprints by which texts that share a passage are found.
//
// Every run of `gram_words` words of a text (folded_words.h) is a gram, every
// gram has a hash, and of every `window` grams in a row the one with the least
// hash is kept. Two texts that have gram_words + window - 1 words in a row in
// common, a shared *run*, therefore keep a gram of it both, whatever stands
// around it; runs shorter than gram_words have no gram at all.
//
// Algorithm: winnowing, with ties broken as in robust winnowing (Schleimer,
// Wilkerson and Aiken, SIGMOD 2003, sections 4 and 5).

#ifndef ATTEST_ENGINE_TEXT_FINGERPRINT_H_
#define ATTEST_ENGINE_TEXT_FINGERPRINT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

// The largest number of words in a gram, and of grams in a window.
inline constexpr uint32_t kMaxGramWords = 32;
inline constexpr uint32_t kMaxWindow = 64;

// How texts are fingerprinted. Only fingerprints made alike can be compared.
// The defaults are the outcome of benchmarks/reprints/README.md.
struct Winnowing {
  uint32_t gram_words = 5;  // [1, kMaxGramWords]
  uint32_t window = 4;      // [1, kMaxWindow]

  // The least number of words in a row that two texts cannot share unseen.
  [[nodiscard]] constexpr uint32_t GuaranteedWords() const {
    return gram_words + window - 1;
  }

  friend bool operator==(const Winnowing&, const Winnowing&) = default;
};

// A gram that was kept. The text under it is the bytes [begin, end) of the
// original, which begin and end with a letter of its first and last word.
struct Fingerprint {
  // The same in every run and on every machine. Equal grams have equal hashes;
  // unequal ones do by chance once in 2^64, or when somebody makes them.
  uint64_t hash = 0;
  uint32_t word = 0;  // its first word is this one of the text, from 0
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

// Returns the fingerprints of `text` in its order, each place once. A text of
// fewer grams than a window has one; a text without a gram none. Of other
// texts about 2 / (window + 1) of the grams are kept.
//
// Errors: InvalidArgument when FoldForQuote refuses `text` or `winnowing` is
// out of bounds.
// Complexity: linear in the text for any window. Memory: that of FoldForQuote
// and 24 bytes a fingerprint, of which there is at worst one for each code
// point of the folded text.
absl::StatusOr<std::vector<Fingerprint>> FingerprintText(
    absl::string_view text, const Winnowing& winnowing = {});

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_FINGERPRINT_H_
