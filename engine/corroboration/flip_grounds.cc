// What must go for a verdict to change.

#include <algorithm>
#include <utility>

#include "engine/corroboration/flip_model.h"

namespace attest {
namespace {

// Of so many carriers the one that adds the least is taken.
constexpr size_t kMaxCarriersTried = 8;

}  // namespace

void FlipModel::AddRecords(uint32_t strand, BitRow& grounds) const {
  for (const uint32_t record : strands_[strand].records) grounds.Set(record);
}

size_t FlipModel::CountNew(uint32_t strand, const BitRow& grounds) const {
  const std::vector<uint32_t>& records = strands_[strand].records;
  return static_cast<size_t>(
      std::count_if(records.begin(), records.end(),
                    [&](uint32_t record) { return !grounds.Has(record); }));
}

void FlipModel::AddPair(const Pair& pair, BitRow& grounds) const {
  if (!pair) return;
  AddRecords(pair->first, grounds);
  AddRecords(pair->second, grounds);
}

FlipModel::Pair FlipModel::TwoOrigins(const BitRow& ways, const BitRow& a,
                                      const BitRow& b,
                                      const BitRow& left) const {
  const std::optional<uint32_t> first = ways.FirstShared(a);
  const std::optional<uint32_t> second = ways.FirstShared(b);
  if (!first || !second) return std::nullopt;
  const auto left_of = [&](uint32_t i, std::optional<ChainVertex> but) {
    for (const StrandOrigin& origin : strands_[i].origins) {
      if (origin.origin.vertex != but &&
          IsLeft(origin, strands_[i].claim, left)) {
        return std::optional(origin.origin.vertex);
      }
    }
    return std::optional<ChainVertex>();
  };
  const std::optional<ChainVertex> origin = left_of(*first, std::nullopt);
  // One of another origin on either side.
  Pair pair;
  const auto find = [&](const BitRow& side, bool is_second) {
    BitRow of_side = ways;
    of_side.Keep(side);
    of_side.ForEach([&](uint32_t i) {
      if (pair || !left_of(i, origin)) return;
      pair = is_second ? std::pair(*first, i) : std::pair(i, *second);
    });
  };
  find(b, /*is_second=*/true);
  if (!pair) find(a, /*is_second=*/false);
  return pair;
}

// An origin that is relayed stays so while one carrier is left.
void FlipModel::GuardRelayed(const BitRow& left, BitRow& grounds) const {
  for (const Relayed& relayed : relayed_) {
    const Strand& strand = strands_[relayed.strand];
    if (!left.Has(relayed.strand)) continue;
    std::optional<uint32_t> best;
    size_t best_new = 0;
    size_t tried = 0;
    for (const uint32_t carrier : *relayed.origin->carriers) {
      if (strands_[carrier].claim == strand.claim || !left.Has(carrier)) {
        continue;
      }
      const size_t more = CountNew(carrier, grounds);
      if (!best || more < best_new) {
        best = carrier;
        best_new = more;
      }
      if (++tried == kMaxCarriersTried || best_new == 0) break;
    }
    if (!best) continue;  // it is an origin already
    for (const uint32_t record : strands_[*best].records) {
      // What takes the branch itself away frees nothing.
      if (!on_[record].Has(relayed.strand)) grounds.Set(record);
    }
  }
}

// The lower figure grows when a claim loses the branch that spoils it.
void FlipModel::GuardKnown(const BitRow& ways, const BitRow& left,
                           BitRow& grounds) const {
  if (!has_branching_) return;
  for (uint32_t claim = 0; claim < claims_.size(); ++claim) {
    const std::vector<uint32_t>& branches = claims_[claim];
    if (strands_[branches.front()].kind != Kind::kFor) break;
    const auto count = std::count_if(branches.begin(), branches.end(),
                                     [&](uint32_t i) { return left.Has(i); });
    if (count > 1) GuardPairsWith(claim, ways, left, grounds);
  }
}

std::optional<uint32_t> FlipModel::UnknownWay(uint32_t claim,
                                              const BitRow& ways,
                                              const BitRow& left) const {
  for (const uint32_t i : claims_[claim]) {
    if (ways.Has(i) && !IsKnown(strands_[i], left)) return i;
  }
  return std::nullopt;
}

void FlipModel::GuardPairsWith(uint32_t claim, const BitRow& ways,
                               const BitRow& left, BitRow& grounds) const {
  const auto has_way = [&](uint32_t of) {
    return std::any_of(claims_[of].begin(), claims_[of].end(),
                       [&](uint32_t i) { return ways.Has(i); });
  };
  BitRow partners(strands_.size());
  for (const uint32_t i : claims_[claim]) {
    if (left.Has(i) && known_.Has(i)) partners.Add(apart_[i]);
  }
  partners.Keep(left);
  partners.Keep(known_);
  if (partners.empty() || !has_way(claim)) return;
  if (const auto unknown = UnknownWay(claim, ways, left); unknown) {
    AddRecords(*unknown, grounds);
    return;
  }
  std::optional<uint32_t> last;
  partners.ForEach([&](uint32_t partner) {
    const uint32_t other = strands_[partner].claim;
    if (other == last) return;
    last = other;
    if (!has_way(other)) return;
    if (const auto unknown = UnknownWay(other, ways, left); unknown) {
      AddRecords(*unknown, grounds);
      return;
    }
    for (const uint32_t a : claims_[claim]) {
      for (const uint32_t b : claims_[other]) {
        if (left.Has(a) && left.Has(b) && !apart_[a].Has(b)) {
          AddPair(std::pair(a, b), grounds);
          return;
        }
      }
    }
  });
}

BitRow FlipModel::Grounds(const BitRow& left) const {
  BitRow grounds(records_);
  if (verdict_ == Verdict::kRetracted) return grounds;
  if (verdict_ == Verdict::kUnsupported) {
    reports_.ForEach([&](uint32_t i) { AddRecords(i, grounds); });
    return grounds;
  }
  const BitRow ways = WaysOf(left);
  switch (verdict_) {
    case Verdict::kCircular:
      AddRecords(*left.FirstShared(for_), grounds);
      break;
    case Verdict::kContested:
      AddPair(TwoOrigins(ways, for_, against_, left), grounds);
      break;
    case Verdict::kCorroborated:
      AddPair(TwoKnown(ways, left), grounds);
      break;
    case Verdict::kLikely:
      AddPair(TwoWays(ways), grounds);
      GuardKnown(ways, left, grounds);
      break;
    default:
      AddRecords(*ways.FirstShared(for_), grounds);
      break;
  }
  if (has_declared_ && verdict_ != Verdict::kCircular) {
    const bool needs_two =
        verdict_ == Verdict::kCorroborated || verdict_ == Verdict::kLikely;
    if (needs_two) {
      AddPair(TwoOrigins(ways, declared_, declared_, left), grounds);
    } else {
      AddRecords(*ways.FirstShared(declared_), grounds);
    }
  }
  GuardRelayed(left, grounds);
  return grounds;
}

}  // namespace attest
