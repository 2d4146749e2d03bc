// Dates and times cut off at a unit: what date.truncate(...) and its like do.

#ifndef ATTEST_ENGINE_QUERY_TEMPORAL_TRUNCATION_H_
#define ATTEST_ENGINE_QUERY_TEMPORAL_TRUNCATION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/value.h"

namespace attest::query {

// The beginning of the millennium, century, decade, year, weekYear, quarter,
// month, week, day, hour, minute, second, millisecond or microsecond in which
// `from` lies, as a value of `type`, one of the five types of dates and times.
//
// `fields`, a map as in temporal_construction.h without other values in it (or
// null), is laid over the result; of the fraction of a second, what is given is
// added to what the unit leaves. A `timezone` changes the zone, and not what
// the clock shows.
//
// Errors: ArgumentError, InvalidArgumentValue, for a unit that there is not, or
// `type` does not have, and for fields that do not exist; TypeError,
// InvalidArgumentValue, when `from` lacks what is to be given.
[[nodiscard]] absl::StatusOr<Value> TruncateTemporal(Value::Type type,
                                                     absl::string_view unit,
                                                     const Value& from,
                                                     const Value& fields);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_TEMPORAL_TRUNCATION_H_
