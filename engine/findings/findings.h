// Findings weighs the statements of a view: who supports and opposes each, by
// how many independent lines, and with which verdict.
//
//     const Findings findings(view, {});
//     for (StatementId id : view.Statements()) findings.FiguresOf(id);
//
// It follows CORROBORATION.md. Where that page leaves room the reading that
// claims less is taken; chain.h lists those about chains.
//
// Not thread-safe: chains are drawn when they are first needed, and kept.
// Lifetime: borrows the view's projection.

#ifndef ATTEST_ENGINE_FINDINGS_FINDINGS_H_
#define ATTEST_ENGINE_FINDINGS_FINDINGS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/corroboration/hierarchy.h"
#include "engine/corroboration/lattice.h"
#include "engine/findings/claim_chains.h"
#include "engine/findings/finding.h"
#include "engine/findings/statements.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

struct FindingsOptions {
  // Sources, reports and claims to be taken as rejected, by their events.
  absl::flat_hash_set<EventIndex> without;
  TextFindings texts;
};

// The key of a claim, which the projection does not keep.
using ClaimKey = absl::FunctionRef<std::string(ClaimId)>;

class Findings {
 public:
  // Complexity: linear in sources, reports, decisions and statements.
  Findings(const View& view, FindingsOptions options);
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const ClaimChains& chains() const { return chains_; }
  [[nodiscard]] const Hierarchy& hierarchy() const { return hierarchy_; }

  // What the texts of reports tell; see ClaimChains::has_texts.
  [[nodiscard]] const TextFindings& texts() const { return options_.texts; }

  // Why a claim counts or does not.
  [[nodiscard]] Counting CountingOf(ClaimId claim) const;

  // The claims of `contained_in` and `part_of` that were left out because they
  // would close a ring, in log order.
  [[nodiscard]] const std::vector<ClaimId>& ring_claims() const {
    return ring_claims_;
  }

  // Verdict and lines alone: microseconds for a statement of a few claims.
  // Requires: view().Has(id).
  [[nodiscard]] Figures FiguresOf(StatementId id) const;

  // The verdicts and lines of all statements, by statement; those that are
  // one with an earlier one have the figures of that. Faster than one by one.
  // `threads`: 1, or 2 to take another where there are many.
  [[nodiscard]] std::vector<Figures> AllFigures(int threads = 1) const;

  // Figures, claims and the statements that bear on it, without what hangs on
  // what and without the ledger.
  [[nodiscard]] Finding Summarize(StatementId id, ClaimKey key_of) const;

  // The whole account. `key_of` decides ties and the order of claims.
  [[nodiscard]] Finding Weigh(StatementId id, ClaimKey key_of) const;

  // The same for a statement that nobody needs to have made in that form.
  // Requires: its predicate and its entities are of the view.
  [[nodiscard]] Finding Weigh(const StatementParts& parts,
                              ClaimKey key_of) const;

  // The relation between two statements of the view; unrelated when their
  // predicates differ.
  [[nodiscard]] Related Relation(StatementId a, StatementId b) const;

  // The statement of the view that says exactly `parts`, as joined; none when
  // no claim has it in that form.
  [[nodiscard]] std::optional<StatementId> FindStatement(
      const StatementParts& parts) const;

  // For the files of this module.
  [[nodiscard]] const Statements& statements() const { return statements_; }
  [[nodiscard]] const std::vector<uint32_t>& place_claims() const {
    return place_claims_;
  }

 private:
  // Statements: those that no other bears on, in the order in which their
  // claims lie; the others, those that meet one after the other.
  struct Order {
    std::vector<uint32_t> alone;
    std::vector<uint32_t> meeting;
  };
  [[nodiscard]] Order WeighingOrder() const;
  // Gives `figures` those of these, as of Order.
  void FillFigures(absl::Span<const uint32_t> alone,
                   absl::Span<const uint32_t> meeting,
                   std::vector<Figures>& figures) const;
  [[nodiscard]] const Branches* OnlyWayOf(uint32_t statement) const;
  [[nodiscard]] Figures FiguresAlone(uint32_t statement) const;
  [[nodiscard]] Finding Weigh(const Statement& statement,
                              uint32_t predicate_row, ClaimKey key_of) const;

  View view_;
  FindingsOptions options_;
  ClaimChains chains_;
  Statements statements_;
  std::vector<uint32_t> place_claims_;
  Hierarchy hierarchy_;
  std::vector<ClaimId> ring_claims_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_FINDINGS_H_
