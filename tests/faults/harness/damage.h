// Damage is one change to one file of a case, made and undone in place.

#ifndef ATTEST_TESTS_FAULTS_HARNESS_DAMAGE_H_
#define ATTEST_TESTS_FAULTS_HARNESS_DAMAGE_H_

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace attest {

enum class DamageKind : uint8_t { kFlip, kTruncate, kRemove, kZeros };

struct Damage {
  std::string file;  // below the case's directory
  DamageKind kind = DamageKind::kFlip;
  uint64_t offset = 0;  // of the byte, or the length left
  uint8_t bit = 0;

  [[nodiscard]] std::string Describe() const;
};

// `sample` flips spread over the file of `size` bytes, each at a random place
// of its part; at every byte where there are no more bytes than that.
std::vector<Damage> FlipsOf(const std::string& file, uint64_t size,
                            uint64_t sample, std::mt19937_64& random);

// Flips, truncations, the removal, and a block of zeros, for every file of the
// case that `chosen` takes.
std::vector<Damage> DamagesOf(
    const std::string& directory, uint64_t flips, uint64_t truncations,
    uint64_t seed, const std::function<bool(const std::string& file)>& chosen);

// While it lives, the case in `directory` has the damage.
class Damaged {
 public:
  Damaged(const std::string& directory, const Damage& damage);
  ~Damaged();
  Damaged(const Damaged&) = delete;
  Damaged& operator=(const Damaged&) = delete;

 private:
  const std::string path_;
  const std::string bytes_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_FAULTS_HARNESS_DAMAGE_H_
