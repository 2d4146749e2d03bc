#include "tools/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "engine/log/durable_file.h"
#include "engine/log/random_bytes.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBufferBytes = size_t{1} << 20;

absl::Status FileError(const std::string& path, const char* what) {
  return absl::ResourceExhaustedError(
      absl::StrCat(path.empty() ? "standard output" : path, ": ", what, ": ",
                   std::strerror(errno)));
}

// Such a thing is written to as it stands; a file would take its place.
bool IsDeviceOrPipe(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode) &&
         !S_ISDIR(found.st_mode);
}

}  // namespace

OutputFile::~OutputFile() {
  if (path_.empty()) return;
  if (fd_ >= 0) close(fd_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

absl::Status OutputFile::Open() {
  if (path_.empty()) {
    fd_ = STDOUT_FILENO;
    return absl::OkStatus();
  }
  if (IsDeviceOrPipe(path_)) {
    fd_ = open(path_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    return fd_ < 0 ? FileError(path_, "open") : absl::OkStatus();
  }
  // A name of its own, so that no file or link that waits there is written to.
  ASSIGN_OR_RETURN(const std::string unique, RandomHex(8));
  const std::string temporary = absl::StrCat(path_, ".", unique, ".partial");
  fd_ = open(temporary.c_str(),
             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd_ < 0) return FileError(path_, "create");
  temporary_ = temporary;
  return absl::OkStatus();
}

absl::Status OutputFile::Write(absl::string_view bytes) {
  buffer_.append(bytes.data(), bytes.size());
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
}

absl::Status OutputFile::Settle() {
  RETURN_IF_ERROR(Flush());
  is_settled_ = true;
  if (path_.empty()) return absl::OkStatus();
  if (!temporary_.empty() && fsync(fd_) != 0) return FileError(path_, "sync");
  const bool closed = close(fd_) == 0;
  fd_ = -1;
  return closed ? absl::OkStatus() : FileError(path_, "close");
}

absl::Status OutputFile::Finish() {
  if (!is_settled_) RETURN_IF_ERROR(Settle());
  if (temporary_.empty()) return absl::OkStatus();
  if (rename(temporary_.c_str(), path_.c_str()) != 0) {
    return FileError(path_, "rename");
  }
  temporary_.clear();
  const std::string directory = fs::path(path_).parent_path().string();
  return SyncDirectory(directory.empty() ? "." : directory, {});
}

absl::Status OutputFile::Flush() {
  absl::string_view bytes = buffer_;
  while (!bytes.empty() && !closed_) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE && path_.empty()) {
      closed_ = true;
      break;
    }
    if (written < 0) return FileError(path_, "write");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status WriteOutput(const std::string& path, absl::string_view bytes) {
  OutputFile file(path);
  RETURN_IF_ERROR(file.Open());
  RETURN_IF_ERROR(file.Write(bytes));
  return file.Finish();
}

}  // namespace attest
