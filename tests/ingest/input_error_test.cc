#include "engine/ingest/input_error.h"

#include <gtest/gtest.h>

#include <string>

namespace attest {
namespace {

TEST(InputErrorTest, SaysWhereWhatGotAndWant) {
  InputError error = {.file = "reports.jsonl",
                      .line = 12,
                      .column = 34,
                      .what = "unknown predicate",
                      .got = "\"defect_from\"",
                      .suggestion = "defected_from"};
  EXPECT_EQ(FormatInputError(error),
            "reports.jsonl:12:34: error: unknown predicate \"defect_from\"; "
            "did you mean \"defected_from\"?");
  error.want = "a predicate";
  error.suggestion.clear();
  error.column = 0;
  EXPECT_EQ(FormatInputError(error),
            "reports.jsonl:12: error: unknown predicate, got "
            "\"defect_from\", want a predicate");
  error.line = 0;
  error.got.clear();
  EXPECT_EQ(FormatInputError(error),
            "reports.jsonl: error: unknown predicate, want a predicate");
}

TEST(InputErrorTest, QuotedTextIsEscapedAndCut) {
  EXPECT_EQ(QuotedForMessage("a\"\x1B[2J\\"), "\"a\\\"\\u001b[2J\\\\\"");
  EXPECT_EQ(QuotedForMessage(std::string(1000, 'x')),
            "\"" + std::string(80, 'x') + "\"...");
}

}  // namespace
}  // namespace attest
