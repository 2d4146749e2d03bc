// The lines that a set of live claims forms, by trying every set of them and
// every choice of their branches. Decisions on doubtful readings are listed in
// corroboration_chains.h.

#ifndef ATTEST_TESTS_REFERENCE_CORROBORATION_LINES_H_
#define ATTEST_TESTS_REFERENCE_CORROBORATION_LINES_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/reference/corroboration_case.h"
#include "tests/reference/corroboration_chains.h"
#include "tests/reference/corroboration_standing.h"

namespace attest::reference {

struct LineFigures {
  size_t low = 0;
  size_t best = 0;
  size_t high = 0;

  friend bool operator==(const LineFigures&, const LineFigures&) = default;
};

// One branch with merged vertices.
struct MergedBranch {
  struct Origin {
    bool known = false;
    bool firsthand = false;  // eyewitness or document

    friend auto operator<=>(const Origin&, const Origin&) = default;
  };

  KeyList vertices;  // furthest upstream first
  std::map<std::string, Origin> origins;
  Keys conduits;

  friend auto operator<=>(const MergedBranch&, const MergedBranch&) = default;
};

// A live claim with its live branches.
struct ClaimBranches {
  std::string claim;
  std::string report;  // merged
  std::vector<MergedBranch> branches;
};

// Names of merged vertices.
class VertexNames {
 public:
  VertexNames(const RefCase& the_case, Owners owners) {
    const RefPartition vertices = VerticesOf(the_case, owners);
    auto add = [&](const auto& records) {
      for (const auto& record : records) {
        names_[record.key] =
            FirstDefined(the_case, vertices.GroupOf(record.key));
      }
    };
    add(the_case.sources);
    add(the_case.reports);
  }
  [[nodiscard]] const std::string& Of(const std::string& key) const {
    return names_.at(key);
  }

 private:
  std::map<std::string, std::string> names_;
};

// Requires: the origin's claim is by `publisher`.
inline MergedBranch Merged(const RefCase& the_case, const RefPartition& merged,
                           const VertexNames& names, const RefBranch& raw,
                           const std::string& publisher) {
  MergedBranch result;
  for (const std::string& one : raw.vertices) {
    result.vertices.push_back(names.Of(one));
  }
  result.vertices = FirstPlaces(result.vertices);
  for (const auto& [key, origin] : raw.origins) {
    MergedBranch::Origin& made = result.origins[names.Of(key)];
    made.known |= !IsUnknown(the_case, merged, key, origin, publisher);
    made.firsthand |=
        origin.basis == Basis::kEyewitness || origin.basis == Basis::kDocument;
  }
  Keys premises;
  for (const std::string& one : raw.premises) premises.insert(names.Of(one));
  for (const std::string& one : result.vertices) {
    if (!result.origins.contains(one) && !premises.contains(one)) {
      result.conduits.insert(one);
    }
  }
  return result;
}

inline bool ShareVertex(const KeyList& a, const KeyList& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

// The largest number of chains, one of each claim, no two of which share a
// vertex.
inline size_t LargestIndependent(
    const std::vector<std::vector<KeyList>>& chains_of_claims) {
  struct Search {
    const std::vector<std::vector<KeyList>>& claims;
    std::vector<const KeyList*> chosen = {};
    size_t largest = 0;

    void From(size_t claim) {
      largest = std::max(largest, chosen.size());
      if (claim == claims.size()) return;
      From(claim + 1);
      for (const KeyList& chain : claims[claim]) {
        const bool independent = std::none_of(
            chosen.begin(), chosen.end(),
            [&](const KeyList* other) { return ShareVertex(chain, *other); });
        if (!independent) continue;
        chosen.push_back(&chain);
        From(claim + 1);
        chosen.pop_back();
      }
    }
  };
  Search search{chains_of_claims};
  search.From(0);
  return search.largest;
}

class RefLines {
 public:
  // Requires: `claims` sorted by key.
  RefLines(const RefCase& the_case, const VertexNames& owned,
           std::vector<ClaimBranches> claims)
      : case_(the_case), owned_(owned), claims_(std::move(claims)) {
    FindLines();
    CountLines();
  }

  [[nodiscard]] const LineFigures& figures() const { return figures_; }

  // Origins that are no relays: is it known for any claim?
  [[nodiscard]] const std::map<std::string, bool>& origins() const {
    return origins_;
  }
  [[nodiscard]] KeyList OriginsThatAre(bool known) const {
    KeyList result;
    for (const auto& [key, is_known] : origins_) {
      if (is_known == known) result.push_back(key);
    }
    return result;
  }

  [[nodiscard]] KeyList SinglePoints() const {
    for (const Lines& lines : lines_) {
      if (lines.forming.empty()) continue;
      KeyList result;
      for (const std::string& vertex : lines.forming.front().vertices) {
        if (IsOnEveryLine(vertex)) result.push_back(vertex);
      }
      return result;
    }
    return {};
  }

  [[nodiscard]] std::optional<KeyList> WeakestCut() const {
    KeyList sources;
    for (const std::string& one : VerticesOnLines()) {
      if (FindByKey(case_.sources, one) != nullptr) sources.push_back(one);
    }
    std::optional<std::pair<size_t, KeyList>> least;
    auto consider = [&](KeyList members) {
      const std::optional<size_t> distance = DistanceTo(members);
      if (!distance) return;
      std::sort(members.begin(), members.end());
      const std::pair<size_t, KeyList> found(*distance, members);
      if (!least || found < *least) least = found;
    };
    for (const auto& a : sources) consider({a});
    if (least) return least->second;
    for (const auto& a : sources) {
      for (const auto& b : sources) {
        if (a < b) consider({a, b});
      }
    }
    if (least) return least->second;
    for (const auto& a : sources) {
      for (const auto& b : sources) {
        for (const auto& c : sources) {
          if (a < b && b < c) consider({a, b, c});
        }
      }
    }
    if (least) return least->second;
    return std::nullopt;
  }

  // Components of more than one vertex, in the graph of consecutive vertices.
  [[nodiscard]] std::set<KeyList> Components() const {
    std::map<std::string, Keys> reached;
    for (const ClaimBranches& claim : claims_) {
      for (const MergedBranch& branch : claim.branches) {
        for (size_t i = 1; i < branch.vertices.size(); ++i) {
          reached[branch.vertices[i - 1]].insert(branch.vertices[i]);
        }
      }
    }
    for (bool grown = true; grown;) {
      grown = false;
      for (auto& [from, to] : reached) {
        const Keys before = to;
        for (const std::string& next : before) {
          const auto further = reached.find(next);
          if (further == reached.end()) continue;
          to.insert(further->second.begin(), further->second.end());
        }
        grown |= to.size() > before.size();
      }
    }
    std::set<KeyList> components;
    for (const auto& [from, to] : reached) {
      KeyList component;
      for (const std::string& other : to) {
        const auto back = reached.find(other);
        if (back != reached.end() && back->second.contains(from)) {
          component.push_back(other);
        }
      }
      if (component.size() > 1) components.insert(component);
    }
    return components;
  }

 private:
  // A claim's line-forming branches, with the origins left.
  struct Lines {
    std::vector<MergedBranch> forming;
    bool all_known = true;
    std::string report;
  };

  void FindLines() {
    for (const ClaimBranches& claim : claims_) {
      Lines lines;
      lines.report = claim.report;
      for (MergedBranch branch : claim.branches) {
        std::erase_if(branch.origins, [&](const auto& origin) {
          return !origin.second.firsthand &&
                 IsConduitElsewhere(origin.first, claim.claim);
        });
        if (branch.origins.empty()) continue;
        for (const auto& [key, origin] : branch.origins) {
          origins_[key] |= origin.known;
          lines.all_known &= origin.known;
        }
        lines.forming.push_back(branch);
      }
      lines_.push_back(lines);
    }
  }

  [[nodiscard]] bool IsConduitElsewhere(const std::string& vertex,
                                        const std::string& claim) const {
    for (const ClaimBranches& other : claims_) {
      if (other.claim == claim) continue;
      for (const MergedBranch& branch : other.branches) {
        if (branch.conduits.contains(vertex)) return true;
      }
    }
    return false;
  }

  void CountLines() {
    std::vector<std::vector<KeyList>> forming;
    std::vector<std::vector<KeyList>> known;
    for (size_t i = 0; i < claims_.size(); ++i) {
      forming.emplace_back();
      for (const MergedBranch& branch : lines_[i].forming) {
        forming.back().push_back(branch.vertices);
      }
      if (lines_[i].forming.empty() || !lines_[i].all_known) continue;
      KeyList together;
      for (const MergedBranch& branch : claims_[i].branches) {
        for (const std::string& vertex : branch.vertices) {
          together.push_back(owned_.Of(vertex));
        }
      }
      known.push_back({FirstPlaces(together)});
    }
    figures_.high = origins_.size();
    figures_.best = std::min(LargestIndependent(forming), figures_.high);
    figures_.low = std::min(LargestIndependent(known), figures_.best);
    if (figures_.low == 0 && figures_.best > 0) figures_.low = 1;
  }

  [[nodiscard]] bool IsOnEveryLine(const std::string& vertex) const {
    for (const Lines& lines : lines_) {
      for (const MergedBranch& branch : lines.forming) {
        if (!ShareVertex(branch.vertices, {vertex})) return false;
      }
    }
    return true;
  }

  [[nodiscard]] Keys VerticesOnLines() const {
    Keys result;
    for (const Lines& lines : lines_) {
      for (const MergedBranch& branch : lines.forming) {
        result.insert(branch.vertices.begin(), branch.vertices.end());
      }
    }
    return result;
  }

  // The sum over the line-forming branches of the distance from the report to
  // the nearest of `members`; none when a branch passes through none of them.
  [[nodiscard]] std::optional<size_t> DistanceTo(const KeyList& members) const {
    size_t sum = 0;
    for (const Lines& lines : lines_) {
      for (const MergedBranch& branch : lines.forming) {
        const auto& vertices = branch.vertices;
        const auto report =
            std::find(vertices.begin(), vertices.end(), lines.report);
        std::optional<size_t> nearest;
        for (const std::string& member : members) {
          const auto place =
              std::find(vertices.begin(), vertices.end(), member);
          if (place == vertices.end()) continue;
          const auto distance = static_cast<size_t>(std::abs(report - place));
          nearest = std::min(nearest.value_or(distance), distance);
        }
        if (!nearest) return std::nullopt;
        sum += *nearest;
      }
    }
    return sum;
  }

  const RefCase& case_;
  const VertexNames& owned_;
  std::vector<ClaimBranches> claims_;
  std::vector<Lines> lines_;  // in the order of claims_
  std::map<std::string, bool> origins_;
  LineFigures figures_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_CORROBORATION_LINES_H_
