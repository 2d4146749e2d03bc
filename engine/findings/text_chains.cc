// What the texts of reports add to the chains of claims.

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/findings/claim_chains.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

bool LiesIn(const ByteRange& quote, const ByteRange& passage) {
  return quote.begin + kPassageSlackBytes >= passage.begin &&
         quote.end <= passage.end + kPassageSlackBytes;
}

// Does what two reports share bear on a claim of the first with this quote?
bool BearsOn(const ReprintMatch& link, const std::optional<ByteRange>& quote) {
  if (!quote) return true;
  return std::any_of(link.passages.begin(), link.passages.end(),
                     [&](const SharedPassage& passage) {
                       return LiesIn(*quote, passage.first);
                     });
}

}  // namespace

// Has a person said how the two depend on each other, or that they do not?
bool ClaimChains::IsDecided(ReportId report, ReportId other) const {
  const auto says = [this](ReportId from, ReportId on) {
    const EventIndex from_event(from.value());
    const EventIndex on_event(on.value());
    for (const DecisionInfo& decision : view_.DecisionsOn(from_event)) {
      if (decision.type == RecordType::kDependence && decision.standing &&
          decision.target == from_event && decision.other == on_event) {
        return true;
      }
    }
    const std::vector<Upstream> upstream = view_.UpstreamOf(from);
    return std::any_of(upstream.begin(), upstream.end(),
                       [&](const Upstream& one) {
                         return one.upstream == SourceOrReport(on);
                       });
  };
  return says(report, other) || says(other, report);
}

std::vector<ReprintMatch> ClaimChains::TextLinksOf(uint32_t claim) const {
  std::vector<ReprintMatch> links;
  if (!has_texts()) return links;
  const ProjectionTables& tables = view_.tables();
  if (tables.FlagsOf(claim).original()) return links;
  const ReportId report(tables.reports[tables.claim_reports[claim]].event);
  const std::vector<ReprintMatch>& all = texts_.links_of(report);
  if (all.empty()) return links;
  const std::optional<ByteRange> quote =
      texts_.quote_of(ClaimId(tables.claim_events[claim]));
  for (const ReprintMatch& link : all) {
    if (link.direction == ReprintDirection::kToOther ||
        provenance_.IsFallen(VertexOf(EventIndex(link.other.value()))) ||
        !BearsOn(link, quote) || IsDecided(report, link.other)) {
      continue;
    }
    links.push_back(link);
  }
  return links;
}

// The least of all reports that one text makes one with `report`.
ChainVertex ClaimChains::TextRootOf(ChainVertex report) const {
  const auto known = text_roots_.find(report);
  if (known != text_roots_.end()) return known->second;
  absl::flat_hash_set<ChainVertex> seen = {report};
  std::vector<ChainVertex> pending = {report};
  while (!pending.empty()) {
    const ReportId id(EventOf(pending.back()).value());
    pending.pop_back();
    for (const ReprintMatch& link : texts_.links_of(id)) {
      const ChainVertex other = VertexOf(EventIndex(link.other.value()));
      if (link.direction != ReprintDirection::kUndirected ||
          provenance_.IsFallen(other) || IsDecided(id, link.other)) {
        continue;
      }
      if (seen.insert(other).second) pending.push_back(other);
    }
  }
  const ChainVertex root = *std::min_element(seen.begin(), seen.end());
  for (const ChainVertex member : seen) text_roots_[member] = root;
  return root;
}

// Makes one of the reports on a chain that share a text in no known order.
void ClaimChains::MergeByText(Branch& branch, bool own_stays) const {
  const auto root_of = [&](ChainVertex vertex) {
    const bool stays =
        !provenance_.IsReport(vertex) || (vertex == branch.report && own_stays);
    return stays ? vertex : provenance_.Merged(TextRootOf(vertex));
  };
  std::vector<ChainVertex> chain;
  for (const ChainVertex vertex : branch.chain) {
    const ChainVertex root = root_of(vertex);
    if (std::find(chain.begin(), chain.end(), root) == chain.end()) {
      chain.push_back(root);
    }
  }
  for (ChainVertex& conduit : branch.conduits) conduit = root_of(conduit);
  std::sort(branch.conduits.begin(), branch.conduits.end());
  branch.conduits.erase(
      std::unique(branch.conduits.begin(), branch.conduits.end()),
      branch.conduits.end());
  branch.report = root_of(branch.report);
  branch.chain = std::move(chain);
  branch.numbers.clear();
  for (const ChainVertex vertex : branch.chain) {
    branch.numbers.push_back(static_cast<uint32_t>(vertex));
  }
  std::sort(branch.numbers.begin(), branch.numbers.end());
}

}  // namespace attest
