// The probes of transparency-dev/merkle, and its reference tree, where the
// shared test data is present.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/types/span.h"
#include "engine/merkle/compact_range.h"
#include "engine/merkle/hash.h"
#include "engine/merkle/proof.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

using Json = nlohmann::json;

std::filesystem::path SharedMerkle() {
  return std::filesystem::path(ATTEST_SHARED_DIR) / "merkle";
}

Json ReadJson(const std::filesystem::path& path) {
  std::ifstream file(path);
  return Json::parse(file);
}

std::vector<std::filesystem::path> Probes(const std::string& kind) {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path folder = SharedMerkle() / "testdata" / kind;
  if (!std::filesystem::exists(folder)) return paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  return paths;
}

// The bytes of a field; null stands for none.
std::string BytesOf(const Json& field) {
  std::string bytes;
  if (field.is_string()) {
    EXPECT_TRUE(absl::Base64Unescape(field.get<std::string>(), &bytes));
  }
  return bytes;
}

// nullopt when a hash has another length: such a proof is refused by whoever
// reads it, before there is anything to verify.
std::optional<std::vector<Hash>> ProofOf(const Json& field) {
  std::vector<Hash> proof;
  for (const Json& element : field) {
    const absl::StatusOr<Hash> hash = Hash::FromBytes(BytesOf(element));
    if (!hash.ok()) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

// Some roots upstream are words instead of hashes; what a probe asks is only
// whether two of them are equal. Words are stood in for by their hash.
Hash RootOf(const Json& field) {
  const std::string bytes = BytesOf(field);
  const absl::StatusOr<Hash> hash = Hash::FromBytes(bytes);
  return hash.ok() ? *hash : reference::Digest("not a hash: " + bytes);
}

bool InclusionVerifies(const Json& probe) {
  const absl::StatusOr<Hash> leaf = Hash::FromBytes(BytesOf(probe["leafHash"]));
  const absl::StatusOr<Hash> root = Hash::FromBytes(BytesOf(probe["root"]));
  const std::optional<std::vector<Hash>> proof = ProofOf(probe["proof"]);
  return leaf.ok() && root.ok() && proof.has_value() &&
         VerifyInclusion(probe["leafIdx"], probe["treeSize"], *leaf, *proof,
                         *root)
             .ok();
}

bool ConsistencyVerifies(const Json& probe) {
  const std::optional<std::vector<Hash>> proof = ProofOf(probe["proof"]);
  return proof.has_value() && VerifyConsistency(probe["size1"], probe["size2"],
                                                RootOf(probe["root1"]),
                                                RootOf(probe["root2"]), *proof)
                                  .ok();
}

TEST(ProofProbesTest, InclusionProbesVerifyAsUpstreamSays) {
  const std::vector<std::filesystem::path> paths = Probes("inclusion");
  if (paths.empty()) GTEST_SKIP() << "no shared test data";
  EXPECT_EQ(paths.size(), 98U);
  int verified = 0;
  for (const std::filesystem::path& path : paths) {
    const Json probe = ReadJson(path);
    const bool verifies = InclusionVerifies(probe);
    EXPECT_EQ(verifies, !probe["wantErr"].get<bool>()) << path;
    verified += verifies ? 1 : 0;
  }
  EXPECT_EQ(verified, 6);
}

TEST(ProofProbesTest, ConsistencyProbesVerifyAsUpstreamSays) {
  const std::vector<std::filesystem::path> paths = Probes("consistency");
  if (paths.empty()) GTEST_SKIP() << "no shared test data";
  EXPECT_EQ(paths.size(), 98U);
  int verified = 0;
  for (const std::filesystem::path& path : paths) {
    const Json probe = ReadJson(path);
    const bool verifies = ConsistencyVerifies(probe);
    EXPECT_EQ(verifies, !probe["wantErr"].get<bool>()) << path;
    verified += verifies ? 1 : 0;
  }
  EXPECT_EQ(verified, 6);
}

TEST(ProofProbesTest, ReferenceTreeHasTheKnownNodesAndRoots) {
  const std::filesystem::path path = SharedMerkle() / "roots.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shared test data";
  const Json known = ReadJson(path);
  const std::vector<std::string> inputs = known["leaf_inputs_hex"];
  const std::vector<std::vector<std::string>> nodes =
      known["node_hashes_hex_by_level"];
  const std::vector<std::string> roots = known["root_hashes_hex_by_size"];
  ASSERT_EQ(inputs.size(), 8U);
  ASSERT_EQ(roots.size(), 9U);

  CompactRange range;
  std::vector<Hash> leaves;
  for (size_t size = 0; size <= inputs.size(); ++size) {
    EXPECT_EQ(range.Root().ToHex(), roots[size]);
    EXPECT_EQ(reference::Root(leaves).ToHex(), roots[size]);
    if (size == inputs.size()) break;
    leaves.push_back(HashLeaf(absl::HexStringToBytes(inputs[size])));
    range.Append(leaves.back(),
                 [&](uint32_t level, uint64_t index, const Hash& hash) {
                   EXPECT_EQ(hash.ToHex(), nodes.at(level).at(index));
                 });
  }
}

}  // namespace
}  // namespace attest
