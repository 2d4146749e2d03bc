// ClaimChains draws the chains of the claims of a view, and says which claims
// count: the liveness of the projection, and at least one branch that nothing
// fallen lies on.
//
// Claims go by their ordinal, as in the columns of the projection. A chain is
// drawn when it is first asked for; claims of one report by one chain of
// speakers share theirs.

#ifndef ATTEST_ENGINE_FINDINGS_CLAIM_CHAINS_H_
#define ATTEST_ENGINE_FINDINGS_CLAIM_CHAINS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "engine/corroboration/chain.h"
#include "engine/corroboration/provenance.h"
#include "engine/corroboration/reprint_finder.h"
#include "engine/model/claim.h"
#include "engine/projection/view.h"
#include "engine/text/folded_text.h"

namespace attest {

// What the texts of reports tell of their dependence. All are empty when nobody
// has looked.
struct TextFindings {
  // The reports that share text with one, as of the view, by id.
  std::function<const std::vector<ReprintMatch>&(ReportId)> links_of;
  // Where the quote of a claim stands in the text of its report; none when it
  // has no quote.
  std::function<std::optional<ByteRange>(ClaimId)> quote_of;
  // Are the links between the reports that there were as of an earlier log
  // position what they were then? May be empty: nobody knows.
  std::function<bool(uint64_t position)> have_held_since;
};

// A quote lies in a shared passage when it sticks out by no more than this: a
// passage may be found some words short of what is shared.
inline constexpr size_t kPassageSlackBytes = 48;

// Why a claim counts or does not: as Liveness, and what only chains tell.
enum class Counting : uint8_t {
  kLive,
  kRedacted,
  kRetracted,
  kRejected,
  kProposed,
  kReportRetracted,
  kReportRejected,
  kSourceRejected,
  kRestsOnDead,
  kUpstreamFell,
};
ATTEST_ENUM_NAMES(Counting, "counting", "live", "redacted", "retracted",
                  "rejected", "proposed: no assessment has accepted it",
                  "its report is retracted", "its report is rejected",
                  "a source it came through is rejected",
                  "it rests on a claim that does not count",
                  "everything it came through upstream has fallen");

// Dependence that was found in the texts of reports is drawn beside what is
// declared: it never decides which claims live, and a text whose original has
// fallen stands for itself.
//
// Not thread-safe: it remembers what it has drawn.
// Lifetime: borrows the view's projection; references it returns are good as
// long as it lives.
class ClaimChains {
 public:
  // `without`: events of sources, reports and claims to be taken as rejected.
  // `texts` may find nothing. Complexity: linear in sources, reports and
  // decisions.
  ClaimChains(const View& view, const absl::flat_hash_set<EventIndex>& without,
              const TextFindings& texts);

  [[nodiscard]] const Provenance& provenance() const { return provenance_; }

  // The record that a vertex stands for, and the other way round. Requires: a
  // source or report of the view.
  [[nodiscard]] EventIndex EventOf(ChainVertex vertex) const {
    return EventIndex(events_[IndexOf(vertex)]);
  }
  [[nodiscard]] ChainVertex VertexOf(EventIndex event) const;

  [[nodiscard]] Counting CountingOf(uint32_t claim) const;
  [[nodiscard]] bool IsLive(uint32_t claim) const {
    return CountingOf(claim) == Counting::kLive;
  }
  // Is it retracted or rejected, or its report?
  [[nodiscard]] bool IsTakenBack(uint32_t claim) const;

  // Its branches that nothing fallen lies on, and the same without what the
  // texts tell.
  [[nodiscard]] const Branches& BranchesOf(uint32_t claim) const;
  [[nodiscard]] const Branches& DeclaredBranchesOf(uint32_t claim) const;

  // Do texts tell anything? If not, the two are the same.
  [[nodiscard]] bool has_texts() const { return texts_.links_of != nullptr; }

  // What the texts tell of a claim: the links of its report that bear on it.
  [[nodiscard]] std::vector<ReprintMatch> TextLinksOf(uint32_t claim) const;

  // The report of a claim, as a vertex.
  [[nodiscard]] ChainVertex ReportOf(uint32_t claim) const;

 private:
  void AddRecords();
  void AddDependences();
  void DrawBelow(uint32_t claim) const;
  [[nodiscard]] Branches Draw(uint32_t claim,
                              const std::vector<ReprintMatch>* links) const;
  [[nodiscard]] bool IsDecided(ReportId report, ReportId other) const;
  [[nodiscard]] ChainVertex TextRootOf(ChainVertex report) const;
  void MergeByText(Branch& branch, bool own_stays) const;
  [[nodiscard]] Counting FindCounting(uint32_t claim) const;

  const View view_;
  const absl::flat_hash_set<EventIndex>& without_;
  const TextFindings& texts_;
  Provenance provenance_;
  std::vector<uint32_t> events_;              // by vertex
  std::vector<ChainVertex> source_vertices_;  // by ordinal
  std::vector<ChainVertex> report_vertices_;  // by ordinal
  // By claim: 0 where it is not known yet, else one more than it is.
  mutable std::vector<uint8_t> counting_;
  // By report and manner, both by ordinal; by claim, of those that rest on
  // others.
  mutable absl::flat_hash_map<std::pair<uint32_t, uint32_t>, const Branches*>
      shared_;
  mutable absl::flat_hash_map<uint32_t, const Branches*> own_;
  mutable std::deque<Branches> drawn_;
  // By claim, where the texts tell something.
  mutable absl::flat_hash_map<uint32_t, const Branches*> by_text_;
  mutable absl::flat_hash_map<ChainVertex, ChainVertex> text_roots_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_CLAIM_CHAINS_H_
