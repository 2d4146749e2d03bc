// The tree of hierarchy.csv: places by number, with what each lies in.

#ifndef ATTEST_BENCHMARKS_TRUTH_NORMALISERS_PLACE_TREE_H_
#define ATTEST_BENCHMARKS_TRUTH_NORMALISERS_PLACE_TREE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace attest {

// The fields of one line of comma-separated values, quoted or not.
std::vector<std::string> CsvFields(const std::string& line);

class PlaceTree {
 public:
  // Returns false when the file cannot be read.
  bool Read(const std::string& path);

  // Whether `inner` lies in `outer`, however deep.
  [[nodiscard]] bool IsInside(uint64_t inner, uint64_t outer) const;

  // The place called `name`; of several the one that lies in or holds most of
  // the places called `others`, the first of equals. 0 when there is none.
  [[nodiscard]] uint64_t Resolve(const std::string& name,
                                 const std::vector<std::string>& others) const;

  // Requires: `place` is one of the tree, not 0.
  [[nodiscard]] const std::string& Name(uint64_t place) const {
    return names_.at(place);
  }

 private:
  [[nodiscard]] size_t Related(uint64_t place,
                               const std::vector<std::string>& others) const;

  std::map<uint64_t, uint64_t> parents_;
  std::map<uint64_t, std::string> names_;
  std::map<std::string, std::vector<uint64_t>> by_name_;
};

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_NORMALISERS_PLACE_TREE_H_
