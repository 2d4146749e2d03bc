// Files that are on the disk when they are said to be: writing at a place,
// syncing, renaming and syncing a directory, for the small files around the
// database.
//
// Every operation that changes something can be made to fail by a FileHook,
// so that tests can have a disk that is full or whose n-th sync fails.
//
// Errors: Unavailable from the disk; ResourceExhausted when it is full;
// NotFound, AlreadyExists and PermissionDenied as their names say. Messages
// name the file.

#ifndef ATTEST_ENGINE_LOG_DURABLE_FILE_H_
#define ATTEST_ENGINE_LOG_DURABLE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace attest {

enum class FileOperation : uint8_t {
  kCreate,
  kWrite,
  kSync,
  kRename,
  kRemove,
  kSyncDirectory,
};

// For tests: asked before each operation, which fails with what it returns. An
// empty hook lets all pass.
using FileHook = std::function<absl::Status(FileOperation operation,
                                            const std::string& path)>;

// Status of a failed system call: "cannot WHAT PATH: REASON".
absl::Status FileError(int error_number, absl::string_view what,
                       absl::string_view path);

// An open file. Move-only; closes itself.
class DurableFile {
 public:
  enum class Mode : uint8_t {
    kRead,
    kWrite,   // an existing file, read and written
    kCreate,  // a new one, which must not be there yet
  };

  // `permissions` are those of a new file.
  static absl::StatusOr<DurableFile> Open(std::string path, Mode mode,
                                          FileHook hook = {},
                                          uint32_t permissions = 0644);

  ~DurableFile();
  DurableFile(DurableFile&& other) noexcept;
  DurableFile& operator=(DurableFile&& other) noexcept;

  // Writes all of `bytes` from byte `offset` on.
  absl::Status WriteAt(uint64_t offset, absl::string_view bytes);

  // Makes what was written durable.
  absl::Status Sync();

  // Reads up to `limit` bytes from `offset` on; fewer at the end of the file.
  [[nodiscard]] absl::StatusOr<std::string> ReadAt(uint64_t offset,
                                                   size_t limit) const;

  [[nodiscard]] absl::StatusOr<uint64_t> Size() const;

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  DurableFile(int descriptor, std::string path, FileHook hook)
      : descriptor_(descriptor),
        path_(std::move(path)),
        hook_(std::move(hook)) {}

  int descriptor_ = -1;
  std::string path_;
  FileHook hook_;
};

// Writes a new file and makes it durable; its directory's entry is not until
// SyncDirectory. AlreadyExists when the file is there.
absl::Status WriteNewFile(const std::string& path, absl::string_view bytes,
                          uint32_t permissions, const FileHook& hook = {});

// Reads a whole file. ResourceExhausted when it has more than `limit` bytes.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path,
                                          size_t limit);

// Renames and makes that durable. An existing `to` is replaced.
absl::Status RenameFile(const std::string& from, const std::string& to,
                        const FileHook& hook = {});

absl::Status RemoveFile(const std::string& path, const FileHook& hook = {});

// Makes the entries of a directory durable.
absl::Status SyncDirectory(const std::string& path, const FileHook& hook = {});

// Makes a directory for its owner alone; one that is there is as good.
absl::Status MakeDirectory(const std::string& path, const FileHook& hook = {});

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_DURABLE_FILE_H_
