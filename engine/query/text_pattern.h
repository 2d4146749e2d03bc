// Regular expressions, for `=~`: those of ICU, over code points.
//
// Patterns and texts are untrusted: a match that takes too many steps, or too
// much memory to go back over, ends with an error.

#ifndef ATTEST_ENGINE_QUERY_TEXT_PATTERN_H_
#define ATTEST_ENGINE_QUERY_TEXT_PATTERN_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest::query {

inline constexpr size_t kMaxPatternBytes = size_t{64} << 10;

// Does `pattern` match the whole of `text`? Keeps the pattern used last, for
// one is mostly asked about many texts.
//
// Errors, of query_error.h at run time: ArgumentError, InvalidArgumentValue,
// for a pattern that is none; LimitExceeded for one that is too long, and for
// a match that takes too long.
[[nodiscard]] absl::StatusOr<bool> MatchesPattern(absl::string_view text,
                                                  absl::string_view pattern);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEXT_PATTERN_H_
