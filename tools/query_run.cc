#include "tools/query_run.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "absl/strings/str_cat.h"
#include "engine/query/case_evidence.h"
#include "engine/query/parser.h"
#include "engine/query/query_error.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr const char* kEvidence = "evidence";

// Of a clock that nobody sets.
class Stopwatch {
 public:
  [[nodiscard]] absl::Duration Elapsed() const {
    return absl::FromChrono(std::chrono::steady_clock::now() - start_);
  }

 private:
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

ExitCode ExitCodeOfFault(const query::QueryFault& fault) {
  return fault.type == query::ErrorType::kLimit ? kExitRefused : kExitBadInput;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const QueriedCase>> CaseQueries::GraphOf(
    const query::Query& query, const query::Parameters& parameters) {
  ASSIGN_OR_RETURN(const View view,
                   ViewOfQuery(opened_, query, parameters, settings_.view));
  ASSIGN_OR_RETURN(std::optional<Edtf> valid_at,
                   ValidAtOfQuery(query, parameters, settings_.valid_at));
  std::optional<std::string> valid_text;
  if (valid_at) valid_text = std::string(valid_at->text());
  if (last_ != nullptr && valid_text == last_valid_at_ &&
      view.applied_through() == last_->view().applied_through() &&
      view.cut() == last_->view().cut()) {
    return last_;
  }
  RETURN_IF_ERROR(session_.TellRedactedSince(opened_, view));
  last_ = std::make_shared<const QueriedCase>(
      opened_, view,
      query::CaseGraphOptions{.unsealed = session_.options().unseal,
                              .valid_at = std::move(valid_at)});
  last_valid_at_ = std::move(valid_text);
  return last_;
}

absl::StatusOr<std::unique_ptr<RunnableQuery>> RunnableQuery::Parse(
    std::string text, CaseQueries& queries, uint64_t first_line) {
  std::unique_ptr<RunnableQuery> runnable(
      new RunnableQuery(std::move(text), queries, first_line));
  const Stopwatch watch;
  absl::StatusOr<query::Query> parsed = query::ParseQuery(runnable->text_);
  runnable->parse_time_ = watch.Elapsed();
  if (!parsed.ok()) return runnable->Told(parsed.status());
  runnable->query_ = *std::move(parsed);
  return runnable;
}

absl::Status RunnableQuery::Told(absl::Status status) const {
  if (absl::IsCancelled(status)) {
    return WithExitCode(std::move(status), kExitInterrupted);
  }
  const std::optional<query::QueryFault> fault = query::FaultOf(status);
  if (!fault) return status;
  const ExitCode code = ExitCodeOfFault(*fault);
  if (first_line_ == 1 || !fault->place) {
    return WithExitCode(query::Explained(status, text_), code);
  }
  // As if the lines before it were empty.
  const auto shift = static_cast<uint32_t>(first_line_ - 1);
  const absl::Status shifted = query::QueryError(
      fault->type, fault->detail,
      {.begin = fault->place->begin + shift, .end = fault->place->end + shift},
      status.message());
  return WithExitCode(
      query::Explained(shifted, std::string(shift, '\n') + text_), code);
}

absl::Status RunnableQuery::Prepare(const query::Parameters& parameters) {
  absl::StatusOr<std::shared_ptr<const QueriedCase>> queried =
      queries_.GraphOf(query_, parameters);
  if (!queried.ok()) return Told(queried.status());
  if (prepared_ && *queried == queried_) return absl::OkStatus();
  prepared_.reset();
  queried_ = *std::move(queried);
  const bool with_evidence = queries_.settings().evidence == Evidence::kWith;
  const Stopwatch watch;
  absl::StatusOr<query::PreparedQuery> prepared = query::Prepare(
      query_, queried_->graph(), {.with_evidence = with_evidence});
  plan_time_ = watch.Elapsed();
  if (!prepared.ok()) return Told(prepared.status());
  prepared_.emplace(*std::move(prepared));
  for (const query::QueryWarning& warning : prepared_->warnings()) {
    PrintMessage(absl::StrCat("warning: ", warning.message));
  }
  const std::vector<std::string>& columns = prepared_->columns();
  if (with_evidence &&
      std::find(columns.begin(), columns.end(), kEvidence) != columns.end()) {
    return absl::InvalidArgumentError(
        "--with-evidence: the query has a column \"evidence\" of its own; "
        "give it another name");
  }
  return absl::OkStatus();
}

std::vector<std::string> RunnableQuery::columns() const {
  std::vector<std::string> columns = prepared_->columns();
  if (queries_.settings().evidence == Evidence::kWith) {
    columns.emplace_back(kEvidence);
  }
  return columns;
}

query::RunOptions RunnableQuery::OptionsFor(
    const query::Parameters& parameters) const {
  const QuerySettings& settings = queries_.settings();
  query::RunOptions options;
  options.parameters = parameters;
  options.now = absl::Now();
  options.clock = [] { return absl::Now(); };
  options.deadline = options.now + settings.limits.timeout;
  options.max_memory_bytes = settings.limits.max_memory_bytes;
  options.cancelled = settings.cancelled;
  options.seed = std::random_device()();
  return options;
}

absl::Status RunnableQuery::Run(const query::Parameters& parameters,
                                Visit visit) {
  const Stopwatch watch;
  const bool with_evidence = queries_.settings().evidence == Evidence::kWith;
  const size_t columns = prepared_->columns().size();
  absl::Status visited;
  absl::Status status = prepared_->Run(
      OptionsFor(parameters), [&](absl::Span<const query::Value> row) {
        std::vector<EventIndex> evidence;
        if (with_evidence) {
          evidence = query::EvidenceOf(queried_->graph(), row.subspan(columns));
        }
        const absl::StatusOr<bool> goes_on =
            visit(row.subspan(0, columns), with_evidence ? &evidence : nullptr);
        visited.Update(goes_on.status());
        return goes_on.ok() && *goes_on;
      });
  run_time_ = watch.Elapsed();
  status.Update(visited);
  status.Update(queried_->status());
  return Told(std::move(status));
}

absl::Status RunnableQuery::Profile(const query::Parameters& parameters) {
  const Stopwatch watch;
  absl::Status status =
      prepared_->Profile(OptionsFor(parameters),
                         [](absl::Span<const query::Value>) { return true; });
  run_time_ = watch.Elapsed();
  status.Update(queried_->status());
  return Told(std::move(status));
}

}  // namespace attest
