#include "tools/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 20;

absl::Status FileError(const std::string& path, const char* what) {
  return absl::ResourceExhaustedError(
      absl::StrCat(path, ": ", what, ": ", std::strerror(errno)));
}

}  // namespace

OutputFile::~OutputFile() {
  if (fd_ >= 0 && !path_.empty()) {
    close(fd_);
    unlink(TemporaryPath().c_str());
  }
}

absl::Status OutputFile::Open() {
  if (path_.empty()) {
    fd_ = STDOUT_FILENO;
    return absl::OkStatus();
  }
  fd_ = open(TemporaryPath().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  return fd_ < 0 ? FileError(path_, "create") : absl::OkStatus();
}

absl::Status OutputFile::Write(absl::string_view bytes) {
  buffer_.append(bytes.data(), bytes.size());
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
}

absl::Status OutputFile::Finish() {
  RETURN_IF_ERROR(Flush());
  if (path_.empty()) return absl::OkStatus();
  if (fsync(fd_) != 0) return FileError(path_, "sync");
  close(fd_);
  fd_ = -1;
  if (rename(TemporaryPath().c_str(), path_.c_str()) != 0) {
    return FileError(path_, "rename");
  }
  return absl::OkStatus();
}

std::string OutputFile::TemporaryPath() const {
  return absl::StrCat(path_, ".partial");
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
