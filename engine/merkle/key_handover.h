// Handing a log over from one signing key to the next.

#ifndef ATTEST_ENGINE_MERKLE_KEY_HANDOVER_H_
#define ATTEST_ENGINE_MERKLE_KEY_HANDOVER_H_

#include <string>

#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"

namespace attest {

// What the old key signs: which key comes after it, and from which tree on.
// No other text that a log signs begins with its first line and has no number
// in its second.
[[nodiscard]] std::string KeyHandoverText(const Checkpoint& tree,
                                          const VerifierKey& previous,
                                          const VerifierKey& next);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_KEY_HANDOVER_H_
