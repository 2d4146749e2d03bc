#include "engine/corroboration/disjoint_sets.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "engine/corroboration/many_sets.h"

namespace attest {
namespace {

using Set = absl::Span<const uint32_t>;

// The first of those that are equal, in order.
std::vector<uint32_t> Distinct(absl::Span<const Set> sets) {
  std::vector<uint32_t> order(sets.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::lexicographical_compare(sets[a].begin(), sets[a].end(),
                                        sets[b].begin(), sets[b].end());
  });
  order.erase(
      std::unique(order.begin(), order.end(),
                  [&](uint32_t a, uint32_t b) { return sets[a] == sets[b]; }),
      order.end());
  std::sort(order.begin(), order.end());
  return order;
}

// The sets that hold each member, by their place in `kept`, member by member.
std::vector<std::pair<uint32_t, uint32_t>> Holders(
    absl::Span<const Set> sets, const std::vector<uint32_t>& kept) {
  std::vector<std::pair<uint32_t, uint32_t>> holders;
  for (uint32_t i = 0; i < kept.size(); ++i) {
    for (const uint32_t member : sets[kept[i]]) holders.emplace_back(member, i);
  }
  std::sort(holders.begin(), holders.end());
  return holders;
}

// Sets by number as bits of a word.
class ExactSearch {
 public:
  ExactSearch(absl::Span<const Set> sets, const std::vector<uint32_t>& kept)
      : met_(kept.size()) {
    const auto holders = Holders(sets, kept);
    for (size_t i = 0; i < holders.size();) {
      uint64_t all = 0;
      size_t end = i;
      for (; end < holders.size() && holders[end].first == holders[i].first;
           ++end) {
        all |= uint64_t{1} << holders[end].second;
      }
      for (; i < end; ++i) {
        const uint32_t set = holders[i].second;
        met_[set] |= all & ~(uint64_t{1} << set);
      }
    }
  }

  std::vector<uint32_t> Run() {
    const size_t count = met_.size();
    uint64_t left = count == 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
    int wanted = Most(left);
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; wanted > 0; ++i) {
      const uint64_t bit = uint64_t{1} << i;
      if ((left & bit) == 0) continue;
      const uint64_t rest = left & ~met_[i] & ~bit;
      if (1 + Most(rest) < wanted) {
        left &= ~bit;
        continue;
      }
      chosen.push_back(i);
      left = rest;
      --wanted;
    }
    return chosen;
  }

 private:
  // The most that can be chosen among `sets`.
  int Most(uint64_t sets) {
    best_ = 0;
    Search(sets, 0);
    return best_;
  }

  // No more than one of each group of sets that all meet can be chosen.
  [[nodiscard]] int Bound(uint64_t sets) const {
    int groups = 0;
    while (sets != 0) {
      ++groups;
      uint64_t group = sets;
      while (group != 0) {
        const int next = std::countr_zero(group);
        sets &= ~(uint64_t{1} << next);
        group &= met_[static_cast<size_t>(next)];
      }
    }
    return groups;
  }

  void Search(uint64_t sets, int chosen) {
    // One that meets at most one other is in some largest choice.
    uint64_t most_met = 0;
    int most = 1;
    for (uint64_t scan = sets; scan != 0;) {
      const int i = std::countr_zero(scan);
      const uint64_t bit = uint64_t{1} << i;
      const uint64_t others = met_[static_cast<size_t>(i)] & sets;
      const int degree = std::popcount(others);
      if (degree <= 1) {
        ++chosen;
        sets &= ~(bit | others);
        scan = sets;
        most = 1;
        most_met = 0;
        continue;
      }
      if (degree > most) {
        most = degree;
        most_met = bit;
      }
      scan &= ~bit;
    }
    best_ = std::max(best_, chosen);
    if (sets == 0 || chosen + Bound(sets) <= best_) return;
    const auto i = static_cast<size_t>(std::countr_zero(most_met));
    Search(sets & ~(met_[i] | most_met), chosen + 1);
    Search(sets & ~most_met, chosen);
  }

  std::vector<uint64_t> met_;
  int best_ = 0;
};

// Greedy by size, then exchanges of one chosen for two. A member belongs to one
// chosen set at most, so that nothing need be kept for each pair of sets.
class LocalSearch {
 public:
  LocalSearch(absl::Span<const Set> sets, const std::vector<uint32_t>& kept)
      : sets_(sets), kept_(kept), is_chosen_(kept.size()) {}

  std::vector<uint32_t> Run() {
    std::vector<uint32_t> order(kept_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return Of(a).size() < Of(b).size();
    });
    Fill(order);
    while (Exchange()) Fill(order);
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < kept_.size(); ++i) {
      if (is_chosen_[i]) chosen.push_back(i);
    }
    if (chosen.size() == 1) TryPairs(chosen);
    return chosen;
  }

 private:
  static constexpr uint32_t kMany = 0xffffffff;
  // Of those that one set keeps out, so many are tried against each other.
  static constexpr size_t kMaxTried = 64;

  [[nodiscard]] Set Of(uint32_t set) const { return sets_[kept_[set]]; }

  // The chosen set that `set` meets; none, or kMany.
  [[nodiscard]] std::optional<uint32_t> BlockerOf(uint32_t set) const {
    std::optional<uint32_t> blocker;
    for (const uint32_t member : Of(set)) {
      const auto owner = owners_.find(member);
      if (owner == owners_.end()) continue;
      if (blocker && *blocker != owner->second) return kMany;
      blocker = owner->second;
    }
    return blocker;
  }
  void Take(uint32_t set) {
    is_chosen_[set] = true;
    for (const uint32_t member : Of(set)) owners_[member] = set;
  }
  void Drop(uint32_t set) {
    is_chosen_[set] = false;
    for (const uint32_t member : Of(set)) owners_.erase(member);
  }
  void Fill(const std::vector<uint32_t>& order) {
    for (const uint32_t set : order) {
      if (!is_chosen_[set] && !BlockerOf(set)) Take(set);
    }
  }
  [[nodiscard]] bool Meet(uint32_t a, uint32_t b) const {
    const Set first = Of(a);
    const Set second = Of(b);
    auto i = first.begin();
    auto j = second.begin();
    while (i != first.end() && j != second.end()) {
      if (*i == *j) return true;
      *i < *j ? ++i : ++j;
    }
    return false;
  }

  // Gives a set up for two that only it keeps out and that do not meet.
  bool Exchange() {
    absl::btree_map<uint32_t, std::vector<uint32_t>> kept_out;
    for (uint32_t i = 0; i < kept_.size(); ++i) {
      if (is_chosen_[i]) continue;
      const std::optional<uint32_t> blocker = BlockerOf(i);
      if (!blocker || *blocker == kMany) continue;
      std::vector<uint32_t>& others = kept_out[*blocker];
      if (others.size() < kMaxTried) others.push_back(i);
    }
    for (const auto& [blocker, others] : kept_out) {
      for (size_t a = 0; a < others.size(); ++a) {
        for (size_t b = a + 1; b < others.size(); ++b) {
          if (Meet(others[a], others[b])) continue;
          Drop(blocker);
          Take(others[a]);
          Take(others[b]);
          return true;
        }
      }
    }
    return false;
  }

  // Looks at every pair, until one does not meet.
  void TryPairs(std::vector<uint32_t>& chosen) const {
    for (uint32_t a = 0; a < kept_.size(); ++a) {
      for (uint32_t b = a + 1; b < kept_.size(); ++b) {
        if (Meet(a, b)) continue;
        chosen = {a, b};
        return;
      }
    }
  }

  const absl::Span<const Set> sets_;
  const std::vector<uint32_t>& kept_;
  std::vector<bool> is_chosen_;
  absl::flat_hash_map<uint32_t, uint32_t> owners_;  // of members
};

// The sets that each set meets.
std::vector<BitRow> MetRows(absl::Span<const Set> sets,
                            const std::vector<uint32_t>& kept) {
  std::vector<BitRow> met(kept.size(), BitRow(kept.size()));
  const auto holders = Holders(sets, kept);
  for (size_t i = 0; i < holders.size();) {
    BitRow all(kept.size());
    size_t end = i;
    for (; end < holders.size() && holders[end].first == holders[i].first;
         ++end) {
      all.Set(holders[end].second);
    }
    for (; i < end; ++i) met[holders[i].second].Add(all);
  }
  for (uint32_t i = 0; i < met.size(); ++i) met[i].Reset(i);
  return met;
}

}  // namespace

DisjointSets MostDisjoint(absl::Span<const Set> sets) {
  DisjointSets result;
  const std::vector<uint32_t> kept = Distinct(sets);
  if (kept.size() <= kMaxExactSets) {
    result.chosen = ExactSearch(sets, kept).Run();
  } else {
    result.chosen = LocalSearch(sets, kept).Run();
    result.at_least = true;
    if (kept.size() <= kMaxManySets) {
      auto least = ManySets(MetRows(sets, kept)).LeastOfLargest(result.chosen);
      if (least) {
        result.chosen = *std::move(least);
        result.at_least = false;
      }
    }
  }
  for (uint32_t& set : result.chosen) set = kept[set];
  return result;
}

}  // namespace attest
