// What the model has as values of a query.

#ifndef ATTEST_ENGINE_QUERY_CASE_VALUES_H_
#define ATTEST_ENGINE_QUERY_CASE_VALUES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/corroboration/independence.h"
#include "engine/model/claim.h"
#include "engine/model/edtf.h"
#include "engine/query/value.h"

namespace attest::query {

// Null when empty.
[[nodiscard]] Value TextOrNull(absl::string_view text);

// An EDTF value; null when empty, a text where it is none.
[[nodiscard]] Value EdtfOrNull(absl::string_view text);

// The first and the last day that `text` can mean; null where it has none.
[[nodiscard]] Value FirstDayOf(absl::string_view text);
[[nodiscard]] Value LastDayOf(absl::string_view text);

// In UTC, to the microsecond.
[[nodiscard]] Value TimeValue(absl::Time time);
// The same of an RFC 3339 text; null when empty, a text where it is none.
[[nodiscard]] Value TimeOrNull(absl::string_view text);

// A literal: a text, an EDTF value, true for a flag; of a point a map {lat,
// lon, radius_m, fallback}; of a quantity a map of what the case format gives
// it (exact, at_least, at_most, about, best, unit), and with low and high, the
// numbers that it can mean, high only where there is one. Null for an entity.
[[nodiscard]] Value LiteralValue(const Object& object);

// {low, best, high}, and at_least where there may be more.
[[nodiscard]] Value LinesValue(const Lines& lines);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_VALUES_H_
