#include "engine/query/query_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace attest::query {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The text of an error at byte `begin` of `text`.
std::string ExplainedAt(absl::string_view text, uint32_t begin) {
  const absl::Status status =
      QueryError(ErrorType::kSyntax, "UndefinedVariable",
                 {.begin = begin, .end = begin + 1}, "no `m`");
  return std::string(Explained(status, text).message());
}

std::string Expected(absl::string_view place, absl::string_view shown) {
  return absl::StrCat(place, ": no `m` (SyntaxError: UndefinedVariable)\n",
                      shown);
}

TEST(QueryErrorTest, StatusCarriesTheFault) {
  const absl::Status status = QueryError(ErrorType::kSemantic, "A b c",
                                         {.begin = 3, .end = 9}, "message");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto fault = FaultOf(status);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->type, ErrorType::kSemantic);
  EXPECT_EQ(fault->phase, Phase::kCompile);
  EXPECT_EQ(fault->detail, "A b c");
  EXPECT_EQ(fault->place, (Place{.begin = 3, .end = 9}));
}

TEST(QueryErrorTest, CodesTellRefusalsAndLimits) {
  EXPECT_EQ(QueryError(ErrorType::kRefused, "", {}, "").code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(RunError(ErrorType::kLimit, "", "").code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(RunError(ErrorType::kType, "", "").code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(QueryErrorTest, PlaceIsGivenOnce) {
  absl::Status status = RunError(ErrorType::kType, "", "message");
  EXPECT_EQ(FaultOf(status)->place, std::nullopt);
  EXPECT_EQ(FaultOf(status)->phase, Phase::kRun);
  status = AtPlace(status, {.begin = 1, .end = 2});
  status = AtPlace(status, {.begin = 5, .end = 6});
  EXPECT_EQ(FaultOf(status)->place, (Place{.begin = 1, .end = 2}));
}

TEST(QueryErrorTest, OtherErrorsStayAsTheyAre) {
  const absl::Status status = absl::DataLossError("torn");
  EXPECT_EQ(FaultOf(status), std::nullopt);
  EXPECT_EQ(AtPlace(status, {}), status);
  EXPECT_EQ(Explained(status, "RETURN 1"), status);
  EXPECT_TRUE(AtPlace(absl::OkStatus(), {}).ok());
}

TEST(QueryErrorTest, EveryTypeComesBack) {
  for (int i = 0; i <= static_cast<int>(ErrorType::kLimit); ++i) {
    const auto type = static_cast<ErrorType>(i);
    EXPECT_EQ(FaultOf(RunError(type, "", ""))->type, type);
    EXPECT_FALSE(NameOf(type).empty());
  }
}

TEST(QueryErrorTest, ShowsTheLineAndACaret) {
  EXPECT_EQ(ExplainedAt("MATCH (n)\nRETURN m", 17), Expected("line 2, column 8",
                                                             "    RETURN m\n"
                                                             "           ^"));
}

TEST(QueryErrorTest, ColumnsCountCodePointsAndWideOnesTakeTwoCells) {
  EXPECT_EQ(ExplainedAt("RETURN 'é', m", 13), Expected("line 1, column 13",
                                                       "    RETURN 'é', m\n"
                                                       "                ^"));
  EXPECT_EQ(ExplainedAt("'部隊' m", 9), Expected("line 1, column 6",
                                                 "    '部隊' m\n"
                                                 "           ^"));
  // A mark stands in the cell of its letter.
  EXPECT_EQ(ExplainedAt("'e\u0301' m", 6), Expected("line 1, column 6",
                                                    "    'e\u0301' m\n"
                                                    "        ^"));
}

TEST(QueryErrorTest, TabsAreKept) {
  EXPECT_EQ(ExplainedAt("\tRETURN\tm", 8), Expected("line 1, column 9",
                                                    "    \tRETURN\tm\n"
                                                    "    \t      \t^"));
}

TEST(QueryErrorTest, LinesMayEndInCarriageReturns) {
  const absl::string_view text = "RETURN\r\n  m\r\n";
  EXPECT_EQ(ExplainedAt(text, 10), Expected("line 2, column 3",
                                            "      m\n"
                                            "      ^"));
  // In the middle of the ending, and at the end of the text.
  EXPECT_EQ(ExplainedAt(text, 7), Expected("line 1, column 7",
                                           "    RETURN\n"
                                           "          ^"));
  EXPECT_EQ(ExplainedAt(text, 13), Expected("line 3, column 1",
                                            "    \n"
                                            "    ^"));
}

TEST(QueryErrorTest, PlacesAtAndBeyondTheEndStandBehindTheText) {
  EXPECT_EQ(ExplainedAt("", 0), Expected("line 1, column 1",
                                         "    \n"
                                         "    ^"));
  for (const uint32_t at : {6U, 7U, 4'000'000'000U}) {
    EXPECT_EQ(ExplainedAt("RETURN", at), Expected("line 1, column 7",
                                                  "    RETURN\n"
                                                  "          ^"));
  }
}

TEST(QueryErrorTest, LongLinesAreCutAroundThePlace) {
  const std::string text =
      absl::StrCat(std::string(200, 'a'), "m", std::string(200, 'b'));
  EXPECT_EQ(ExplainedAt(text, 200),
            Expected("line 1, column 201",
                     absl::StrCat("    ...", std::string(48, 'a'), "m",
                                  std::string(27, 'b'), "...\n    ",
                                  std::string(51, ' '), "^")));
  EXPECT_THAT(ExplainedAt(text, 0), HasSubstr("\n    aaa"));
  EXPECT_THAT(ExplainedAt(text, 401), HasSubstr("b\n    "));
}

TEST(QueryErrorTest, NeitherControlsNorBrokenBytesAreShown) {
  EXPECT_EQ(ExplainedAt("\x1b[2J\xff m", 6), Expected("line 1, column 7",
                                                      "    \uFFFD[2J\uFFFD m\n"
                                                      "          ^"));
}

TEST(QueryErrorTest, RunErrorsWithoutAPlaceSayTheirType) {
  const absl::Status status =
      Explained(RunError(ErrorType::kArithmetic, "DivisionByZero", "1 / 0"),
                "RETURN 1 / 0");
  EXPECT_EQ(status.message(), "1 / 0 (ArithmeticError: DivisionByZero)");
  EXPECT_TRUE(FaultOf(status).has_value());
  EXPECT_THAT(
      std::string(
          Explained(RunError(ErrorType::kLimit, "", "m"), "").message()),
      StartsWith("m (LimitExceeded)"));
}

}  // namespace
}  // namespace attest::query
