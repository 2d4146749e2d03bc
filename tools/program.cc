#include "tools/program.h"

#include <CLI/CLI.hpp>
#include <iterator>
#include <string>
#include <vector>

#include "engine/corroboration/verdict.h"
#include "engine/interchange/import_formats.h"
#include "tools/answer.h"
#include "tools/commands.h"
#include "tools/export_format.h"
#include "tools/version.h"

namespace attest {
namespace {

void AddGlobalOptions(CLI::App& program, GlobalOptions& options) {
  program.add_option("--case", options.case_dir,
                     "the case (else $ATTEST_CASE, else ./case.attest)");
  program.add_option("--by", options.by,
                     "who decides (else $ATTEST_USER, else the login name)");
  program.add_option("--as-of", options.as_of,
                     "answer as of a log position N (events [0, N)), an RFC "
                     "3339 time, or a date (its end, UTC)");
  program.add_option("--valid-at", options.valid_at,
                     "statements that hold at some time in this EDTF date");
  program.add_option("--mode", options.mode,
                     "table, json, jsonl, csv, tsv or markdown");
  program.add_option("--color", options.color,
                     "auto, always or never; auto: on a terminal, unless "
                     "NO_COLOR is set");
  program.add_option("--wait", options.wait_seconds,
                     "seconds to wait for another writer");
  program.add_flag("--unseal", options.unseal, "show sealed material");
}

template <class E>
std::vector<std::string> Names() {
  return {std::begin(EnumNames<E>::kNames), std::end(EnumNames<E>::kNames)};
}

}  // namespace

void AddProgram(CLI::App& program, Session& session) {
  program.require_subcommand(1);
  program.set_version_flag("--version", VersionText());
  program.fallthrough();
  AddGlobalOptions(program, session.options());
  AddInitCommand(program, session);
  AddRecoverCommand(program, session);
  AddCheckCommand(program, session);
  AddAddCommand(program, session);
  AddImportCommand(program, session);
  AddExportCommand(program, session);
  AddShowCommand(program, session);
  AddFindCommand(program, session);
  AddPathCommand(program, session);
  AddQueryCommand(program, session);
  AddShellCommand(program, session);
  AddTraceCommand(program, session);
  AddImpactCommand(program, session);
  AddHistoryCommand(program, session);
  AddDiffCommand(program, session);
  AddCorroborateCommand(program, session);
  AddCompareCommand(program, session);
  AddLogCommand(program, session);
  AddStatsCommand(program, session);
  AddVerifyCommand(program, session);
  AddCheckpointCommand(program, session);
  AddProveCommands(program, session);
  AddBundleCommands(program, session);
  AddRotateKeyCommand(program, session);
  AddDecisionCommands(program, session);
  AddRedactCommand(program, session);
}

OptionWords ProgramWords() {
  std::vector<std::string> exports;
  for (const ExportFormat& format : ExportFormats()) {
    exports.emplace_back(format.name);
  }
  std::vector<std::string> imports;
  for (const ImportFormat& format : ImportFormats()) {
    imports.emplace_back(format.name);
  }
  return {{"--color", Names<Colours>()},
          {"--include", {"restricted"}},
          {"--mode", Names<Mode>()},
          {"--require", {"corroborated", "likely", "single_line"}},
          {"export --to", exports},
          {"import --from", imports},
          {"--verdict", Names<Verdict>()}};
}

}  // namespace attest
