// An option whose value is a verdict.

#ifndef ATTEST_TOOLS_VERDICT_OPTION_H_
#define ATTEST_TOOLS_VERDICT_OPTION_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/corroboration/verdict.h"

namespace attest {

// The verdict of that name; none for an empty one. InvalidArgument, with the
// exit code of wrong usage, for anything else. `option`: for errors.
[[nodiscard]] absl::StatusOr<std::optional<Verdict>> VerdictOf(
    const std::string& option, const std::string& name);

}  // namespace attest

#endif  // ATTEST_TOOLS_VERDICT_OPTION_H_
