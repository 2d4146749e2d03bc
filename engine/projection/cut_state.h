// CutState is what the views of one log position share: how many rows count,
// and what takes time to work out, done when it is first asked for.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_PROJECTION_CUT_STATE_H_
#define ATTEST_ENGINE_PROJECTION_CUT_STATE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/container/flat_hash_map.h"
#include "engine/projection/answer.h"
#include "engine/projection/identity.h"
#include "engine/projection/tables.h"

namespace attest {

// The decisions that stand, by the event of their target. A decision goes by
// its ordinal.
struct StandingDecisions {
  absl::flat_hash_map<uint32_t, uint32_t> retraction;
  absl::flat_hash_map<uint32_t, uint32_t> status;
  // The last status of a target that is accepted or rejected: is it the
  // former?
  absl::flat_hash_map<uint32_t, bool> accepted;
  // Claims redacted as a whole.
  std::vector<uint32_t> redacted;

  [[nodiscard]] bool IsAccepted(uint32_t event) const {
    const auto found = accepted.find(event);
    return found != accepted.end() && found->second;
  }
  [[nodiscard]] bool IsRejected(uint32_t event) const {
    const auto found = accepted.find(event);
    return found != accepted.end() && !found->second;
  }
};

// Statements that identity makes one. Those that are one with no other are in
// neither map.
struct JoinedStatements {
  absl::flat_hash_map<uint32_t, uint32_t> first_of;  // of all but the first
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> all_of;  // by the first
};

// Why claims do not count. Both arrays are empty when all do.
struct Deaths {
  std::vector<Liveness> reasons;
  std::vector<uint64_t> bits;  // as for NotDead
};

class CutState {
 public:
  // `unmade`: a decision, by its ordinal, that is passed over; kNoRow: none.
  CutState(const ProjectionTables& tables, uint64_t cut,
           uint32_t unmade = kNoRow);

  // How many rows come before the cut, a decision passed over among them.
  [[nodiscard]] uint32_t sources() const { return sources_; }
  [[nodiscard]] uint32_t reports() const { return reports_; }
  [[nodiscard]] uint32_t entities() const { return entities_; }
  [[nodiscard]] uint32_t predicates() const { return predicates_; }
  [[nodiscard]] uint32_t claims() const { return claims_; }
  [[nodiscard]] uint32_t statements() const { return statements_; }
  [[nodiscard]] uint32_t decisions() const { return decisions_; }

  // The rows of records as amended before the cut.
  [[nodiscard]] SourceRow SourceAt(uint32_t ordinal) const {
    return Amended(tables_.sources, tables_.source_versions, ordinal);
  }
  [[nodiscard]] ReportRow ReportAt(uint32_t ordinal) const {
    return Amended(tables_.reports, tables_.report_versions, ordinal);
  }
  [[nodiscard]] EntityRow EntityAt(uint32_t ordinal) const {
    return Amended(tables_.entities, tables_.entity_versions, ordinal);
  }

  [[nodiscard]] const IdentityGroups& identity() const;
  [[nodiscard]] const StandingDecisions& standing() const;
  [[nodiscard]] const JoinedStatements& joined() const;
  [[nodiscard]] const Deaths& deaths() const;

  // The decisions that name `event`, in order, by ordinal.
  [[nodiscard]] std::vector<uint32_t> DecisionsNaming(uint32_t event) const;

  // The statements about any of `members` in a role, in order.
  [[nodiscard]] std::vector<uint32_t> StatementsAbout(
      const std::vector<EntityId>& members, Role role) const;

 private:
  template <class Row>
  [[nodiscard]] Row Amended(const Column<Row>& definitions,
                            const Versions<Row>& versions,
                            uint32_t ordinal) const {
    const auto latest = versions.latest.find(ordinal);
    if (latest == versions.latest.end()) return definitions[ordinal];
    uint32_t version = latest->second;
    while (version != kNoRow && versions.links[version].amendment >= cut_) {
      version = versions.links[version].previous;
    }
    return version == kNoRow ? definitions[ordinal] : versions.rows[version];
  }

  [[nodiscard]] uint32_t CountStatements() const;
  // The statement as its groups have it.
  [[nodiscard]] std::pair<StatementRow, uint32_t> Canonical(
      uint32_t statement) const;
  [[nodiscard]] uint32_t FirstMember(uint32_t entity) const;

  void FindIdentity() const;
  void FindStanding() const;
  void FindJoined() const;
  void FindDeaths() const;
  void FindNaming() const;

  const ProjectionTables& tables_;
  const uint64_t cut_;
  const uint32_t sources_;
  const uint32_t reports_;
  const uint32_t entities_;
  const uint32_t predicates_;
  const uint32_t claims_;
  const uint32_t statements_;
  const uint32_t decisions_;

  mutable absl::once_flag identity_once_;
  mutable IdentityGroups identity_;
  mutable absl::once_flag standing_once_;
  mutable StandingDecisions standing_;
  mutable absl::once_flag joined_once_;
  mutable JoinedStatements joined_;
  mutable absl::once_flag deaths_once_;
  mutable Deaths deaths_;
  mutable absl::once_flag naming_once_;
  mutable std::vector<std::pair<uint32_t, uint32_t>> naming_;

  const uint32_t unmade_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_PROJECTION_CUT_STATE_H_
