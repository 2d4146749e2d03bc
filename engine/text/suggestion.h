// "Did you mean ...?": the nearest of some names to one that is not known.

#ifndef ATTEST_ENGINE_TEXT_SUGGESTION_H_
#define ATTEST_ENGINE_TEXT_SUGGESTION_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// Names longer than this, in code points, are near to nothing.
inline constexpr size_t kMaxSuggestionCodePoints = 64;

// Returns how many code points must be inserted, deleted, replaced or swapped
// with their neighbour to turn `a` into `b`, or nullopt when that is more than
// `max_distance` or when either is longer than kMaxSuggestionCodePoints.
// Optimal string alignment: no part is edited twice. Bytes that are not UTF-8
// count as U+FFFD. O(|a| * |b|), so bounded; names whose lengths differ by
// more than `max_distance` cost O(|a| + |b|).
std::optional<size_t> EditDistance(absl::string_view a, absl::string_view b,
                                   size_t max_distance);

// Returns the candidate nearest to `got` within `max_distance` edits, the
// first of those equally near, or nullopt when none is. The result is a view
// into `candidates`.
std::optional<absl::string_view> NearestName(
    absl::string_view got, absl::Span<const absl::string_view> candidates,
    size_t max_distance);

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_SUGGESTION_H_
