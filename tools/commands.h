// The verbs of the command line: each adds itself to the program, with its
// options, and sets itself as the session's verb when it is chosen.

#ifndef ATTEST_TOOLS_COMMANDS_H_
#define ATTEST_TOOLS_COMMANDS_H_

#include "absl/strings/string_view.h"
#include "tools/session.h"

namespace CLI {
class App;
}  // namespace CLI

namespace attest {

void AddInitCommand(CLI::App& program, Session& session);
void AddRecoverCommand(CLI::App& program, Session& session);
void AddCheckCommand(CLI::App& program, Session& session);
void AddAddCommand(CLI::App& program, Session& session);
void AddImportCommand(CLI::App& program, Session& session);
void AddExportCommand(CLI::App& program, Session& session);
void AddShowCommand(CLI::App& program, Session& session);
void AddFindCommand(CLI::App& program, Session& session);
void AddPathCommand(CLI::App& program, Session& session);
void AddQueryCommand(CLI::App& program, Session& session);
void AddShellCommand(CLI::App& program, Session& session);
void AddTraceCommand(CLI::App& program, Session& session);
void AddImpactCommand(CLI::App& program, Session& session);
void AddHistoryCommand(CLI::App& program, Session& session);
void AddDiffCommand(CLI::App& program, Session& session);
void AddCorroborateCommand(CLI::App& program, Session& session);
void AddCompareCommand(CLI::App& program, Session& session);
void AddLogCommand(CLI::App& program, Session& session);
void AddStatsCommand(CLI::App& program, Session& session);
void AddVerifyCommand(CLI::App& program, Session& session);
void AddCheckpointCommand(CLI::App& program, Session& session);
void AddRotateKeyCommand(CLI::App& program, Session& session);
// prove verify-proof
void AddProveCommands(CLI::App& program, Session& session);
// bundle verify-bundle
void AddBundleCommands(CLI::App& program, Session& session);
void AddRedactCommand(CLI::App& program, Session& session);
// retract assess same different unsure depend amend
void AddDecisionCommands(CLI::App& program, Session& session);

// Adds the verb `name` to `program`. Its help leads with `examples`, two
// lines that can be typed as they stand.
CLI::App* AddVerb(CLI::App& program, absl::string_view name,
                  absl::string_view summary, absl::string_view examples);

}  // namespace attest

#endif  // ATTEST_TOOLS_COMMANDS_H_
