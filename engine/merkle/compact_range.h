// CompactRange is the right edge of a growing Merkle tree: the roots of the
// perfect subtrees that leaves [0, size) fall into, largest first, one for
// each bit set in `size`. It is all that appending and the root need.
//
// A perfect subtree is named by its level (leaves are level 0) and its index
// within the level: node (level, index) covers leaves
// [index << level, (index + 1) << level).
//
// Thread-safety: const methods run concurrently.
// Algorithm: RFC 6962, section 2.1; Trillian's compact ranges.

#ifndef ATTEST_ENGINE_MERKLE_COMPACT_RANGE_H_
#define ATTEST_ENGINE_MERKLE_COMPACT_RANGE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/merkle/hash.h"

namespace attest {

// Called for a node whose subtree has just become complete.
using NodeVisitor =
    absl::FunctionRef<void(uint32_t level, uint64_t index, const Hash& hash)>;

class CompactRange {
 public:
  // The empty tree.
  CompactRange() = default;

  // Takes up a range as size() and hashes() gave it. InvalidArgument when
  // `hashes` has another length than `size` has bits set.
  static absl::StatusOr<CompactRange> Create(uint64_t size,
                                             absl::Span<const Hash> hashes);

  // Appends one leaf. Amortized one hashing. Requires: size() < 2^64 - 1.
  void Append(const Hash& leaf);

  // The same; `visit` sees the leaf and then, upwards, every inner node that
  // it completes.
  void Append(const Hash& leaf, NodeVisitor visit);

  // The number of leaves.
  [[nodiscard]] uint64_t size() const { return size_; }

  // Largest subtree first; at most 64. Valid until the next Append.
  [[nodiscard]] absl::Span<const Hash> hashes() const { return hashes_; }

  // The root of the tree; EmptyRoot() when it has no leaf. Costs one hashing
  // for each of hashes() but the last.
  [[nodiscard]] Hash Root() const;

  friend bool operator==(const CompactRange&, const CompactRange&) = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> hashes_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_COMPACT_RANGE_H_
