// Strict readings of text that anyone may have written: one spelling for each
// value, and no character that hides another. Base64 and numbers that are
// read leniently give one signed note many spellings.
//
// All functions are pure; what they refuse is InvalidArgument.

#ifndef ATTEST_ENGINE_MERKLE_STRICT_TEXT_H_
#define ATTEST_ENGINE_MERKLE_STRICT_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

// Decodes standard base64 (RFC 4648, section 4): padded, without white space,
// unused bits zero.
absl::StatusOr<std::string> DecodeStrictBase64(absl::string_view base64);

// Parses decimal digits without sign or leading zero, in [0, 2^64).
absl::StatusOr<uint64_t> ParseStrictDecimal(absl::string_view digits);

// Checks that `text` is UTF-8 and holds no ASCII control character (below
// U+0020) but newline. The message names the byte offset.
absl::Status CheckNoteCharacters(absl::string_view text);

// Checks the name of a key: not empty, UTF-8, no Unicode white space, no plus
// sign, no control character.
absl::Status CheckKeyName(absl::string_view name);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_STRICT_TEXT_H_
