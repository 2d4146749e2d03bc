#include "engine/merkle/proof.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

// The hash of leaves [begin, end): the perfect subtrees of the range, joined
// from the right. Requires: begin < end, and begin is a multiple of a power of
// two that is not below end - begin.
absl::StatusOr<Hash> ReadRange(uint64_t begin, uint64_t end,
                               NodeReader read_node) {
  // The rightmost subtree is the smallest: as many leaves as the lowest bit
  // set in the size of the range.
  uint64_t rest = end - begin;
  auto level = static_cast<uint32_t>(std::countr_zero(rest));
  ASSIGN_OR_RETURN(Hash hash, read_node(level, (end - 1) >> level));
  for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
    level = static_cast<uint32_t>(std::countr_zero(rest));
    ASSIGN_OR_RETURN(const Hash left,
                     read_node(level, (begin + rest - 1) >> level));
    hash = HashNode(left, hash);
  }
  return hash;
}

// Where RFC 6962 splits a tree of `size` leaves: the largest power of two
// below it. Requires: size > 1.
uint64_t SplitPoint(uint64_t size) { return std::bit_floor(size - 1); }

// A proof with the path to leaf `index` in the tree of `size`: `inner` hashes
// up to the tree's right edge, then `border` hashes along it, all of these to
// the left of the path. Requires: index < size.
struct PathShape {
  size_t inner;
  size_t border;
};

PathShape ShapeOfPath(uint64_t index, uint64_t size) {
  const auto inner = static_cast<size_t>(std::bit_width(index ^ (size - 1)));
  const uint64_t above = inner < 64 ? index >> inner : 0;
  return {.inner = inner, .border = static_cast<size_t>(std::popcount(above))};
}

bool IsRightChild(uint64_t index, size_t level) {
  return ((index >> level) & 1) != 0;
}

Hash ChainInner(Hash hash, absl::Span<const Hash> proof, uint64_t index) {
  for (size_t level = 0; level < proof.size(); ++level) {
    hash = IsRightChild(index, level) ? HashNode(proof[level], hash)
                                      : HashNode(hash, proof[level]);
  }
  return hash;
}

// As ChainInner, in the tree that ends with the path: what is right of it is
// not there yet.
Hash ChainInnerOfPrefix(Hash hash, absl::Span<const Hash> proof,
                        uint64_t index) {
  for (size_t level = 0; level < proof.size(); ++level) {
    if (IsRightChild(index, level)) hash = HashNode(proof[level], hash);
  }
  return hash;
}

Hash ChainBorder(Hash hash, absl::Span<const Hash> proof) {
  for (const Hash& left : proof) hash = HashNode(left, hash);
  return hash;
}

absl::Status CheckProofLength(size_t got, size_t want) {
  if (got == want) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "proof has the wrong number of hashes: got ", got, ", want ", want));
}

absl::Status CheckIndex(uint64_t index, uint64_t tree_size) {
  if (index < tree_size) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("index is not in the tree: got index ", index,
                   ", want below the tree size ", tree_size));
}

absl::Status CheckSizes(uint64_t size1, uint64_t size2) {
  if (size1 == 0) {
    return absl::InvalidArgumentError(
        "consistency with the empty tree proves nothing: got size 0, want at "
        "least 1");
  }
  if (size1 <= size2) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the earlier tree is the larger one: got sizes ", size1,
                   " and ", size2, ", want the first not above the second"));
}

absl::Status CheckRoot(absl::string_view what, const Hash& got,
                       const Hash& want) {
  if (got == want) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(what, ": got ", got.ToBase64(), ", want ", want.ToBase64()));
}

}  // namespace

absl::StatusOr<std::vector<Hash>> BuildInclusionProof(uint64_t index,
                                                      uint64_t tree_size,
                                                      NodeReader read_node) {
  RETURN_IF_ERROR(CheckIndex(index, tree_size));
  std::vector<Hash> proof;
  uint64_t begin = 0;
  uint64_t end = tree_size;
  while (end - begin > 1) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    const bool goes_left = index < middle;
    ASSIGN_OR_RETURN(const Hash sibling,
                     goes_left ? ReadRange(middle, end, read_node)
                               : ReadRange(begin, middle, read_node));
    proof.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<Hash>> BuildConsistencyProof(uint64_t size1,
                                                        uint64_t size2,
                                                        NodeReader read_node) {
  RETURN_IF_ERROR(CheckSizes(size1, size2));
  std::vector<Hash> proof;
  uint64_t begin = 0;
  uint64_t end = size2;
  while (end != size1) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    const bool goes_left = size1 <= middle;
    ASSIGN_OR_RETURN(const Hash sibling,
                     goes_left ? ReadRange(middle, end, read_node)
                               : ReadRange(begin, middle, read_node));
    proof.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  // [begin, size1) is a perfect subtree of both trees. Unless it is the whole
  // of the first, whose root the verifier has, the proof starts with it.
  if (begin > 0) {
    ASSIGN_OR_RETURN(const Hash shared, ReadRange(begin, end, read_node));
    proof.push_back(shared);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<Hash> RootFromInclusionProof(uint64_t index, uint64_t tree_size,
                                            const Hash& leaf_hash,
                                            absl::Span<const Hash> proof) {
  RETURN_IF_ERROR(CheckIndex(index, tree_size));
  const PathShape shape = ShapeOfPath(index, tree_size);
  RETURN_IF_ERROR(CheckProofLength(proof.size(), shape.inner + shape.border));
  const Hash hash = ChainInner(leaf_hash, proof.first(shape.inner), index);
  return ChainBorder(hash, proof.subspan(shape.inner));
}

absl::StatusOr<Hash> RootBeforeLeaf(uint64_t index, uint64_t tree_size,
                                    absl::Span<const Hash> proof) {
  RETURN_IF_ERROR(CheckIndex(index, tree_size));
  const PathShape shape = ShapeOfPath(index, tree_size);
  RETURN_IF_ERROR(CheckProofLength(proof.size(), shape.inner + shape.border));
  // What is left of the path, from the smallest subtree to the largest.
  std::optional<Hash> root;
  for (size_t level = 0; level < proof.size(); ++level) {
    if (level < shape.inner && !IsRightChild(index, level)) continue;
    root = root ? HashNode(proof[level], *root) : proof[level];
  }
  return root.value_or(EmptyRoot());
}

absl::Status VerifyInclusion(uint64_t index, uint64_t tree_size,
                             const Hash& leaf_hash,
                             absl::Span<const Hash> proof, const Hash& root) {
  ASSIGN_OR_RETURN(const Hash computed,
                   RootFromInclusionProof(index, tree_size, leaf_hash, proof));
  return CheckRoot("inclusion proof leads to another root", computed, root);
}

absl::Status VerifyConsistency(uint64_t size1, uint64_t size2,
                               const Hash& root1, const Hash& root2,
                               absl::Span<const Hash> proof) {
  RETURN_IF_ERROR(CheckSizes(size1, size2));
  if (size1 == size2) {
    RETURN_IF_ERROR(CheckProofLength(proof.size(), 0));
    return CheckRoot("trees of one size have different roots", root1, root2);
  }
  // The path starts at the perfect subtree that ends the first tree. The proof
  // begins with its hash, unless it is the first tree.
  const auto level = static_cast<size_t>(std::countr_zero(size1));
  const bool is_perfect = std::has_single_bit(size1);
  PathShape shape = ShapeOfPath(size1 - 1, size2);
  shape.inner -= level;
  RETURN_IF_ERROR(CheckProofLength(
      proof.size(), (is_perfect ? 0 : 1) + shape.inner + shape.border));
  const Hash start = is_perfect ? root1 : proof.front();
  if (!is_perfect) proof.remove_prefix(1);

  const uint64_t index = (size1 - 1) >> level;
  const absl::Span<const Hash> inner = proof.first(shape.inner);
  const absl::Span<const Hash> border = proof.subspan(shape.inner);
  RETURN_IF_ERROR(CheckRoot(
      "consistency proof leads to another first root",
      ChainBorder(ChainInnerOfPrefix(start, inner, index), border), root1));
  return CheckRoot("consistency proof leads to another second root",
                   ChainBorder(ChainInner(start, inner, index), border), root2);
}

}  // namespace attest
