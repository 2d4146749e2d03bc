// The largest choice of disjoint sets among more of them than the bits of a
// word, where it can be found in reasonable time.
//
// Branch and bound over the graph of the sets that meet. A set whose
// neighbours all meet each other is in some largest choice: taking these first
// leaves little to try where chains have a source or report of their own
// (simplicial vertices; Butenko and Trukhanov, Operations Research Letters 35,
// 2007, on the complement). Greedy clique covers bound the rest.

#ifndef ATTEST_ENGINE_CORROBORATION_MANY_SETS_H_
#define ATTEST_ENGINE_CORROBORATION_MANY_SETS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/corroboration/bit_row.h"

namespace attest {

class ManySets {
 public:
  // Row i of `met`: the sets that set i meets, without itself.
  explicit ManySets(std::vector<BitRow> met) : met_(std::move(met)) {}

  // The least of the largest choices, compared in order. `known` is some
  // choice. None when it would take more than kMaxManyWork.
  [[nodiscard]] std::optional<std::vector<uint32_t>> LeastOfLargest(
      const std::vector<uint32_t>& known);

 private:
  // A choice of at least `wanted` among `sets`; none when there is no such.
  std::optional<std::vector<uint32_t>> Find(const BitRow& sets, size_t wanted);
  bool Search(BitRow sets, size_t wanted);
  void TakeSimple(BitRow& sets);
  [[nodiscard]] bool AllMeet(const BitRow& sets);
  [[nodiscard]] size_t Bound(BitRow sets);

  [[nodiscard]] bool HasGivenUp() const;
  void Spend() { work_ += 1 + met_.size() / 64; }

  const std::vector<BitRow> met_;
  std::vector<uint32_t> chosen_;
  size_t work_ = 0;
};

// In steps of looking at 64 sets: about two milliseconds.
inline constexpr size_t kMaxManyWork = 1'000'000;
inline constexpr size_t kMaxManySets = 4096;

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_MANY_SETS_H_
