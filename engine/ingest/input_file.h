// InputFile is an open regular file that is read by position, and TempSpool a
// place on disk for what must not be kept in memory.

#ifndef ATTEST_ENGINE_INGEST_INPUT_FILE_H_
#define ATTEST_ENGINE_INGEST_INPUT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

// Owns a file descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// An empty temporary file that has no name, in $TMPDIR, else /tmp.
absl::StatusOr<FileDescriptor> OpenTemporary();

class TempSpool;

class InputFile {
 public:
  InputFile() = default;

  // Opens the regular file at `path`; never waits for the other end of a
  // pipe. NotFound, PermissionDenied, or InvalidArgument when it is a folder,
  // a pipe or a device; the message names no path.
  static absl::StatusOr<InputFile> Open(const std::string& path);

  // Takes over `fd`, if that is a regular file: errors as of Open.
  static absl::StatusOr<InputFile> Adopt(FileDescriptor fd);

  // Copies what is left of standard input to an unlinked temporary file.
  static absl::StatusOr<InputFile> SpoolStandardInput();

  // A temporary file that holds `text`, or what was appended to `spool`.
  static absl::StatusOr<InputFile> FromText(absl::string_view text);
  static absl::StatusOr<InputFile> FromSpool(TempSpool spool);

  // Reads up to `size` bytes at `offset`; fewer only at the end of the file.
  absl::StatusOr<size_t> ReadAt(uint64_t offset, char* buffer,
                                size_t size) const;

  // The size when it was opened.
  [[nodiscard]] uint64_t size_bytes() const { return size_bytes_; }

 private:
  FileDescriptor fd_;
  uint64_t size_bytes_ = 0;
};

// An unlinked temporary file that is appended to and read by position.
class TempSpool {
 public:
  static absl::StatusOr<TempSpool> Make();

  // Returns the offset at which `bytes` stand.
  absl::StatusOr<uint64_t> Append(absl::string_view bytes);

  // Reads exactly `size` bytes at `offset`.
  [[nodiscard]] absl::StatusOr<std::string> Read(uint64_t offset,
                                                 size_t size) const;

  [[nodiscard]] uint64_t size_bytes() const { return size_bytes_; }

 private:
  friend class InputFile;

  explicit TempSpool(FileDescriptor fd) : fd_(std::move(fd)) {}

  FileDescriptor fd_;
  uint64_t size_bytes_ = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_INPUT_FILE_H_
