// Queries over an opened case: from text to rows, with the errors and the exit
// codes of the command line. `attest query` and `attest shell` are made of it.
//
//     CaseQueries queries(session, *opened, settings);
//     ASSIGN_OR_RETURN(auto query, RunnableQuery::Parse(text, queries));
//     RETURN_IF_ERROR(query->Prepare(parameters));
//     RETURN_IF_ERROR(query->Run(parameters, visit));

#ifndef ATTEST_TOOLS_QUERY_RUN_H_
#define ATTEST_TOOLS_QUERY_RUN_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/case.h"
#include "engine/case_query.h"
#include "engine/model/edtf.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"
#include "engine/query/query.h"
#include "engine/query/syntax.h"
#include "tools/query_limits.h"
#include "tools/session.h"

namespace attest {

enum class Evidence : uint8_t { kWithout, kWith };

// What holds for queries that do not say otherwise.
struct QuerySettings {
  View view;  // where there is no AS OF
  std::optional<Edtf> valid_at;
  Evidence evidence = Evidence::kWithout;
  QueryLimits limits;
  // Set by a signal: see RunOptions.
  const std::atomic<bool>* cancelled = nullptr;
};

// The graphs that the queries of a case are asked of: the last one is kept, and
// what it has worked out with it.
class CaseQueries {
 public:
  CaseQueries(Session& session, const Case& opened, QuerySettings settings)
      : session_(session), opened_(opened), settings_(std::move(settings)) {}

  [[nodiscard]] const QuerySettings& settings() const { return settings_; }
  [[nodiscard]] QuerySettings& settings() { return settings_; }

  // The graph that `query` asks of, under `parameters`; whoever holds another
  // holds it on. Tells what was redacted since. Errors: see ViewOfQuery.
  [[nodiscard]] absl::StatusOr<std::shared_ptr<const QueriedCase>> GraphOf(
      const query::Query& query, const query::Parameters& parameters);

 private:
  Session& session_;
  const Case& opened_;
  QuerySettings settings_;
  std::shared_ptr<const QueriedCase> last_;
  std::optional<std::string> last_valid_at_;
};

// Errors of its methods carry an exit code, and those of the query point into
// its text.
class RunnableQuery {
 public:
  using Visit = absl::FunctionRef<absl::StatusOr<bool>(
      absl::Span<const query::Value>, const std::vector<EventIndex>*)>;

  // `first_line`: the number of the line of a file that `text` begins on, for
  // errors. Lifetime: that of `queries`.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<RunnableQuery>> Parse(
      std::string text, CaseQueries& queries, uint64_t first_line);

  [[nodiscard]] query::QueryMode mode() const { return query_.mode; }

  // Makes it ready for the position that it asks for under `parameters`; does
  // nothing when it is.
  [[nodiscard]] absl::Status Prepare(const query::Parameters& parameters);

  // Requires, as what follows: Prepare succeeded.
  [[nodiscard]] const QueriedCase& queried() const { return *queried_; }
  // The names of what `visit` is given: the columns, and "evidence" where it is
  // asked for.
  [[nodiscard]] std::vector<std::string> columns() const;
  [[nodiscard]] std::vector<query::PlanStep> Plan() const {
    return prepared_->Plan();
  }

  // Calls `visit` with each row, and with its events where they are asked for;
  // stops at its error, or when it answers false.
  [[nodiscard]] absl::Status Run(const query::Parameters& parameters,
                                 Visit visit);
  // The same for a plan, whose steps are counted and timed.
  [[nodiscard]] absl::Status Profile(const query::Parameters& parameters);

  // What the last of each took.
  [[nodiscard]] absl::Duration parse_time() const { return parse_time_; }
  [[nodiscard]] absl::Duration plan_time() const { return plan_time_; }
  [[nodiscard]] absl::Duration run_time() const { return run_time_; }

 private:
  RunnableQuery(std::string text, CaseQueries& queries, uint64_t first_line)
      : text_(std::move(text)), queries_(queries), first_line_(first_line) {}

  [[nodiscard]] absl::Status Told(absl::Status status) const;
  [[nodiscard]] query::RunOptions OptionsFor(
      const query::Parameters& parameters) const;

  const std::string text_;
  CaseQueries& queries_;
  const uint64_t first_line_;
  query::Query query_;
  std::shared_ptr<const QueriedCase> queried_;
  std::optional<query::PreparedQuery> prepared_;
  absl::Duration parse_time_;
  absl::Duration plan_time_;
  absl::Duration run_time_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_QUERY_RUN_H_
