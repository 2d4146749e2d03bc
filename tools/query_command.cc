// query: the query language over a case.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/query/parser.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/query_limits.h"
#include "tools/query_parameters.h"
#include "tools/query_plan.h"
#include "tools/query_run.h"
#include "tools/query_timing.h"
#include "tools/row_printer.h"

namespace attest {
namespace {

struct QueryOptions {
  std::string text;
  std::string file;
  std::vector<std::string> parameters;
  std::string parameter_lines;
  QueryLimitOptions limits;
  bool timing = false;
  bool with_evidence = false;
  bool exit_on_none = false;
};

absl::Status WrongUsage(absl::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(message), kExitUsage);
}

// A text of up to the most that the parser takes, and a byte more, so that it
// says so.
std::string ReadSome(std::istream& stream) {
  std::string text(query::kMaxQueryBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(stream.gcount()));
  return text;
}

absl::StatusOr<std::string> TextOf(const QueryOptions& options) {
  if (options.text.empty() == options.file.empty()) {
    return WrongUsage("query: want a text, `-`, or -f FILE: one of them");
  }
  if (options.text == "-" || options.file == "-") {
    if (options.parameter_lines == "-") {
      return WrongUsage(
          "query: standard input is one thing, the query or the parameters");
    }
    return ReadSome(std::cin);
  }
  if (!options.text.empty()) return options.text;
  std::ifstream stream(options.file, std::ios::binary);
  if (!stream) {
    return absl::NotFoundError(absl::StrCat(options.file, ": cannot be read"));
  }
  return ReadSome(stream);
}

// Runs a query that was prepared for `parameters`, and prints its rows.
absl::Status PrintRows(RunnableQuery& query,
                       const query::Parameters& parameters, RowPrinter& printer,
                       QueryTiming& timing) {
  const uint64_t before = printer.row_count();
  printer.Begin(query.queried().graph(), query.columns());
  RETURN_IF_ERROR(
      query.Run(parameters, [&](absl::Span<const query::Value> row,
                                const std::vector<EventIndex>* evidence) {
        return printer.Add(row, evidence);
      }));
  timing.AddRun(query.run_time(), printer.row_count() - before);
  return printer.End(query.queried().view().applied_through());
}

absl::StatusOr<ExitCode> PrintPlan(Session& session, RunnableQuery& query,
                                   const query::Parameters& parameters) {
  RETURN_IF_ERROR(query.Prepare(parameters));
  if (query.mode() == query::QueryMode::kProfile) {
    RETURN_IF_ERROR(query.Profile(parameters));
  }
  RETURN_IF_ERROR(session.Print(
      PlanAnswer(query.Plan(), query.mode(), session.OutputScreen(),
                 query.queried().view().applied_through())));
  return kExitDone;
}

void PrintTiming(const QueryOptions& options, const QueryTiming& timing) {
  if (!options.timing) return;
  std::fputs(
      timing
          .Line(options.parameter_lines.empty() ? QueryTiming::Runs::kOne
                                                : QueryTiming::Runs::kMany)
          .c_str(),
      stderr);
}

// Runs the query once, or for each line of parameters.
absl::StatusOr<ExitCode> RunAll(Session& session, RunnableQuery& query,
                                const QueryOptions& options, const View& view,
                                const query::Parameters& parameters) {
  ASSIGN_OR_RETURN(const Mode mode, session.OutputMode());
  const bool many = !options.parameter_lines.empty();
  RowPrinter printer(many ? RowFrame::kOneOf : RowFrame::kAlone, mode,
                     session.OutputScreen(), Session::PrintPiece);
  QueryTiming timing;
  timing.set_parse(query.parse_time());
  uint64_t position = view.applied_through();
  const auto run = [&](const query::Parameters& given) -> absl::Status {
    RETURN_IF_ERROR(query.Prepare(given));
    position = query.queried().view().applied_through();
    return PrintRows(query, given, printer, timing);
  };
  if (many) {
    RETURN_IF_ERROR(
        VisitParameterLines(options.parameter_lines, parameters, run));
  } else {
    RETURN_IF_ERROR(run(parameters));
  }
  timing.set_plan(query.plan_time());
  RETURN_IF_ERROR(printer.Finish(position, session.redacted_since()));
  PrintTiming(options, timing);
  if (IsRowMode(mode)) {
    PrintMessage(absl::StrCat("as of log position ", position));
  }
  return options.exit_on_none && printer.row_count() == 0 ? kExitDoesNotHold
                                                          : kExitDone;
}

absl::StatusOr<ExitCode> RunQuery(Session& session,
                                  const QueryOptions& options) {
  ASSIGN_OR_RETURN(std::string text, TextOf(options));
  ASSIGN_OR_RETURN(const query::Parameters parameters,
                   ParametersOf(options.parameters));
  ASSIGN_OR_RETURN(const QueryLimits limits, LimitsOf(options.limits));
  ASSIGN_OR_RETURN(std::optional<Edtf> valid_at, session.ValidAt());
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const View view, session.ViewOf(*opened));
  CaseQueries queries(
      session, *opened,
      {.view = view,
       .valid_at = std::move(valid_at),
       .evidence = options.with_evidence ? Evidence::kWith : Evidence::kWithout,
       .limits = limits});
  ASSIGN_OR_RETURN(
      const std::unique_ptr<RunnableQuery> query,
      RunnableQuery::Parse(std::move(text), queries, /*first_line=*/1));
  if (query->mode() == query::QueryMode::kRun) {
    return RunAll(session, *query, options, view, parameters);
  }
  if (!options.parameter_lines.empty()) {
    return WrongUsage("--params: EXPLAIN and PROFILE show one plan");
  }
  return PrintPlan(session, *query, parameters);
}

}  // namespace

void AddQueryCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<QueryOptions>();
  CLI::App* verb = AddVerb(
      program, "query",
      "ask the graph: a language based on openCypher, for reading",
      "attest query \"MATCH (p:Person)-[r:DEFECTED_FROM]->(o) RETURN p.name, "
      "o.name, r.verdict\"\n"
      "attest query \"MATCH (p:Person {id: \\$id})<-[:SUBJECT]-(s) RETURN s\" "
      "--param id=person:omar --with-evidence");
  verb->add_option("text", options->text,
                   "one query, `-`: from standard input; EXPLAIN before it "
                   "shows its plan, PROFILE what each step of it took; AS OF "
                   "and VALID AT in it win over --as-of and --valid-at");
  verb->add_option("-f,--file", options->file, "one query, from a file");
  verb->add_option("--param", options->parameters,
                   "NAME=VALUE, the value of $NAME: JSON, else a text; nothing "
                   "is null")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--params", options->parameter_lines,
                   "run it once for each line of a file, a JSON object of "
                   "parameters (`-`: standard input)");
  verb->add_flag("--with-evidence", options->with_evidence,
                 "the events that each row rests on, in a column \"evidence\"");
  verb->add_flag("--timing", options->timing,
                 "what parsing, planning and running took, as JSON on standard "
                 "error");
  AddLimitOptions(*verb, options->limits);
  verb->add_flag("-e", options->exit_on_none, "exit 1 when there is no row");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return RunQuery(running, *options); });
  });
}

}  // namespace attest
