#include "engine/interchange/prov_names.h"

#include <random>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

std::string Decoded(const std::string& local) {
  std::string text;
  for (size_t i = 0; i < local.size(); ++i) {
    if (local[i] == '%') {
      text += static_cast<char>(std::stoi(local.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      text += local[i];
    }
  }
  return text;
}

TEST(ProvNamesTest, WhatIsNotPlainIsPercentEncoded) {
  EXPECT_EQ(ProvName(kProvCase, "person:omar"), "case:person%3Aomar");
  EXPECT_EQ(ProvLocal("a-b.c"), "a-b.c");
  EXPECT_EQ(ProvLocal("-a-"), "%2Da%2D");
  EXPECT_EQ(ProvLocal(".a."), "%2Ea%2E");
  EXPECT_EQ(ProvLocal("50%"), "50%25");
  EXPECT_EQ(ProvLocal("ü"), "%C3%BC");
  EXPECT_EQ(ProvLocal(""), "%00");
}

TEST(ProvNamesTest, EveryKeyIsANameAndCanBeToldFromIt) {
  static const std::regex kLocal(
      "([A-Za-z0-9_/]|%[0-9A-F]{2})"
      "(([A-Za-z0-9_/.-]|%[0-9A-F]{2})*([A-Za-z0-9_/]|%[0-9A-F]{2}))?");
  std::mt19937_64 random(20260101);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (uint64_t size = 1 + random() % 6; size > 0; --size) {
      constexpr absl::string_view kLikely = "a-.:%/#\\ \xD9";
      text += random() % 2 == 0 ? kLikely[random() % kLikely.size()]
                                : static_cast<char>(1 + random() % 255);
    }
    const std::string local = ProvLocal(text);
    EXPECT_TRUE(std::regex_match(local, kLocal)) << local;
    EXPECT_EQ(Decoded(local), text);
  }
}

}  // namespace
}  // namespace attest
