// Texts made short for those who can take no long ones.

#ifndef ATTEST_ENGINE_TEXT_SHORTENING_H_
#define ATTEST_ENGINE_TEXT_SHORTENING_H_

#include <cstddef>
#include <string>

namespace attest {

// Cuts `text` to at most `max_bytes`, an ellipsis at its end among them,
// between two grapheme clusters (UAX 29); within one only where it alone is
// longer. Was it cut? Requires: `max_bytes` has room for the ellipsis, three
// bytes. Complexity: linear in `max_bytes`.
[[nodiscard]] bool Shorten(size_t max_bytes, std::string& text);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_SHORTENING_H_
