// FolderFiles opens the files that a case-format file names: paths relative to
// its folder, and nothing outside it.

#ifndef ATTEST_ENGINE_INGEST_FOLDER_FILES_H_
#define ATTEST_ENGINE_INGEST_FOLDER_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/input_file.h"

namespace attest {

class FolderFiles {
 public:
  FolderFiles() = default;

  // The folder that holds the file at `path`; the working folder for `-`.
  static absl::StatusOr<FolderFiles> FolderOf(const std::string& path);

  // Opens the regular file at `path`, within the folder also after symbolic
  // links are followed. PermissionDenied for what lies outside; otherwise as
  // InputFile::Open.
  [[nodiscard]] absl::StatusOr<InputFile> Open(absl::string_view path) const;

 private:
  [[nodiscard]] absl::StatusOr<FileDescriptor> OpenBeneath(
      const std::string& path) const;
  [[nodiscard]] absl::StatusOr<FileDescriptor> OpenResolved(
      const std::string& path) const;

  std::string name_;
  FileDescriptor fd_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_FOLDER_FILES_H_
