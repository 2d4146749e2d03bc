// check: read and validate files against the case; change nothing.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/counted.h"
#include "tools/input_errors.h"

namespace attest {
namespace {

absl::StatusOr<ExitCode> Check(Session& session,
                               const std::vector<std::string>& files) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Case> opened,
                   session.Open(Access::kRead));
  ASSIGN_OR_RETURN(const std::vector<FileReading> readings,
                   opened->Check(files));
  PrintErrors(readings);
  Answer answer;
  answer.document = ErrorsDocument(readings);
  answer.rows = "errors";
  answer.applied_through = opened->Now().applied_through();
  Json list = Json::array();
  for (const FileReading& reading : readings) {
    absl::StrAppend(&answer.text, reading.name, ": ",
                    Counted(reading.lines, "line"), ", ", reading.new_events,
                    " new, ", reading.already_present, " present, ",
                    Counted(reading.error_count, "error"), "\n");
    list.push_back({{"file", reading.name},
                    {"lines", reading.lines},
                    {"new_events", reading.new_events},
                    {"already_present", reading.already_present},
                    {"errors", reading.error_count}});
  }
  answer.document["files"] = std::move(list);
  RETURN_IF_ERROR(session.Print(answer));
  return answer.document["error_count"] == 0 ? kExitDone : kExitBadInput;
}

}  // namespace

void AddCheckCommand(CLI::App& program, Session& session) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* verb =
      AddVerb(program, "check", "validate case-format files; change nothing",
              "attest check reports.jsonl\n"
              "attest check sources.jsonl claims.jsonl");
  verb->add_option("files", *files, "case-format files; -: stdin")->required();
  verb->callback([&session, files] {
    session.set_verb(
        [files](Session& running) { return Check(running, *files); });
  });
}

}  // namespace attest
