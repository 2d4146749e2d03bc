#include "engine/text/fingerprint.h"

#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "engine/text/bit_mixing.h"
#include "engine/text/folded_words.h"
#include "engine/text/folding.h"

namespace attest {
namespace {

// The hash of a gram is a polynomial in this number, modulo 2^64, whose
// coefficients are the hashes of its words: a word enters and leaves it in a
// few operations (Karp and Rabin 1987).
constexpr uint64_t kBase = 0x9E3779B97F4A7C15;

// The words of a gram that moves over the text word by word.
class GramRoller {
 public:
  explicit GramRoller(uint32_t gram_words) : size_(gram_words) {
    for (uint32_t i = 0; i < gram_words; ++i) leaving_factor_ *= kBase;
  }

  // Takes in the next word of the text.
  void Push(const FoldedWord& word) {
    FoldedWord& place = words_[count_ % size_];
    polynomial_ = polynomial_ * kBase + word.hash;
    if (IsWhole()) polynomial_ -= place.hash * leaving_factor_;
    place = word;
    ++count_;
  }

  // Are there as many words as a gram has?
  [[nodiscard]] bool IsWhole() const { return count_ >= size_; }
  [[nodiscard]] uint64_t Hash() const { return MixBits(polynomial_); }
  // The place of the gram's first word in the text.
  [[nodiscard]] uint32_t FirstWord() const { return count_ - size_; }
  // From the first word to the last.
  [[nodiscard]] ByteRange Range() const {
    return {words_[count_ % size_].range.begin,
            words_[(count_ - 1) % size_].range.end};
  }

 private:
  uint32_t size_;
  uint32_t count_ = 0;  // of the words taken in
  uint64_t leaving_factor_ = 1;
  uint64_t polynomial_ = 0;
  std::array<FoldedWord, kMaxGramWords> words_;
};

// Keeps the least gram of every window.
class Winnower {
 public:
  Winnower(uint32_t window, const FoldedText& text)
      : window_(window), text_(text) {}

  void Push(const GramRoller& gram) {
    GramAt(count_) = {gram.Hash(), gram.FirstWord(), gram.Range()};
    const size_t newest = count_++;
    if (count_ < window_) return;
    if (count_ == window_ || least_ + window_ == newest) {
      KeepLeastOfWindow();
    } else if (GramAt(newest).hash < GramAt(least_).hash) {
      least_ = newest;
      Keep();
    }
  }

  std::vector<Fingerprint> Finish() && {
    if (count_ > 0 && count_ < window_) KeepLeastOfWindow();
    return std::move(kept_);
  }

 private:
  struct Gram {
    uint64_t hash;
    uint32_t word;
    ByteRange range;
  };

  Gram& GramAt(size_t index) { return grams_[index % window_]; }

  // Of equal ones the last, since it stays in the window longest.
  void KeepLeastOfWindow() {
    least_ = count_ - 1;
    const size_t first = count_ < window_ ? 0 : count_ - window_;
    for (size_t i = least_; i-- > first;) {
      if (GramAt(i).hash < GramAt(least_).hash) least_ = i;
    }
    Keep();
  }

  void Keep() {
    const Gram& gram = GramAt(least_);
    const ByteRange range = text_.OriginalRange(gram.range);
    kept_.push_back({gram.hash, gram.word, static_cast<uint32_t>(range.begin),
                     static_cast<uint32_t>(range.end)});
  }

  uint32_t window_;
  const FoldedText& text_;
  std::array<Gram, kMaxWindow> grams_;
  size_t count_ = 0;  // of the grams seen
  size_t least_ = 0;  // the one kept last
  std::vector<Fingerprint> kept_;
};

absl::Status CheckBounds(const Winnowing& winnowing) {
  if (winnowing.gram_words - 1 < kMaxGramWords &&
      winnowing.window - 1 < kMaxWindow) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("grams of ", winnowing.gram_words, " words in windows of ",
                   winnowing.window, ", want 1 to ", kMaxGramWords,
                   " and 1 to ", kMaxWindow));
}

}  // namespace

absl::StatusOr<std::vector<Fingerprint>> FingerprintText(
    absl::string_view text, const Winnowing& winnowing) {
  RETURN_IF_ERROR(CheckBounds(winnowing));
  ASSIGN_OR_RETURN(const FoldedText folded, FoldForQuote(text));
  GramRoller gram(winnowing.gram_words);
  Winnower winnower(winnowing.window, folded);
  WordReader words(folded.text());
  for (FoldedWord word; words.Next(word);) {
    gram.Push(word);
    if (gram.IsWhole()) winnower.Push(gram);
  }
  return std::move(winnower).Finish();
}

}  // namespace attest
