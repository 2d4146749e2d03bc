// The log's own events that carry signatures of others than its head:
// rotations of its key, and timestamps. They are gathered while a log is read
// and checked at its end.

#ifndef ATTEST_ENGINE_LOG_SIGNED_EVENTS_H_
#define ATTEST_ENGINE_LOG_SIGNED_EVENTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/note_key.h"
#include "engine/merkle/timestamp_token.h"
#include "engine/model/event.h"

namespace attest {

struct VerifiedRotation {
  uint64_t event = 0;
  std::string previous_key;
  std::string verifier_key;
  // The old key has signed for the new one; else it was lost, and nothing in
  // the log says that the same hands hold the new one.
  bool handed_over = false;
};

struct VerifiedTimestamp {
  uint64_t event = 0;
  uint64_t tree_size = 0;
  TimestampToken token;
};

class SignedEvents {
 public:
  struct Against {
    std::string origin;
    VerifierKey current_key;           // that the head is signed with
    uint64_t head_size = 0;            // of the events that the head is over
    std::vector<std::string> trusted;  // authorities, see OpenTimestampToken
    // The root of the tree of a size.
    std::function<absl::StatusOr<Hash>(uint64_t size)> root_at;
    std::function<void(uint64_t event, absl::string_view what)> problem;
  };

  // Takes up `event` when it is one of them. Requires: in order of `index`.
  void Note(uint64_t index, const Event& event);

  // Checks all of them: every rotation takes up the key before it, down to the
  // current one, and is signed or says that the old key was lost; every
  // timestamp is over a checkpoint of this tree that the key of its time has
  // signed. What is right is added to the lists.
  void Check(const Against& against, std::vector<VerifiedRotation>& rotations,
             std::vector<VerifiedTimestamp>& timestamps) const;

 private:
  std::vector<std::pair<uint64_t, KeyRotation>> rotations_;
  std::vector<std::pair<uint64_t, Timestamp>> timestamps_;
};

// Checks a timestamp by itself: its token holds and is over its checkpoint,
// which one of `keys` has signed for `origin` and for the size and root given.
absl::StatusOr<TimestampToken> CheckTimestamp(
    const Timestamp& timestamp, absl::string_view origin,
    absl::Span<const VerifierKey> keys, absl::Span<const std::string> trusted);

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_SIGNED_EVENTS_H_
