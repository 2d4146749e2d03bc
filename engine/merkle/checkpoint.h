// Checkpoints, C2SP tlog-checkpoint: a signed note that commits a log to the
// tree of its first `tree_size` events. Its text is
//
//     <origin>
//     <tree size in decimal>
//     <base64 of the root hash>
//     <extension lines, if any>
//
// All functions are pure. A checkpoint and its text stand for each other one
// to one.

#ifndef ATTEST_ENGINE_MERKLE_CHECKPOINT_H_
#define ATTEST_ENGINE_MERKLE_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/note_key.h"

namespace attest {

struct Checkpoint {
  std::string origin;  // which log; one line, not empty
  uint64_t tree_size = 0;
  Hash root;
  std::vector<std::string> extensions;  // lines, none of them empty

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Writes the text of a checkpoint. InvalidArgument when ParseCheckpoint would
// not give the same checkpoint back.
absl::StatusOr<std::string> CheckpointText(const Checkpoint& checkpoint);

// Parses the text of a checkpoint. InvalidArgument when it is not exactly as
// above, or the root of size 0 is not EmptyRoot().
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

// Writes a checkpoint as a note signed by each key. InvalidArgument as
// CheckpointText and SignNote.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           absl::Span<const SigningKey> keys);

// Opens and parses a signed checkpoint; errors as OpenNote and
// ParseCheckpoint. The caller compares the origin: a key may sign for several
// logs.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::Span<const VerifierKey> known);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_CHECKPOINT_H_
