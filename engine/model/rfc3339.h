// Instants as text: RFC 3339 date-times, and days taken as instants.

#ifndef ATTEST_ENGINE_MODEL_RFC3339_H_
#define ATTEST_ENGINE_MODEL_RFC3339_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace attest {

// Reads `2026-11-20T10:00:00Z`, with an optional fraction of a second and Z
// or an offset (RFC 3339, section 5.6). T and Z may be in lower case; a space
// in place of T is refused, and so is a time without an offset. A fraction is
// cut to nanoseconds. A leap second is read as the second after it, and only
// at the end of a month in UTC. InvalidArgument for anything else.
absl::StatusOr<absl::Time> ParseRfc3339(absl::string_view text);

// Reads `YYYY-MM-DD` as the midnight, UTC, at which that day ends: what was
// recorded before it was recorded by the end of the day. InvalidArgument for
// anything else.
absl::StatusOr<absl::Time> ParseEndOfDay(absl::string_view text);

// Writes `time` in UTC, cut to microseconds and without trailing zeros:
// 2026-11-20T10:00:00.25Z. Requires: the years 0000 to 9999.
[[nodiscard]] std::string FormatRfc3339(absl::Time time);

}  // namespace attest

#endif  // ATTEST_ENGINE_MODEL_RFC3339_H_
