// The records of a case as objects of STIX: sources, entities and reports.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_RECORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_RECORDS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/interchange/stix_derivation.h"
#include "engine/interchange/stix_ids.h"
#include "engine/interchange/stix_objects.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/interchange/stix_words.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Not thread-safe: it counts. Lifetime: borrows all it is made of. Errors:
// those of the log and of the figures.
class StixRecords {
 public:
  // `modified`: when the last event that counts was recorded, which may have
  // changed what the case makes of anything.
  StixRecords(const EventLog& log, const StixIds& ids, StixOutgoing& outgoing,
              const ExportOrigin& origin, absl::Time modified)
      : log_(log),
        ids_(ids),
        outgoing_(outgoing),
        words_(outgoing),
        derivation_(log, ids, outgoing),
        origin_(origin),
        modified_(modified) {}

  // Required before all else, once: brings along the sources that will be
  // named.
  void Prepare();

  absl::StatusOr<std::string> IdOf(SourceId id) const;
  // Requires: it stands for its group.
  absl::StatusOr<std::string> IdOf(EntityId id);
  absl::StatusOr<std::string> IdOf(ReportId id) const;

  absl::StatusOr<StixJson> ObjectOf(SourceId id);
  absl::StatusOr<StixJson> ObjectOf(EntityId id);
  // `refers_to`: the objects of what it says. Requires: it is not withheld, and
  // says something.
  absl::StatusOr<StixJson> ObjectOf(ReportId id,
                                    const std::vector<std::string>& refers_to);

  // When the object of a statement was created. Its first claim may be sealed
  // later, or be so already: so it is when what it is of was first recorded.
  [[nodiscard]] absl::Time CreatedAt(StatementId id) const;

  // A claim goes out in words, with who says it.
  void AddNamed(ClaimId id);

  [[nodiscard]] const StixLosses& losses() const { return losses_; }
  // The records that went out in full, rising.
  [[nodiscard]] const std::set<EventIndex>& events() const { return events_; }

 private:
  [[nodiscard]] absl::Time RecordedAt(EventIndex record) const;
  absl::Status SetNames(EntityId id, StixJson& facts, StixJson& object);
  absl::Status SetPlace(EntityId id, StixJson& facts, StixJson& object);
  void SetReferences(const Report& report, const std::string& publisher,
                     StixJson& object);
  absl::Status SetKinship(const Source& source, StixJson& facts,
                          std::string& text);
  absl::Status SetPublished(const Report& report, EventIndex event,
                            StixJson& facts, StixJson& object,
                            std::string& text);
  // The sentences that an entity has beside its names and place.
  absl::Status AddGround(EntityId id, StixJson& object);
  void CountUnsaid(EventIndex record);

  const EventLog& log_;
  const StixIds& ids_;
  StixOutgoing& outgoing_;
  const StixWords words_;
  StixDerivation derivation_;
  // The sources that go out of which the case knows who they are.
  std::map<EntityId, std::vector<SourceId>> sources_that_are_;
  const ExportOrigin& origin_;
  const absl::Time modified_;
  StixLosses losses_;
  std::set<EventIndex> events_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_RECORDS_H_
