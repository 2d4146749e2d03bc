#include "tests/cli/placeholders.h"

#include <string>

#include "gtest/gtest.h"

namespace attest {
namespace {

Placeholders From2026() {
  return Placeholders(
      "/tmp/folder",
      absl::FromCivil(absl::CivilSecond(2026, 1, 1), absl::UTCTimeZone()));
}

TEST(PlaceholdersTest, OnlyNewTimesAreReplaced) {
  EXPECT_EQ(From2026().Replace("2019-03-15T19:20:00Z 2026-01-01T00:00:00.25Z"),
            "2019-03-15T19:20:00Z <time>");
}

TEST(PlaceholdersTest, LeafHashesAreReplacedAndContentHashesStay) {
  const std::string hash(64, 'a');
  EXPECT_EQ(From2026().Replace(R"("leaf_hash":")" + hash + R"(","sha256":")" +
                               hash + "\""),
            R"("leaf_hash":"<hash>","sha256":")" + hash + "\"");
  EXPECT_EQ(From2026().Replace("leaf " + hash), "leaf <hash>");
}

TEST(PlaceholdersTest, KeysAreNumberedByFirstAppearance) {
  const std::string a(20, 'a');
  const std::string b(20, 'b');
  Placeholders placeholders = From2026();
  EXPECT_EQ(placeholders.Replace("decision:" + b + " decision:" + a),
            "decision:<id 1> decision:<id 2>");
  EXPECT_EQ(placeholders.Replace("decision:" + a + " #" + a),
            "decision:<id 2> #<stub 1>");
}

TEST(PlaceholdersTest, FoldersAreNamed) {
  EXPECT_EQ(
      From2026().Replace("/tmp/folder/x " ATTEST_SOURCE_DIR "/tests/cases/y"),
      "<dir>/x <cases>/y");
}

TEST(PlaceholdersTest, RootsSignaturesAndKeysAreReplaced) {
  EXPECT_EQ(From2026().Replace(std::string(43, 'x') + "="), "<root>");
  EXPECT_EQ(From2026().Replace("o " + std::string(91, 'x') + "="),
            "o <signature>");
  EXPECT_EQ(From2026().Replace("o+0123abcd+" + std::string(44, 'x')),
            "o+<key>");
}

}  // namespace
}  // namespace attest
