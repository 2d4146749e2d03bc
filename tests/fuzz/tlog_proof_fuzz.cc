// Offline proofs: every text that is read is the only one for its value, and
// none proves what the key did not sign.

#include <cstdint>

#include "absl/status/statusor.h"
#include "engine/audit/event_proof.h"
#include "engine/log/event_codec.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/proof.h"
#include "engine/merkle/tlog_proof.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

constexpr uint64_t kEvents = 13;

const SigningKey& Key() {
  static const SigningKey& key = *new SigningKey(
      SigningKey::FromSeed("example.org/case", std::string(32, 'k')).value());
  return key;
}

// A log of entities, without a disk.
struct Log {
  std::vector<std::string> entries;
  std::vector<Hash> leaves;
  std::string note;

  Log() {
    for (uint64_t i = 0; i < kEvents; ++i) {
      const Event event = {.key = std::string(1 + i, 'k'),
                           .record = Entity{.name = "name"}};
      entries.push_back(
          EncodeEvent(event, Salt{static_cast<uint8_t>(i)}).value());
      leaves.push_back(HashLeaf(entries.back()));
    }
    Checkpoint checkpoint;
    checkpoint.origin = "example.org/case";
    checkpoint.tree_size = kEvents;
    checkpoint.root = reference::Root(leaves);
    note = SignCheckpoint(checkpoint, {Key()}).value();
  }

  [[nodiscard]] TlogProof Proof(uint64_t index) const {
    return {.extra = entries[index],
            .index = index,
            .hashes = reference::Path(index, leaves),
            .checkpoint = note};
  }
};

const Log& TheLog() {
  static const Log& log = *new Log;
  return log;
}

}  // namespace

void FuzzInput(absl::string_view input) {
  const absl::StatusOr<TlogProof> proof = ParseTlogProof(input);
  if (proof.ok()) {
    Require(TlogProofText(*proof) == input, "a proof has one text");
  }
  const absl::StatusOr<ProvenEvent> proven =
      CheckEventProof(input, Key().verifier());
  if (!proven.ok()) return;
  const Log& log = TheLog();
  Require(proof.ok(), "what is proved was read");
  const uint64_t index = proven->index.value();
  Require(index < kEvents && proven->checkpoint.tree_size == kEvents,
          "only what was signed is proved");
  Require(proven->leaf_hash == log.leaves[index],
          "an event is proved where it is");
  Require(!proven->event || proof->extra == log.entries[index],
          "an event is proved as it is");
}

std::vector<std::string> FuzzSeeds() {
  std::vector<std::string> seeds;
  for (const uint64_t index : {uint64_t{0}, uint64_t{6}, kEvents - 1}) {
    TlogProof proof = TheLog().Proof(index);
    seeds.push_back(TlogProofText(proof));
    proof.extra = std::string(TheLog().leaves[index].AsBytes());
    seeds.push_back(TlogProofText(proof));
    proof.extra.clear();
    seeds.push_back(TlogProofText(proof));
  }
  return seeds;
}

std::vector<std::string> FuzzWords() {
  return {
      "c2sp.org/tlog-proof@v1\n",   "extra ", "index ", "\n", "\n\n", "=", "0",
      TheLog().leaves[3].ToBase64()};
}

}  // namespace attest
