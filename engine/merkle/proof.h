// Inclusion and consistency proofs, RFC 6962, sections 2.1.1 and 2.1.2.
//
// An inclusion proof shows that a leaf is in the tree of a given size; a
// consistency proof that the tree of `size1` is a prefix of that of `size2`.
// Both are lists of hashes from the leaves upwards, at most 64 long, and mean
// something only beside roots that are trusted for another reason.
//
// All functions are pure. Errors: InvalidArgument when sizes, index or number
// of hashes do not belong together (nothing was hashed); DataLoss when the
// hashes disagree. Sizes of zero are refused: that a tree continues the empty
// one says nothing.
// Algorithm: RFC 9162, sections 2.1.3 and 2.1.4, in the form of
// transparency-dev/merkle, which splits a path where it leaves the tree's
// right edge.

#ifndef ATTEST_ENGINE_MERKLE_PROOF_H_
#define ATTEST_ENGINE_MERKLE_PROOF_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/merkle/hash.h"

namespace attest {

// Returns the hash of the perfect subtree over leaves
// [index << level, (index + 1) << level). Called only for subtrees that lie
// wholly in the tree; its errors are passed on.
using NodeReader =
    absl::FunctionRef<absl::StatusOr<Hash>(uint32_t level, uint64_t index)>;

// Builds the proof that leaf `index` is in the tree of `tree_size`. Reads
// O(log tree_size) nodes. InvalidArgument unless index < tree_size.
absl::StatusOr<std::vector<Hash>> BuildInclusionProof(uint64_t index,
                                                      uint64_t tree_size,
                                                      NodeReader read_node);

// Builds the proof that the tree of `size1` is a prefix of that of `size2`.
// Reads O(log size2) nodes. InvalidArgument unless 0 < size1 <= size2.
absl::StatusOr<std::vector<Hash>> BuildConsistencyProof(uint64_t size1,
                                                        uint64_t size2,
                                                        NodeReader read_node);

// Returns the root that the tree of `tree_size` has if `proof` is right.
absl::StatusOr<Hash> RootFromInclusionProof(uint64_t index, uint64_t tree_size,
                                            const Hash& leaf_hash,
                                            absl::Span<const Hash> proof);

// The root of the tree of the first `index` leaves, which an inclusion proof of
// the next leaf holds too: right when the proof is.
absl::StatusOr<Hash> RootBeforeLeaf(uint64_t index, uint64_t tree_size,
                                    absl::Span<const Hash> proof);

absl::Status VerifyInclusion(uint64_t index, uint64_t tree_size,
                             const Hash& leaf_hash,
                             absl::Span<const Hash> proof, const Hash& root);

// Equal sizes are consistent when the roots are equal and `proof` is empty.
absl::Status VerifyConsistency(uint64_t size1, uint64_t size2,
                               const Hash& root1, const Hash& root2,
                               absl::Span<const Hash> proof);

}  // namespace attest

#endif  // ATTEST_ENGINE_MERKLE_PROOF_H_
