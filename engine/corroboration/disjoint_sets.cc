#include "engine/corroboration/disjoint_sets.h"

#include <algorithm>
#include <bit>

#include "absl/container/flat_hash_map.h"

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

// Which sets each one meets, itself left out; rising.
std::vector<std::vector<uint32_t>> Meetings(absl::Span<const Set> sets,
                                            const std::vector<uint32_t>& kept) {
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> holders;
  for (uint32_t i = 0; i < kept.size(); ++i) {
    for (const uint32_t member : sets[kept[i]]) holders[member].push_back(i);
  }
  std::vector<std::vector<uint32_t>> met(kept.size());
  for (uint32_t i = 0; i < kept.size(); ++i) {
    for (const uint32_t member : sets[kept[i]]) {
      const std::vector<uint32_t>& others = holders.find(member)->second;
      met[i].insert(met[i].end(), others.begin(), others.end());
    }
    std::sort(met[i].begin(), met[i].end());
    met[i].erase(std::unique(met[i].begin(), met[i].end()), met[i].end());
    met[i].erase(std::remove(met[i].begin(), met[i].end(), i), met[i].end());
  }
  return met;
}

// Sets by number as bits of a word.
class ExactSearch {
 public:
  explicit ExactSearch(const std::vector<std::vector<uint32_t>>& met)
      : met_(met.size()) {
    for (size_t i = 0; i < met.size(); ++i) {
      for (const uint32_t other : met[i]) met_[i] |= uint64_t{1} << other;
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

// Greedy by fewest meetings, then exchanges of one chosen for two.
class LocalSearch {
 public:
  explicit LocalSearch(const std::vector<std::vector<uint32_t>>& met)
      : met_(met), blockers_(met.size()), is_chosen_(met.size()) {}

  std::vector<uint32_t> Run() {
    std::vector<uint32_t> order(met_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return met_[a].size() < met_[b].size();
    });
    Fill(order);
    for (bool better = true; better;) {
      better = false;
      for (uint32_t i = 0; i < met_.size(); ++i) {
        if (is_chosen_[i] && Exchange(i)) better = true;
      }
    }
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < met_.size(); ++i) {
      if (is_chosen_[i]) chosen.push_back(i);
    }
    if (chosen.size() == 1) TryPairs(chosen);
    return chosen;
  }

 private:
  void Take(uint32_t set) {
    is_chosen_[set] = true;
    for (const uint32_t other : met_[set]) ++blockers_[other];
  }
  void Drop(uint32_t set) {
    is_chosen_[set] = false;
    for (const uint32_t other : met_[set]) --blockers_[other];
  }
  void Fill(absl::Span<const uint32_t> order) {
    for (const uint32_t set : order) {
      if (!is_chosen_[set] && blockers_[set] == 0) Take(set);
    }
  }

  // Gives `set` up when two that only it blocks do not meet.
  bool Exchange(uint32_t set) {
    std::vector<uint32_t> freed;
    for (const uint32_t other : met_[set]) {
      if (blockers_[other] == 1) freed.push_back(other);
    }
    for (const uint32_t a : freed) {
      for (const uint32_t b : freed) {
        if (a >= b || std::binary_search(met_[a].begin(), met_[a].end(), b)) {
          continue;
        }
        Drop(set);
        Take(a);
        Take(b);
        Fill(freed);
        return true;
      }
    }
    return false;
  }

  void TryPairs(std::vector<uint32_t>& chosen) const {
    for (uint32_t i = 0; i < met_.size(); ++i) {
      if (met_[i].size() + 1 == met_.size()) continue;
      uint32_t other = 0;
      while (other == i ||
             std::binary_search(met_[i].begin(), met_[i].end(), other)) {
        ++other;
      }
      chosen = {std::min(i, other), std::max(i, other)};
      return;
    }
  }

  const std::vector<std::vector<uint32_t>>& met_;
  std::vector<uint32_t> blockers_;  // how many of those chosen it meets
  std::vector<bool> is_chosen_;
};

}  // namespace

DisjointSets MostDisjoint(absl::Span<const Set> sets) {
  DisjointSets result;
  const std::vector<uint32_t> kept = Distinct(sets);
  const std::vector<std::vector<uint32_t>> met = Meetings(sets, kept);
  if (kept.size() <= kMaxExactSets) {
    result.chosen = ExactSearch(met).Run();
  } else {
    result.chosen = LocalSearch(met).Run();
    result.at_least = true;
  }
  for (uint32_t& set : result.chosen) set = kept[set];
  return result;
}

}  // namespace attest
