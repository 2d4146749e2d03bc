// By whose word an entity of a STIX bundle is there. An incident reads as one
// that happened, though all who reported it may have taken it back.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_GROUND_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_GROUND_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/interchange/stix_words.h"
#include "engine/model/id.h"

namespace attest {

struct StixGround {
  std::string sentence;
  // `no-claim-that-counts`, `only-denied`; empty: somebody reports of it.
  std::string label;
};

// Goes by all claims of the case that may go out and name the group of `id`;
// names those who make one that was chosen. Errors: those of the log.
absl::StatusOr<StixGround> GroundOf(EntityId id, StixOutgoing& outgoing,
                                    const StixWords& words);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_GROUND_H_
