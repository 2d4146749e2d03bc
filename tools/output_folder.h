// Where a verb writes many files.

#ifndef ATTEST_TOOLS_OUTPUT_FOLDER_H_
#define ATTEST_TOOLS_OUTPUT_FOLDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace attest {

// Makes `path` with the folders above it. What went out earlier may not be
// allowed out any more: only an empty folder is written to. InvalidArgument for
// another; PermissionDenied where the system refuses.
[[nodiscard]] absl::Status MakeEmptyFolder(const std::string& path);

// Writes a file at `path` below `folder`, and the folders between.
// ResourceExhausted where the system refuses.
[[nodiscard]] absl::Status WriteBelow(const std::string& folder,
                                      const std::string& path,
                                      absl::string_view bytes);

}  // namespace attest

#endif  // ATTEST_TOOLS_OUTPUT_FOLDER_H_
