#include "engine/corroboration/independence.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/corroboration/disjoint_sets.h"

namespace attest {
namespace {

std::vector<uint32_t> Numbers(std::vector<ChainVertex> vertices) {
  std::sort(vertices.begin(), vertices.end());
  vertices.erase(std::unique(vertices.begin(), vertices.end()), vertices.end());
  std::vector<uint32_t> numbers;
  numbers.reserve(vertices.size());
  for (const ChainVertex vertex : vertices) {
    numbers.push_back(static_cast<uint32_t>(vertex));
  }
  return numbers;
}

DisjointSets MostDisjointOf(const std::vector<std::vector<uint32_t>>& sets) {
  const std::vector<absl::Span<const uint32_t>> spans(sets.begin(), sets.end());
  return MostDisjoint(spans);
}

// Are there more chains than are always counted exactly?
bool HasManyChains(const std::vector<Side::Way>& ways) {
  if (ways.size() <= kMaxExactSets) return false;
  absl::flat_hash_set<const Branch*> chains;
  for (const Side::Way& way : ways) chains.insert(way.branch);
  return chains.size() > kMaxExactSets;
}

}  // namespace

Side::Side(const Provenance& provenance,
           std::vector<absl::Span<const Branch>> claims,
           std::vector<ChainVertex> without)
    : provenance_(provenance),
      claims_(std::move(claims)),
      without_(std::move(without)) {
  FindWays();
}

bool Side::IsGone(const Branch& branch) const {
  return std::any_of(without_.begin(), without_.end(), [&](ChainVertex vertex) {
    return std::binary_search(branch.records.begin(), branch.records.end(),
                              vertex);
  });
}

// Branches of other records that are equal after merging are one.
bool Side::Repeats(const Way& way) const {
  for (size_t i = ways_.size(); i > 0 && ways_[i - 1].claim == way.claim; --i) {
    const Way& earlier = ways_[i - 1];
    if (earlier.branch->chain == way.branch->chain &&
        earlier.origins == way.origins) {
      return true;
    }
  }
  return false;
}

void Side::FindWays() {
  // Who passes on, and in which claim.
  std::vector<std::pair<ChainVertex, uint32_t>> conduits;
  for (uint32_t claim = 0; claims_.size() > 1 && claim < claims_.size();
       ++claim) {
    for (const Branch& branch : claims_[claim]) {
      if (IsGone(branch)) continue;
      for (const ChainVertex conduit : branch.conduits) {
        conduits.emplace_back(conduit, claim);
      }
    }
  }
  std::sort(conduits.begin(), conduits.end());
  const auto is_relay = [&](ChainVertex origin, uint32_t claim) {
    auto at = std::lower_bound(conduits.begin(), conduits.end(),
                               std::make_pair(origin, uint32_t{0}));
    while (at != conduits.end() && at->first == origin) {
      if (at->second != claim) return true;
      ++at;
    }
    return false;
  };
  for (uint32_t claim = 0; claim < claims_.size(); ++claim) {
    for (const Branch& branch : claims_[claim]) {
      if (IsGone(branch)) continue;
      has_live_ = true;
      Way way = {.claim = claim, .branch = &branch, .origins = {}};
      for (const Origin& origin : branch.origins) {
        if (origin.firsthand || !is_relay(origin.vertex, claim)) {
          way.origins.push_back(origin);
        }
      }
      if (!way.origins.empty() && !Repeats(way)) {
        ways_.push_back(std::move(way));
      }
    }
  }
}

std::vector<ChainVertex> Side::Origins(bool known) const {
  std::vector<ChainVertex> found;
  for (const Way& way : ways_) {
    for (const Origin& origin : way.origins) {
      if (origin.known == known) found.push_back(origin.vertex);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<ChainVertex> Side::KnownOrigins() const { return Origins(true); }

std::vector<ChainVertex> Side::UnknownOrigins() const {
  const std::vector<ChainVertex> known = Origins(true);
  std::vector<ChainVertex> unknown = Origins(false);
  unknown.erase(std::remove_if(unknown.begin(), unknown.end(),
                               [&](ChainVertex vertex) {
                                 return std::binary_search(known.begin(),
                                                           known.end(), vertex);
                               }),
                unknown.end());
  return unknown;
}

Side::Choice Side::MostIndependent() const {
  // Two branches of one claim meet in its report.
  std::vector<absl::Span<const uint32_t>> sets;
  sets.reserve(ways_.size());
  for (const Way& way : ways_) sets.emplace_back(way.branch->numbers);
  DisjointSets most = MostDisjoint(sets);
  return {std::move(most.chosen), most.at_least};
}

uint32_t Side::CountLow() const {
  std::vector<std::vector<uint32_t>> sets;
  for (size_t i = 0; i < ways_.size();) {
    const uint32_t claim = ways_[i].claim;
    bool known = true;
    for (; i < ways_.size() && ways_[i].claim == claim; ++i) {
      known =
          known && std::any_of(ways_[i].origins.begin(), ways_[i].origins.end(),
                               [](const Origin& o) { return o.known; });
    }
    if (!known) continue;
    std::vector<ChainVertex> all;
    for (const Branch& branch : claims_[claim]) {
      if (IsGone(branch)) continue;
      for (const ChainVertex vertex : branch.chain) {
        all.push_back(provenance_.MergedByOwner(vertex));
      }
    }
    sets.push_back(Numbers(std::move(all)));
  }
  return static_cast<uint32_t>(MostDisjointOf(sets).chosen.size());
}

uint32_t Side::CountOrigins() const {
  std::vector<ChainVertex> origins;
  for (const Way& way : ways_) {
    for (const Origin& origin : way.origins) origins.push_back(origin.vertex);
  }
  return static_cast<uint32_t>(Numbers(std::move(origins)).size());
}

Lines Side::CountLines() const {
  Lines lines = {.at_least = is_cut_};
  if (ways_.empty()) return lines;
  if (ways_.size() == 1) {
    lines.low = 1;
    lines.best = 1;
  } else {
    const Choice most = MostIndependent();
    lines.best = static_cast<uint32_t>(most.ways.size());
    lines.low = std::max<uint32_t>(CountLow(), 1);
    // Of many chains the lower figure may be a bound where the other is exact.
    lines.at_least = is_cut_ || most.at_least ||
                     (lines.low < lines.best && HasManyChains(ways_));
  }
  lines.high = CountOrigins();
  return lines;
}

std::vector<ChainVertex> Side::SinglePoints() const {
  std::vector<ChainVertex> points;
  if (ways_.empty()) return points;
  for (const ChainVertex vertex : ways_.front().branch->chain) {
    const bool on_all =
        std::all_of(ways_.begin(), ways_.end(), [&](const Way& way) {
          const std::vector<ChainVertex>& chain = way.branch->chain;
          return std::find(chain.begin(), chain.end(), vertex) != chain.end();
        });
    if (on_all) points.push_back(vertex);
  }
  return points;
}

Lines InOrder(Lines lines) {
  lines.best = std::min(lines.best, lines.high);
  lines.low = std::min(lines.low, lines.best);
  return lines;
}

}  // namespace attest
