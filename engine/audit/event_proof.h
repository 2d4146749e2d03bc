// A proof that an event is in the log, as a text that can be checked with
// nothing else at hand but the log's verifier key: a C2SP tlog-proof (see
// merkle/tlog_proof.h) whose `extra` is the entry itself, the stored bytes of
// the event, random ones among them. Where these must not go out, or are gone,
// `extra` is the 32 bytes of the leaf hash; no event is as short.
//
// What a proof shows: whoever holds the signing key had this record, at this
// position, in a log with this root. When, and that no other log was shown to
// somebody else, it does not show: that takes checkpoints kept by others, and
// timestamps.

#ifndef ATTEST_ENGINE_AUDIT_EVENT_PROOF_H_
#define ATTEST_ENGINE_AUDIT_EVENT_PROOF_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/event_log.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/note_key.h"
#include "engine/model/event.h"
#include "engine/model/id.h"

namespace attest {

enum class Payload : uint8_t { kWithBytes, kLeafHashOnly };

// Proves that event `index` is under the log's head. OutOfRange when there is
// none; DataLoss when the head is damaged, so that there is no signed one.
absl::StatusOr<std::string> ProveEvent(const EventLog& log, EventIndex index,
                                       Payload payload);

struct ProvenEvent {
  EventIndex index;
  Hash leaf_hash;
  // Nothing where the proof has the leaf hash alone. References are indexes of
  // events of the same log.
  std::optional<Event> event;
  Checkpoint checkpoint;
  // The root of the tree of the events before it.
  Hash root_before;
};

// Checks a proof. InvalidArgument when `text` is none; DataLoss when it is
// damaged or forged, or signed by another key than `key`; FailedPrecondition
// when it holds but a newer program wrote the event.
absl::StatusOr<ProvenEvent> CheckEventProof(absl::string_view text,
                                            const VerifierKey& key);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_EVENT_PROOF_H_
