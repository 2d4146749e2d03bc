// Leaf hashes and a node reader for tests.

#ifndef ATTEST_TESTS_MERKLE_LEAVES_H_
#define ATTEST_TESTS_MERKLE_LEAVES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/merkle/hash.h"
#include "tests/reference/merkle_tree.h"

namespace attest {

inline std::vector<Hash> MakeLeaves(uint64_t count) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < count; ++i) {
    leaves.push_back(reference::Leaf("leaf " + std::to_string(i)));
  }
  return leaves;
}

// Every perfect subtree of a tree, level by level.
class NodeTable {
 public:
  explicit NodeTable(absl::Span<const Hash> leaves)
      : levels_{{leaves.begin(), leaves.end()}} {
    while (levels_.back().size() > 1) {
      const std::vector<Hash>& below = levels_.back();
      std::vector<Hash> level;
      for (size_t i = 0; i + 1 < below.size(); i += 2) {
        level.push_back(reference::Node(below[i], below[i + 1]));
      }
      levels_.push_back(level);
    }
  }

  // Reads a node of the tree of the first `tree_size` leaves; an error for a
  // subtree that is not wholly in it.
  [[nodiscard]] absl::StatusOr<Hash> Read(uint32_t level, uint64_t index,
                                          uint64_t tree_size) const {
    if (level >= levels_.size() || index >= tree_size >> level) {
      return absl::OutOfRangeError(
          absl::StrCat("node ", level, "/", index, " of size ", tree_size));
    }
    return levels_[level][index];
  }

 private:
  std::vector<std::vector<Hash>> levels_;
};

}  // namespace attest

#endif  // ATTEST_TESTS_MERKLE_LEAVES_H_
