#include "engine/audit/event_proof.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/log/event_codec.h"
#include "engine/merkle/proof.h"
#include "engine/merkle/tlog_proof.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::Status Forged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the proof does not hold: ", what));
}

absl::StatusOr<Checkpoint> OpenProofCheckpoint(const std::string& note,
                                               const VerifierKey& key) {
  absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(note, {key});
  if (checkpoint.ok()) return checkpoint;
  if (absl::IsNotFound(checkpoint.status())) {
    return Forged(absl::StrCat("its checkpoint is signed by another key, want ",
                               key.Encode()));
  }
  return Forged(checkpoint.status().message());
}

}  // namespace

absl::StatusOr<std::string> ProveEvent(const EventLog& log, EventIndex index,
                                       Payload payload) {
  Head head = log.head();
  if (head.note.empty()) {
    return absl::DataLossError(
        "the newest signed head is damaged; the next event that is added "
        "signs a new one");
  }
  ASSIGN_OR_RETURN(const Hash leaf, log.LeafHash(index));
  TlogProof proof = {.extra = "",
                     .index = index.value(),
                     .hashes = {},
                     .checkpoint = std::move(head.note)};
  ASSIGN_OR_RETURN(proof.hashes,
                   log.InclusionProof(index, head.checkpoint.tree_size));
  if (payload == Payload::kWithBytes) {
    ASSIGN_OR_RETURN(proof.extra, log.GetBytes(index));
  }
  // Where a redaction was, other bytes stand in the event's place.
  if (payload == Payload::kLeafHashOnly || HashLeaf(proof.extra) != leaf) {
    proof.extra = std::string(leaf.AsBytes());
  }
  return TlogProofText(proof);
}

absl::StatusOr<ProvenEvent> CheckEventProof(absl::string_view text,
                                            const VerifierKey& key) {
  ASSIGN_OR_RETURN(const TlogProof proof, ParseTlogProof(text));
  ProvenEvent proven;
  proven.index = EventIndex(proof.index);
  ASSIGN_OR_RETURN(proven.checkpoint,
                   OpenProofCheckpoint(proof.checkpoint, key));
  if (proof.extra.empty()) {
    return Forged("it holds neither the event nor its leaf hash");
  }
  const bool has_event = proof.extra.size() != Hash::kSize;
  if (has_event) {
    proven.leaf_hash = HashLeaf(proof.extra);
  } else {
    ASSIGN_OR_RETURN(proven.leaf_hash, Hash::FromBytes(proof.extra));
  }
  const absl::Status included =
      VerifyInclusion(proof.index, proven.checkpoint.tree_size,
                      proven.leaf_hash, proof.hashes, proven.checkpoint.root);
  if (!included.ok()) return Forged(included.message());
  ASSIGN_OR_RETURN(
      proven.root_before,
      RootBeforeLeaf(proof.index, proven.checkpoint.tree_size, proof.hashes));
  if (has_event) {
    ASSIGN_OR_RETURN(proven.event, DecodeEvent(proof.extra));
  }
  return proven;
}

}  // namespace attest
