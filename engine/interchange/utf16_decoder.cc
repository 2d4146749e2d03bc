#include "engine/interchange/utf16_decoder.h"

#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr uint16_t kFirstHigh = 0xD800;
constexpr uint16_t kFirstLow = 0xDC00;
constexpr uint16_t kBehindLow = 0xE000;

void AppendLoneSurrogate(uint16_t unit, std::string& text) {
  text.push_back(static_cast<char>(0xE0 | (unit >> 12)));
  text.push_back(static_cast<char>(0x80 | ((unit >> 6) & 0x3F)));
  text.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
}

}  // namespace

void Utf16Decoder::AppendUnit(uint16_t unit, std::string& text) {
  const bool is_low = unit >= kFirstLow && unit < kBehindLow;
  if (high_ != 0) {
    const uint16_t high = high_;
    high_ = 0;
    if (is_low) {
      AppendCodePoint(
          0x10000 + ((high - kFirstHigh) << 10) + (unit - kFirstLow), text);
      return;
    }
    AppendLoneSurrogate(high, text);
  }
  if (is_low) {
    AppendLoneSurrogate(unit, text);
  } else if (unit >= kFirstHigh && unit < kFirstLow) {
    high_ = unit;
  } else {
    AppendCodePoint(unit, text);
  }
}

void Utf16Decoder::Append(absl::string_view bytes, std::string& text) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!half_) {
      half_ = byte;
      continue;
    }
    const unsigned char first = *half_;
    half_.reset();
    const bool is_little = order_ == Order::kLittleEndian;
    AppendUnit(static_cast<uint16_t>(is_little ? first | (byte << 8)
                                               : (first << 8) | byte),
               text);
  }
}

bool Utf16Decoder::Finish(std::string& text) {
  if (high_ != 0) AppendLoneSurrogate(high_, text);
  high_ = 0;
  return !half_;
}

}  // namespace attest
