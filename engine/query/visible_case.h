// VisibleCase says what of a case a query sees: which entities are one, which
// records are shown, which claims count, and which statements hold at the time
// asked about.
//
// What is sealed now is left out at whatever position, as the verbs that read
// do: a claim with anything that it names, a statement when all of its claims
// are, an entity when all of its group are. Verdicts and counts stay those of
// all claims.
//
// Records go by ordinals of the projection. Not thread-safe: it remembers what
// it has worked out. Lifetime: borrows all it is made of.

#ifndef ATTEST_ENGINE_QUERY_VISIBLE_CASE_H_
#define ATTEST_ENGINE_QUERY_VISIBLE_CASE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "engine/model/edtf.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"
#include "engine/projection/valid_filter.h"
#include "engine/projection/view.h"
#include "engine/query/case_access.h"
#include "engine/query/claim_keys.h"
#include "engine/query/statement_figures.h"

namespace attest::query {

struct CaseGraphOptions {
  // What is sealed is shown, too.
  bool unsealed = false;
  // Statements, and the relationships between entities, that may hold at some
  // time in it alone; undated ones may.
  std::optional<Edtf> valid_at;
};

class VisibleCase {
 public:
  // `now`: the view of all events.
  // Complexity: linear in sources, reports and entities; where something is
  // sealed, or entities are one, in claims and statements.
  VisibleCase(const View& view, const View& now, CaseAccess& access,
              const CaseGraphOptions& options);

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const ProjectionTables& tables() const { return tables_; }
  [[nodiscard]] const CutState& cut() const { return cut_; }
  [[nodiscard]] CaseAccess& access() const { return access_; }
  [[nodiscard]] StatementFigures& figures() const { return figures_; }
  [[nodiscard]] ClaimKeys& claim_keys() const { return claim_keys_; }

  // The first error that something met which could not tell it.
  [[nodiscard]] const absl::Status& status() const { return figures_.status(); }

  // -- Entities -------------------------------------------------------------

  // The member of its group that was defined first.
  [[nodiscard]] uint32_t FirstMember(uint32_t entity) const {
    return first_members_.empty() ? entity : first_members_[entity];
  }
  // Calls visit(uint32_t entity) with each member of a group, hidden ones among
  // them, in order of definition.
  template <class Visit>
  void VisitGroup(uint32_t first, Visit&& visit) const {
    visit(first);
    if (first_members_.empty()) return;
    for (uint32_t member = next_members_[first]; member != kNoRow;
         member = next_members_[member]) {
      visit(member);
    }
  }
  // The same with those that are shown.
  template <class Visit>
  void VisitMembers(uint32_t first, Visit&& visit) const {
    VisitGroup(first, [&](uint32_t member) {
      if (IsShownMember(member)) visit(member);
    });
  }
  // The first of them; kNoRow when there is none.
  [[nodiscard]] uint32_t FirstShownMember(uint32_t first) const {
    uint32_t shown = kNoRow;
    VisitMembers(first, [&](uint32_t member) {
      if (shown == kNoRow) shown = member;
    });
    return shown;
  }
  [[nodiscard]] bool IsShownMember(uint32_t entity) const {
    return !hides_any_ || !hidden_entities_[entity];
  }
  // Is `first` a node: the first of its group, of which a member is shown?
  [[nodiscard]] bool IsShownEntity(uint32_t first) const {
    return FirstMember(first) == first && FirstShownMember(first) != kNoRow;
  }

  // -- Records --------------------------------------------------------------

  [[nodiscard]] bool IsShownReport(uint32_t report) const {
    return !hides_any_ || !hidden_reports_[report];
  }
  [[nodiscard]] bool IsShownSource(uint32_t source) const {
    return !hides_any_ || !hidden_sources_[source];
  }
  [[nodiscard]] bool IsShownClaim(uint32_t claim) const {
    return !hides_any_ || !hidden_claims_[claim];
  }
  // Does it count? As CountingOf of the findings.
  [[nodiscard]] bool IsLive(uint32_t claim) const;
  [[nodiscard]] Stance StanceOf(uint32_t claim) const {
    return tables_.FlagsOf(claim).stance();
  }

  // -- Statements -----------------------------------------------------------

  [[nodiscard]] uint32_t FirstOf(uint32_t statement) const {
    return joined_.first_of.empty() ? statement : FirstOfJoined(statement);
  }
  // Is `statement` a node: the first of those that are one with it, shown, and
  // such that it may hold?
  [[nodiscard]] bool IsShownStatement(uint32_t statement) const {
    return is_plain_ || IsShownAmong(statement);
  }
  // Is every statement a node?
  [[nodiscard]] bool shows_every_statement() const { return is_plain_; }

  // Calls visit(uint32_t claim) with each claim that is shown, of all that are
  // one with it; rising unless several are.
  template <class Visit>
  void VisitClaims(uint32_t first, Visit&& visit) const {
    if (joined_.all_of.empty()) {
      VisitOwnClaims(first, visit);
      return;
    }
    const auto all = joined_.all_of.find(first);
    if (all == joined_.all_of.end()) {
      VisitOwnClaims(first, visit);
      return;
    }
    for (const uint32_t one : all->second) VisitOwnClaims(one, visit);
  }

  // Has it a claim that supports it, counts and is shown? Only then is it a
  // relationship between its entities, or a value of its subject.
  [[nodiscard]] bool IsSupported(uint32_t first) const;

  // The parts that it is shown with: of the first that is one with it, and
  // names nothing hidden.
  [[nodiscard]] uint32_t ShownForm(uint32_t first) const;

 private:
  void FindGroups();
  void FindHidden(const View& now);
  void FindHiddenClaims(const View& now);
  [[nodiscard]] bool Names(const View& now, uint32_t claim) const;
  void FindFallen();
  [[nodiscard]] uint32_t FirstOfJoined(uint32_t statement) const;
  [[nodiscard]] bool IsShownAmong(uint32_t statement) const;
  [[nodiscard]] bool MayHold(uint32_t statement) const;
  [[nodiscard]] bool IsSupportedByOthers(uint32_t first) const;
  template <class Visit>
  void VisitOwnClaims(uint32_t statement, Visit&& visit) const {
    for (const uint32_t claim : tables_.ClaimsOfStatement()[statement]) {
      if (claim >= cut_.claims()) break;
      if (IsShownClaim(claim)) visit(claim);
    }
  }

  const View view_;
  const ProjectionTables& tables_;
  const CutState& cut_;
  CaseAccess& access_;
  const JoinedStatements& joined_;
  mutable StatementFigures figures_;
  mutable ClaimKeys claim_keys_;
  // By entity; both empty when every entity is its own.
  std::vector<uint32_t> first_members_;
  std::vector<uint32_t> next_members_;
  // Is anything hidden? Else the arrays are empty.
  bool hides_any_ = false;
  std::vector<bool> hidden_entities_;
  std::vector<bool> hidden_reports_;
  std::vector<bool> hidden_sources_;
  std::vector<bool> hidden_claims_;
  std::vector<bool> shown_statements_;
  // Is a report or source retracted or rejected, so that chains tell what
  // counts?
  bool has_fallen_ = false;
  bool is_plain_ = false;
  mutable std::optional<ValidFilter> valid_at_;
  // By circumstance.
  mutable std::vector<uint8_t> may_hold_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_VISIBLE_CASE_H_
