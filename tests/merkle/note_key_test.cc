#include "engine/merkle/note_key.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The key of seed 00 01 .. 1f; its spellings were computed with the openssl
// program and sha256sum.
constexpr char kName[] = "attest.example/case";
constexpr char kPrivate[] =
    "PRIVATE+KEY+attest.example/case+5a1decfb+"
    "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
constexpr char kPublic[] =
    "attest.example/case+5a1decfb+"
    "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

std::string CountingSeed() {
  std::string seed;
  for (char c = 0; c < 32; ++c) seed += c;
  return seed;
}

TEST(NoteKeyTest, KnownKeyHasItsKnownSpellings) {
  const absl::StatusOr<SigningKey> key =
      SigningKey::FromSeed(kName, CountingSeed());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->Encode().value(), kPrivate);
  EXPECT_EQ(key->verifier().Encode(), kPublic);
  EXPECT_EQ(key->verifier().id(), 0x5a1decfbU);
  EXPECT_EQ(key->verifier().name(), kName);
}

TEST(NoteKeyTest, SignsAsTheFirstTestVectorOfRfc8032) {
  const absl::StatusOr<SigningKey> key = SigningKey::FromSeed(
      "rfc8032", absl::HexStringToBytes("9d61b19deffd5a60ba844af492ec2cc4"
                                        "4449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string signature = absl::HexStringToBytes(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88215"
      "90a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  EXPECT_EQ(key->Sign("").value(), signature);
  const absl::StatusOr<VerifierKey> verifier = VerifierKey::Create(
      "rfc8032", absl::HexStringToBytes("d75a980182b10ab7d54bfed3c964073a"
                                        "0ee172f3daa62325af021a68f707511a"));
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  EXPECT_EQ(*verifier, key->verifier());
  EXPECT_TRUE(verifier->Verify("", signature).ok());
}

TEST(NoteKeyTest, SpellingsComeBackTheSame) {
  const absl::StatusOr<SigningKey> key = SigningKey::Parse(kPrivate);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->Encode().value(), kPrivate);
  const absl::StatusOr<VerifierKey> verifier = VerifierKey::Parse(kPublic);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  EXPECT_EQ(*verifier, key->verifier());
}

TEST(NoteKeyTest, GeneratedKeysDifferAndVerifyTheirOwnOnly) {
  const absl::StatusOr<SigningKey> one = SigningKey::Generate(kName);
  const absl::StatusOr<SigningKey> two = SigningKey::Generate(kName);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(one->verifier(), two->verifier());
  const std::string signature = one->Sign("said").value();
  EXPECT_TRUE(one->verifier().Verify("said", signature).ok());
  EXPECT_EQ(two->verifier().Verify("said", signature).code(),
            absl::StatusCode::kDataLoss);
  const SigningKey again = SigningKey::Parse(one->Encode().value()).value();
  EXPECT_EQ(again.Sign("said").value(), signature);
}

TEST(NoteKeyTest, EveryFlippedBitOfASignatureIsRefused) {
  const SigningKey key = SigningKey::Parse(kPrivate).value();
  const std::string message = "a passage";
  const std::string signature = key.Sign(message).value();
  for (size_t bit = 0; bit < 8 * signature.size(); ++bit) {
    std::string wrong = signature;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(key.verifier().Verify(message, wrong).ok()) << bit;
  }
  for (size_t bit = 0; bit < 8 * message.size(); ++bit) {
    std::string wrong = message;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(key.verifier().Verify(wrong, signature).ok()) << bit;
  }
  EXPECT_FALSE(key.verifier().Verify(message, "").ok());
  EXPECT_FALSE(key.verifier().Verify(message, signature + "x").ok());
  EXPECT_FALSE(key.verifier().Verify(message, signature.substr(0, 63)).ok());
}

// A multiple of the group order added to the second half of a signature must
// not give a second signature (RFC 8032, section 5.1.7).
TEST(NoteKeyTest, MalleatedSignatureIsRefused) {
  const SigningKey key = SigningKey::Parse(kPrivate).value();
  std::string signature = key.Sign("a passage").value();
  const std::string order = absl::HexStringToBytes(
      "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    carry += static_cast<uint8_t>(signature[32 + i]);
    carry += static_cast<uint8_t>(order[i]);
    signature[32 + i] = static_cast<char>(static_cast<uint8_t>(carry));
    carry >>= 8;
  }
  EXPECT_FALSE(key.verifier().Verify("a passage", signature).ok());
}

TEST(NoteKeyTest, EveryChangedByteOfAKeyIsRefused) {
  const std::string encoded_private = kPrivate;
  const std::string encoded_public = kPublic;
  for (int delta = 1; delta < 256; ++delta) {
    for (size_t i = 0; i < encoded_private.size(); ++i) {
      std::string wrong = encoded_private;
      wrong[i] = static_cast<char>(wrong[i] + delta);
      ASSERT_FALSE(SigningKey::Parse(wrong).ok()) << wrong;
    }
    for (size_t i = 0; i < encoded_public.size(); ++i) {
      std::string wrong = encoded_public;
      wrong[i] = static_cast<char>(wrong[i] + delta);
      ASSERT_FALSE(VerifierKey::Parse(wrong).ok()) << wrong;
    }
  }
}

TEST(NoteKeyTest, EveryPartOfAKeyIsRefused) {
  for (const std::string& whole :
       {std::string(kPrivate), std::string(kPublic)}) {
    for (size_t begin = 0; begin <= whole.size(); ++begin) {
      for (size_t length = 0; begin + length <= whole.size(); ++length) {
        if (length == whole.size()) continue;
        const std::string part = whole.substr(begin, length);
        ASSERT_FALSE(SigningKey::Parse(part).ok()) << part;
        ASSERT_EQ(VerifierKey::Parse(part).ok(), part == kPublic) << part;
      }
    }
  }
}

TEST(NoteKeyTest, OtherKindsAndLengthsAreRefused) {
  const auto encoded = [](absl::string_view typed_key) {
    return absl::StrCat("name+00000000+", absl::Base64Escape(typed_key));
  };
  for (const std::string& typed :
       {std::string(), std::string("\x01"), "\x01" + std::string(31, 'k'),
        "\x01" + std::string(33, 'k'), "\x02" + std::string(32, 'k')}) {
    EXPECT_THAT(VerifierKey::Parse(encoded(typed)).status().message(),
                HasSubstr("not an Ed25519 verifier key"));
  }
  EXPECT_FALSE(VerifierKey::Create("name", std::string(31, 'k')).ok());
  EXPECT_FALSE(SigningKey::FromSeed("name", std::string(33, 'k')).ok());
  EXPECT_FALSE(VerifierKey::Parse(std::string(1 << 20, '+')).ok());
}

TEST(NoteKeyTest, BadNamesAreRefused) {
  for (const absl::string_view name : {"", "two words", "a+b", "a\nb"}) {
    EXPECT_FALSE(SigningKey::Generate(name).ok()) << name;
    EXPECT_FALSE(SigningKey::FromSeed(name, CountingSeed()).ok()) << name;
    EXPECT_FALSE(VerifierKey::Create(name, std::string(32, 'k')).ok()) << name;
  }
}

TEST(NoteKeyTest, MessagesDoNotQuoteAPrivateKey) {
  std::string wrong_id = kPrivate;
  wrong_id[wrong_id.find("5a1d")] = '6';
  for (const std::string& bad : {wrong_id, std::string(kPrivate) + "=",
                                 std::string(kPrivate) + "AAAA"}) {
    const absl::Status status = SigningKey::Parse(bad).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(status.message(), Not(HasSubstr("AQABAgME")));
  }
  // Nor where two lines ran together.
  const std::string line = kPrivate;
  const std::string bytes = line.substr(line.rfind('+') + 1);
  for (const std::string& bad :
       {absl::StrCat("PRIVATE+KEY+", kName, "+", bytes, "+", bytes),
        absl::StrCat("PRIVATE+KEY+", bytes, "\n+5a1decfb+", bytes)}) {
    const absl::Status status = SigningKey::Parse(bad).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(status.message(), HasSubstr("key has"));
    EXPECT_THAT(status.message(), Not(HasSubstr("AQABAgME")));
  }
  // Nor when it is given for a public one.
  const absl::Status status = VerifierKey::Parse(kPrivate).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), Not(HasSubstr("AQABAgME")));
}

}  // namespace
}  // namespace attest
