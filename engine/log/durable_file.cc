#include "engine/log/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status Ask(const FileHook& hook, FileOperation operation,
                 const std::string& path) {
  return hook ? hook(operation, path) : absl::OkStatus();
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

int Flags(DurableFile::Mode mode) {
  switch (mode) {
    case DurableFile::Mode::kRead:
      return O_RDONLY;
    case DurableFile::Mode::kWrite:
      return O_RDWR;
    case DurableFile::Mode::kCreate:
      return O_RDWR | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

}  // namespace

absl::Status FileError(int error_number, absl::string_view what,
                       absl::string_view path) {
  const std::string message =
      absl::StrCat("cannot ", what, " ", path, ": ",
                   std::generic_category().message(error_number));
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EEXIST:
    case ENOTEMPTY:
      return absl::AlreadyExistsError(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(message);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return absl::ResourceExhaustedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

absl::StatusOr<DurableFile> DurableFile::Open(std::string path, Mode mode,
                                              FileHook hook,
                                              uint32_t permissions) {
  if (mode == Mode::kCreate) {
    RETURN_IF_ERROR(Ask(hook, FileOperation::kCreate, path));
  }
  const int descriptor =
      open(path.c_str(), Flags(mode) | O_CLOEXEC, permissions);
  if (descriptor < 0) {
    return FileError(errno, mode == Mode::kCreate ? "create" : "open", path);
  }
  return DurableFile(descriptor, std::move(path), std::move(hook));
}

DurableFile::~DurableFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      hook_(std::move(other.hook_)) {}

DurableFile& DurableFile::operator=(DurableFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  std::swap(hook_, other.hook_);
  return *this;
}

absl::Status DurableFile::WriteAt(uint64_t offset, absl::string_view bytes) {
  RETURN_IF_ERROR(Ask(hook_, FileOperation::kWrite, path_));
  while (!bytes.empty()) {
    const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(),
                                   static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(errno, "write", path_);
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return absl::OkStatus();
}

absl::Status DurableFile::Sync() {
  RETURN_IF_ERROR(Ask(hook_, FileOperation::kSync, path_));
  if (fdatasync(descriptor_) != 0) return FileError(errno, "sync", path_);
  return absl::OkStatus();
}

absl::StatusOr<std::string> DurableFile::ReadAt(uint64_t offset,
                                                size_t limit) const {
  std::string bytes(limit, '\0');
  size_t have = 0;
  while (have < limit) {
    const ssize_t got = pread(descriptor_, bytes.data() + have, limit - have,
                              static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(errno, "read", path_);
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

absl::StatusOr<uint64_t> DurableFile::Size() const {
  struct stat status = {};
  if (fstat(descriptor_, &status) != 0) return FileError(errno, "read", path_);
  return static_cast<uint64_t>(status.st_size);
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes,
                          uint32_t permissions, const FileHook& hook) {
  ASSIGN_OR_RETURN(
      DurableFile file,
      DurableFile::Open(path, DurableFile::Mode::kCreate, hook, permissions));
  RETURN_IF_ERROR(file.WriteAt(0, bytes));
  return file.Sync();
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path,
                                          size_t limit) {
  ASSIGN_OR_RETURN(const DurableFile file,
                   DurableFile::Open(path, DurableFile::Mode::kRead));
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  if (size > limit) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the file ", path, " is too large: got ", size,
                     " bytes, want at most ", limit));
  }
  return file.ReadAt(0, size);
}

absl::Status RenameFile(const std::string& from, const std::string& to,
                        const FileHook& hook) {
  RETURN_IF_ERROR(Ask(hook, FileOperation::kRename, to));
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    return FileError(errno, "rename", from);
  }
  return SyncDirectory(DirectoryOf(to), hook);
}

absl::Status RemoveFile(const std::string& path, const FileHook& hook) {
  RETURN_IF_ERROR(Ask(hook, FileOperation::kRemove, path));
  if (unlink(path.c_str()) != 0) return FileError(errno, "remove", path);
  return absl::OkStatus();
}

absl::Status SyncDirectory(const std::string& path, const FileHook& hook) {
  RETURN_IF_ERROR(Ask(hook, FileOperation::kSyncDirectory, path));
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError(errno, "open", path);
  const int failed = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return failed == 0 ? absl::OkStatus() : FileError(failed, "sync", path);
}

absl::Status MakeDirectory(const std::string& path, const FileHook& hook) {
  if (mkdir(path.c_str(), 0700) == 0) {
    absl::Status synced = SyncDirectory(DirectoryOf(path), hook);
    // Whoever tries again must not find it there and go on.
    if (!synced.ok()) rmdir(path.c_str());
    return synced;
  }
  struct stat status = {};
  const int failed = errno;
  if (failed == EEXIST && stat(path.c_str(), &status) == 0 &&
      S_ISDIR(status.st_mode)) {
    return absl::OkStatus();
  }
  return FileError(failed, "make", path);
}

}  // namespace attest
