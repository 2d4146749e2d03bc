#include <algorithm>
#include <limits>

#include "engine/corroboration/independence.h"

namespace attest {
namespace {

constexpr size_t kMaxMembers = 3;

// A search through the sources of the first way that is not cut yet: every
// set that cuts all ways has one of them.
class CutSearch {
 public:
  CutSearch(const Provenance& provenance, const Side& side, KeyLess less)
      : provenance_(provenance), side_(side), less_(less) {}

  std::optional<std::vector<ChainVertex>> Run() {
    if (side_.ways().empty()) return std::nullopt;
    for (size_t size = 1; size <= kMaxMembers && !best_; ++size) {
      Extend(size);
    }
    return best_;
  }

 private:
  static constexpr size_t kFar = std::numeric_limits<size_t>::max();

  // The distance, in vertices, from the report of `way` to the nearest of the
  // chosen; kFar when none is on it.
  [[nodiscard]] size_t Distance(const Side::Way& way) const {
    const std::vector<ChainVertex>& chain = way.branch->chain;
    const auto report =
        std::find(chain.begin(), chain.end(), way.branch->report);
    size_t distance = kFar;
    for (auto at = chain.begin(); at != chain.end(); ++at) {
      if (std::find(chosen_.begin(), chosen_.end(), *at) == chosen_.end()) {
        continue;
      }
      distance = std::min(
          distance,
          static_cast<size_t>(at < report ? report - at : at - report));
    }
    return distance;
  }

  void Extend(size_t left) {
    const auto whole = std::find_if(
        side_.ways().begin(), side_.ways().end(),
        [this](const Side::Way& way) { return Distance(way) == kFar; });
    if (whole == side_.ways().end()) {
      Consider();
      return;
    }
    if (left == 0) return;
    for (const ChainVertex vertex : whole->branch->chain) {
      if (provenance_.IsReport(vertex)) continue;
      chosen_.push_back(vertex);
      Extend(left - 1);
      chosen_.pop_back();
    }
  }

  void Consider() {
    size_t sum = 0;
    for (const Side::Way& way : side_.ways()) sum += Distance(way);
    std::vector<ChainVertex> members = chosen_;
    std::sort(members.begin(), members.end(), less_);
    if (best_ && sum > best_sum_) return;
    if (best_ && sum == best_sum_ &&
        !std::lexicographical_compare(members.begin(), members.end(),
                                      best_->begin(), best_->end(), less_)) {
      return;
    }
    best_ = std::move(members);
    best_sum_ = sum;
  }

  const Provenance& provenance_;
  const Side& side_;
  const KeyLess less_;
  std::vector<ChainVertex> chosen_;
  std::optional<std::vector<ChainVertex>> best_;
  size_t best_sum_ = 0;
};

}  // namespace

std::optional<std::vector<ChainVertex>> WeakestCut(const Provenance& provenance,
                                                   const Side& side,
                                                   KeyLess less) {
  return CutSearch(provenance, side, less).Run();
}

}  // namespace attest
