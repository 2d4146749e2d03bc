#include "engine/corroboration/many_sets.h"

#include <algorithm>
#include <utility>

namespace attest {

bool ManySets::HasGivenUp() const { return work_ > kMaxManyWork; }

bool ManySets::AllMeet(const BitRow& sets) {
  bool all = true;
  sets.ForEach([&](uint32_t set) {
    if (!all) return;
    Spend();
    BitRow missed = sets;
    missed.Drop(met_[set]);
    missed.Reset(set);
    all = missed.empty();
  });
  return all;
}

// Takes those of which all neighbours meet each other, until there is none.
void ManySets::TakeSimple(BitRow& sets) {
  for (bool again = true; again && !HasGivenUp();) {
    again = false;
    const BitRow before = sets;
    before.ForEach([&](uint32_t set) {
      if (!sets.Has(set)) return;
      Spend();
      BitRow others = met_[set];
      others.Keep(sets);
      if (!AllMeet(others)) return;
      chosen_.push_back(set);
      sets.Drop(others);
      sets.Reset(set);
      again = true;
    });
  }
}

// No more than one of each group of sets that all meet can be chosen.
size_t ManySets::Bound(BitRow sets) {
  size_t groups = 0;
  while (const std::optional<uint32_t> first = sets.First()) {
    ++groups;
    BitRow group = met_[*first];
    group.Keep(sets);
    sets.Reset(*first);
    while (const std::optional<uint32_t> next = group.First()) {
      Spend();
      sets.Reset(*next);
      group.Keep(met_[*next]);
    }
  }
  return groups;
}

// Adds to the chosen until they are `wanted`.
bool ManySets::Search(BitRow sets, size_t wanted) {
  const size_t before = chosen_.size();
  TakeSimple(sets);
  if (chosen_.size() >= wanted) return true;
  if (!HasGivenUp() && chosen_.size() + Bound(sets) >= wanted) {
    uint32_t most_met = 0;
    size_t most = 0;
    sets.ForEach([&](uint32_t set) {
      Spend();
      BitRow others = met_[set];
      others.Keep(sets);
      const size_t degree = others.Count();
      if (degree < most) return;
      most = degree;
      most_met = set;
    });
    BitRow without = sets;
    without.Reset(most_met);
    if (Search(without, wanted)) return true;
    without.Drop(met_[most_met]);
    chosen_.push_back(most_met);
    if (!HasGivenUp() && Search(std::move(without), wanted)) return true;
  }
  chosen_.resize(before);
  return false;
}

std::optional<std::vector<uint32_t>> ManySets::Find(const BitRow& sets,
                                                    size_t wanted) {
  chosen_.clear();
  if (!Search(sets, wanted)) return std::nullopt;
  return chosen_;
}

std::optional<std::vector<uint32_t>> ManySets::LeastOfLargest(
    const std::vector<uint32_t>& known) {
  BitRow left(met_.size());
  for (size_t i = 0; i < met_.size(); ++i) left.Set(i);
  std::vector<uint32_t> largest = known;
  while (auto more = Find(left, largest.size() + 1)) {
    largest = *std::move(more);
  }
  if (HasGivenUp()) return std::nullopt;
  // What is to be chosen of those left, so that they are the most.
  BitRow rest(met_.size());
  for (const uint32_t set : largest) rest.Set(set);
  size_t wanted = largest.size();
  std::vector<uint32_t> least;
  for (uint32_t set = 0; set < met_.size() && wanted > 0; ++set) {
    if (!left.Has(set)) continue;
    BitRow blockers = met_[set];
    blockers.Keep(rest);
    // It takes the place of the only one that it meets.
    if (!rest.Has(set) && blockers.Count() > 1) {
      BitRow others = left;
      others.Drop(met_[set]);
      others.Reset(set);
      const auto found = Find(others, wanted - 1);
      if (HasGivenUp()) return std::nullopt;
      if (!found) {
        left.Reset(set);
        continue;
      }
      rest = BitRow(met_.size());
      for (const uint32_t other : *found) rest.Set(other);
    }
    least.push_back(set);
    left.Drop(met_[set]);
    left.Reset(set);
    rest.Keep(left);
    --wanted;
  }
  return least;
}

}  // namespace attest
