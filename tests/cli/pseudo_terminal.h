// PseudoTerminal runs a command of a Terminal as at a keyboard: what is typed
// goes to it through a pseudo-terminal, and what it shows comes back.
//
//     PseudoTerminal screen(terminal, "attest shell");
//     EXPECT_TRUE(screen.Shows("attest> "));
//     screen.Type("RETURN 1;\n");

#ifndef ATTEST_TESTS_CLI_PSEUDO_TERMINAL_H_
#define ATTEST_TESTS_CLI_PSEUDO_TERMINAL_H_

#include <sys/types.h>

#include <string>

#include "absl/strings/string_view.h"
#include "tests/cli/terminal.h"

namespace attest {

class PseudoTerminal {
 public:
  static constexpr unsigned short kColumns = 200;

  // TERM is xterm, unless `terminal` sets it.
  PseudoTerminal(const Terminal& terminal, const std::string& command,
                 unsigned short columns = kColumns);
  // Ends the command.
  ~PseudoTerminal();
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  void Type(absl::string_view keys) const;

  // Waits until it shows `text`, past what was waited for before. False when
  // the command ended, or in half a minute, without it.
  [[nodiscard]] bool Shows(absl::string_view text);

  // Waits for the end of the command, and returns its exit code.
  int Finish();

  // All that it has shown.
  [[nodiscard]] const std::string& shown() const { return shown_; }

 private:
  pid_t pid_ = -1;
  int screen_ = -1;
  std::string shown_;
  size_t seen_ = 0;
};

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_PSEUDO_TERMINAL_H_
