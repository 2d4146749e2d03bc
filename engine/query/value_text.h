// Values as text, in the notation of openCypher's results: `(:A {name: 'x'})`,
// `[:T {n: 1}]`, `<(:A)-[:T]->(:B)>`, `[1, null]`, `{a: 1}`, `1.0`, `'it\'s'`,
// dates, times and durations as quoted strings.
//
// Labels and keys come sorted, names that are no identifiers in backticks,
// infinities as `Inf`, minus zero as `0.0`.

#ifndef ATTEST_ENGINE_QUERY_VALUE_TEXT_H_
#define ATTEST_ENGINE_QUERY_VALUE_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query {

inline constexpr uint64_t kMaxValueTextBytes = uint64_t{1} << 28;

// Errors: those of reading properties from `graph`; LimitExceeded for a text of
// more than about `max_bytes`, for a short list can name large nodes often.
// Values may be nested to any depth.
[[nodiscard]] absl::StatusOr<std::string> ValueText(
    const PropertyGraph& graph, const Value& value,
    uint64_t max_bytes = kMaxValueTextBytes);

// `text` between single quotes, with escapes where it needs them.
[[nodiscard]] std::string QuotedText(absl::string_view text);

// `name`, in backticks when it is no identifier.
[[nodiscard]] std::string NameText(absl::string_view name);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_VALUE_TEXT_H_
