#include "tools/gathered_query.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest {
namespace {

using ::testing::ElementsAre;

// The queries of `lines`, each after the number of its first line.
std::vector<std::string> QueriesIn(const std::string& lines) {
  QueryGatherer gatherer;
  std::vector<std::string> queries;
  const auto keep = [&](const GatheredQuery& query) {
    queries.push_back(std::to_string(query.line) + " " + query.text);
  };
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    gatherer.Add(line);
    while (const auto query = gatherer.Take()) keep(*query);
  }
  if (const auto rest = gatherer.TakeRest()) keep(*rest);
  EXPECT_TRUE(gatherer.is_idle());
  return queries;
}

TEST(GatheredQueryTest, ASemicolonEndsAQuery) {
  EXPECT_THAT(
      QueriesIn("RETURN 1;\n\nMATCH (n)\nRETURN n; RETURN 2"),
      ElementsAre("1 RETURN 1", "3 MATCH (n)\nRETURN n", "4 RETURN 2\n"));
}

TEST(GatheredQueryTest, NoneWithinQuotesBackticksAndCommentsDoes) {
  EXPECT_THAT(QueriesIn(R"(RETURN ';', ";", `;` /* ; */ // ;
;)"),
              ElementsAre("1 RETURN ';', \";\", `;` /* ; */ // ;\n"));
  EXPECT_THAT(QueriesIn(R"(RETURN '\';', "\\";RETURN 2;)"),
              ElementsAre(R"(1 RETURN '\';', "\\")", "1 RETURN 2"));
  EXPECT_THAT(QueriesIn("RETURN 4 / 2;RETURN 1 /*/ ; */;"),
              ElementsAre("1 RETURN 4 / 2", "1 RETURN 1 /*/ ; */"));
  EXPECT_THAT(QueriesIn(R"(RETURN `a\`; RETURN 2;)"),
              ElementsAre(R"(1 RETURN `a\`)", "1 RETURN 2"));
}

TEST(GatheredQueryTest, EmptyOnesAreNone) {
  EXPECT_THAT(QueriesIn(";;\n ; \n\n;RETURN 1;;"), ElementsAre("4 RETURN 1"));
}

}  // namespace
}  // namespace attest
