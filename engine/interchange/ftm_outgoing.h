// FtmOutgoing is the chosen part of a case as FollowTheMoney can say it:
// statements of entities, each by the source that makes it.
//
//     FtmOutgoing outgoing(log, view, discretion, keys, selection, ...);
//     RETURN_IF_ERROR(outgoing.Prepare());
//     RETURN_IF_ERROR(outgoing.Visit([](const FtmOutgoingEntity& one) {...}));
//
// FollowTheMoney has no denial and no doubt. So only what stands goes out:
// claims that count, of statements that are corroborated, likely or of a single
// line; and claims that are proposed, as external. Everything else, and what
// FollowTheMoney has no words for, is left out and counted. FTM.md says what
// becomes of what.
//
// What goes out does not depend on the order of events, so that a case which
// was imported from it gives the same again.
//
// Memory: eight bytes for each claim, and what is said of one entity.
// Not thread-safe. Lifetime: borrows all it is made of.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/findings/finding.h"
#include "engine/findings/findings.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/ftm_born.h"
#include "engine/interchange/ftm_record.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/log/event_log.h"
#include "engine/model/claim.h"
#include "engine/model/event.h"
#include "engine/projection/view.h"

namespace attest {

// One entity or edge, with the statements of all that were joined to it.
struct FtmOutgoingEntity {
  std::string id;
  std::string caption;  // empty: an edge
  std::string schema;   // the nearest that its statements have
  std::vector<std::string> referents;
  std::vector<FtmStatement> statements;  // in the order in which they go out
};

// How many, by what: left out, or said in other words.
using FtmLosses = std::map<std::string, uint64_t>;

// Of each report the others that it depends on, which only their texts show; in
// both directions where neither is known to be the earlier.
using FtmInferred = std::map<ReportId, std::vector<ReportId>>;

class FtmOutgoing {
 public:
  using FiguresOf = absl::FunctionRef<absl::StatusOr<Figures>(StatementId)>;

  // `unsupported`: do statements that do not stand go out, as they were asked
  // for?
  FtmOutgoing(const EventLog& log, const View& view,
              const Discretion& discretion, const OutgoingKeys& keys,
              const Findings& findings, const Selection& selection,
              const FtmInferred& inferred, Unsupported unsupported,
              FiguresOf figures_of)
      : log_(log),
        view_(view),
        discretion_(discretion),
        keys_(keys),
        findings_(findings),
        selection_(selection),
        inferred_(inferred),
        unsupported_(unsupported),
        figures_of_(figures_of) {}

  // Finds which claims go out. Required before Visit, once. Errors here and
  // below: those of the figures, of the log, and of `visit`.
  absl::Status Prepare();

  // In the order of ids.
  absl::Status Visit(
      absl::FunctionRef<absl::Status(const FtmOutgoingEntity&)> visit);

  [[nodiscard]] const FtmLosses& left_out() const { return left_out_; }
  [[nodiscard]] const FtmLosses& reworded() const { return reworded_; }

  // Claims that went out and that nobody has accepted.
  [[nodiscard]] uint64_t proposed() const { return proposed_; }

  // The records that went out in full, rising.
  [[nodiscard]] const std::set<EventIndex>& events() const { return events_; }

 private:
  // The claims about one entity, or of one edge.
  struct Item {
    std::optional<EntityId> entity;  // the member that stands for its group
    std::vector<ClaimId> claims;
  };
  // A claim with what it says of itself.
  struct Said {
    ClaimId id;
    Event event;
    FtmBorn born;
    FtmStatement base;  // all but property and value
    bool without_words = false;
  };

  absl::StatusOr<bool> GoesOut(ClaimId id);
  absl::Status Place(ClaimId id);
  absl::StatusOr<Said> SaidBy(ClaimId id);
  absl::StatusOr<std::string> DatasetOf(SourceId source);
  [[nodiscard]] EntityId StandingOf(EntityId id) const;
  [[nodiscard]] bool IsWithheld(EntityId id) const;

  absl::Status AddMembers(EntityId standing, FtmOutgoingEntity& one);
  absl::Status AddNode(const Item& item, FtmOutgoingEntity& one);
  absl::Status AddValue(const Said& said, const std::string& schema,
                        FtmOutgoingEntity& one);
  absl::Status VisitEdge(
      const std::string& id, const Item& item,
      absl::FunctionRef<absl::Status(const FtmOutgoingEntity&)> visit);
  void AddRelation(const Said& said, const std::string& id,
                   FtmOutgoingEntity& one);
  // Where the values of `said` came from, as FollowTheMoney says it.
  absl::Status AddProvenance(
      const Said& said, std::map<std::string, std::set<std::string>>& values);
  absl::Status AddUpstream(const ClaimInfo& claim, std::set<EventIndex>& seen,
                           std::set<SourceId>& sources);
  void AddUpstreamOf(SourceOrReport from, std::set<EventIndex>& seen,
                     std::set<SourceId>& sources);
  absl::StatusOr<std::string> PublisherName(SourceId source,
                                            const std::string& dataset);
  // What FollowTheMoney has no words for, of a claim that goes out, and of its
  // report.
  void CountUnsaid(const Said& said);
  void CountReport(const ClaimInfo& claim, const Event& report, bool is_born);
  void Emit(const FtmStatement& base, absl::string_view property,
            const std::string& value, FtmOutgoingEntity& one);
  static void Finish(FtmOutgoingEntity& one);

  const EventLog& log_;
  const View& view_;
  const Discretion& discretion_;
  const OutgoingKeys& keys_;
  const Findings& findings_;
  const Selection& selection_;
  const FtmInferred& inferred_;
  const Unsupported unsupported_;
  const FiguresOf figures_of_;
  std::map<std::string, Item> items_;  // by id
  FtmLosses left_out_;
  FtmLosses reworded_;
  std::set<EventIndex> events_;
  std::set<ReportId> counted_;  // reports
  uint64_t proposed_ = 0;
  std::set<ReportId> told_;  // with an address, of a withheld publisher
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_OUTGOING_H_
