#include "tools/drawing_program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxComplaint = 400;

absl::Status Refused(absl::string_view what) {
  return absl::ResourceExhaustedError(
      absl::StrCat("dot: ", what, ": ", std::strerror(errno)));
}

absl::Status TooLarge(const DrawingLimits& limits) {
  return absl::ResourceExhaustedError(absl::StrCat(
      "dot: got a picture over ", limits.bytes, " bytes, want a smaller one"));
}

// A file without a name that holds `text`, at its beginning.
absl::StatusOr<int> FileOf(absl::string_view text) {
  const int fd = memfd_create("graph", MFD_CLOEXEC);
  if (fd < 0) return Refused("a file for the graph");
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const absl::Status refused = Refused("a file for the graph");
      close(fd);
      return refused;
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
  if (lseek(fd, 0, SEEK_SET) != 0) {
    close(fd);
    return Refused("a file for the graph");
  }
  return fd;
}

// From the beginning; no more than `most` and one.
absl::StatusOr<std::string> BytesOf(int fd, size_t most) {
  if (lseek(fd, 0, SEEK_SET) != 0) return Refused("its output");
  std::string bytes;
  std::array<char, 65536> part;
  while (bytes.size() <= most) {
    const ssize_t got = read(fd, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Refused("its output");
    if (got == 0) break;
    bytes.append(part.data(), static_cast<size_t>(got));
  }
  return bytes;
}

// So that it ends as well where this program is ended before it: the time it
// computes, and what it writes to a file, are limited by the system.
void LimitOf(pid_t pid, const DrawingLimits& limits) {
  const auto seconds =
      static_cast<rlim_t>(absl::ToInt64Seconds(limits.time)) + 1;
  const rlimit time = {.rlim_cur = seconds, .rlim_max = seconds + 1};
  prlimit(pid, RLIMIT_CPU, &time, nullptr);
  const auto most = static_cast<rlim_t>(limits.bytes) + 1;
  const rlimit bytes = {.rlim_cur = most, .rlim_max = most};
  prlimit(pid, RLIMIT_FSIZE, &bytes, nullptr);
}

absl::StatusOr<int> Ended(pid_t pid) {
  int ended = 0;
  while (waitpid(pid, &ended, 0) < 0) {
    if (errno != EINTR) return Refused("wait");
  }
  return ended;
}

// Waits for its end, in which it is helped when it is over a limit.
absl::StatusOr<int> EndOf(pid_t pid, int out, const DrawingLimits& limits) {
  constexpr absl::Duration kLongest = absl::Milliseconds(50);
  absl::Duration pause = absl::Milliseconds(1);
  const absl::Time last = absl::Now() + limits.time;
  for (;;) {
    int ended = 0;
    const pid_t got = waitpid(pid, &ended, WNOHANG);
    if (got == pid) return ended;
    if (got < 0 && errno != EINTR) return Refused("wait");
    struct stat written = {};
    const bool is_large = fstat(out, &written) == 0 &&
                          static_cast<size_t>(written.st_size) > limits.bytes;
    if (is_large || absl::Now() > last) {
      kill(pid, SIGKILL);
      RETURN_IF_ERROR(Ended(pid).status());
      if (is_large) return TooLarge(limits);
      return absl::ResourceExhaustedError(absl::StrCat(
          "dot: got no picture within ", absl::FormatDuration(limits.time),
          ", want a smaller graph: choose with KEY... and --hops, or take "
          "--to dot or graphml"));
    }
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kLongest);
  }
}

// Runs it to its end.
absl::Status Run(int in, int out, int err, const DrawingLimits& limits) {
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return Refused("start");
  posix_spawnattr_t attributes;
  if (posix_spawnattr_init(&attributes) != 0) return Refused("start");
  const absl::Cleanup destroy = [&] {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  };
  // It ends by the signals that this program does not heed.
  sigset_t heeded;
  sigemptyset(&heeded);
  sigaddset(&heeded, SIGPIPE);
  sigaddset(&heeded, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &heeded);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  std::string name = "dot";
  std::string format = "-Tsvg";
  const std::array<char*, 3> words = {name.data(), format.data(), nullptr};
  pid_t pid = 0;
  errno =
      posix_spawnp(&pid, "dot", &actions, &attributes, words.data(), environ);
  if (errno == ENOENT || errno == EACCES) {
    return absl::FailedPreconditionError(
        "export --to svg: no program dot in PATH, want that of Graphviz "
        "(package graphviz); --to dot writes what it would draw");
  }
  if (errno != 0) return Refused("start");
  LimitOf(pid, limits);
  ASSIGN_OR_RETURN(const int ended, EndOf(pid, out, limits));
  if (WIFSIGNALED(ended) && WTERMSIG(ended) == SIGXFSZ) {
    return TooLarge(limits);
  }
  if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
    const absl::StatusOr<std::string> said = BytesOf(err, kMaxComplaint);
    return absl::InternalError(absl::StrCat(
        "dot: got ",
        WIFEXITED(ended) ? absl::StrCat("exit code ", WEXITSTATUS(ended))
                         : absl::StrCat("signal ", WTERMSIG(ended)),
        ", want a picture; it said: ",
        said.ok() ? said->substr(0, kMaxComplaint) : ""));
  }
  return absl::OkStatus();
}

// From <svg on. What could run or be fetched stands in tags alone: in text and
// in attributes' values `<` and quotes are escaped.
absl::StatusOr<std::string> Checked(absl::string_view svg) {
  const size_t begin = svg.find("<svg");
  if (begin == absl::string_view::npos || !absl::EndsWith(svg, "</svg>\n")) {
    return absl::InternalError(
        "dot: got something else, want one element <svg>");
  }
  svg.remove_prefix(begin);
  for (size_t at = svg.find('<'); at != absl::string_view::npos;
       at = svg.find('<', at + 1)) {
    const absl::string_view tag = svg.substr(at, svg.find('>', at) - at);
    for (const char* element : {"<script", "<image", "<foreignObject", "<use",
                                "<style", "<a ", "<!DOCTYPE", "<!ENTITY"}) {
      if (absl::StartsWith(tag, element)) {
        return absl::InternalError(absl::StrCat(
            "dot: got ", element, " in the picture, want plain shapes"));
      }
    }
    for (const char* attribute : {" href=", ":href=", " onload=", "url("}) {
      if (absl::StrContains(tag, attribute)) {
        return absl::InternalError(absl::StrCat(
            "dot: got ", attribute, " in the picture, want no reference"));
      }
    }
  }
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", svg);
}

}  // namespace

absl::StatusOr<std::string> DrawSvg(absl::string_view text,
                                    const DrawingLimits& limits) {
  ASSIGN_OR_RETURN(const int in, FileOf(text));
  const absl::Cleanup close_in = [in] { close(in); };
  ASSIGN_OR_RETURN(const int out, FileOf(""));
  const absl::Cleanup close_out = [out] { close(out); };
  ASSIGN_OR_RETURN(const int err, FileOf(""));
  const absl::Cleanup close_err = [err] { close(err); };
  RETURN_IF_ERROR(Run(in, out, err, limits));
  ASSIGN_OR_RETURN(const std::string svg, BytesOf(out, limits.bytes));
  if (svg.size() > limits.bytes) return TooLarge(limits);
  return Checked(svg);
}

}  // namespace attest
