#include "engine/audit/citation_json.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace attest {
namespace {

TEST(CitationJsonTest, PartsAreShownAsTheyStand) {
  EXPECT_EQ(CitationJson(R"({"line":"7","page":2})").dump(),
            R"({"line":"7","page":2})");
  EXPECT_EQ(CitationJson("{}").dump(), "{}");
}

TEST(CitationJsonTest, WhatNoCaseFileCanHaveIsShownAsText) {
  for (const std::string citation :
       {"no JSON", "{", "[1]", "null", R"({"page":[2]})", R"({"page":null})"}) {
    const nlohmann::ordered_json json = CitationJson(citation);
    ASSERT_TRUE(json.is_object()) << citation;
    EXPECT_EQ(json.size(), 1u) << citation;
    EXPECT_EQ(json["text"], citation);
  }
}

// An event has room for as many brackets, and printing goes down one by one.
TEST(CitationJsonTest, DeepNestingIsPrinted) {
  const std::string deep = absl::StrCat("{\"a\":", std::string(30'000, '['),
                                        std::string(30'000, ']'), "}");
  EXPECT_EQ(CitationJson(deep)["text"], deep);
}

}  // namespace
}  // namespace attest
