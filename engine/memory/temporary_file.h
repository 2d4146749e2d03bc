// A place on disk for what need not stay in memory.

#ifndef ATTEST_ENGINE_MEMORY_TEMPORARY_FILE_H_
#define ATTEST_ENGINE_MEMORY_TEMPORARY_FILE_H_

#include "absl/status/statusor.h"

namespace attest {

// Opens an empty temporary file that has no name, in $TMPDIR, else /tmp.
// Returns its descriptor, which is to be closed.
absl::StatusOr<int> OpenTemporaryFile();

}  // namespace attest

#endif  // ATTEST_ENGINE_MEMORY_TEMPORARY_FILE_H_
