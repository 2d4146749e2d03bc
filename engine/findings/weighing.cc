#include "engine/findings/weighing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/btree_set.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

class Accountant {
 public:
  Accountant(const Findings& findings, const Statement& statement,
             const Bearing& bearing, ClaimKey key_of)
      : findings_(findings),
        view_(findings.view()),
        chains_(findings.chains()),
        statement_(statement),
        bearing_(bearing),
        key_of_(key_of),
        by_key_(ByKey(bearing.supporting)),
        side_(SideOf(chains_, by_key_)) {}

  Finding Summarize() {
    Claims();
    Others(bearing_.conflicting, finding_.conflicts_with);
    Others(bearing_.differing, finding_.differs);
    return std::move(finding_);
  }

  Finding Run() {
    finding_ = Summarize();
    const Side declared = DeclaredSideOf(chains_, by_key_);
    finding_.origins = Events(declared.KnownOrigins());
    finding_.unknown_origins = Events(declared.UnknownOrigins());
    SortByKey(finding_.origins);
    SortByKey(finding_.unknown_origins);
    finding_.single_points = Events(side_.SinglePoints());
    const auto less = [this](ChainVertex a, ChainVertex b) {
      return Less(a, b);
    };
    const auto cut = WeakestCut(chains_.provenance(), side_, less);
    if (cut) finding_.weakest_cut = Events(*cut);
    for (const std::vector<ChainVertex>& cycle :
         Cycles(chains_.provenance(), side_, less)) {
      finding_.cycles.push_back(Events(cycle));
    }
    Ledger();
    return std::move(finding_);
  }

 private:
  // -- Ids and order --------------------------------------------------------

  [[nodiscard]] ClaimId IdOf(uint32_t claim) const {
    return ClaimId(view_.tables().claim_events[claim]);
  }

  [[nodiscard]] std::vector<uint32_t> ByKey(
      const std::vector<uint32_t>& claims) const {
    std::vector<std::pair<std::string, uint32_t>> keyed;
    keyed.reserve(claims.size());
    for (const uint32_t claim : claims) {
      keyed.emplace_back(key_of_(IdOf(claim)), claim);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<uint32_t> sorted;
    sorted.reserve(keyed.size());
    for (const auto& [key, claim] : keyed) sorted.push_back(claim);
    return sorted;
  }

  [[nodiscard]] std::vector<ClaimId> IdsByKey(
      const std::vector<uint32_t>& claims) const {
    std::vector<ClaimId> ids;
    for (const uint32_t claim : ByKey(claims)) ids.push_back(IdOf(claim));
    return ids;
  }

  [[nodiscard]] bool Less(ChainVertex a, ChainVertex b) const {
    return view_.KeyOf(chains_.EventOf(a)) < view_.KeyOf(chains_.EventOf(b));
  }
  void SortByKey(std::vector<EventIndex>& events) const {
    std::sort(events.begin(), events.end(), [this](EventIndex a, EventIndex b) {
      return view_.KeyOf(a) < view_.KeyOf(b);
    });
  }
  [[nodiscard]] std::vector<EventIndex> Events(
      const std::vector<ChainVertex>& vertices) const {
    std::vector<EventIndex> events;
    events.reserve(vertices.size());
    for (const ChainVertex vertex : vertices) {
      events.push_back(chains_.EventOf(vertex));
    }
    return events;
  }

  // -- Claims and other statements ------------------------------------------

  void Claims() {
    absl::btree_set<ChainVertex> reports;
    absl::btree_set<ChainVertex> publishers;
    for (const uint32_t claim : by_key_) {
      if (!chains_.IsLive(claim)) {
        finding_.not_counted.push_back(IdOf(claim));
        continue;
      }
      finding_.supporting.push_back(IdOf(claim));
      const ChainVertex report = chains_.ReportOf(claim);
      reports.insert(report);
      publishers.insert(chains_.provenance().PublisherOf(report));
    }
    finding_.opposing = IdsByKey(bearing_.denying);
    finding_.doubting = IdsByKey(bearing_.doubting);
    finding_.reports = reports.size();
    finding_.publishers = publishers.size();
  }

  void Others(const std::vector<Bearing::Rival>& rivals,
              std::vector<OtherStatement>& others) const {
    if (finding_.supporting.empty()) return;
    for (const Bearing::Rival& rival : rivals) {
      const bool lives =
          std::any_of(rival.supporting.begin(), rival.supporting.end(),
                      [this](uint32_t claim) { return chains_.IsLive(claim); });
      if (!lives) continue;
      others.push_back(
          {StatementId(rival.statement),
           Relate(statement_, findings_.statements().Of(rival.statement),
                  findings_.hierarchy())
               .reason});
    }
  }

  // -- The ledger -----------------------------------------------------------

  void Describe(const Side::Way& way, LedgerEntry& entry) const {
    entry.chain = Events(way.branch->chain);
    entry.origin = chains_.EventOf(way.origins.front().vertex);
    for (const ChainVertex vertex : way.branch->chain) {
      if (std::binary_search(way.branch->conduits.begin(),
                             way.branch->conduits.end(), vertex)) {
        entry.conduits.push_back(chains_.EventOf(vertex));
      }
    }
  }

  // The first vertex of `chain` that is on that of `other`.
  static std::optional<ChainVertex> Meeting(
      const std::vector<ChainVertex>& chain,
      const std::vector<ChainVertex>& other) {
    for (const ChainVertex vertex : chain) {
      if (std::find(other.begin(), other.end(), vertex) != other.end()) {
        return vertex;
      }
    }
    return std::nullopt;
  }

  void Share(const Side::Way& way, const std::vector<uint32_t>& lines,
             LedgerEntry& entry) const {
    Describe(way, entry);
    entry.uncounted = Uncounted::kLeftOut;
    for (uint32_t line = 0; line < lines.size(); ++line) {
      const Side::Way& counted = side_.ways()[lines[line]];
      const std::optional<ChainVertex> shared =
          Meeting(way.branch->chain, counted.branch->chain);
      if (!shared) continue;
      entry.uncounted = Uncounted::kShares;
      entry.shared = chains_.EventOf(*shared);
      entry.with = IdOf(by_key_[counted.claim]);
      entry.line = line + 1;
      return;
    }
  }

  void Relayed(uint32_t claim, LedgerEntry& entry) const {
    entry.uncounted = Uncounted::kRelay;
    const Branch& branch = chains_.BranchesOf(claim).branches.front();
    entry.chain = Events(branch.chain);
    if (!branch.origins.empty()) {
      entry.shared = chains_.EventOf(branch.origins.front().vertex);
    }
  }

  void Ledger() {
    const std::vector<uint32_t> lines = side_.MostIndependent().ways;
    for (uint32_t i = 0; i < by_key_.size(); ++i) {
      LedgerEntry entry;
      entry.claim = IdOf(by_key_[i]);
      entry.counting = chains_.CountingOf(by_key_[i]);
      if (entry.counting == Counting::kLive) {
        entry.inferred = chains_.TextLinksOf(by_key_[i]);
      }
      const auto is_own = [&](const Side::Way& way) { return way.claim == i; };
      const auto counted =
          std::find_if(lines.begin(), lines.end(),
                       [&](uint32_t way) { return is_own(side_.ways()[way]); });
      const auto way =
          std::find_if(side_.ways().begin(), side_.ways().end(), is_own);
      if (entry.counting != Counting::kLive) {
        entry.uncounted = Uncounted::kNotLive;
      } else if (counted != lines.end()) {
        entry.line = static_cast<uint32_t>(counted - lines.begin()) + 1;
        Describe(side_.ways()[*counted], entry);
      } else if (way != side_.ways().end()) {
        Share(*way, lines, entry);
      } else {
        Relayed(by_key_[i], entry);
      }
      finding_.ledger.push_back(std::move(entry));
    }
  }

  const Findings& findings_;
  const View& view_;
  const ClaimChains& chains_;
  const Statement& statement_;
  const Bearing& bearing_;
  const ClaimKey key_of_;
  const std::vector<uint32_t> by_key_;
  const Side side_;
  Finding finding_;
};

}  // namespace

Finding Summary(const Findings& findings, const Statement& statement,
                const Bearing& bearing, ClaimKey key_of) {
  return Accountant(findings, statement, bearing, key_of).Summarize();
}

Finding Account(const Findings& findings, const Statement& statement,
                const Bearing& bearing, ClaimKey key_of) {
  return Accountant(findings, statement, bearing, key_of).Run();
}

}  // namespace attest
