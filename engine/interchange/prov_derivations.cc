#include "engine/interchange/prov_derivations.h"

#include <algorithm>
#include <limits>

#include "engine/interchange/prov_lines.h"

namespace attest {
namespace {

constexpr uint32_t kUnseen = std::numeric_limits<uint32_t>::max();

// The kinds that order the two; the others make one of them.
bool IsOrdered(How how) { return how <= How::kRevision; }

std::vector<std::string> TypesOf(How how) {
  switch (how) {
    case How::kReprint:
    case How::kQuotation:
      return {"prov:Quotation"};
    case How::kRevision:
      return {"prov:Revision"};
    default:
      return {};
  }
}

ProvAttributes AttributesOf(const ProvDependence& dependence) {
  ProvAttributes attributes;
  attributes.Text(ProvTerm("how"), NameOf(dependence.how));
  attributes.Text(ProvTerm("basis"), NameOf(dependence.basis));
  if (!dependence.decided_by.empty()) {
    attributes.Names(ProvTerm("decided_by"), {dependence.decided_by});
  }
  return attributes;
}

// Strongly connected components, by Tarjan's algorithm without recursion.
class RingFinder {
 public:
  RingFinder(size_t nodes,
             const std::vector<std::pair<uint32_t, uint32_t>>& edges)
      : next_(nodes), index_(nodes, kUnseen), low_(nodes), ring_(nodes) {
    for (const auto& [from, on] : edges) next_[from].push_back(on);
  }

  std::vector<uint32_t> Find() {
    for (uint32_t node = 0; node < next_.size(); ++node) {
      if (index_[node] == kUnseen) Walk(node);
    }
    return std::move(ring_);
  }

 private:
  struct Visit {
    uint32_t node;
    size_t edge;
  };

  void Enter(uint32_t node) {
    index_[node] = low_[node] = seen_++;
    open_.push_back(node);
    path_.push_back({node, 0});
  }

  void Walk(uint32_t root) {
    Enter(root);
    while (!path_.empty()) {
      Visit& visit = path_.back();
      const uint32_t node = visit.node;
      if (visit.edge < next_[node].size()) {
        const uint32_t on = next_[node][visit.edge++];
        if (index_[on] == kUnseen) {
          Enter(on);
        } else {
          low_[node] = std::min(low_[node], index_[on]);
        }
        continue;
      }
      path_.pop_back();
      if (!path_.empty()) {
        uint32_t& low = low_[path_.back().node];
        low = std::min(low, low_[node]);
      }
      if (low_[node] == index_[node]) Close(node);
    }
  }

  // What is open from `root` on is one component. Closed nodes must not be
  // taken for open ones later, so they rank last.
  void Close(uint32_t root) {
    const auto first = std::find(open_.rbegin(), open_.rend(), root).base() - 1;
    for (auto node = first; node != open_.end(); ++node) {
      ring_[*node] = root;
      index_[*node] = kUnseen - 1;
    }
    open_.erase(first, open_.end());
  }

  std::vector<std::vector<uint32_t>> next_;
  std::vector<uint32_t> index_;
  std::vector<uint32_t> low_;
  std::vector<uint32_t> ring_;
  std::vector<uint32_t> open_;
  std::vector<Visit> path_;
  uint32_t seen_ = 0;
};

}  // namespace

uint32_t ProvDerivations::NodeOf(const std::string& name) {
  return nodes_.try_emplace(name, static_cast<uint32_t>(nodes_.size()))
      .first->second;
}

void ProvDerivations::Add(ProvDependence dependence) {
  const uint32_t from = NodeOf(dependence.from);
  const uint32_t on = NodeOf(dependence.on);
  ends_.emplace_back(from, on);
  dependences_.push_back(std::move(dependence));
}

void ProvDerivations::RelateSource(const ProvDependence& dependence,
                                   ProvRecords& records) {
  records.Relate(ProvKind::kInfluence, dependence.from, dependence.on,
                 AttributesOf(dependence));
}

void ProvDerivations::RelateAlike(const std::string& a, const std::string& b,
                                  ProvRecords& records) {
  ProvAttributes attributes;
  attributes.Text(ProvTerm("basis"), NameOf(DependenceBasis::kInferred));
  records.Relate(ProvKind::kAlternate, a, b, std::move(attributes));
}

std::vector<uint32_t> ProvDerivations::Rings() const {
  std::vector<std::pair<uint32_t, uint32_t>> ordered;
  for (size_t i = 0; i < dependences_.size(); ++i) {
    if (IsOrdered(dependences_[i].how)) ordered.push_back(ends_[i]);
  }
  return RingFinder(nodes_.size(), ordered).Find();
}

ProvDependenceCounts ProvDerivations::Relate(ProvRecords& records) const {
  ProvDependenceCounts counts;
  const std::vector<uint32_t> rings = Rings();
  for (size_t i = 0; i < dependences_.size(); ++i) {
    const ProvDependence& one = dependences_[i];
    uint64_t& count = one.basis == DependenceBasis::kStated ? counts.stated
                      : one.basis == DependenceBasis::kDecided
                          ? counts.decided
                          : counts.inferred;
    ++count;
    ProvAttributes attributes = AttributesOf(one);
    if (one.how == How::kSameCapture) {
      records.Relate(ProvKind::kAlternate, one.from, one.on,
                     std::move(attributes));
    } else if (!IsOrdered(one.how)) {
      records.Relate(ProvKind::kInfluence, one.from, one.on,
                     std::move(attributes));
    } else if (rings[ends_[i].first] == rings[ends_[i].second]) {
      ++counts.circular;
      attributes.Text(ProvTerm("circular"), "yes");
      records.Relate(ProvKind::kInfluence, one.from, one.on,
                     std::move(attributes));
    } else {
      attributes.Names("prov:type", TypesOf(one.how));
      records.Relate(ProvKind::kDerivation, one.from, one.on,
                     std::move(attributes));
    }
  }
  return counts;
}

}  // namespace attest
