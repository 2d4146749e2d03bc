// The commands of the shell.

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/query/case_schema.h"
#include "engine/status_macros.h"
#include "engine/text/suggestion.h"
#include "tools/counted.h"
#include "tools/query_parameters.h"
#include "tools/row_value.h"
#include "tools/shell.h"
#include "tools/text_table.h"

namespace attest {
namespace {

// Files that read files that read files.
constexpr int kMaxDepth = 8;

constexpr const char* kSourcesQuery =
    "MATCH (s:Source) OPTIONAL MATCH (s)<-[:PUBLISHED_BY]-(r:Report) "
    "WITH s, count(r) AS reports "
    "OPTIONAL MATCH (s)<-[:ATTRIBUTED_TO]-(c:Claim) "
    "RETURN s.id AS source, s.name AS name, s.kind AS kind, "
    "reports, count(c) AS claims ORDER BY claims DESC, reports DESC, source";

absl::StatusOr<bool> IsOn(const std::string& argument) {
  if (argument == "on") return true;
  if (argument == "off") return false;
  return absl::InvalidArgumentError(
      absl::StrCat("got \"", argument, "\", want on or off"));
}

std::string LabelsTable(const query::CaseSchema& schema, size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& label : schema.labels) {
    rows.push_back({label.name, WithThousands(label.nodes),
                    absl::StrJoin(label.keys, " ")});
  }
  return FormatTable({{{"label", Clip::kNever},
                       {"nodes", Clip::kNever},
                       {"properties", Clip::kFirst}}},
                     rows, width);
}

std::string TypesTable(const query::CaseSchema& schema, size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& type : schema.types) {
    rows.push_back(
        {type.name,
         type.relationships ? WithThousands(*type.relationships) : "derived",
         type.from, type.to, absl::StrJoin(type.keys, " ")});
  }
  return FormatTable({{{"type", Clip::kNever},
                       {"relationships", Clip::kNever},
                       {"from", Clip::kNever},
                       {"to", Clip::kNever},
                       {"properties", Clip::kFirst}}},
                     rows, width);
}

std::string LiteralsTable(const query::CaseSchema& schema, size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& literal : schema.literals) {
    rows.push_back({literal.name, WithThousands(literal.statements)});
  }
  return FormatTable(
      {{{"property of an entity", Clip::kNever}, {"statements", Clip::kNever}}},
      rows, width);
}

}  // namespace

struct Shell::Command {
  absl::string_view name;
  absl::string_view argument;
  absl::string_view summary;
  absl::Status (Shell::*run)(const std::string&) = nullptr;
};

absl::Span<const Shell::Command> Shell::Commands() {
  static constexpr Command kCommands[] = {
      {".as-of", "[POSITION|TIME|now]", "answer as of then; without: say when",
       &Shell::SetAsOf},
      {".evidence", "on|off", "the events that each row rests on",
       &Shell::SetEvidence},
      {".exit", "", "leave, as ^D does", &Shell::Exit},
      {".help", "", "this list", &Shell::Help},
      {".last", "", "the last query again, with nothing cut", &Shell::ShowLast},
      {".mode", "MODE", "table, json, jsonl, csv, tsv or markdown",
       &Shell::SetMode},
      {".output", "[FILE]", "answers go to a file; without: here",
       &Shell::SetOutput},
      {".param", "[NAME=VALUE]",
       "the value of $NAME, JSON or text; without: "
       "all",
       &Shell::SetParameter},
      {".quit", "", "leave", &Shell::Exit},
      {".read", "FILE", "the queries and commands of a file", &Shell::ReadFile},
      {".refresh", "", "see what was added since", &Shell::Refresh},
      {".schema", "", "labels, types and properties, with counts",
       &Shell::ShowSchema},
      {".sources", "", "who speaks, and how often", &Shell::ShowSources},
      {".timer", "on|off", "what each query took", &Shell::SetTimer},
  };
  return kCommands;
}

Completion Shell::CompletionOf(absl::string_view before) {
  std::vector<absl::string_view> names;
  for (const Command& command : Commands()) names.push_back(command.name);
  const auto queried = queries_->GraphOf(query::Query(), {});
  if (!queried.ok()) return {};
  return Complete((*queried)->graph(),
                  is_idle() ? names : std::vector<absl::string_view>(), before);
}

absl::Status Shell::RunCommand(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  const size_t space = line.find_first_of(" \t");
  const std::string name(line.substr(0, space));
  const std::string argument(
      space == absl::string_view::npos
          ? ""
          : absl::StripAsciiWhitespace(line.substr(space)));
  std::vector<absl::string_view> names;
  for (const Command& command : Commands()) {
    names.push_back(command.name);
    if (name != command.name) continue;
    if (command.argument.empty() && !argument.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": got \"", argument, "\", want nothing"));
    }
    absl::Status status = (this->*command.run)(argument);
    if (status.ok()) return status;
    return WithExitCode(
        absl::Status(status.code(), absl::StrCat(name, ": ", status.message())),
        ExitCodeOf(status));
  }
  const auto near = NearestName(name, names, /*max_distance=*/2);
  return absl::InvalidArgumentError(
      absl::StrCat("unknown command \"", name, "\"",
                   near ? absl::StrCat("; did you mean \"", *near, "\"?")
                        : std::string("; .help lists them")));
}

absl::Status Shell::Help(const std::string&) {
  std::vector<std::vector<std::string>> rows;
  for (const Command& command : Commands()) {
    rows.push_back({absl::StrCat("  ", command.name, " ", command.argument),
                    std::string(command.summary)});
  }
  const std::vector<size_t> widths =
      *ColumnWidths({{{""}, {""}}}, rows, /*width=*/0);
  std::string text =
      "A query ends with `;` or an empty line, and only reads. ^C stops it.\n";
  for (const std::vector<std::string>& row : rows) {
    text += TableRow(row, widths);
  }
  return Print(text);
}

absl::Status Shell::SetMode(const std::string& argument) {
  if (!FromName<Mode>(argument)) {
    return absl::InvalidArgumentError(
        absl::StrCat("got \"", argument,
                     "\", want table, json, jsonl, csv, tsv or markdown"));
  }
  session_.options().mode = argument;
  return absl::OkStatus();
}

absl::Status Shell::SetTimer(const std::string& argument) {
  ASSIGN_OR_RETURN(settings_.timer, IsOn(argument));
  return absl::OkStatus();
}

absl::Status Shell::SetEvidence(const std::string& argument) {
  ASSIGN_OR_RETURN(const bool is_on, IsOn(argument));
  settings_.evidence = is_on ? Evidence::kWith : Evidence::kWithout;
  queries_->settings().evidence = settings_.evidence;
  return absl::OkStatus();
}

absl::Status Shell::SetParameter(const std::string& argument) {
  if (argument.empty()) {
    ASSIGN_OR_RETURN(const auto queried, queries_->GraphOf(query::Query(), {}));
    std::string text;
    for (const auto& [name, value] : parameters_) {
      absl::StrAppend(&text, name, "=");
      RETURN_IF_ERROR(AppendValueJson(queried->graph(), value, text));
      text += "\n";
    }
    return Print(text);
  }
  ASSIGN_OR_RETURN(const query::Parameters given, ParametersOf({argument}));
  for (const auto& [name, value] : given) {
    parameters_.insert_or_assign(name, value);
  }
  return absl::OkStatus();
}

absl::Status Shell::SetAsOf(const std::string& argument) {
  if (argument.empty()) {
    return Print(absl::StrCat(
        "as of log position ", queries_->settings().view.applied_through(),
        session_.options().as_of.empty() ? ", now" : "", "\n"));
  }
  const std::string asked = argument == "now" ? "" : argument;
  std::string before = std::exchange(session_.options().as_of, asked);
  const absl::StatusOr<View> view = session_.ViewOf(*opened_);
  if (!view.ok()) {
    session_.options().as_of = std::move(before);
    return view.status();
  }
  queries_->settings().view = *view;
  return absl::OkStatus();
}

absl::Status Shell::SetOutput(const std::string& argument) {
  if (output_ != nullptr) {
    RETURN_IF_ERROR(output_->Finish());
    output_.reset();
  }
  if (argument.empty()) return absl::OkStatus();
  auto file = std::make_unique<OutputFile>(argument);
  RETURN_IF_ERROR(file->Open());
  output_ = std::move(file);
  return absl::OkStatus();
}

absl::Status Shell::ShowSchema(const std::string&) {
  ASSIGN_OR_RETURN(const auto queried, queries_->GraphOf(query::Query(), {}));
  const query::CaseSchema schema = query::SchemaOf(queried->graph());
  RETURN_IF_ERROR(queried->status());
  const size_t width = screen().columns;
  std::string text =
      absl::StrCat(LabelsTable(schema, width), "\n", TypesTable(schema, width));
  if (!schema.literals.empty()) {
    absl::StrAppend(&text, "\n", LiteralsTable(schema, width));
  }
  return Print(ForScreen(text, Mode::kTable, screen()));
}

absl::Status Shell::ShowSources(const std::string&) {
  return RunQuery(kSourcesQuery, 1, screen());
}

absl::Status Shell::ShowLast(const std::string&) {
  if (last_query_.empty()) {
    return absl::InvalidArgumentError("no query was run yet");
  }
  Screen whole = screen();
  whole.columns = 0;
  whole.lines = 0;
  return RunQuery(last_query_, 1, whole);
}

absl::Status Shell::ReadFile(const std::string& argument) {
  if (argument.empty()) return absl::InvalidArgumentError("want a FILE");
  if (depth_ >= kMaxDepth) {
    return absl::InvalidArgumentError(
        absl::StrCat("files read one another more than ", kMaxDepth, " deep"));
  }
  std::ifstream stream(argument, std::ios::binary);
  if (!stream) {
    return absl::NotFoundError(absl::StrCat(argument, ": cannot be read"));
  }
  TakeAll(stream, argument);
  return absl::OkStatus();
}

absl::Status Shell::Refresh(const std::string&) {
  const uint64_t before = opened_->log().size();
  RETURN_IF_ERROR(Open());
  return Print(absl::StrCat(Counted(opened_->log().size() - before, "event"),
                            " more, ", opened_->log().size(), " in all\n"));
}

absl::Status Shell::Exit(const std::string&) {
  exits_ = true;
  return absl::OkStatus();
}

}  // namespace attest
