#include "tools/rejects_path.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "tools/exit_code.h"

namespace attest {
namespace {

bool AreOneFile(const std::string& a, const std::string& b) {
  if (a == b) return true;
  std::error_code ignored;  // One that is not there is not the other.
  return std::filesystem::equivalent(a, b, ignored);
}

}  // namespace

std::string RejectsErrorsPath(const std::string& path) {
  return absl::StrCat(path, ".errors");
}

std::vector<std::string> RejectsPaths(const std::string& path,
                                      const std::vector<std::string>& files) {
  if (files.size() == 1) return {path};
  std::vector<std::string> paths;
  for (const std::string& file : files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    std::string to = absl::StrCat(path, ".", name);
    for (int i = 2; std::find(paths.begin(), paths.end(), to) != paths.end();
         ++i) {
      to = absl::StrCat(path, ".", i, ".", name);
    }
    paths.push_back(std::move(to));
  }
  return paths;
}

absl::Status CheckRejectsApart(const std::vector<std::string>& written,
                               const std::vector<std::string>& read) {
  for (const std::string& path : written) {
    for (const std::string& to : {path, RejectsErrorsPath(path)}) {
      for (const std::string& from : read) {
        if (!AreOneFile(to, from)) continue;
        return WithExitCode(absl::InvalidArgumentError(absl::StrCat(
                                "--rejects: ", to, " is ", from,
                                ", which is read; want another file")),
                            kExitUsage);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace attest
