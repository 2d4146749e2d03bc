// View answers questions about a projection as of one log position.
//
// Ids go in and ids come out; lists are in event order unless they say
// otherwise. Amendments hold from their own position on: what a view returns
// are the current values, and DecisionsOn leads to the earlier ones.
//
// Statements are joined by identity: two that say the same of entities of one
// group are one statement, which goes by the one claimed first. Every
// StatementId that a view returns, but that in ClaimInfo, is such a first one,
// and every method takes any of them.
//
// Thread-safety: const methods run concurrently. A copy is cheap.
// Lifetime: until the projection's next Apply, as are the string_views that it
// returns.
// Requires, of every id given: Has(id). Of an event that is not there, or
// defines a record of another type, every answer is empty: a forged snapshot
// may not agree with the log.

#ifndef ATTEST_ENGINE_PROJECTION_VIEW_H_
#define ATTEST_ENGINE_PROJECTION_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/model/event.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"
#include "engine/projection/identity.h"

namespace attest {

struct ProjectionTables;
class CutState;

class View {
 public:
  // The position as it was asked for, and the number of events that count:
  // fewer inside a file, whose events count from its closing event on.
  [[nodiscard]] uint64_t applied_through() const { return asked_; }
  [[nodiscard]] uint64_t cut() const { return cut_; }

  [[nodiscard]] Counts counts() const;

  // -- Keys ---------------------------------------------------------------

  // The events that may have `key`, by a 32-bit fingerprint: none when no
  // event has it, seldom more than one. Confirmed by KeyOf, or for records
  // whose key is not kept by reading the event.
  [[nodiscard]] std::vector<Found> FindKey(absl::string_view key) const;

  // The key of a source, report, entity or predicate; empty for the others,
  // whose keys are not kept.
  [[nodiscard]] absl::string_view KeyOf(EventIndex event) const;
  [[nodiscard]] absl::string_view KeyOf(PredicateId predicate) const;
  [[nodiscard]] absl::string_view KeyOf(EntityId entity) const {
    return KeyOf(EventIndex(entity.value()));
  }
  [[nodiscard]] absl::string_view KeyOf(SourceId source) const {
    return KeyOf(EventIndex(source.value()));
  }
  [[nodiscard]] absl::string_view KeyOf(ReportId report) const {
    return KeyOf(EventIndex(report.value()));
  }

  // The type of the record that `event` holds; none past the cut.
  [[nodiscard]] std::optional<RecordType> TypeOf(EventIndex event) const;
  [[nodiscard]] bool Has(SourceId id) const;
  [[nodiscard]] bool Has(ReportId id) const;
  [[nodiscard]] bool Has(EntityId id) const;
  [[nodiscard]] bool Has(ClaimId id) const;
  [[nodiscard]] bool Has(PredicateId id) const;
  [[nodiscard]] bool Has(StatementId id) const;

  [[nodiscard]] Withheld WithheldOf(EventIndex event) const;

  // When `event` was recorded.
  [[nodiscard]] absl::Time RecordedAt(EventIndex event) const;

  // All of a type.
  [[nodiscard]] std::vector<SourceId> Sources() const;
  [[nodiscard]] std::vector<ReportId> Reports() const;
  [[nodiscard]] std::vector<EntityId> Entities() const;
  [[nodiscard]] std::vector<ClaimId> Claims() const;
  [[nodiscard]] std::vector<StatementId> Statements() const;

  // Matches of `text` under FoldForSearch in names of entities, names of
  // sources and titles of reports, at most `limit`; of several names of one
  // record the best. In the order of enum Matched, then of key bytes.
  [[nodiscard]] std::vector<Match> Find(absl::string_view text,
                                        size_t limit) const;

  // -- Entities -----------------------------------------------------------

  // The values as of the cut, of this entity alone.
  [[nodiscard]] Entity entity(EntityId id) const;

  // The identity group: the member defined first, and all of them.
  [[nodiscard]] EntityId RepresentativeOf(EntityId id) const;
  [[nodiscard]] std::vector<EntityId> GroupOf(EntityId id) const;

  // Which judgements hold, and which were left out.
  [[nodiscard]] const IdentityGroups& identity() const;

  // The statements about the group of `id`, in order of first claim.
  [[nodiscard]] std::vector<StatementId> StatementsOf(EntityId id,
                                                      Role role) const;

  // -- Predicates and statements ------------------------------------------

  [[nodiscard]] Predicate predicate(PredicateId id) const;

  // The parts as first claimed.
  [[nodiscard]] StatementParts statement(StatementId id) const;

  // The first of those that are one with `id`, and all of them.
  [[nodiscard]] StatementId FirstOf(StatementId id) const;
  [[nodiscard]] std::vector<StatementId> JoinedWith(StatementId id) const;

  // The claims of all that are one with `id`, of any stance, live or not.
  [[nodiscard]] std::vector<ClaimId> ClaimsOf(StatementId id) const;

  // `stm:` and 20 hex digits of SHA-256: see statement_key.h. That of `id`
  // itself; the key that an answer shows is that of FirstOf(id).
  [[nodiscard]] std::string KeyOf(StatementId id) const;

  // The statement whose own key is `key`. Complexity: hashes every statement.
  [[nodiscard]] std::optional<StatementId> FindStatement(
      absl::string_view key) const;

  // -- Claims -------------------------------------------------------------

  [[nodiscard]] ClaimInfo claim(ClaimId id) const;
  [[nodiscard]] Liveness LivenessOf(ClaimId id) const;
  [[nodiscard]] bool IsLive(ClaimId id) const {
    return LivenessOf(id) == Liveness::kLive;
  }
  // No `assessment` has accepted it yet, and a model made it.
  [[nodiscard]] bool IsProposed(ClaimId id) const;

  // -- Reports and sources ------------------------------------------------

  [[nodiscard]] ReportInfo report(ReportId id) const;
  [[nodiscard]] std::vector<ClaimId> ClaimsIn(ReportId id) const;

  // What a report or source derives from: what is declared, then what was
  // decided; a decision on a declared pair takes its place, and a rejected
  // one takes the pair out.
  [[nodiscard]] std::vector<Upstream> UpstreamOf(ReportId id) const;
  [[nodiscard]] std::vector<Upstream> UpstreamOf(SourceId id) const;

  [[nodiscard]] Source source(SourceId id) const;
  [[nodiscard]] std::vector<ReportId> PublishedBy(SourceId id) const;
  // The claims in whose attribution it stands, at any place.
  [[nodiscard]] std::vector<ClaimId> ClaimsSpokenBy(SourceId id) const;
  // Who passes on what it says: the speakers nearer the report, and the
  // publishers, other than itself.
  [[nodiscard]] std::vector<Relay> RelaysOf(SourceId id) const;
  // The sources whose part_of it is.
  [[nodiscard]] std::vector<SourceId> PartsOf(SourceId id) const;

  // -- Decisions ----------------------------------------------------------

  // Decisions and amendments about what `event` defines.
  [[nodiscard]] std::vector<DecisionInfo> DecisionsOn(EventIndex event) const;
  // The retraction that stands, when it says retracted.
  [[nodiscard]] std::optional<EventIndex> RetractedBy(EventIndex event) const;
  // The assessment of scheme `status` that stands.
  [[nodiscard]] std::optional<DecisionInfo> StatusOf(EventIndex event) const;
  // Of status, only accepted and rejected decide: does the later of these say
  // rejected?
  [[nodiscard]] bool IsRejected(EventIndex event) const;

  // The view of the same position, had the decision of event `decision` not
  // been made: what stood before it on the same thing stands again.
  // Requires: a retraction, assessment, identity or dependence of the view.
  [[nodiscard]] View WithoutDecision(EventIndex decision) const;

  // For the files of this module.
  [[nodiscard]] const ProjectionTables& tables() const { return *tables_; }
  [[nodiscard]] const CutState& cut_state() const { return *state_; }

 private:
  friend class Projection;
  View(const ProjectionTables* tables, uint64_t asked, uint64_t cut);

  const ProjectionTables* tables_;
  uint64_t asked_;
  uint64_t cut_;
  std::shared_ptr<const CutState> state_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_VIEW_H_
