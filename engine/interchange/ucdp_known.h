// What the case has claimed of events that a table tells again: a newer release
// adds what it says, and nothing is taken back by itself, so that the user must
// be told what is not said any more.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_KNOWN_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_KNOWN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/existing_case.h"
#include "engine/model/id.h"

namespace attest {

// Memory: 16 bytes for each claim of an imported event, from the first call on.
class UcdpKnownClaims {
 public:
  // `existing` finds live claims by a prefix of their keys. It must outlive
  // this, and stay as it is from the first call on.
  explicit UcdpKnownClaims(const ExistingCase& existing)
      : existing_(existing) {}

  // The keys of the live imported claims about the entity that `event` defines
  // that are none of `said`, in the order of the log.
  // Errors: those of the case.
  // Complexity: the first call reads every imported claim of the case.
  absl::StatusOr<std::vector<std::string>> NotAmong(
      EventIndex event, const absl::flat_hash_set<std::string>& said);

 private:
  absl::Status ReadAll();

  const ExistingCase& existing_;
  bool is_read_ = false;
  // The entity, and a claim that has it as its subject or object; sorted.
  std::vector<std::pair<EventIndex, EventIndex>> claims_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_KNOWN_H_
