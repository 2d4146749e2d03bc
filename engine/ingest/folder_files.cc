#include "engine/ingest/folder_files.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

absl::Status Outside() {
  return absl::PermissionDeniedError("a path that leads out of the folder");
}

std::string RealPath(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(
      realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : "";
}

}  // namespace

absl::StatusOr<FolderFiles> FolderFiles::FolderOf(const std::string& path) {
  FolderFiles folder;
  const size_t slash = path.rfind('/');
  if (path == "-" || slash == std::string::npos) {
    folder.name_ = ".";
  } else {
    folder.name_ = path.substr(0, slash + 1);
  }
  folder.fd_ = FileDescriptor(
      open(folder.name_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.fd_.is_open()) {
    return absl::ErrnoToStatus(errno, "cannot open the folder of the file");
  }
  return folder;
}

absl::StatusOr<InputFile> FolderFiles::Open(absl::string_view path) const {
  if (path.empty()) return absl::InvalidArgumentError("an empty path");
  if (absl::StrContains(path, absl::string_view("\0", 1))) {
    return absl::InvalidArgumentError("a path with a NUL in it");
  }
  if (path.front() == '/') return Outside();
  absl::StatusOr<FileDescriptor> fd = OpenBeneath(std::string(path));
  if (absl::IsUnimplemented(fd.status())) {
    fd = OpenResolved(std::string(path));
  }
  if (!fd.ok()) return fd.status();
  return InputFile::Adopt(*std::move(fd));
}

absl::StatusOr<FileDescriptor> FolderFiles::OpenBeneath(
    const std::string& path) const {
  struct open_how how = {};
  how.flags = kOpenFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long fd =
      syscall(SYS_openat2, fd_.get(), path.c_str(), &how, sizeof how);
  if (fd >= 0) return FileDescriptor(static_cast<int>(fd));
  if (errno == EXDEV) return Outside();
  // An older kernel, or a sandbox that does not know the call.
  if (errno == ENOSYS || errno == EPERM) {
    return absl::UnimplementedError("openat2");
  }
  return absl::ErrnoToStatus(errno, "cannot open");
}

// The same by comparing resolved names.
absl::StatusOr<FileDescriptor> FolderFiles::OpenResolved(
    const std::string& path) const {
  FileDescriptor fd(openat(fd_.get(), path.c_str(), kOpenFlags));
  if (!fd.is_open()) return absl::ErrnoToStatus(errno, "cannot open");
  const std::string folder =
      RealPath(absl::StrCat("/proc/self/fd/", fd_.get()));
  const std::string file = RealPath(absl::StrCat("/proc/self/fd/", fd.get()));
  if (folder.empty() || file.empty()) {
    return absl::UnavailableError("cannot tell where the path leads");
  }
  const std::string prefix = folder == "/" ? folder : folder + "/";
  if (!absl::StartsWith(file, prefix)) return Outside();
  return fd;
}

}  // namespace attest
