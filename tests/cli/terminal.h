// Terminal is a fresh folder in which the built program is run through
// /bin/sh, as a person would: pipes, redirections and several commands work.
//
//     Terminal terminal;
//     EXPECT_EQ(terminal.Run("attest init").exit_code, 0);
//
// The environment is empty but for PATH (the program's folder first), HOME
// (the folder itself), TZ=UTC, ATTEST_USER=tester, CASES (tests/cases) and
// SHARED (the data kept beside the project). Standard input is empty, and
// standard output and error are files.

#ifndef ATTEST_TESTS_CLI_TERMINAL_H_
#define ATTEST_TESTS_CLI_TERMINAL_H_

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attest {

struct Output {
  int exit_code = -1;  // 128 + the signal where one ended it, as in a shell
  std::string out;
  std::string err;
};

class Terminal {
 public:
  Terminal();
  // Removes the folder.
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] const std::vector<std::string>& environment() const {
    return environment_;
  }

  // Sets a variable for the commands that follow; empty: unsets it.
  void Set(const std::string& name, const std::string& value);

  // Runs `command` in the folder and waits for its end.
  [[nodiscard]] Output Run(const std::string& command) const;

  // Runs `command`, expects exit code 0, and returns its standard output.
  std::string Must(const std::string& command) const;

  // `attest --mode json ARGUMENTS`, expected to end with `exit_code` and to
  // print one document; null where it does not.
  [[nodiscard]] nlohmann::json Document(const std::string& arguments,
                                        int exit_code = 0) const;

  // Files of the folder, by their path in it.
  void Write(const std::string& file, const std::string& text) const;
  [[nodiscard]] std::string Read(const std::string& file) const;
  // Inverts a bit of the byte at `offset`.
  void FlipByte(const std::string& file, size_t offset) const;

 private:
  std::string folder_;
  std::vector<std::string> environment_;
};

// A command of a terminal that runs beside the test, with a pipe to its
// standard input. Its end is waited for at the latest on destruction.
class Running {
 public:
  Running(const Terminal& terminal, const std::string& command);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  // Closes its standard input, waits, and returns the exit code.
  int Finish();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
};

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_TERMINAL_H_
