#include "engine/merkle/key_handover.h"

#include "absl/strings/str_cat.h"

namespace attest {

std::string KeyHandoverText(const Checkpoint& tree, const VerifierKey& previous,
                            const VerifierKey& next) {
  return absl::StrCat("attest key handover\n", "origin ", tree.origin, "\n",
                      "size ", tree.tree_size, "\n", "root ",
                      tree.root.ToBase64(), "\n", "from ", previous.Encode(),
                      "\n", "to ", next.Encode(), "\n");
}

}  // namespace attest
