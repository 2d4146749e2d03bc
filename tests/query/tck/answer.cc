#include "tests/query/tck/answer.h"

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/query/parser.h"

namespace attest::query::tck {

Answer RunByEngine(absl::string_view text, const PropertyGraph& graph,
                   const RunOptions& options) {
  Answer answer;
  const absl::StatusOr<Query> query = ParseQuery(text);
  if (!query.ok()) {
    answer.status = query.status();
    return answer;
  }
  absl::StatusOr<PreparedQuery> prepared = Prepare(*query, graph);
  if (!prepared.ok()) {
    answer.status = prepared.status();
    return answer;
  }
  answer.was_prepared = true;
  answer.columns = prepared->columns();
  answer.status =
      prepared->Run(options, [&answer](absl::Span<const Value> row) {
        answer.rows.emplace_back(row.begin(), row.end());
        return true;
      });
  return answer;
}

}  // namespace attest::query::tck
