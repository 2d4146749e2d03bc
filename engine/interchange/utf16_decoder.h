// Utf16Decoder turns UTF-16, as it is read piece by piece, into UTF-8.
//
// Half of a pair that stands alone becomes the three bytes that would be its
// UTF-8 if there were such; these are no UTF-8, so whoever checks the text
// finds it in its place.

#ifndef ATTEST_ENGINE_INTERCHANGE_UTF16_DECODER_H_
#define ATTEST_ENGINE_INTERCHANGE_UTF16_DECODER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

class Utf16Decoder {
 public:
  enum class Order : uint8_t { kLittleEndian, kBigEndian };

  explicit Utf16Decoder(Order order) : order_(order) {}

  // Appends what `bytes`, behind those before, come to.
  void Append(absl::string_view bytes, std::string& text);

  // Appends what is left at the end. False where it is half of a unit.
  [[nodiscard]] bool Finish(std::string& text);

 private:
  void AppendUnit(uint16_t unit, std::string& text);

  const Order order_;
  std::optional<unsigned char> half_;  // of a unit
  uint16_t high_ = 0;                  // a high surrogate; 0: none
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UTF16_DECODER_H_
