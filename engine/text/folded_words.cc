#include "engine/text/folded_words.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "engine/text/bit_mixing.h"

namespace attest {
namespace {

// The low byte of a Letter.
enum LetterKind : uint8_t {
  kNoLetter = 0,
  kLetter = 1,
  kWholeWord = 2,   // of a script without spaces
  kManyLetters = 3  // folds to more than one
};

// FNV-1a, 64 bits.
constexpr uint64_t kOffsetBasis = 0xCBF29CE484222325;
constexpr uint64_t kPrime = 0x100000001B3;

uint64_t Step(uint64_t hash, uint32_t code_point) {
  return (hash ^ code_point) * kPrime;
}

bool IsWithoutSpaces(UChar32 code_point) {
  switch (u_getIntPropertyValue(code_point, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_COMPLEX_CONTEXT:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
      return true;
    default:
      return false;
  }
}

icu::UnicodeString CaseFolded(UChar32 code_point) {
  icu::UnicodeString text(code_point);
  text.foldCase();
  return text;
}

}  // namespace

WordReader::WordReader(absl::string_view folded)
    : text_(folded), small_letters_(SmallLetters()) {}

WordReader::Letter WordReader::ComputeLetter(int32_t code_point) {
  const uint32_t in_words = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  if ((U_GET_GC_MASK(code_point) & in_words) == 0) return kNoLetter;
  if (IsWithoutSpaces(code_point)) {
    return static_cast<Letter>(code_point) << 8 | kWholeWord;
  }
  const icu::UnicodeString folded = CaseFolded(code_point);
  if (folded.countChar32() != 1) return kManyLetters;
  return static_cast<Letter>(folded.char32At(0)) << 8 | kLetter;
}

const WordReader::LetterTable& WordReader::SmallLetters() {
  static const LetterTable letters = [] {
    LetterTable table = {};
    for (size_t i = 0; i < table.size(); ++i) {
      table[i] = ComputeLetter(static_cast<int32_t>(i));
    }
    return table;
  }();
  return letters;
}

int32_t WordReader::Decode(size_t& position) const {
  UChar32 code_point = 0;
  U8_NEXT_UNSAFE(text_.data(), position, code_point);
  return code_point;
}

uint64_t WordReader::Feed(uint64_t hash, int32_t code_point, Letter letter) {
  if ((letter & 0xFF) != kManyLetters) return Step(hash, letter >> 8);
  const icu::UnicodeString folded = CaseFolded(code_point);
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    hash = Step(hash, static_cast<uint32_t>(folded.char32At(i)));
  }
  return hash;
}

bool WordReader::Next(FoldedWord& word) {
  uint64_t hash = kOffsetBasis;
  bool within = false;
  while (position_ < text_.size()) {
    size_t after = position_;
    const int32_t code_point = Decode(after);
    const auto index = static_cast<size_t>(code_point);
    const Letter letter = index < small_letters_.size()
                              ? small_letters_[index]
                              : ComputeLetter(code_point);
    const uint32_t kind = letter & 0xFF;
    const bool ends = kind == kNoLetter || kind == kWholeWord;
    if (within && ends) break;
    const size_t begin = position_;
    position_ = after;
    if (kind == kNoLetter) continue;
    if (!within) word.range.begin = begin;
    within = true;
    hash = Feed(hash, code_point, letter);
    word.range.end = after;
    if (kind == kWholeWord) break;
  }
  word.hash = MixBits(hash);
  return within;
}

}  // namespace attest
