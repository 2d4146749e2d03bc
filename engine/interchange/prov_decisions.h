// The decisions of a case in PROV: activities, with who decided, what they were
// about, and what they brought about. A standing retraction invalidates its
// target; what superseded it is a revision of it; two entities that are one are
// alternates.
//
// What was invalidated can be used no more, by the rules of PROV: a later
// decision about it was influenced by it.

#ifndef ATTEST_ENGINE_INTERCHANGE_PROV_DECISIONS_H_
#define ATTEST_ENGINE_INTERCHANGE_PROV_DECISIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "engine/interchange/outgoing_events.h"
#include "engine/interchange/prov_records.h"
#include "engine/model/decision.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Not thread-safe. Lifetime: borrows all it is made of.
class ProvDecisions {
 public:
  ProvDecisions(const View& view, const OutgoingKeys& keys);

  // Adds decision `out`, which goes whole. Errors: those of the log.
  absl::Status Add(EventIndex index, const OutgoingEvent& out,
                   ProvRecords& document);

  // Adds the redaction of `record`, which goes as a stub, and that it
  // invalidates it unless a retraction did before.
  absl::Status AddRedactionOf(EventIndex record, ProvRecords& document);

 private:
  absl::StatusOr<std::string> Declare(EventIndex index,
                                      const OutgoingEvent& out,
                                      ProvRecords& document);
  absl::StatusOr<std::string> NameOutsideBundle(EventIndex record,
                                                ProvRecords& document) const;
  absl::Status Use(const std::string& activity, EventIndex index,
                   EventIndex record, ProvRecords& document);
  absl::Status AddRetraction(EventIndex index, const OutgoingEvent& out,
                             const std::string& name, ProvRecords& document);
  absl::Status AddSuperseding(const Retraction& retraction,
                              const std::string& decision,
                              ProvRecords& document);
  absl::Status AddIdentity(EventIndex index, const Identity& identity,
                           const std::string& name, ProvRecords& document);
  [[nodiscard]] bool Stands(EventIndex index, EventIndex target);
  // What made `record` invalid: its standing retraction, or its redaction.
  [[nodiscard]] std::optional<EventIndex> InvalidatedBy(EventIndex record);

  const View& view_;
  const OutgoingKeys& keys_;
  // `same` judgements that stand and were left out.
  absl::flat_hash_set<EventIndex> left_out_;
  // The standing decisions on each target that was asked about.
  absl::flat_hash_map<EventIndex, absl::flat_hash_set<EventIndex>> standing_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_PROV_DECISIONS_H_
