#include "tools/output_folder.h"

#include <filesystem>
#include <fstream>
#include <ios>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace attest {

absl::Status MakeEmptyFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && !std::filesystem::is_empty(path, error) && !error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the folder ", path, " is not empty"));
  }
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(path, ": ", error.message()));
}

absl::Status WriteBelow(const std::string& folder, const std::string& path,
                        absl::string_view bytes) {
  const std::filesystem::path full = std::filesystem::path(folder) / path;
  std::error_code error;
  std::filesystem::create_directories(full.parent_path(), error);
  std::ofstream file(full, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(full.string(), ": cannot be written"));
}

}  // namespace attest
