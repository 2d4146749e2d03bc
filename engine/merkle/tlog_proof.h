// Offline proofs, C2SP tlog-proof: one text that shows, to whoever trusts the
// log's key, that an entry is in the log.
//
//     c2sp.org/tlog-proof@v1
//     extra <base64 of what the log adds>
//     index <index of the entry>
//     <base64 of each hash of the inclusion proof, from the leaf upwards>
//
//     <the signed checkpoint, as it stands>
//
// The line `extra` is left out when there is nothing to add. Text and value
// stand for each other one to one. Reading says nothing of whether the proof
// holds: see VerifyInclusion and OpenCheckpoint, and for events
// audit/event_proof.h.
//
// All functions are pure.

#ifndef ATTEST_ENGINE_MERKLE_TLOG_PROOF_H_
#define ATTEST_ENGINE_MERKLE_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/merkle/hash.h"

namespace attest {

// The first line.
inline constexpr absl::string_view kTlogProofHeader = "c2sp.org/tlog-proof@v1";

// What ParseTlogProof reads at most.
inline constexpr size_t kMaxTlogProofBytes = size_t{2} << 20;

// An inclusion proof has no more hashes.
inline constexpr size_t kMaxTlogProofHashes = 64;

struct TlogProof {
  std::string extra;  // bytes; signed by nobody
  uint64_t index = 0;
  std::vector<Hash> hashes;
  std::string checkpoint;  // a signed note

  friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

[[nodiscard]] std::string TlogProofText(const TlogProof& proof);

// InvalidArgument when `text` is no proof: its first line is another one, or
// it is too large. DataLoss, with the line, when the rest is not exactly as
// above.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_TLOG_PROOF_H_
