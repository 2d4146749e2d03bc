#include "engine/ingest/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/memory/temporary_file.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status OsError(int error, absl::string_view what) {
  return absl::ErrnoToStatus(error, what);
}

absl::string_view KindName(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

absl::StatusOr<size_t> ReadSome(int fd, uint64_t offset, char* buffer,
                                size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(fd, buffer + done, size - done,
                              static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return OsError(errno, "cannot read");
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) close(fd_);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

absl::StatusOr<FileDescriptor> OpenTemporary() {
  ASSIGN_OR_RETURN(const int fd, OpenTemporaryFile());
  return FileDescriptor(fd);
}

absl::StatusOr<InputFile> InputFile::Open(const std::string& path) {
  FileDescriptor fd(
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd.is_open()) return OsError(errno, "cannot open");
  return Adopt(std::move(fd));
}

absl::StatusOr<InputFile> InputFile::Adopt(FileDescriptor fd) {
  struct stat status = {};
  if (fstat(fd.get(), &status) != 0) return OsError(errno, "cannot open");
  if (!S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "not a file, got ", KindName(status.st_mode), ", want a regular file"));
  }
  InputFile file;
  file.fd_ = std::move(fd);
  file.size_bytes_ = static_cast<uint64_t>(status.st_size);
  return file;
}

absl::StatusOr<InputFile> InputFile::SpoolStandardInput() {
  ASSIGN_OR_RETURN(TempSpool spool, TempSpool::Make());
  std::vector<char> buffer(size_t{1} << 20);
  while (true) {
    const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return OsError(errno, "cannot read standard input");
    if (got == 0) break;
    const absl::string_view bytes(buffer.data(), static_cast<size_t>(got));
    RETURN_IF_ERROR(spool.Append(bytes).status());
  }
  return FromSpool(std::move(spool));
}

absl::StatusOr<InputFile> InputFile::FromText(absl::string_view text) {
  ASSIGN_OR_RETURN(TempSpool spool, TempSpool::Make());
  RETURN_IF_ERROR(spool.Append(text).status());
  return FromSpool(std::move(spool));
}

absl::StatusOr<InputFile> InputFile::FromSpool(TempSpool spool) {
  return Adopt(std::move(spool.fd_));
}

absl::StatusOr<size_t> InputFile::ReadAt(uint64_t offset, char* buffer,
                                         size_t size) const {
  return ReadSome(fd_.get(), offset, buffer, size);
}

absl::StatusOr<TempSpool> TempSpool::Make() {
  ASSIGN_OR_RETURN(FileDescriptor fd, OpenTemporary());
  return TempSpool(std::move(fd));
}

absl::StatusOr<uint64_t> TempSpool::Append(absl::string_view bytes) {
  const uint64_t begin = size_bytes_;
  while (!bytes.empty()) {
    const ssize_t put = pwrite(fd_.get(), bytes.data(), bytes.size(),
                               static_cast<off_t>(size_bytes_));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return OsError(errno, "cannot write a temporary file");
    size_bytes_ += static_cast<uint64_t>(put);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return begin;
}

absl::StatusOr<std::string> TempSpool::Read(uint64_t offset,
                                            size_t size) const {
  std::string bytes(size, '\0');
  ASSIGN_OR_RETURN(const size_t got,
                   ReadSome(fd_.get(), offset, bytes.data(), size));
  if (got != size) return absl::DataLossError("a temporary file was cut short");
  return bytes;
}

}  // namespace attest
