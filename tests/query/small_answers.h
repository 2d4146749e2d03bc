// Queries over graphs in memory, and their answers as text.

#ifndef ATTEST_TESTS_QUERY_SMALL_ANSWERS_H_
#define ATTEST_TESTS_QUERY_SMALL_ANSWERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/parser.h"
#include "engine/query/query.h"
#include "engine/query/value_text.h"
#include "engine/status_macros.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {

// The rows of `text`, as in "1 | 'a'", in the order in which they come.
inline absl::StatusOr<std::vector<std::string>> RowTexts(
    const PropertyGraph& graph, absl::string_view text,
    const RunOptions& options) {
  ASSIGN_OR_RETURN(const Query query, ParseQuery(text));
  ASSIGN_OR_RETURN(PreparedQuery prepared, Prepare(query, graph));
  std::vector<std::string> rows;
  absl::Status failed;
  const absl::Status status =
      prepared.Run(options, [&](absl::Span<const Value> values) {
        std::string row;
        for (const Value& value : values) {
          absl::StatusOr<std::string> shown = ValueText(graph, value);
          if (!shown.ok()) failed = shown.status();
          absl::StrAppend(&row, row.empty() ? "" : " | ", shown.value_or(""));
        }
        rows.push_back(std::move(row));
        return failed.ok();
      });
  if (!status.ok()) return status;
  if (!failed.ok()) return failed;
  return rows;
}

// As RowTexts; an error is the one row.
inline std::vector<std::string> Answer(const PropertyGraph& graph,
                                       absl::string_view text) {
  const absl::StatusOr<std::vector<std::string>> rows =
      RowTexts(graph, text, RunOptions());
  if (!rows.ok()) return {rows.status().ToString()};
  return *rows;
}

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_SMALL_ANSWERS_H_
