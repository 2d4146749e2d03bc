// What can stand where the cursor is: names of a graph, keywords, functions.

#ifndef ATTEST_TOOLS_SHELL_COMPLETION_H_
#define ATTEST_TOOLS_SHELL_COMPLETION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/property_graph.h"

namespace attest {

struct Completion {
  // Where the word begins that they complete.
  size_t word_begin = 0;
  // Sorted; at most kMaxCandidates.
  std::vector<std::string> candidates;
};

inline constexpr size_t kMaxCandidates = 200;

// The candidates for the word at the end of `before`, the query up to the
// cursor: in quotes the keys of records, behind a colon labels or types, behind
// a point properties, else keywords and functions. A word that begins a line
// with a point is one of `commands`.
[[nodiscard]] Completion Complete(const query::PropertyGraph& graph,
                                  absl::Span<const absl::string_view> commands,
                                  absl::string_view before);

// The longest text that all candidates begin with.
[[nodiscard]] std::string SharedBeginning(
    absl::Span<const std::string> candidates);

}  // namespace attest

#endif  // ATTEST_TOOLS_SHELL_COMPLETION_H_
