// What is said in a case as objects of STIX: a relationship or a note for each
// statement, an opinion for each denial of it, a note for each doubt.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_STATEMENTS_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_STATEMENTS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/stix_ids.h"
#include "engine/interchange/stix_objects.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/interchange/stix_records.h"
#include "engine/interchange/stix_words.h"
#include "engine/log/event_log.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// Not thread-safe: it counts. Lifetime: borrows all it is made of. Errors:
// those of the log and of the figures.
class StixStatements {
 public:
  // `of_words`: the claims that it hides go without their words.
  StixStatements(const EventLog& log, const StixIds& ids,
                 StixOutgoing& outgoing, StixRecords& records,
                 const Discretion& of_words, const ExportOrigin& origin,
                 absl::Time modified)
      : log_(log),
        ids_(ids),
        outgoing_(outgoing),
        records_(records),
        words_(outgoing),
        types_(PredicatesOf(outgoing.view())),
        of_words_(of_words),
        origin_(origin),
        modified_(modified) {}

  // Of a statement as joined, in the form that it goes out in.
  [[nodiscard]] std::string IdOf(StatementId id) const;
  // Of the opinion or note that a claim is beside that; empty: none.
  absl::StatusOr<std::string> IdOf(ClaimId id) const;

  // The objects of one statement, its own first. Requires: it goes out.
  absl::StatusOr<std::vector<StixJson>> ObjectsOf(StatementId id);

  // The objects that a report refers to for the sake of a claim of it.
  absl::Status AddRefersTo(ClaimId id, std::vector<std::string>& refers_to);

  [[nodiscard]] const StixLosses& losses() const { return losses_; }
  [[nodiscard]] const std::set<EventIndex>& events() const { return events_; }

 private:
  absl::StatusOr<StixJson> OwnObject(const StixStatement& one);
  absl::StatusOr<StixJson> BesideIt(const StixStatement& one, ClaimId claim);
  absl::StatusOr<StixJson> FactsOf(const StixStatement& one);
  absl::StatusOr<StixJson> ClaimFacts(ClaimId id, const Event& event);
  void AddRatings(ClaimId id, StixJson& facts) const;
  // Do all who assert it conclude it from other claims?
  [[nodiscard]] bool IsInferred(const StixStatement& one) const;
  absl::Status AddWords(const Event& event, ClaimId id, StixJson& facts);
  // What stands against it, in words and as references.
  absl::Status AddAgainst(const StixStatement& one, std::string& text,
                          StixJson& facts);
  absl::Status AddConflicts(const StixStatement& one, std::string& text,
                            StixJson& facts);
  // Of another statement: its claims that assert or deny it. Empty: none may
  // go out.
  enum class Told : uint8_t { kAssertions, kDenials };
  absl::StatusOr<std::string> AccountOf(StatementId other, Told told);
  absl::Status SetEnds(const StixStatement& one, StixJson& object);
  absl::Status SetSpan(const StixStatement& one, StixJson& object);
  absl::StatusOr<std::vector<std::string>> RefersTo(const StixStatement& one);

  const EventLog& log_;
  const StixIds& ids_;
  StixOutgoing& outgoing_;
  StixRecords& records_;
  const StixWords words_;
  const StixRelationshipTypes types_;
  const Discretion& of_words_;
  const ExportOrigin& origin_;
  const absl::Time modified_;
  StixLosses losses_;
  std::set<EventIndex> events_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_STATEMENTS_H_
