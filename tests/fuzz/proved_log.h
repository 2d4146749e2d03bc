// A small log with a key, in memory, whose events can be proved.

#ifndef ATTEST_TESTS_FUZZ_PROVED_LOG_H_
#define ATTEST_TESTS_FUZZ_PROVED_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/log/event_codec.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/tlog_proof.h"
#include "tests/reference/merkle_tree.h"

namespace attest {

inline constexpr uint64_t kProvedEvents = 13;

inline const SigningKey& ProvedKey() {
  static const SigningKey& key = *new SigningKey(
      SigningKey::FromSeed("example.org/case", std::string(32, 'k')).value());
  return key;
}

// A log of entities, without a disk.
struct ProvedLog {
  std::vector<std::string> entries;
  std::vector<Hash> leaves;
  std::string note;

  ProvedLog() {
    for (uint64_t i = 0; i < kProvedEvents; ++i) {
      const Event event = {.key = std::string(1 + i, 'k'),
                           .record = Entity{.name = "name"}};
      entries.push_back(
          EncodeEvent(event, Salt{static_cast<uint8_t>(i)}).value());
      leaves.push_back(HashLeaf(entries.back()));
    }
    Checkpoint checkpoint;
    checkpoint.origin = "example.org/case";
    checkpoint.tree_size = kProvedEvents;
    checkpoint.root = reference::Root(leaves);
    note = SignCheckpoint(checkpoint, {ProvedKey()}).value();
  }

  [[nodiscard]] TlogProof Proof(uint64_t index) const {
    return {.extra = entries[index],
            .index = index,
            .hashes = reference::Path(index, leaves),
            .checkpoint = note};
  }
};

inline const ProvedLog& TheProvedLog() {
  static const ProvedLog& log = *new ProvedLog;
  return log;
}

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_PROVED_LOG_H_
