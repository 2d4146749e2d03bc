// UTF-8 as Attest takes it in: strict (no surrogates, no overlong forms,
// nothing above U+10FFFF), checked before anything else looks at a text.

#ifndef ATTEST_ENGINE_TEXT_UTF8_H_
#define ATTEST_ENGINE_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// Returns the code point at `position` (before the end of `text`) and moves
// past it. Where no well-formed sequence begins, returns a negative number and
// moves past the bytes that one U+FFFD stands for (Unicode 15.0, section 3.9).
int32_t NextCodePoint(absl::string_view text, size_t& position);

// Appends a code point, which must not be a surrogate, to `text`.
void AppendCodePoint(int32_t code_point, std::string& text);

// Returns the position of the first byte that begins no well-formed sequence
// (Unicode 15.0, table 3-7), or nullopt when `text` is valid. A sequence cut
// off by the end of `text` is reported where it begins.
std::optional<size_t> FindInvalidUtf8(absl::string_view text);

// Counts the code points of `text`, which must be valid UTF-8. A byte range
// that begins and ends at code point boundaries may be counted alone.
size_t CountCodePoints(absl::string_view text);

// Returns the position of the first control character (C0, DEL or C1) of
// `text`, which must be valid UTF-8, or nullopt. Keys may hold none.
std::optional<size_t> FindControlCharacter(absl::string_view text);

// Returns the longest prefix (suffix) of `text`, valid UTF-8, that has at most
// `max_code_points` code points. Looks at no more bytes than it returns.
absl::string_view FirstCodePoints(absl::string_view text,
                                  size_t max_code_points);
absl::string_view LastCodePoints(absl::string_view text,
                                 size_t max_code_points);

// Returns the longest prefix of `text`, valid UTF-8, of at most `max_bytes`
// bytes that ends at a code point boundary.
absl::string_view TruncateBytes(absl::string_view text, size_t max_bytes);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_UTF8_H_
