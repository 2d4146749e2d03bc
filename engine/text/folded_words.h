// The words of a text, alike when a reader would call them the same word:
// under folding for quotes (folding.h) and full case folding.
//
// A word is a run of letters, digits and marks; all else parts words. In
// scripts that put no spaces between words (ideographs, kana, Thai, Lao, Khmer,
// Burmese) every code point is a word.
//
// Thread-safety: one thread for a reader.
// Lifetime: a reader borrows the text.

#ifndef ATTEST_ENGINE_TEXT_FOLDED_WORDS_H_
#define ATTEST_ENGINE_TEXT_FOLDED_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "engine/text/folded_text.h"

namespace attest {

struct FoldedWord {
  // Of its letters under case folding; the same in every run and on every
  // machine. Whoever tries can make two words collide.
  uint64_t hash = 0;
  ByteRange range;  // in the folded text
};

// Reads the words of a folded text in order.
class WordReader {
 public:
  // `folded` is the text() of a FoldedText.
  explicit WordReader(absl::string_view folded);

  // Stores the next word in `word`; false at the end. Reads every byte once.
  bool Next(FoldedWord& word);

 private:
  // What a code point is to words, in the low byte, and above it the code
  // point it folds to.
  using Letter = uint32_t;
  using LetterTable = std::array<Letter, 0x800>;

  static Letter ComputeLetter(int32_t code_point);
  static const LetterTable& SmallLetters();

  // Decodes the code point at `position` and moves past it.
  int32_t Decode(size_t& position) const;
  static uint64_t Feed(uint64_t hash, int32_t code_point, Letter letter);

  absl::string_view text_;
  const LetterTable& small_letters_;
  size_t position_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_FOLDED_WORDS_H_
