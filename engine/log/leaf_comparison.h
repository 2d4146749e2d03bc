// LeafComparison says whether stored bytes are what the tree has a hash of.
//
// Since a redaction, other bytes stand in the place of an event: the leaf hash
// is still that of the event as it was, and the redaction's own event, which
// the tree has a hash of too, lists the SHA-256 of what stands there now. That
// must be something that this redaction can leave (model/redacted_event.h): who
// holds the key cannot put another record in the place of an old one.
//
// Thread-safety: none. Private to this module.

#ifndef ATTEST_ENGINE_LOG_LEAF_COMPARISON_H_
#define ATTEST_ENGINE_LOG_LEAF_COMPARISON_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/log/event_store.h"
#include "engine/merkle/hash.h"
#include "engine/model/decision.h"

namespace attest {

enum class Stands : uint8_t { kAsHashed, kReplaced };

class LeafComparison {
 public:
  // `store` outlives this.
  explicit LeafComparison(const EventStore& store) : store_(store) {}

  // How `bytes` stand for event `index`, whose leaf hash is `leaf_hash`.
  // DataLoss, which names the event, when they are neither that event nor what
  // a redaction left of it.
  absl::StatusOr<Stands> Compare(uint64_t index, absl::string_view bytes,
                                 const Hash& leaf_hash);

 private:
  // A redaction, and the SHA-256 of what it put in the place of events.
  struct Known {
    std::optional<Redaction> redaction;
    absl::flat_hash_map<uint64_t, std::array<uint8_t, 32>> by_event;
  };

  absl::StatusOr<const Known*> ReplacedAt(uint64_t index);

  const EventStore& store_;
  absl::node_hash_map<uint64_t, Known> redactions_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_LOG_LEAF_COMPARISON_H_
