// Child is a program that runs beside the test, with a pipe to its standard
// input and one from its standard output. It is spawned with exec: a process
// forked after RocksDB was opened would have lost its threads.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_CHILD_H_
#define ATTEST_TESTS_FAULTS_HARNESS_CHILD_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace attest {

class Child {
 public:
  // `arguments` begin with the program's path. What it says on standard error
  // goes to the file `errors`, made anew; to that of the test when empty.
  explicit Child(const std::vector<std::string>& arguments,
                 const std::string& errors = "");
  // Kills it, if it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  // The next line it prints, without its end; nothing once it is gone. A line
  // without an end is none.
  std::optional<std::string> ReadLine();

  void CloseInput();
  void Kill() const;

  // Waits for its end. Its exit code, or 128 + the signal that ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string buffer_;
};

inline constexpr int kKilled = 128 + 9;

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_CHILD_H_
