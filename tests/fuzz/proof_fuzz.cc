// Proofs: over a small tree, a proof changed in any way proves nothing, and
// the verifiers agree with the slow ones whatever they are given.
//
// Input: tree size, index and older size (a byte each), what is done to the
// proof (a byte: keep its length, cut, or add hashes), then bytes that are
// added to those of the honest proof. With a first byte of 0 the rest is taken
// as it comes: three numbers of 8 bytes, then hashes.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "absl/status/status.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/proof.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

constexpr size_t kLeaves = 64;
constexpr size_t kMaxHashes = 70;

// Roots[n] is that of the first n leaves.
struct Tree {
  std::vector<Hash> leaves;
  std::vector<Hash> roots;

  Tree() {
    for (size_t i = 0; i < kLeaves; ++i) {
      leaves.push_back(HashLeaf(absl::string_view("leaf", 1 + i % 4)));
      leaves.back().bytes[0] = static_cast<uint8_t>(i);
    }
    for (size_t n = 0; n <= kLeaves; ++n) {
      roots.push_back(reference::Root(absl::MakeSpan(leaves).first(n)));
    }
  }
};

const Tree& TheTree() {
  static const Tree& tree = *new Tree;
  return tree;
}

class Bytes {
 public:
  explicit Bytes(absl::string_view rest) : rest_(rest) {}

  // Zeros past the end.
  template <class T>
  T Take() {
    T value = {};
    const size_t size = std::min(sizeof(T), rest_.size());
    if (size > 0) std::memcpy(&value, rest_.data(), size);
    rest_.remove_prefix(size);
    return value;
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

// Changes `proof` as the input says.
void Tamper(std::vector<Hash>& proof, Bytes& input) {
  const auto how = input.Take<uint8_t>();
  if (how > 0 && how < 16) {
    proof.resize(proof.size() - std::min<size_t>(how, proof.size()));
  } else if (how >= 16 && how < 32) {
    proof.resize(proof.size() + how - 15);
  }
  for (Hash& hash : proof) {
    for (uint8_t& byte : hash.bytes) {
      byte = static_cast<uint8_t>(byte + input.Take<uint8_t>());
    }
  }
}

void TryInclusion(uint64_t size, uint64_t index, Bytes input) {
  const Tree& tree = TheTree();
  const auto leaves = absl::MakeConstSpan(tree.leaves).first(size);
  const std::vector<Hash> honest = reference::Path(index, leaves);
  Require(VerifyInclusion(index, size, leaves[index], honest, tree.roots[size])
              .ok(),
          "an honest inclusion proof is accepted");
  std::vector<Hash> proof = honest;
  Tamper(proof, input);
  Require(VerifyInclusion(index, size, leaves[index], proof, tree.roots[size])
                  .ok() == (proof == honest),
          "only the honest inclusion proof is accepted");
}

void TryConsistency(uint64_t size, uint64_t older, Bytes input) {
  const Tree& tree = TheTree();
  const std::vector<Hash> honest =
      reference::Proof(older, absl::MakeConstSpan(tree.leaves).first(size));
  std::vector<Hash> proof = honest;
  Tamper(proof, input);
  Require(
      VerifyConsistency(older, size, tree.roots[older], tree.roots[size], proof)
              .ok() == (proof == honest),
      "only the honest consistency proof is accepted");
}

void TryAnything(Bytes input) {
  const auto index = input.Take<uint64_t>();
  const auto size = input.Take<uint64_t>();
  const auto older = input.Take<uint64_t>();
  const Hash leaf = input.Take<Hash>();
  const Hash root = input.Take<Hash>();
  std::vector<Hash> proof;
  while (!input.empty() && proof.size() < kMaxHashes) {
    proof.push_back(input.Take<Hash>());
  }
  const absl::StatusOr<Hash> made =
      RootFromInclusionProof(index, size, leaf, proof);
  if (made.ok()) {
    Require(VerifyInclusion(index, size, leaf, proof, *made).ok(),
            "a proof leads to its own root");
    Require(reference::Includes(index, size, leaf, proof, *made),
            "the slow verifier accepts it too");
  }
  Require(VerifyInclusion(index, size, leaf, proof, root).ok() ==
              reference::Includes(index, size, leaf, proof, root),
          "the two verifiers of inclusion agree");
  Require(VerifyConsistency(older, size, leaf, root, proof).ok() ==
              reference::Continues(older, size, leaf, root, proof),
          "the two verifiers of consistency agree");
}

std::string Numbers(uint64_t index, uint64_t size, uint64_t older,
                    size_t hashes) {
  std::string input(1 + 3 * 8 + 32 * hashes, '\0');
  std::memcpy(input.data() + 1, &index, 8);
  std::memcpy(input.data() + 9, &size, 8);
  std::memcpy(input.data() + 17, &older, 8);
  return input;
}

}  // namespace

void FuzzInput(absl::string_view input) {
  Bytes bytes(input);
  const auto first = bytes.Take<uint8_t>();
  if (first == 0) return TryAnything(bytes);
  const uint64_t size = 1 + first % kLeaves;
  const uint64_t index = bytes.Take<uint8_t>() % size;
  const uint64_t older = 1 + bytes.Take<uint8_t>() % size;
  TryInclusion(size, index, bytes);
  TryConsistency(size, older, bytes);
}

std::vector<std::string> FuzzSeeds() {
  return {std::string("\x01\0\0\0", 4),
          std::string("\x07\x03\x04\0", 4),
          std::string("\x08\x07\x08\x01", 4),
          std::string("\xFF\xFE\x40\0\0\0\0\x01", 8),
          std::string("\x64\x13\x33\x10", 4),
          Numbers(0, 1, 1, 2),
          Numbers(5, 7, 4, 5),
          Numbers(~uint64_t{0} - 1, ~uint64_t{0}, uint64_t{1} << 63, 66),
          Numbers(uint64_t{1} << 62, (uint64_t{1} << 63) + 1, 3, 66)};
}

std::vector<std::string> FuzzWords() {
  return {std::string(8, '\0'), std::string(8, '\xFF'), std::string(32, '\0'),
          std::string("\0\0\0\0\0\0\0\x80", 8)};
}

}  // namespace attest
