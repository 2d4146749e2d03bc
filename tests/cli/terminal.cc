#include "tests/cli/terminal.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

// A file without a name, for what a child writes.
class Capture {
 public:
  Capture() : fd_(memfd_create("output", MFD_CLOEXEC)) {}
  ~Capture() { close(fd_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  [[nodiscard]] std::string Text() const {
    std::string text;
    std::array<char, 65536> buffer = {};
    while (true) {
      const ssize_t got = pread(fd_, buffer.data(), buffer.size(),
                                static_cast<off_t>(text.size()));
      if (got <= 0) return text;
      text.append(buffer.data(), static_cast<size_t>(got));
    }
  }

 private:
  const int fd_;
};

struct Streams {
  int in = -1;  // -1: empty
  int out = -1;
  int err = -1;
};

pid_t Spawn(const std::string& command, const std::string& folder,
            const std::vector<std::string>& environment,
            const Streams& streams) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  if (streams.in < 0) {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, streams.in, STDIN_FILENO);
  }
  posix_spawn_file_actions_adddup2(&actions, streams.out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, streams.err, STDERR_FILENO);
  std::string shell = "/bin/sh";
  std::string option = "-c";
  std::string text = command;
  char* arguments[] = {shell.data(), option.data(), text.data(), nullptr};
  std::vector<std::string> variables = environment;
  std::vector<char*> pointers;
  pointers.reserve(variables.size() + 1);
  for (std::string& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  pid_t pid = -1;
  const int failed = posix_spawn(&pid, shell.c_str(), &actions, nullptr,
                                 arguments, pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(failed, 0) << "posix_spawn /bin/sh";
  return failed == 0 ? pid : -1;
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string PathVariable() {
  const char* path =
      std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): no other thread
  return absl::StrCat("PATH=", fs::path(ATTEST_PROGRAM).parent_path().string(),
                      ":", path == nullptr ? "/usr/bin:/bin" : path);
}

}  // namespace

Terminal::Terminal() {
  std::string name =
      (fs::canonical(fs::temp_directory_path()) / "attest-cli-XXXXXX").string();
  EXPECT_NE(mkdtemp(name.data()), nullptr) << name;
  folder_ = name;
  environment_ = {PathVariable(),
                  absl::StrCat("HOME=", folder_),
                  "TZ=UTC",
                  "ATTEST_USER=tester",
                  absl::StrCat("CASES=", ATTEST_SOURCE_DIR, "/tests/cases"),
                  absl::StrCat("SHARED=", ATTEST_SHARED_DIR)};
}

Terminal::~Terminal() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Terminal::Set(const std::string& name, const std::string& value) {
  const std::string prefix = absl::StrCat(name, "=");
  environment_.erase(std::remove_if(environment_.begin(), environment_.end(),
                                    [&](const std::string& variable) {
                                      return absl::StartsWith(variable, prefix);
                                    }),
                     environment_.end());
  if (!value.empty()) environment_.push_back(prefix + value);
}

Output Terminal::Run(const std::string& command) const {
  const Capture out;
  const Capture err;
  const pid_t pid =
      Spawn(command, folder_, environment_, {.out = out.fd(), .err = err.fd()});
  Output output;
  if (pid < 0) return output;
  output.exit_code = WaitFor(pid);
  output.out = out.Text();
  output.err = err.Text();
  return output;
}

std::string Terminal::Must(const std::string& command) const {
  Output output = Run(command);
  EXPECT_EQ(output.exit_code, 0) << command << "\n" << output.err;
  return std::move(output.out);
}

nlohmann::json Terminal::Document(const std::string& arguments,
                                  int exit_code) const {
  const Output output = Run(absl::StrCat("attest --mode json ", arguments));
  EXPECT_EQ(output.exit_code, exit_code) << arguments << "\n" << output.err;
  nlohmann::json document = nlohmann::json::parse(output.out, nullptr, false);
  EXPECT_TRUE(document.is_object()) << arguments << "\n" << output.out;
  return document.is_object() ? document : nlohmann::json();
}

void Terminal::Write(const std::string& file, const std::string& text) const {
  const fs::path path = fs::path(folder_) / file;
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  EXPECT_TRUE(stream.flush()) << path;
}

std::string Terminal::Read(const std::string& file) const {
  std::ifstream stream(fs::path(folder_) / file, std::ios::binary);
  EXPECT_TRUE(stream) << file;
  return {std::istreambuf_iterator<char>(stream), {}};
}

void Terminal::FlipByte(const std::string& file, size_t offset) const {
  std::string bytes = Read(file);
  ASSERT_LT(offset, bytes.size()) << file;
  bytes[offset] = static_cast<char>(bytes[offset] ^ 0x10);
  Write(file, bytes);
}

Running::Running(const Terminal& terminal, const std::string& command) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  pid_ = Spawn(command, terminal.folder(), terminal.environment(),
               {.in = ends[0], .out = null, .err = null});
  close(null);
  close(ends[0]);
  input_ = ends[1];
}

Running::~Running() { Finish(); }

int Running::Finish() {
  if (pid_ < 0) return -1;
  close(input_);
  const int code = WaitFor(pid_);
  pid_ = -1;
  return code;
}

}  // namespace attest
