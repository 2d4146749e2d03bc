#include "engine/ingest/report_texts.h"

#include <gtest/gtest.h>

#include <string>

namespace attest {
namespace {

absl::StatusOr<ReportText> TextOf(KeyHandle report) {
  ReportText text;
  text.kind = TextKind::kText;
  text.original = std::string(1'000, static_cast<char>('a' + report));
  return text;
}

TEST(ReportTextsTest, KeepsTheTextsUsedLast) {
  int loaded = 0;
  const auto load = [&loaded](KeyHandle report) {
    ++loaded;
    return TextOf(report);
  };
  ReportTexts texts(8'000);  // two of them
  for (KeyHandle report : {0u, 1u, 0u, 1u, 0u}) {
    const auto text = texts.Get(report, load);
    ASSERT_TRUE(text.ok());
    EXPECT_EQ((*text)->quotes->report().text(),
              std::string(1'000, static_cast<char>('a' + report)));
  }
  EXPECT_EQ(loaded, 2);
  ASSERT_TRUE(texts.Get(2, load).ok());  // in place of 1
  ASSERT_TRUE(texts.Get(0, load).ok());
  EXPECT_EQ(loaded, 3);
  ASSERT_TRUE(texts.Get(1, load).ok());
  EXPECT_EQ(loaded, 4);
  texts.Forget(1);
  ASSERT_TRUE(texts.Get(1, load).ok());
  EXPECT_EQ(loaded, 5);
  texts.Clear();
  ASSERT_TRUE(texts.Get(1, load).ok());
  EXPECT_EQ(loaded, 6);
}

TEST(ReportTextsTest, WhatQuotingMakesOfATextCountsToo) {
  int loaded = 0;
  const auto load = [&loaded](KeyHandle report) {
    ++loaded;
    return TextOf(report);
  };
  ReportTexts texts(8'000);
  ASSERT_TRUE(texts.Get(0, load).ok());
  const auto quoted = texts.Get(1, load);
  ASSERT_TRUE(quoted.ok());
  for (int times = 0; times < 200; ++times) {
    EXPECT_FALSE((*quoted)->quotes->Anchor({"x", "", ""}).ok());
  }
  EXPECT_GT((*quoted)->quotes->bytes(), 0U);
  ASSERT_TRUE(texts.Get(1, load).ok());
  EXPECT_EQ(loaded, 2);
  ASSERT_TRUE(texts.Get(0, load).ok());  // there was no room for both
  EXPECT_EQ(loaded, 3);
}

TEST(ReportTextsTest, TextThatCannotBeFoldedIsAnErrorAndNotKept) {
  ReportTexts texts(8'000);
  const auto load = [](KeyHandle) {
    ReportText text;
    text.kind = TextKind::kText;
    text.original = "\xFF";
    return absl::StatusOr<ReportText>(std::move(text));
  };
  EXPECT_TRUE(absl::IsInvalidArgument(texts.Get(0, load).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(texts.Get(0, load).status()));
}

}  // namespace
}  // namespace attest
