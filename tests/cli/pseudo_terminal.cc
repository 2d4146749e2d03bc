#include "tests/cli/pseudo_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

constexpr int kWaitMs = 30'000;

}  // namespace

PseudoTerminal::PseudoTerminal(const Terminal& terminal,
                               const std::string& command,
                               unsigned short columns) {
  std::string shell = "/bin/sh";
  std::string option = "-c";
  std::string text = "exec " + command;
  char* arguments[] = {shell.data(), option.data(), text.data(), nullptr};
  std::vector<std::string> variables = terminal.environment();
  const bool has_term = std::any_of(
      variables.begin(), variables.end(), [](const std::string& variable) {
        return absl::StartsWith(variable, "TERM=");
      });
  if (!has_term) variables.emplace_back("TERM=xterm");
  std::vector<char*> pointers;
  for (std::string& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  winsize size = {};
  size.ws_row = 24;
  size.ws_col = columns;
  pid_ = forkpty(&screen_, nullptr, nullptr, &size);
  if (pid_ == 0) {
    if (chdir(terminal.folder().c_str()) == 0) {
      execve(shell.c_str(), arguments, pointers.data());
    }
    _exit(127);
  }
  EXPECT_GT(pid_, 0) << "forkpty";
}

PseudoTerminal::~PseudoTerminal() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    Finish();
  }
}

void PseudoTerminal::Type(absl::string_view keys) const {
  while (!keys.empty()) {
    const ssize_t written = write(screen_, keys.data(), keys.size());
    if (written < 0 && errno == EINTR) continue;
    ASSERT_GT(written, 0);
    keys.remove_prefix(static_cast<size_t>(written));
  }
}

bool PseudoTerminal::Shows(absl::string_view text) {
  for (;;) {
    const size_t at = shown_.find(text.data(), seen_, text.size());
    if (at != std::string::npos) {
      seen_ = at + text.size();
      return true;
    }
    pollfd waiting = {.fd = screen_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kWaitMs) <= 0) return false;
    std::array<char, 4096> buffer = {};
    const ssize_t got = read(screen_, buffer.data(), buffer.size());
    // The end of the command is an error of input here.
    if (got <= 0) return false;
    shown_.append(buffer.data(), static_cast<size_t>(got));
  }
}

int PseudoTerminal::Finish() {
  if (pid_ <= 0) return -1;
  int status = 0;
  // What it still writes must be read for it to end.
  while (Shows(absl::string_view("\0never\0", 7))) {
  }
  while (waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  close(screen_);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace attest
