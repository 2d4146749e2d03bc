#include "engine/merkle/tlog_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace attest {
namespace {

using ::testing::HasSubstr;

constexpr char kHashA[] = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=";
constexpr char kHashB[] = "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=";

TlogProof Example() {
  return {.extra = "words",
          .index = 73894,
          .hashes = {Hash::FromBase64(kHashA).value(),
                     Hash::FromBase64(kHashB).value()},
          .checkpoint = "example.com/fancylog\n109482\n"};
}

std::string ExampleText() {
  return absl::StrCat("c2sp.org/tlog-proof@v1\nextra d29yZHM=\nindex 73894\n",
                      kHashA, "\n", kHashB,
                      "\n\nexample.com/fancylog\n109482\n");
}

TEST(TlogProofTest, IsWrittenAsSpecified) {
  EXPECT_EQ(TlogProofText(Example()), ExampleText());
  TlogProof bare = Example();
  bare.extra.clear();
  bare.index = 0;
  bare.hashes.clear();
  EXPECT_EQ(
      TlogProofText(bare),
      "c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/fancylog\n109482\n");
}

TEST(TlogProofTest, IsReadAsWritten) {
  const auto proof = ParseTlogProof(ExampleText());
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_TRUE(*proof == Example());
}

TEST(TlogProofTest, AnotherFirstLineIsNoProof) {
  for (const char* text :
       {"", "\n", "c2sp.org/tlog-proof@v2\nindex 0\n\n", "index 0\n",
        " c2sp.org/tlog-proof@v1\nindex 0\n\n", "c2sp.org/tlog-proof@v1\r\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseTlogProof(text).status())) << text;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(
      ParseTlogProof(std::string(kMaxTlogProofBytes + 1, 'a')).status()));
}

TEST(TlogProofTest, OtherSpellingsAreRefused) {
  const std::string text = ExampleText();
  const auto replaced = [&](absl::string_view from, absl::string_view to) {
    return absl::StrReplaceAll(text, {{from, to}});
  };
  for (const std::string& other :
       {replaced("index 73894", "index 073894"),
        replaced("index 73894", "index  73894"),
        replaced("index 73894", "index +73894"),
        replaced("index 73894", "index 73894 "),
        replaced("index 73894", "Index 73894"),
        replaced("index 73894\n", "index 73894\r\n"),
        replaced("index 73894", "index 18446744073709551616"),
        replaced("index 73894\n", ""),
        replaced("extra d29yZHM=", "extra d29yZHM"),
        replaced("extra d29yZHM=", "extra d29yZHN="),
        replaced("extra d29yZHM=", "extra d29y\nZHM="),
        replaced("extra d29yZHM=", "extra  d29yZHM="),
        replaced("extra d29yZHM=", "extra d29yZHM= "),
        replaced("extra d29yZHM=", "extra "),
        replaced("extra d29yZHM=", "extra"),
        replaced("extra d29yZHM=\n", "extra d29yZHM=\nextra d29yZHM=\n"),
        replaced("PlQ=\n", "PlR=\n"),
        replaced("PlQ=\n", "PlQ\n"),
        replaced("PlQ=\n", "PlQ= \n"),
        replaced("//1U8", "__1U8"),
        replaced("PlQ=\n", "PlQ=\r\n"),
        replaced("PlQ=\n", "PlQ=\tx\n"),
        text.substr(0, text.find("\n\n") + 1),
        std::string("c2sp.org/tlog-proof@v1")}) {
    EXPECT_TRUE(absl::IsDataLoss(ParseTlogProof(other).status())) << other;
  }
}

TEST(TlogProofTest, MoreHashesThanATreeHasLevelsAreRefused) {
  TlogProof proof = Example();
  proof.hashes.resize(kMaxTlogProofHashes);
  EXPECT_TRUE(ParseTlogProof(TlogProofText(proof)).ok());
  proof.hashes.resize(kMaxTlogProofHashes + 1);
  const absl::Status status = ParseTlogProof(TlogProofText(proof)).status();
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 68"));
}

}  // namespace
}  // namespace attest
