#include "engine/interchange/stix_bearing.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/findings/bearing.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

using Vertices = absl::flat_hash_set<ChainVertex>;

bool IsWeak(Hedge hedge) {
  return hedge != Hedge::kStated && hedge != Hedge::kEstimated;
}

// Keys decide their order alone, which is not asked for.
std::string NoKey(ClaimId) { return ""; }

bool HasAny(const Vertices& vertices, const std::vector<ChainVertex>& chain) {
  return std::any_of(chain.begin(), chain.end(), [&](ChainVertex vertex) {
    return vertices.contains(vertex);
  });
}

bool Meet(const Branches& a, const Branches& b) {
  return std::any_of(
      a.branches.begin(), a.branches.end(), [&](const Branch& one) {
        const Vertices chain(one.chain.begin(), one.chain.end());
        return std::any_of(
            b.branches.begin(), b.branches.end(),
            [&](const Branch& other) { return HasAny(chain, other.chain); });
      });
}

}  // namespace

StixAgainst StixBearing::AgainstOf(StatementId id) const {
  Finding finding = findings_.Summarize(id, NoKey);
  StixAgainst against;
  for (const OtherStatement& other : finding.conflicts_with) {
    against.conflicts.push_back(other.statement);
  }
  std::sort(against.conflicts.begin(), against.conflicts.end());
  against.denials = std::move(finding.opposing);
  std::sort(against.denials.begin(), against.denials.end());
  return against;
}

bool StixBearing::IsHedged(ClaimId id) const {
  // What rests on what is a tree without rings, and may be deep.
  std::vector<ClaimId> pending = {id};
  absl::flat_hash_set<ClaimId> seen = {id};
  while (!pending.empty()) {
    const ClaimInfo claim = view_.claim(pending.back());
    pending.pop_back();
    if (IsWeak(claim.hedge)) return true;
    for (const ClaimId premise : claim.rests_on) {
      if (seen.insert(premise).second) pending.push_back(premise);
    }
  }
  return false;
}

const Branches& StixBearing::BranchesOf(ClaimId id) const {
  return findings_.chains().BranchesOf(
      view_.tables().places[id.value()].ordinal());
}

bool StixBearing::IsStated(StatementId id,
                           const std::vector<ClaimId>& asserting) const {
  std::vector<ClaimId> stated;
  for (const ClaimId claim : asserting) {
    if (!IsHedged(claim)) stated.push_back(claim);
  }
  if (stated.empty()) return false;
  Vertices on_hedged;
  Vertices origins;
  for (const ClaimId claim : findings_.Summarize(id, NoKey).supporting) {
    if (!IsHedged(claim)) continue;
    for (const Branch& branch : BranchesOf(claim).branches) {
      on_hedged.insert(branch.chain.begin(), branch.chain.end());
      for (const Origin& origin : branch.origins) origins.insert(origin.vertex);
    }
  }
  return std::any_of(stated.begin(), stated.end(), [&](ClaimId claim) {
    const std::vector<Branch>& branches = BranchesOf(claim).branches;
    return std::none_of(
        branches.begin(), branches.end(), [&](const Branch& branch) {
          return HasAny(origins, branch.chain) ||
                 std::any_of(branch.origins.begin(), branch.origins.end(),
                             [&](const Origin& origin) {
                               return on_hedged.contains(origin.vertex);
                             });
        });
  });
}

bool StixBearing::IsOwnWord(ClaimId denial) const {
  if (IsHedged(denial)) return false;
  const ClaimInfo claim = view_.claim(denial);
  return std::none_of(
      claim.attribution.begin(), claim.attribution.end(),
      [](const Speaker& one) { return one.basis == Basis::kHearsay; });
}

std::vector<std::vector<ClaimId>> StixBearing::LinesOf(
    const std::vector<ClaimId>& claims) const {
  std::vector<uint32_t> ordinals;
  for (const ClaimId claim : claims) {
    ordinals.push_back(view_.tables().places[claim.value()].ordinal());
  }
  const Side side = SideOf(findings_.chains(), ordinals);
  std::vector<std::vector<ClaimId>> lines;
  absl::flat_hash_set<ClaimId> placed;
  for (const uint32_t way : side.MostIndependent().ways) {
    const ClaimId claim = claims[side.ways()[way].claim];
    lines.push_back({claim});
    placed.insert(claim);
  }
  for (const ClaimId claim : claims) {
    if (placed.contains(claim)) continue;
    for (std::vector<ClaimId>& line : lines) {
      if (!Meet(BranchesOf(line.front()), BranchesOf(claim))) continue;
      line.push_back(claim);
      break;
    }
  }
  return lines;
}

}  // namespace attest
