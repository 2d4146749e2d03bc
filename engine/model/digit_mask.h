// DigitMask is a number of fixed width in which some digits may be
// unspecified: `20XX` stands for 2000, 2001, ... 2099, and `X1` for 01, 11,
// ... 91.

#ifndef ATTEST_ENGINE_MODEL_DIGIT_MASK_H_
#define ATTEST_ENGINE_MODEL_DIGIT_MASK_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace attest {

class DigitMask {
 public:
  // Requires: IsMask(text) and at most 8 characters. Borrows `text`.
  explicit DigitMask(absl::string_view text) : text_(text) {
    for (const char digit : text) {
      const bool is_free = digit == 'X';
      least_ = 10 * least_ + (is_free ? 0 : digit - '0');
      greatest_ = 10 * greatest_ + (is_free ? 9 : digit - '0');
    }
  }

  // Is `text` made of digits and X only, and not empty?
  [[nodiscard]] static bool IsMask(absl::string_view text) {
    for (const char digit : text) {
      if (digit != 'X' && (digit < '0' || digit > '9')) return false;
    }
    return !text.empty();
  }

  // The least and the greatest number that match.
  [[nodiscard]] int least() const { return least_; }
  [[nodiscard]] int greatest() const { return greatest_; }
  [[nodiscard]] bool is_number() const { return least_ == greatest_; }

  // Requires: least() <= number <= greatest().
  [[nodiscard]] bool Matches(int number) const {
    for (size_t i = text_.size(); i > 0; --i) {
      const char digit = text_[i - 1];
      if (digit != 'X' && number % 10 != digit - '0') return false;
      number /= 10;
    }
    return true;
  }

 private:
  absl::string_view text_;
  int least_ = 0;
  int greatest_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_DIGIT_MASK_H_
