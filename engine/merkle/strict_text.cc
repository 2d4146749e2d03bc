#include "engine/merkle/strict_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// Texts in messages are cut here: the input may be a megabyte of garbage.
constexpr size_t kMaxQuotedBytes = 80;

constexpr uint64_t kMaxDecimal = std::numeric_limits<uint64_t>::max();

absl::Status Refused(absl::string_view what, absl::string_view got) {
  const absl::string_view dots = got.size() > kMaxQuotedBytes ? "..." : "";
  return absl::InvalidArgumentError(absl::StrCat(
      what, ": got \"", absl::CHexEscape(got.substr(0, kMaxQuotedBytes)), dots,
      "\""));
}

// Returns the code point at `*offset` and moves past it; negative when the
// bytes there are not UTF-8. Requires: *offset < text.size().
int32_t NextCodePoint(absl::string_view text, size_t* offset) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  int32_t code_point = 0;
  U8_NEXT(bytes, *offset, text.size(), code_point);
  return code_point;
}

}  // namespace

absl::StatusOr<std::string> DecodeStrictBase64(absl::string_view base64) {
  // Abseil also takes white space, other padding and stray bits; only the
  // spelling that it writes itself comes back the same.
  std::string bytes;
  if (!absl::Base64Unescape(base64, &bytes) ||
      absl::Base64Escape(bytes) != base64) {
    return Refused("not canonical base64", base64);
  }
  return bytes;
}

absl::StatusOr<uint64_t> ParseStrictDecimal(absl::string_view digits) {
  if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) {
    return Refused("not a decimal number without leading zeros", digits);
  }
  uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      return Refused("not a decimal number without leading zeros", digits);
    }
    const auto digit = static_cast<uint64_t>(c - '0');
    if (value > (kMaxDecimal - digit) / 10) {
      return Refused("number is not below 2^64", digits);
    }
    value = value * 10 + digit;
  }
  return value;
}

absl::Status CheckNoteCharacters(absl::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const size_t start = offset;
    const int32_t code_point = NextCodePoint(text, &offset);
    if (code_point < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("not UTF-8 at byte ", start));
    }
    if (code_point < 0x20 && code_point != '\n') {
      return absl::InvalidArgumentError(
          absl::StrCat("control character ", code_point, " at byte ", start));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckKeyName(absl::string_view name) {
  if (name.empty()) return absl::InvalidArgumentError("key name is empty");
  RETURN_IF_ERROR(CheckNoteCharacters(name));
  size_t offset = 0;
  while (offset < name.size()) {
    const int32_t code_point = NextCodePoint(name, &offset);
    if (code_point == '+' || u_isUWhiteSpace(code_point) != 0) {
      return Refused("key name has white space or a plus sign", name);
    }
  }
  return absl::OkStatus();
}

}  // namespace attest
