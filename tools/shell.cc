#include "tools/shell.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/query/lexer.h"
#include "engine/status_macros.h"
#include "tools/query_plan.h"
#include "tools/query_timing.h"
#include "tools/row_printer.h"

namespace attest {
namespace {

// Nothing but spaces and comments.
bool IsBlank(absl::string_view text) {
  const query::Lexed lexed = query::Lex(text);
  return lexed.error.ok() && lexed.tokens.size() <= 1;
}

}  // namespace

Shell::Shell(Session& session, const ShellSettings& settings,
             std::atomic<bool>& cancelled)
    : session_(session), settings_(settings), cancelled_(cancelled) {}

absl::Status Shell::Open() {
  ASSIGN_OR_RETURN(std::unique_ptr<Case> opened, session_.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session_.ViewOf(*opened));
  ASSIGN_OR_RETURN(std::optional<Edtf> valid_at, session_.ValidAt());
  queries_.reset();
  opened_ = std::move(opened);
  queries_.emplace(session_, *opened_,
                   QuerySettings{.view = view,
                                 .valid_at = std::move(valid_at),
                                 .evidence = settings_.evidence,
                                 .limits = settings_.limits,
                                 .cancelled = &cancelled_});
  return absl::OkStatus();
}

Screen Shell::screen() const {
  return output_ ? Screen{} : session_.OutputScreen();
}

absl::Status Shell::Print(absl::string_view text) {
  if (output_ != nullptr) return output_->Write(text);
  return Session::PrintPiece(text).status();
}

void Shell::Tell(const absl::Status& status) {
  if (status.ok()) return;
  if (exit_code_ == kExitDone) exit_code_ = ExitCodeOf(status);
  PrintMessage(input_name_.empty()
                   ? std::string(status.message())
                   : absl::StrCat(input_name_, ": ", status.message()));
}

Shell::Then Shell::Take(absl::string_view line) {
  if (absl::EndsWith(line, "\r")) line.remove_suffix(1);
  const bool is_command = is_idle() && absl::StartsWith(line, ".");
  if (is_command) {
    gatherer_.Add("");  // for its number
    absl::Status status = RunCommand(line);
    if (!status.ok() && !input_name_.empty()) {
      const ExitCode code = ExitCodeOf(status);
      status = WithExitCode(
          absl::Status(status.code(), absl::StrCat("line ", gatherer_.line(),
                                                   ": ", status.message())),
          code);
    }
    Tell(status);
    return exits_ ? Then::kExit : Then::kGoOn;
  }
  gatherer_.Add(line);
  while (const auto query = gatherer_.Take()) RunGathered(*query);
  if (absl::StripAsciiWhitespace(line).empty()) End();
  return Then::kGoOn;
}

void Shell::End() {
  if (const auto rest = gatherer_.TakeRest()) RunGathered(*rest);
}

void Shell::TakeAll(std::istream& stream, const std::string& name) {
  std::string outer_name = std::exchange(input_name_, name);
  QueryGatherer outer = std::exchange(gatherer_, QueryGatherer());
  ++depth_;
  std::string line;
  while (!cancelled_ && std::getline(stream, line)) {
    if (Take(line) == Then::kExit) break;
  }
  if (!exits_ && !cancelled_) End();
  --depth_;
  gatherer_ = std::move(outer);
  input_name_ = std::move(outer_name);
}

void Shell::RunGathered(const GatheredQuery& query) {
  if (IsBlank(query.text) || exits_) return;
  last_query_ = query.text;
  const uint64_t first_line = input_name_.empty() ? 1 : query.line;
  Tell(RunQuery(query.text, first_line, screen()));
}

absl::Status Shell::PrintPlan(RunnableQuery& query) {
  if (query.mode() == query::QueryMode::kProfile) {
    RETURN_IF_ERROR(query.Profile(parameters_));
  }
  ASSIGN_OR_RETURN(const Mode mode, session_.OutputMode());
  return Print(Render(PlanAnswer(query.Plan(), query.mode(), screen(),
                                 query.queried().view().applied_through()),
                      mode, screen()));
}

absl::Status Shell::RunQuery(const std::string& text, uint64_t first_line,
                             const Screen& screen) {
  ASSIGN_OR_RETURN(const Mode mode, session_.OutputMode());
  ASSIGN_OR_RETURN(const std::unique_ptr<RunnableQuery> query,
                   RunnableQuery::Parse(text, *queries_, first_line));
  RETURN_IF_ERROR(query->Prepare(parameters_));
  if (query->mode() != query::QueryMode::kRun) return PrintPlan(*query);
  const uint64_t position = query->queried().view().applied_through();
  RowPrinter printer(RowFrame::kAlone, mode, screen,
                     [this](absl::string_view piece) -> absl::StatusOr<bool> {
                       if (output_ == nullptr)
                         return Session::PrintPiece(piece);
                       RETURN_IF_ERROR(output_->Write(piece));
                       return true;
                     });
  printer.Begin(query->queried().graph(), query->columns());
  RETURN_IF_ERROR(
      query->Run(parameters_, [&](absl::Span<const query::Value> row,
                                  const std::vector<EventIndex>* evidence) {
        return printer.Add(row, evidence);
      }));
  RETURN_IF_ERROR(printer.End(position));
  // It tells of the past that was asked for last.
  const bool is_past = position < opened_->log().size();
  RETURN_IF_ERROR(printer.Finish(position, is_past
                                               ? session_.redacted_since()
                                               : std::vector<std::string>()));
  if (IsRowMode(mode)) {
    PrintMessage(absl::StrCat("as of log position ", position));
  }
  if (settings_.timer) {
    QueryTiming timing;
    timing.set_parse(query->parse_time());
    timing.set_plan(query->plan_time());
    timing.AddRun(query->run_time(), printer.row_count());
    std::string line = timing.Line(QueryTiming::Runs::kOne);
    line.pop_back();
    PrintMessage(line);
  }
  return absl::OkStatus();
}

}  // namespace attest
