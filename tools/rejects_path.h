// Where what an import or `add` sets aside is written.

#ifndef ATTEST_TOOLS_REJECTS_PATH_H_
#define ATTEST_TOOLS_REJECTS_PATH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace attest {

// The file beside `path` that says what is wrong.
[[nodiscard]] std::string RejectsErrorsPath(const std::string& path);

// Where the rejects of each of `files`, of which there may be several in one
// import, are written: `path` of one file, else `path`.NAME with the name of
// the file, and a number before it where names are equal.
[[nodiscard]] std::vector<std::string> RejectsPaths(
    const std::string& path, const std::vector<std::string>& files);

// Is none of `written`, nor what stands beside them, one of `read`, however it
// is spelt or linked? Errors, with the exit code of wrong usage.
[[nodiscard]] absl::Status CheckRejectsApart(
    const std::vector<std::string>& written,
    const std::vector<std::string>& read);

}  // namespace attest

#endif  // ATTEST_TOOLS_REJECTS_PATH_H_
