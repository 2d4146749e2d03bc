#include "engine/text/utf8.h"

#include <simdjson.h>
#include <unicode/utf8.h>

#include <array>

namespace attest {
namespace {

bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

size_t FirstInvalidByte(absl::string_view text) {
  size_t position = 0;
  while (position < text.size()) {
    const size_t begin = position;
    if (NextCodePoint(text, position) < 0) return begin;
  }
  return text.size();
}

}  // namespace

// The macro narrows an int by `&=`, which GCC reports in our file.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
int32_t NextCodePoint(absl::string_view text, size_t& position) {
  const char* data = text.data();
  const size_t size = text.size();
  int32_t code_point = 0;
  U8_NEXT(data, position, size, code_point);
  return code_point;
}
#pragma GCC diagnostic pop

void AppendCodePoint(int32_t code_point, std::string& text) {
  std::array<char, U8_MAX_LENGTH> bytes = {};
  size_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, code_point);
  text.append(bytes.data(), size);
}

std::optional<size_t> FindInvalidUtf8(absl::string_view text) {
  if (text.empty() || simdjson::validate_utf8(text.data(), text.size())) {
    return std::nullopt;
  }
  return FirstInvalidByte(text);
}

size_t CountCodePoints(absl::string_view text) {
  size_t count = 0;
  for (const char byte : text) count += IsContinuation(byte) ? 0 : 1;
  return count;
}

std::optional<size_t> FindControlCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return i;
    // C1, U+0080 to U+009F, is C2 80 to C2 9F.
    if (byte == 0xC2 && i + 1 < text.size() &&
        static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return i;
    }
  }
  return std::nullopt;
}

absl::string_view FirstCodePoints(absl::string_view text,
                                  size_t max_code_points) {
  size_t end = 0;
  for (; end < text.size() && max_code_points > 0; --max_code_points) {
    ++end;
    while (end < text.size() && IsContinuation(text[end])) ++end;
  }
  return text.substr(0, end);
}

absl::string_view LastCodePoints(absl::string_view text,
                                 size_t max_code_points) {
  size_t begin = text.size();
  for (; begin > 0 && max_code_points > 0; --max_code_points) {
    --begin;
    while (begin > 0 && IsContinuation(text[begin])) --begin;
  }
  return text.substr(begin);
}

absl::string_view TruncateBytes(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && IsContinuation(text[end])) --end;
  return text.substr(0, end);
}

}  // namespace attest
