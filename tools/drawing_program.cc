#include "tools/drawing_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kMaxPicture = size_t{64} << 20;  // bytes
constexpr size_t kMaxComplaint = 400;

absl::Status Refused(absl::string_view what) {
  return absl::ResourceExhaustedError(
      absl::StrCat("dot: ", what, ": ", std::strerror(errno)));
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

// Runs it to its end.
absl::Status Run(int in, int out, int err) {
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return Refused("start");
  const absl::Cleanup destroy = [&] {
    posix_spawn_file_actions_destroy(&actions);
  };
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  std::string name = "dot";
  std::string format = "-Tsvg";
  const std::array<char*, 3> words = {name.data(), format.data(), nullptr};
  pid_t pid = 0;
  errno = posix_spawnp(&pid, "dot", &actions, nullptr, words.data(), environ);
  if (errno == ENOENT || errno == EACCES) {
    return absl::FailedPreconditionError(
        "export --to svg: no program dot in PATH, want that of Graphviz "
        "(package graphviz); --to dot writes what it would draw");
  }
  if (errno != 0) return Refused("start");
  int ended = 0;
  while (waitpid(pid, &ended, 0) < 0) {
    if (errno != EINTR) return Refused("wait");
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

absl::StatusOr<std::string> DrawSvg(absl::string_view text) {
  ASSIGN_OR_RETURN(const int in, FileOf(text));
  const absl::Cleanup close_in = [in] { close(in); };
  ASSIGN_OR_RETURN(const int out, FileOf(""));
  const absl::Cleanup close_out = [out] { close(out); };
  ASSIGN_OR_RETURN(const int err, FileOf(""));
  const absl::Cleanup close_err = [err] { close(err); };
  RETURN_IF_ERROR(Run(in, out, err));
  ASSIGN_OR_RETURN(const std::string svg, BytesOf(out, kMaxPicture));
  if (svg.size() > kMaxPicture) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "dot: got a picture over ", kMaxPicture, " bytes, want a smaller one"));
  }
  return Checked(svg);
}

}  // namespace attest
