// shell: the query language, interactively.

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"
#include "tools/commands.h"
#include "tools/query_limits.h"
#include "tools/shell.h"
#include "tools/shell_terminal.h"

namespace attest {
namespace {

struct ShellOptions {
  QueryLimitOptions limits;
  bool with_evidence = false;
};

// All that a signal may touch.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): signals
std::atomic<bool> stop_query = false;
static_assert(std::atomic<bool>::is_always_lock_free);
// Can be read from once a signal came; -1 without a terminal.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): signals
int interrupts = -1;

// The first one stops the query; where nothing looks at it, the second stops
// the program. The case is only read: either is safe.
extern "C" void StopQuery(int) {
  if (stop_query.exchange(true)) _exit(kExitInterrupted);
  const int error = errno;
  static_cast<void>(eventfd_write(interrupts, 1));
  errno = error;
}

absl::Status HandleInterrupts() {
  interrupts = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (interrupts < 0) {
    return absl::UnavailableError(
        absl::StrCat("no file for interrupts: ", std::strerror(errno)));
  }
  struct sigaction stop = {};
  stop.sa_handler = StopQuery;
  stop.sa_flags = SA_RESTART;
  sigaction(SIGINT, &stop, nullptr);
  return absl::OkStatus();
}

void ForgetInterrupt() {
  stop_query = false;  // first: one that comes now is seen by this flag
  eventfd_t count = 0;
  static_cast<void>(eventfd_read(interrupts, &count));
}

absl::Status RunOnTerminal(Session& session, Shell& shell) {
  RETURN_IF_ERROR(HandleInterrupts());
  ShellTerminal terminal(
      [&shell](absl::string_view before) { return shell.CompletionOf(before); },
      interrupts);
  PrintMessage(absl::StrCat("reading ", session.CaseDirectory(),
                            "; .help lists commands"));
  std::string line;
  for (;;) {
    ForgetInterrupt();
    const auto got = terminal.Read(
        shell.is_idle() ? "attest> " : "   ...> ",
        [] { return stop_query.load(); }, line);
    if (got == ShellTerminal::Got::kEnd) break;
    ForgetInterrupt();
    if (got == ShellTerminal::Got::kInterrupt) {
      shell.Drop();
    } else if (shell.Take(line) == Shell::Then::kExit) {
      break;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunShell(Session& session,
                                  const ShellOptions& options) {
  ASSIGN_OR_RETURN(const QueryLimits limits, LimitsOf(options.limits));
  RETURN_IF_ERROR(session.OutputMode().status());
  Shell shell(session,
              {.limits = limits,
               .evidence = options.with_evidence ? Evidence::kWith
                                                 : Evidence::kWithout},
              stop_query);
  RETURN_IF_ERROR(shell.Open());
  const bool is_terminal = isatty(STDIN_FILENO) == 1;
  if (is_terminal) {
    RETURN_IF_ERROR(RunOnTerminal(session, shell));
  } else {
    shell.TakeAll(std::cin, "standard input");
  }
  RETURN_IF_ERROR(shell.Close());
  return is_terminal ? kExitDone : shell.exit_code();
}

}  // namespace

void AddShellCommand(CLI::App& program, Session& session) {
  auto options = std::make_shared<ShellOptions>();
  CLI::App* verb =
      AddVerb(program, "shell", "the query language, line by line: .help in it",
              "attest shell\n"
              "attest shell < queries.cypher > answers.jsonl");
  verb->add_flag("--with-evidence", options->with_evidence,
                 "the events that each row rests on, in a column \"evidence\"");
  AddLimitOptions(*verb, options->limits);
  verb->footer(
      "Without a terminal the lines are a script: an error is told with its "
      "line,\nthe next query is run, and the exit code is that of the first "
      "error.");
  verb->callback([&session, options] {
    session.set_verb(
        [options](Session& running) { return RunShell(running, *options); });
  });
}

}  // namespace attest
