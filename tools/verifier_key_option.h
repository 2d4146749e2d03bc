// --key of the verbs that check without the case.

#ifndef ATTEST_TOOLS_VERIFIER_KEY_OPTION_H_
#define ATTEST_TOOLS_VERIFIER_KEY_OPTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/merkle/note_key.h"

namespace attest {

// The key that `given` is, as it is written down, or that a file of this name
// holds. InvalidArgument for anything else.
[[nodiscard]] absl::StatusOr<VerifierKey> VerifierKeyGiven(
    const std::string& given);

}  // namespace attest

#endif  // ATTEST_TOOLS_VERIFIER_KEY_OPTION_H_
