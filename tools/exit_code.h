// The exit codes of the command line, and what they say.

#ifndef ATTEST_TOOLS_EXIT_CODE_H_
#define ATTEST_TOOLS_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace attest {

enum ExitCode : int {
  kExitDone = 0,
  kExitDoesNotHold = 1,
  kExitUsage = 2,
  kExitBadInput = 3,
  kExitDamaged = 4,
  kExitNoCase = 5,  // locked, or not there
  kExitRefused = 6,
  kExitInterrupted = 130,
};

// `status` with `code` as the exit code it ends the program with, whatever
// its canonical code.
[[nodiscard]] absl::Status WithExitCode(absl::Status status, ExitCode code);

// The exit code for `status`: the one it was given, else by its canonical
// code: InvalidArgument, NotFound and OutOfRange are bad input, DataLoss is
// damage, everything else was refused.
[[nodiscard]] ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace attest

#endif  // ATTEST_TOOLS_EXIT_CODE_H_
