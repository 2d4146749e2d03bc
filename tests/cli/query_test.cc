// attest query as a process: limits, timing, and rows without end.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

class QueryTest : public ::testing::Test {
 protected:
  QueryTest() {
    terminal_.Must("attest init");
    terminal_.Must("attest add $CASES/river_crossing/case.jsonl");
  }

  Terminal terminal_;
};

TEST_F(QueryTest, TimeAndMemoryEndAQueryThatTakesTooMuch) {
  const std::string endless =
      "\"UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y "
      "WITH x, y WHERE x + y < 0 RETURN x\"";
  const Output late =
      terminal_.Run(absl::StrCat("attest query --timeout 100ms ", endless));
  EXPECT_EQ(late.exit_code, 6);
  EXPECT_EQ(late.out, "");
  EXPECT_THAT(late.err, HasSubstr("--timeout allows more"));
  const Output large = terminal_.Run(
      "attest query --max-memory 10M \"UNWIND range(1, 100000) AS x "
      "UNWIND range(1, 1000) AS y WITH collect(y) AS all RETURN size(all)\"");
  EXPECT_EQ(large.exit_code, 6);
  EXPECT_EQ(large.out, "");
  EXPECT_THAT(large.err, HasSubstr("--max-memory"));
}

TEST_F(QueryTest, RowsStreamInLittleMemory) {
  // A process of half a gigabyte at most prints rows of as much and more.
  const std::string query =
      "\"UNWIND range(1, 1000) AS x UNWIND range(1, 1000) AS y "
      "RETURN x, y, 'some text that is as long as a row may well be: with "
      "names, places and a passage or two, so that a million are large' "
      "AS text\"";
  for (const char* mode : {"jsonl", "json", "csv", "table"}) {
    const Output output =
        terminal_.Run(absl::StrCat("ulimit -v 400000; attest query --mode ",
                                   mode, " ", query, " | wc -c"));
    EXPECT_EQ(output.exit_code, 0) << mode;
    EXPECT_GT(std::stoull(output.out), 100'000'000U) << mode << output.err;
  }
}

TEST_F(QueryTest, AClosedPipeIsNoError) {
  const Output output = terminal_.Run(
      "(attest query \"UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) "
      "AS y RETURN x, y\"; echo $? > code) | head -n 1");
  EXPECT_EQ(output.out, "{\"x\":1,\"y\":1}\n");
  EXPECT_EQ(terminal_.Read("code"), "0\n");
}

TEST_F(QueryTest, TimingIsJsonOnStandardError) {
  const Output one = terminal_.Run("attest query --timing \"RETURN 1\"");
  const Json timing = Json::parse(one.err.substr(0, one.err.find('\n')));
  for (const char* field : {"parse_ms", "plan_ms", "run_ms"}) {
    EXPECT_TRUE(timing[field].is_number()) << field;
  }
  EXPECT_EQ(timing["rows"], 1);
  terminal_.Write("lines.jsonl", "{\"n\": 1}\n{\"n\": 2}\n{\"n\": 3}\n");
  const Output many = terminal_.Run(
      "attest query --timing --params lines.jsonl "
      "\"UNWIND range(1, \\$n) AS x RETURN x\"");
  const Json timings = Json::parse(many.err.substr(0, many.err.find('\n')));
  EXPECT_EQ(timings["runs"], 3);
  EXPECT_EQ(timings["rows"], 6);
  EXPECT_LE(timings["run_ms"]["median"], timings["run_ms"]["p95"]);
  EXPECT_LE(timings["run_ms"]["p95"], timings["run_ms"]["all"]);
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(many.out, '\n')).size(), 4);
}

// An error after rows were printed is an error all the same.
TEST_F(QueryTest, AnErrorEndsAnAnswerThatWasBegun) {
  const Output late = terminal_.Run(
      "attest query \"UNWIND range(1, 100000) AS x RETURN 1 / (100000 - x)\"");
  EXPECT_EQ(late.exit_code, 3);
  EXPECT_THAT(late.out, HasSubstr("\n"));
  EXPECT_THAT(late.err, HasSubstr("ArithmeticError"));
  const Output early = terminal_.Run(
      "attest query \"UNWIND range(1, 10) AS x RETURN 1 / (10 - x)\"");
  EXPECT_EQ(early.exit_code, 3);
  EXPECT_EQ(early.out, "");
}

// Texts from outside the case may be of any bytes.
TEST_F(QueryTest, WhatIsPrintedIsJsonWhateverIsAsked) {
  const Output output = terminal_.Run(
      "attest query \"RETURN \\$text AS text\" --param "
      "\"text=$(printf 'a\\033[31m\"\\\\')\"");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(Json::parse(output.out)["text"], "a\033[31m\"\\");
  const Output broken = terminal_.Run(
      "attest query \"RETURN \\$text AS text\" --param "
      "\"text=$(printf 'a\\377')\"");
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_THAT(broken.err, HasSubstr("UTF-8"));
}

TEST_F(QueryTest, DeepValuesArePrintedWithoutTheirDepthOfStack) {
  const Output output = terminal_.Run(
      "attest query \"RETURN reduce(list = [], x IN range(1, 100000) | [list]) "
      "AS deep\" | wc -c");
  EXPECT_EQ(output.out, absl::StrCat(std::string("{\"deep\":}\n").size() +
                                         size_t{2} * 100'001,
                                     "\n"));
}

}  // namespace
}  // namespace attest
