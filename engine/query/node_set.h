// NodeSet is a set of nodes: a few of them in a table, many as bits by their
// dense index. Clearing it costs what was put in.
//
// Memory: a bit for every index up to the greatest, once there are more than
// kFew of a kind.

#ifndef ATTEST_ENGINE_QUERY_NODE_SET_H_
#define ATTEST_ENGINE_QUERY_NODE_SET_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/query/value.h"

namespace attest::query {

class NodeSet {
 public:
  // Answers whether the node is new.
  bool Insert(NodeId node) {
    if (node.kind() < kKinds && node.index() < kMaxIndex) {
      std::vector<uint64_t>& words = words_[node.kind()];
      const auto at = static_cast<size_t>(node.index() / 64);
      if (at >= words.size()) {
        if (size_ < kFew) return InsertFew(node);
        Grow(words, at);
      }
      const uint64_t bit = uint64_t{1} << (node.index() % 64);
      if ((words[at] & bit) != 0) return false;
      // It may have come while there were few.
      if (!few_.empty() && few_.contains(node)) return false;
      words[at] |= bit;
      touched_.push_back(node);
      ++size_;
      return true;
    }
    return InsertFew(node);
  }

  [[nodiscard]] bool Contains(NodeId node) const {
    if (node.kind() < kKinds && node.index() < kMaxIndex) {
      const std::vector<uint64_t>& words = words_[node.kind()];
      const auto at = static_cast<size_t>(node.index() / 64);
      if (at < words.size() && (words[at] >> (node.index() % 64) & 1) != 0) {
        return true;
      }
    }
    return !few_.empty() && few_.contains(node);
  }

  [[nodiscard]] size_t size() const { return size_; }

  void Clear() {
    for (const NodeId node : touched_) {
      words_[node.kind()][static_cast<size_t>(node.index() / 64)] = 0;
    }
    touched_.clear();
    if (!few_.empty()) few_.clear();
    size_ = 0;
  }

 private:
  static constexpr size_t kFew = 64;
  static constexpr size_t kKinds = 8;
  static constexpr uint64_t kMaxIndex = uint64_t{1} << 32;

  bool InsertFew(NodeId node) {
    if (!few_.insert(node).second) return false;
    ++size_;
    return true;
  }
  static void Grow(std::vector<uint64_t>& words, size_t at) {
    words.resize(std::max(at + 1, 2 * words.size()));
  }

  std::array<std::vector<uint64_t>, kKinds> words_;
  std::vector<NodeId> touched_;
  absl::flat_hash_set<NodeId> few_;
  size_t size_ = 0;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_NODE_SET_H_
