#include "tests/faults/harness/child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace attest {

Child::Child(const std::vector<std::string>& arguments,
             const std::string& errors) {
  std::array<int, 2> in = {-1, -1};
  std::array<int, 2> out = {-1, -1};
  EXPECT_EQ(pipe2(in.data(), O_CLOEXEC), 0);
  EXPECT_EQ(pipe2(out.data(), O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions = {};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  if (!errors.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  }
  std::vector<char*> words;
  for (const std::string& word : arguments) {
    // posix_spawn takes words it could change and does not.
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  EXPECT_EQ(
      posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ), 0)
      << arguments[0];
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  input_ = in[1];
  output_ = out[0];
}

Child::~Child() {
  if (pid_ > 0) {
    Kill();
    Wait();
  }
  CloseInput();
  close(output_);
}

std::optional<std::string> Child::ReadLine() {
  while (true) {
    const size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    std::array<char, 4096> piece = {};
    const ssize_t got = read(output_, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    buffer_.append(piece.data(), static_cast<size_t>(got));
  }
}

void Child::CloseInput() {
  if (input_ >= 0) close(std::exchange(input_, -1));
}

void Child::Kill() const { kill(pid_, SIGKILL); }

int Child::Wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace attest
