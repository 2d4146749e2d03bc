#include "engine/merkle/hash.h"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/hash/hash_testing.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/reference/merkle_tree.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

TEST(HashTest, EmptyRootIsThatOfRfc6962) {
  EXPECT_EQ(EmptyRoot().ToHex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(EmptyRoot().ToBase64(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST(HashTest, Sha256IsThatOfFips180) {
  EXPECT_EQ(Sha256("abc").ToHex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                .ToHex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(HashTest, LeafAndNodeHashesOfTheReferenceTree) {
  const Hash first = HashLeaf("");
  const Hash second = HashLeaf(absl::string_view("\0", 1));
  EXPECT_EQ(first.ToHex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(HashNode(first, second).ToHex(),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

TEST(HashTest, OneShotHashesEqualTheReferenceAtEveryLength) {
  std::string entry;
  for (int length = 0; length < 300; ++length) {
    ASSERT_EQ(Sha256(entry), reference::Digest(entry)) << length;
    ASSERT_EQ(HashLeaf(entry), reference::Leaf(entry)) << length;
    entry += static_cast<char>(length);
  }
}

TEST(HashTest, ALeafIsNotANode) {
  const Hash left = HashLeaf("left");
  const Hash right = HashLeaf("right");
  const std::string both =
      std::string(left.AsBytes()) + std::string(right.AsBytes());
  EXPECT_NE(HashLeaf(both), HashNode(left, right));
  EXPECT_NE(HashNode(left, right), HashNode(right, left));
}

TEST(HashTest, FormsComeBackTheSame) {
  const Hash hash = Sha256("forms");
  EXPECT_EQ(Hash::FromBytes(hash.AsBytes()).value(), hash);
  EXPECT_EQ(Hash::FromHex(hash.ToHex()).value(), hash);
  EXPECT_EQ(Hash::FromBase64(hash.ToBase64()).value(), hash);
}

TEST(HashTest, HexIsTakenInEitherCase) {
  std::string upper = Sha256("case").ToHex();
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  EXPECT_EQ(Hash::FromHex(upper).value(), Sha256("case"));
}

TEST(HashTest, FormsOfOtherLengthAreRefused) {
  const Hash hash = Sha256("length");
  const std::string bytes(hash.AsBytes());
  EXPECT_FALSE(Hash::FromBytes("").ok());
  EXPECT_FALSE(Hash::FromBytes(bytes.substr(1)).ok());
  EXPECT_FALSE(Hash::FromBytes(bytes + "x").ok());
  EXPECT_FALSE(Hash::FromHex("").ok());
  EXPECT_FALSE(Hash::FromHex(hash.ToHex() + "00").ok());
  EXPECT_FALSE(Hash::FromHex(hash.ToHex().substr(1) + "g").ok());
  EXPECT_FALSE(Hash::FromBase64("").ok());
  EXPECT_FALSE(Hash::FromBase64("AAAA").ok());
  EXPECT_THAT(Hash::FromBytes("abc").status().message(),
              HasSubstr("got 3, want 32"));
}

TEST(HashTest, OnlyCanonicalBase64IsTaken) {
  const std::string good = EmptyRoot().ToBase64();
  ASSERT_EQ(good.back(), '=');
  EXPECT_FALSE(Hash::FromBase64(good.substr(0, good.size() - 1)).ok());
  EXPECT_FALSE(Hash::FromBase64(good + "\n").ok());
  EXPECT_FALSE(Hash::FromBase64(" " + good).ok());
  EXPECT_FALSE(Hash::FromBase64(good + "=").ok());
  std::string stray_bits = good;
  stray_bits[good.size() - 2] = 'V';  // same bytes, an unused bit set
  EXPECT_FALSE(Hash::FromBase64(stray_bits).ok());
  std::string url_safe = good;
  std::replace(url_safe.begin(), url_safe.end(), '+', '-');
  EXPECT_FALSE(Hash::FromBase64(url_safe).ok());
}

TEST(HashTest, OrdersByBytesAndHashesByValue) {
  Hash small;
  Hash large;
  large.bytes[0] = 0x80;
  EXPECT_LT(small, large);
  EXPECT_EQ(small, Hash());
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {small, large, Sha256("a"), Sha256("b")}));
}

TEST(Sha256HasherTest, PiecesGiveTheHashOfTheWhole) {
  const uint32_t seed = 20240611;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Sha256Hasher hasher;
  for (int round = 0; round < 200; ++round) {
    std::string whole;
    const uint64_t pieces = random() % 8;
    for (uint64_t i = 0; i < pieces; ++i) {
      const std::string piece(random() % 500, static_cast<char>(random()));
      hasher.Update(piece);
      whole += piece;
    }
    ASSERT_EQ(hasher.Finish(), Sha256(whole));
  }
}

TEST(Sha256HasherTest, MovesWithWhatItHasSeen) {
  Sha256Hasher first;
  first.Update("ab");
  Sha256Hasher second = std::move(first);
  second.Update("c");
  EXPECT_EQ(second.Finish(), Sha256("abc"));
  first = std::move(second);
  EXPECT_EQ(first.Finish(), EmptyRoot());
}

TEST(HashTest, ThreadsHashIndependently) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([t, &wrong] {
      for (int i = 0; i < 2000; ++i) {
        const std::string entry = std::to_string(t) + ":" + std::to_string(i);
        if (HashLeaf(entry) != reference::Leaf(entry)) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace attest
