// StixOutgoing decides what of the chosen part of a case goes into a STIX
// bundle, and in which form. A relationship in STIX reads as a fact. So one
// goes out only where a statement stands and nothing is against it; everything
// else that is said is a note, in the words "X reports that". STIX.md says what
// becomes of what.
//
// What names a withheld entity is left out, as is what rests on a sealed claim.
// A withheld source is an identity without a name.
//
// Memory: some tens of bytes for each claim. Not thread-safe. Lifetime: borrows
// all it is made of.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_OUTGOING_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_OUTGOING_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/findings/finding.h"
#include "engine/findings/findings.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/interchange/stix_bearing.h"
#include "engine/model/point.h"
#include "engine/projection/view.h"

namespace attest {

enum class StixForm : uint8_t { kNone, kRelationship, kNote };

// One statement with the claims of it that go out, in log order.
struct StixStatement {
  StatementId id;  // as joined
  StixForm form = StixForm::kNone;
  std::string why_note;  // of a statement of two entities; empty: a value
  StatementParts parts;  // in a form that somebody who is shown has used
  EntityId subject;      // who stands for it
  std::optional<EntityId> object;
  std::optional<EntityId> place;
  Figures figures;
  std::vector<ClaimId> asserting;  // that count
  std::vector<ClaimId> denying;
  std::vector<ClaimId> doubting;  // and giving no comment
  std::vector<ClaimId> fallen;    // that do not count: only where asked for
  uint64_t elsewhere = 0;         // that count, and are not among these

  [[nodiscard]] std::vector<ClaimId> All() const;
};

// What one denial, doubt or silence is an opinion or a note on: statements
// that somebody who is shown reports. Whoever denies what nobody reports is
// told of in the note on that alone: to disagree with a denial is to affirm.
struct StixBeside {
  bool disagrees = false;  // an opinion; else a note
  std::vector<StatementId> targets;
  // Further denials of them, which form no line beside it.
  std::vector<ClaimId> of_one_line;
};

// Where a place lies: the best supported of its coordinates.
struct StixPoint {
  StatementId statement;
  Point point;
  Figures figures;
};

// How many, by what.
using StixCounts = std::map<std::string, uint64_t>;
struct StixLosses {
  StixCounts left_out;
  StixCounts reworded;
};

class StixOutgoing {
 public:
  using FiguresOf = absl::FunctionRef<absl::StatusOr<Figures>(StatementId)>;

  // `findings`: of `view`. `now`: the view of all events. `unsupported`: do
  // statements that nobody stands behind any more stay, as they were asked for?
  // They are notes then.
  StixOutgoing(const Findings& findings, const View& view, const View& now,
               const OutgoingKeys& keys, const Selection& selection,
               Unsupported unsupported, FiguresOf figures_of)
      : findings_(findings),
        view_(view),
        discretion_(now, Sealed::kHide),
        keys_(keys),
        selection_(selection),
        unsupported_(unsupported),
        figures_of_(figures_of),
        bearing_(findings, view) {}

  // Decides on all statements. Required before all else, once. Errors here and
  // below: those of the figures.
  absl::Status Prepare();

  [[nodiscard]] StixForm FormOf(StatementId id) const;
  // With the claims of it that were chosen, or with all that may go out.
  enum class Among : uint8_t { kChosen, kAll };
  absl::StatusOr<StixStatement> StatementOf(StatementId id, Among among);

  // The member of the group of `id` that stands for it; none: all are withheld.
  [[nodiscard]] std::optional<EntityId> StandingOf(EntityId id) const;
  // Where the place that stands for `id` lies; none: STIX has no location of
  // it. Counts wherever the case has it, so that it is the same in every part.
  absl::StatusOr<std::optional<StixPoint>> PointOf(EntityId id);
  // The type of the object of an entity.
  absl::StatusOr<std::string> TypeOf(EntityId id);

  // What goes out. Entities that stand for their groups.
  [[nodiscard]] const std::set<EntityId>& entities() const { return entities_; }
  [[nodiscard]] const std::set<SourceId>& sources() const { return sources_; }
  // One that what goes out will name.
  void AddSource(SourceId id) { sources_.insert(id); }
  // With the claims in them that go out. Withheld ones are not among them.
  [[nodiscard]] const std::map<ReportId, std::vector<ClaimId>>& reports()
      const {
    return reports_;
  }
  [[nodiscard]] uint64_t claims() const { return claims_; }

  // Why a claim counts or does not: what its report derives from may have
  // fallen, too.
  [[nodiscard]] Counting CountingOf(ClaimId id) const;
  [[nodiscard]] bool Counts(ClaimId id) const {
    return CountingOf(id) == Counting::kLive;
  }
  // What stands against a statement that goes out and that is reported.
  [[nodiscard]] const StixAgainst& AgainstOf(StatementId id) const;
  // The statements that go out and are denied, and that say the same for
  // another date or place.
  [[nodiscard]] std::vector<StatementId> DeniedElsewhere(
      const StixStatement& one) const;
  // Null: nothing is told of that claim beside a statement.
  [[nodiscard]] const StixBeside* BesideOf(ClaimId id) const;
  // Does one of its claims that go out state it? See StixBearing.
  [[nodiscard]] bool IsStated(const StixStatement& one) const {
    return bearing_.IsStated(one.id, one.asserting);
  }
  // May a claim go out in a bundle that asks for it? Does this one ask for it?
  [[nodiscard]] bool MayGo(ClaimId id) { return WhyNot(id) == nullptr; }
  [[nodiscard]] bool IsChosen(ClaimId id) const {
    return std::binary_search(selection_.claims.begin(),
                              selection_.claims.end(), id);
  }

  // Who says a claim: the speaker nearest to what happened, else the publisher.
  [[nodiscard]] SourceId SpeakerOf(const ClaimInfo& claim) const;

  [[nodiscard]] const StixCounts& left_out() const { return left_out_; }
  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const OutgoingKeys& keys() const { return keys_; }

 private:
  // Why a claim does not go out; null: it does.
  [[nodiscard]] const char* WhyNot(ClaimId id);
  [[nodiscard]] bool RestsOnSealed(ClaimId id);
  StixStatement Sorted(StatementId id, Among among);
  // Does anything stand against it, shown or not?
  [[nodiscard]] bool IsOpposed(const StixStatement& one) const;
  [[nodiscard]] bool IsFirm(const StixStatement& one) const;
  absl::Status SetForm(StixStatement& one);
  absl::Status Add(const StixStatement& one);
  void AddClaim(ClaimId claim);
  void CountUnchosen(const StixStatement& one);
  // Finds what is against one, and which of it is told beside it.
  void FaceDenials(StatementId id);

  const Findings& findings_;
  const View& view_;
  const Discretion discretion_;
  const OutgoingKeys& keys_;
  const Selection& selection_;
  const Unsupported unsupported_;
  const FiguresOf figures_of_;
  const StixBearing bearing_;
  absl::flat_hash_map<StatementId, StixForm> forms_;
  absl::flat_hash_map<StatementId, StixAgainst> against_;
  absl::flat_hash_map<ClaimId, StixBeside> beside_;
  std::set<ClaimId> denials_;         // that go out
  std::vector<StatementId> opposed_;  // that go out and are reported
  // Subject, predicate, and what is said of it: the statements that are denied.
  using Core = std::tuple<EntityId, PredicateId, std::string>;
  [[nodiscard]] Core CoreOf(const StixStatement& one) const;
  std::map<Core, std::vector<StatementId>> denied_;
  absl::flat_hash_map<EntityId, std::optional<StixPoint>> points_;
  absl::flat_hash_map<ClaimId, bool> rests_on_sealed_;
  mutable absl::flat_hash_map<ClaimId, Counting> counting_;
  std::set<EntityId> entities_;
  std::set<SourceId> sources_;
  std::map<ReportId, std::vector<ClaimId>> reports_;
  std::set<ReportId> withheld_reports_;
  uint64_t claims_ = 0;
  StixCounts left_out_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_OUTGOING_H_
