#include "engine/log/signed_events.h"

#include <optional>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/merkle/checkpoint.h"
#include "engine/merkle/key_handover.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

absl::StatusOr<VerifiedRotation> CheckRotation(
    uint64_t event, const KeyRotation& rotation,
    const std::optional<std::string>& in_force,
    const SignedEvents::Against& against) {
  if (in_force && rotation.previous_key != *in_force) {
    return absl::DataLossError(
        absl::StrCat("it replaces a key that was not in use: got ",
                     rotation.previous_key, ", want ", *in_force));
  }
  ASSIGN_OR_RETURN(const VerifierKey previous,
                   VerifierKey::Parse(rotation.previous_key));
  ASSIGN_OR_RETURN(const VerifierKey next,
                   VerifierKey::Parse(rotation.verifier_key));
  if (!rotation.signature.empty()) {
    ASSIGN_OR_RETURN(const Hash root, against.root_at(event));
    const Checkpoint before = {.origin = against.origin,
                               .tree_size = event,
                               .root = root,
                               .extensions = {}};
    RETURN_IF_ERROR(previous.Verify(KeyHandoverText(before, previous, next),
                                    rotation.signature));
  }
  return VerifiedRotation{.event = event,
                          .previous_key = rotation.previous_key,
                          .verifier_key = rotation.verifier_key,
                          .handed_over = !rotation.signature.empty()};
}

absl::StatusOr<VerifiedTimestamp> CheckStored(
    uint64_t event, const Timestamp& timestamp, const VerifierKey& key,
    const SignedEvents::Against& against) {
  if (timestamp.tree_size > event) {
    return absl::DataLossError(
        absl::StrCat("its checkpoint speaks of events that came after it: got ",
                     timestamp.tree_size, ", want at most ", event));
  }
  ASSIGN_OR_RETURN(
      TimestampToken token,
      CheckTimestamp(timestamp, against.origin, {key}, against.trusted));
  ASSIGN_OR_RETURN(const Hash root, against.root_at(timestamp.tree_size));
  if (root != Hash{timestamp.root}) {
    return absl::DataLossError("its checkpoint is not of this tree");
  }
  return VerifiedTimestamp{.event = event,
                           .tree_size = timestamp.tree_size,
                           .token = std::move(token)};
}

}  // namespace

absl::StatusOr<TimestampToken> CheckTimestamp(
    const Timestamp& timestamp, absl::string_view origin,
    absl::Span<const VerifierKey> keys, absl::Span<const std::string> trusted) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint,
                   OpenCheckpoint(timestamp.checkpoint, keys));
  if (checkpoint.origin != origin) {
    return absl::DataLossError(
        absl::StrCat("its checkpoint is of another log: ", checkpoint.origin));
  }
  if (checkpoint.tree_size != timestamp.tree_size ||
      checkpoint.root != Hash{timestamp.root}) {
    return absl::DataLossError("its checkpoint has another size or root");
  }
  ASSIGN_OR_RETURN(TimestampToken token,
                   OpenTimestampToken(timestamp.token, trusted));
  if (token.imprint != Sha256(timestamp.checkpoint)) {
    return absl::DataLossError("its token is over something else");
  }
  return token;
}

void SignedEvents::Note(uint64_t index, const Event& event) {
  if (const auto* rotation = std::get_if<KeyRotation>(&event.record)) {
    rotations_.emplace_back(index, *rotation);
  } else if (const auto* timestamp = std::get_if<Timestamp>(&event.record)) {
    timestamps_.emplace_back(index, *timestamp);
  }
}

void SignedEvents::Check(const Against& against,
                         std::vector<VerifiedRotation>& rotations,
                         std::vector<VerifiedTimestamp>& timestamps) const {
  std::optional<std::string> in_force;
  for (const auto& [event, rotation] : rotations_) {
    const absl::StatusOr<VerifiedRotation> checked =
        CheckRotation(event, rotation, in_force, against);
    if (checked.ok()) {
      rotations.push_back(*checked);
    } else {
      against.problem(event, absl::StrCat("the rotation of the key: ",
                                          checked.status().message()));
    }
    in_force = rotation.verifier_key;
  }
  // A rotation behind the head was cut off; the next writer finishes it.
  if (in_force && rotations_.back().first >= against.head_size) {
    in_force = rotations_.back().second.previous_key;
  }
  if (in_force && *in_force != against.current_key.Encode()) {
    against.problem(rotations_.back().first,
                    absl::StrCat("the head is signed with a key that no event "
                                 "speaks of: ",
                                 against.current_key.Encode()));
  }
  // A checkpoint is signed with the key that the next rotation replaces.
  for (const auto& [event, timestamp] : timestamps_) {
    VerifierKey key = against.current_key;
    for (const auto& [rotated_at, rotation] : rotations_) {
      if (timestamp.tree_size > rotated_at) continue;
      const auto previous = VerifierKey::Parse(rotation.previous_key);
      if (previous.ok()) key = *previous;
      break;
    }
    absl::StatusOr<VerifiedTimestamp> checked =
        CheckStored(event, timestamp, key, against);
    if (checked.ok()) {
      timestamps.push_back(*std::move(checked));
    } else {
      against.problem(
          event, absl::StrCat("the timestamp: ", checked.status().message()));
    }
  }
}

}  // namespace attest
