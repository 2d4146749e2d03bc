// Mutation makes new inputs of old ones, for builds without libFuzzer. It
// knows nothing of what the inputs reach.

#ifndef ATTEST_TESTS_FUZZ_MUTATION_H_
#define ATTEST_TESTS_FUZZ_MUTATION_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace attest {

class Mutation {
 public:
  // Requires: `seeds` is not empty.
  Mutation(std::vector<std::string> seeds, std::vector<std::string> words,
           uint64_t seed);

  // The next input, of at most `max_bytes`. The same sequence on every machine.
  std::string Next(size_t max_bytes);

 private:
  uint64_t Below(uint64_t end) { return random_() % end; }
  const std::string& AnySeed() { return seeds_[Below(seeds_.size())]; }
  void Change(std::string& input);
  void OverwriteNumber(std::string& input, size_t at);
  void CopyWithin(std::string& input, size_t at);

  std::vector<std::string> seeds_;
  std::vector<std::string> words_;
  std::mt19937_64 random_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FUZZ_MUTATION_H_
