// Dice are random draws that depend on a seed and a step alone: what one step
// draws does not change what the next ones do.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_DICE_H_
#define ATTEST_TESTS_FAULTS_HARNESS_DICE_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace attest {

class Dice {
 public:
  Dice(uint64_t seed, uint64_t step) {
    std::seed_seq both = {seed >> 32, seed & 0xFFFFFFFF, step >> 32,
                          step & 0xFFFFFFFF};
    random_.seed(both);
  }

  // In [0, end). Requires: end > 0.
  uint64_t Below(uint64_t end) { return random_() % end; }
  // In [first, last].
  uint64_t Between(uint64_t first, uint64_t last) {
    return first + Below(last - first + 1);
  }
  bool Chance(uint64_t percent) { return Below(100) < percent; }

  // Requires: `all` is not empty.
  template <class T>
  const T& Of(const std::vector<T>& all) {
    return all[Below(all.size())];
  }

  template <class T>
  void Shuffle(std::vector<T>& all) {
    for (size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[Below(i)]);
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_DICE_H_
