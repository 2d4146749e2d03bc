// ShellTerminal reads lines from a terminal, with editing, history and
// completion, by libedit.
//
// The history is kept between runs in a file that its user alone can read, in
// $XDG_STATE_HOME/attest or ~/.local/state/attest: outside the case, which
// others may be given.
//
// Only one at a time.

#ifndef ATTEST_TOOLS_SHELL_TERMINAL_H_
#define ATTEST_TOOLS_SHELL_TERMINAL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "tools/shell_completion.h"

namespace attest {

class ShellTerminal {
 public:
  // What can stand behind the text up to the cursor.
  using Completer = std::function<Completion(absl::string_view before)>;

  // `interrupts`: a file that can be read from once a signal came. A signal
  // alone may end no wait of this thread: it can be handled on another one.
  ShellTerminal(Completer completer, int interrupts);
  // Saves the history.
  ~ShellTerminal();
  ShellTerminal(const ShellTerminal&) = delete;
  ShellTerminal& operator=(const ShellTerminal&) = delete;

  enum class Got { kLine, kInterrupt, kEnd };
  // Reads a line, without its end. `interrupted` tells whether a signal came.
  [[nodiscard]] Got Read(absl::string_view prompt,
                         const std::function<bool()>& interrupted,
                         std::string& line);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_SHELL_TERMINAL_H_
