// What is exported as claims-csv and imported again says what it said: random
// cases, whose seeds are printed.

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/table_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/random_table_case.h"
#include "tests/cli/terminal.h"

namespace attest {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class RoundTripTableTest : public ::testing::TestWithParam<uint32_t> {
 protected:
  void SetUp() override {
    terminal_.Must("attest init first.attest");
    terminal_.Write("case.jsonl", RandomTableCase(GetParam()));
    terminal_.Must("attest --case first.attest add case.jsonl");
  }

  // How well the statements stand that stand. Not which they are, as that is
  // told by keys, for which others may stand.
  std::multiset<std::string> Standing(const std::string& name) {
    std::multiset<std::string> standing;
    const Json document =
        terminal_.Document(absl::StrCat("--case ", name, " corroborate"));
    for (const Json& statement : document["statements"]) {
      const std::string verdict = statement["verdict"];
      if (verdict == "retracted" || verdict == "unsupported") continue;
      standing.insert(absl::StrCat(statement["predicate"].get<std::string>(),
                                   " ", verdict, " ",
                                   statement["lines"].dump()));
    }
    return standing;
  }

  // The rows of a table, but for where an import found them.
  std::vector<std::map<std::string, std::string>> Rows(
      const std::string& name) {
    std::vector<std::map<std::string, std::string>> rows;
    auto table = TableReader::Open(absl::StrCat(terminal_.folder(), "/", name));
    EXPECT_TRUE(table.ok()) << table.status();
    while (table.ok() && (*table)->Next().value_or(false)) {
      auto& row = rows.emplace_back();
      for (size_t i = 0; i < (*table)->headings().size(); ++i) {
        const std::string& heading = (*table)->headings()[i];
        if (heading == "row" || absl::StartsWith(heading, "extracted_")) {
          continue;
        }
        row[heading] = std::string((*table)->cell(i));
      }
    }
    return rows;
  }

  Terminal terminal_;
};

TEST_P(RoundTripTableTest, SaysTheSameElsewhere) {
  for (const std::string options :
       {"--include restricted", "", "--keep-keys --without-by"}) {
    SCOPED_TRACE(absl::StrCat("seed ", GetParam(), " ", options));
    terminal_.Must("rm -rf second.attest && attest init second.attest");
    const Json told = terminal_.Document(absl::StrCat(
        "--case first.attest export --to claims-csv -o one.csv ", options));
    const Output imported = terminal_.Run(
        "attest --case second.attest import --from claims-csv one.csv");
    ASSERT_EQ(imported.exit_code, 0)
        << imported.err << terminal_.Read("one.csv");
    EXPECT_THAT(imported.err, Not(HasSubstr("warning")))
        << terminal_.Read("one.csv");
    terminal_.Must(absl::StrCat(
        "attest --case second.attest export --to claims-csv -o two.csv ",
        options));
    EXPECT_EQ(Rows("one.csv"), Rows("two.csv"));
    // A statement that no claim of its own stands for, but others that bear
    // on it, has no place in a table.
    const std::multiset<std::string> first = Standing("first.attest");
    const std::multiset<std::string> second = Standing("second.attest");
    EXPECT_TRUE(
        std::includes(first.begin(), first.end(), second.begin(), second.end()))
        << ::testing::PrintToString(first) << "\n"
        << ::testing::PrintToString(second);
    EXPECT_FALSE(second.empty());
    if (told["not_counting"] == 0) {
      EXPECT_EQ(first, second);
    }
  }
}

TEST_P(RoundTripTableTest, AddsNothingToItsOwnCase) {
  SCOPED_TRACE(absl::StrCat("seed ", GetParam()));
  terminal_.Must(
      "attest --case first.attest export --to claims-csv --include restricted "
      "-o one.csv");
  const Json document = terminal_.Document(
      "--case first.attest import --from claims-csv one.csv");
  EXPECT_EQ(document["events_appended"], 0) << document;
  EXPECT_FALSE(document.contains("warnings")) << document;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoundTripTableTest,
                         ::testing::Range<uint32_t>(1, 9));

}  // namespace
}  // namespace attest
