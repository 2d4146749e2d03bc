// Offline proofs: every text that is read is the only one for its value, and
// none proves what the key did not sign.

#include <cstdint>

#include "absl/status/statusor.h"
#include "engine/audit/event_proof.h"
#include "engine/merkle/tlog_proof.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/proved_log.h"

namespace attest {
void FuzzInput(absl::string_view input) {
  const absl::StatusOr<TlogProof> proof = ParseTlogProof(input);
  if (proof.ok()) {
    Require(TlogProofText(*proof) == input, "a proof has one text");
  }
  const absl::StatusOr<ProvenEvent> proven =
      CheckEventProof(input, ProvedKey().verifier());
  if (!proven.ok()) return;
  const ProvedLog& log = TheProvedLog();
  Require(proof.ok(), "what is proved was read");
  const uint64_t index = proven->index.value();
  Require(
      index < kProvedEvents && proven->checkpoint.tree_size == kProvedEvents,
      "only what was signed is proved");
  Require(proven->leaf_hash == log.leaves[index],
          "an event is proved where it is");
  Require(!proven->event || proof->extra == log.entries[index],
          "an event is proved as it is");
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (const uint64_t index : {uint64_t{0}, uint64_t{6}, kProvedEvents - 1}) {
    TlogProof proof = TheProvedLog().Proof(index);
    seeds.push_back(TlogProofText(proof));
    proof.extra = std::string(TheProvedLog().leaves[index].AsBytes());
    seeds.push_back(TlogProofText(proof));
    proof.extra.clear();
    seeds.push_back(TlogProofText(proof));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {"c2sp.org/tlog-proof@v1\n",
          "extra ",
          "index ",
          "\n",
          "\n\n",
          "=",
          "0",
          TheProvedLog().leaves[3].ToBase64()};
}

}  // namespace attest
