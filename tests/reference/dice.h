// Random choices that depend on a seed alone.

#ifndef ATTEST_TESTS_REFERENCE_DICE_H_
#define ATTEST_TESTS_REFERENCE_DICE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/enum_names.h"

namespace attest::reference {

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}

  uint64_t Below(uint64_t limit) { return random_() % limit; }
  // Once in so many times.
  bool Chance(uint64_t in) { return Below(in) == 0; }
  bool Percent(uint64_t of_a_hundred) { return Below(100) < of_a_hundred; }
  template <class E>
  E Any() {
    return static_cast<E>(Below(kEnumSize<E>));
  }
  template <class Value>
  const Value& AnyOf(const std::vector<Value>& values) {
    return values[Below(values.size())];
  }
  // One of `words`.
  std::string Word(std::initializer_list<const char*> words) {
    return words.begin()[Below(words.size())];
  }
  template <class Record>
  void Shuffle(std::vector<Record>& records) {
    for (size_t i = records.size(); i > 1; --i) {
      std::swap(records[i - 1], records[Below(i)]);
    }
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_DICE_H_
