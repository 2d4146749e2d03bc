// The Merkle tree as RFC 6962, section 2.1, writes it down, by recursion over
// all leaf hashes, and the verifiers as RFC 9162 writes them down. Slow, and
// shares no code with engine/merkle but the type Hash.

#ifndef ATTEST_TESTS_REFERENCE_MERKLE_TREE_H_
#define ATTEST_TESTS_REFERENCE_MERKLE_TREE_H_

#include <openssl/evp.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/merkle/hash.h"

namespace attest::reference {

using Hashes = absl::Span<const Hash>;

inline Hash Digest(const std::string& input) {
  Hash hash;
  EVP_Digest(input.data(), input.size(), hash.bytes.data(), nullptr,
             EVP_sha256(), nullptr);
  return hash;
}

inline Hash Leaf(const std::string& entry) {
  return Digest(std::string(1, '\0') + entry);
}

inline Hash Node(const Hash& left, const Hash& right) {
  std::string input = "\x01";
  input.append(left.bytes.begin(), left.bytes.end());
  input.append(right.bytes.begin(), right.bytes.end());
  return Digest(input);
}

// The largest power of two smaller than n, for n > 1.
inline uint64_t Split(uint64_t n) {
  uint64_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

// MTH(D[n]), section 2.1.
inline Hash Root(Hashes leaves) {
  if (leaves.empty()) return Digest("");
  if (leaves.size() == 1) return leaves[0];
  const uint64_t k = Split(leaves.size());
  return Node(Root(leaves.first(k)), Root(leaves.subspan(k)));
}

// PATH(m, D[n]), section 2.1.1.
inline std::vector<Hash> Path(uint64_t m, Hashes leaves) {
  if (leaves.size() == 1) return {};
  const uint64_t k = Split(leaves.size());
  const bool left = m < k;
  std::vector<Hash> path =
      left ? Path(m, leaves.first(k)) : Path(m - k, leaves.subspan(k));
  path.push_back(Root(left ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

// SUBPROOF(m, D[n], b), section 2.1.2.
inline std::vector<Hash> Subproof(uint64_t m, Hashes leaves, bool whole) {
  if (m == leaves.size()) {
    return whole ? std::vector<Hash>() : std::vector<Hash>{Root(leaves)};
  }
  const uint64_t k = Split(leaves.size());
  const bool left = m <= k;
  std::vector<Hash> proof = left ? Subproof(m, leaves.first(k), whole)
                                 : Subproof(m - k, leaves.subspan(k), false);
  proof.push_back(Root(left ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

// PROOF(m, D[n]), section 2.1.2.
inline std::vector<Hash> Proof(uint64_t m, Hashes leaves) {
  return Subproof(m, leaves, true);
}

// RFC 9162, section 2.1.3.2.
inline bool Includes(uint64_t index, uint64_t tree_size, const Hash& leaf,
                     Hashes path, const Hash& root) {
  if (index >= tree_size) return false;
  uint64_t fn = index;
  uint64_t sn = tree_size - 1;
  Hash r = leaf;
  for (const Hash& p : path) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      r = Node(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = Node(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

// RFC 9162, section 2.1.4.2; equal sizes as transparency-dev/merkle has them.
inline bool Continues(uint64_t first, uint64_t second, const Hash& first_root,
                      const Hash& second_root, Hashes path) {
  if (first == 0 || first > second) return false;
  if (first == second) return path.empty() && first_root == second_root;
  if (path.empty()) return false;
  std::vector<Hash> rest(path.begin(), path.end());
  if ((first & (first - 1)) == 0) rest.insert(rest.begin(), first_root);
  uint64_t fn = first - 1;
  uint64_t sn = second - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = rest[0];
  Hash sr = rest[0];
  for (size_t i = 1; i < rest.size(); ++i) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = Node(rest[i], fr);
      sr = Node(rest[i], sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = Node(sr, rest[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == first_root && sr == second_root;
}

// The bytes of a tile, straight from its definition in C2SP tlog-tiles: hash i
// is MTH(D[(index * 256 + i) * 256^level : (index * 256 + i + 1) * 256^level]).
inline std::string TileBytes(Hashes leaves, uint32_t level, uint64_t index,
                             uint32_t width) {
  uint64_t span = 1;
  for (uint32_t i = 0; i < level; ++i) span *= 256;
  std::string bytes;
  for (uint64_t i = 0; i < width; ++i) {
    const Hash hash = Root(leaves.subspan((index * 256 + i) * span, span));
    bytes.append(hash.bytes.begin(), hash.bytes.end());
  }
  return bytes;
}

}  // namespace attest::reference

#endif  // ATTEST_TESTS_REFERENCE_MERKLE_TREE_H_
