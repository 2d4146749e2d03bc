// The program: reads the command line, and hands over to a verb.

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/suggestion.h"
#include "tools/exit_code.h"
#include "tools/program.h"
#include "tools/session.h"

namespace attest {
namespace {

// An append is durable or not there: stopping at any moment is safe.
extern "C" void StopNow(int) { _exit(kExitInterrupted); }

void HandleSignals() {
  struct sigaction stop = {};
  stop.sa_handler = StopNow;
  sigaction(SIGINT, &stop, nullptr);
  struct sigaction ignore = {};
  ignore.sa_handler =
      SIG_IGN;  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast):
                // the macro's own
  sigaction(SIGPIPE, &ignore, nullptr);
  // A file over the limit is an error of the write, which cleans up.
  sigaction(SIGXFSZ, &ignore, nullptr);
}

// A verb that is none is what most wrong command lines come down to.
std::string WhatIsWrong(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<std::string> left = program.remaining();
  if (!program.get_subcommands().empty() || left.empty()) return error.what();
  std::vector<std::string> verbs;
  for (const CLI::App* verb :
       program.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(verb->get_name());
  }
  const std::vector<absl::string_view> names(verbs.begin(), verbs.end());
  const auto near = NearestName(left.front(), names, /*max_distance=*/2);
  return absl::StrCat(
      "unknown verb \"", left.front(), "\"",
      near ? absl::StrCat("; did you mean \"", *near, "\"?") : std::string());
}

std::string CommandLine(int argc, char** argv) {
  constexpr size_t kMaxBytes = 200;
  const std::vector<absl::string_view> words(argv + 1, argv + argc);
  return absl::StrCat(
      "attest ",
      absl::string_view(absl::StrJoin(words, " ")).substr(0, kMaxBytes));
}

int Main(int argc, char** argv) {
  HandleSignals();
  CLI::App program(kProgramIs);
  Session session;
  session.set_command(CommandLine(argc, argv));
  AddProgram(program, session);
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return program.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return program.exit(version);
  } catch (const CLI::ParseError& error) {
    PrintMessage(WhatIsWrong(program, error));
    PrintMessage("see attest --help, or attest VERB --help");
    return kExitUsage;
  }
  return session.Run();
}

}  // namespace
}  // namespace attest

int main(int argc, char** argv) { return attest::Main(argc, argv); }
