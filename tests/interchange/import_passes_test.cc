#include "engine/interchange/import_passes.h"

#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/ingest/case_reader.h"
#include "engine/interchange/claims_csv_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ingest/memory_case.h"
#include "tests/reference/temporary_folder.h"

namespace attest {
namespace {

using Rows = std::vector<std::string>;

constexpr char kHeadings[] =
    "id,subject,subject_kind,subject_name,predicate,object,object_kind,value,"
    "valid,report,title,source,source_kind,attribution,recorded";

// Rows of few words, which often contradict each other, are wrong by themselves
// or name what another one makes.
std::string RandomRow(std::mt19937& random) {
  const std::vector<Rows> choices = {
      {"", "", "c1", "c2"},
      {"person:A", "person:A", "B"},
      {"", "", "person", "unit", "place"},
      {"", "", "Ana", "Bo"},
      {"member_of", "known_as"},
      {"org:X", "Y"},
      {"", "organization", "place"},
      {"x", "y"},
      {"", "", "", "2012", "2012-13"},
      {"", "r1", "r1", "r2"},
      {"", "", "One", "Two"},
      {"", "S", "S", "T"},
      {"", "", "outlet", "person", "ship"},
      {"", "", "S", "U (x)", "[{\"\"source\"\":\"\"V\"\"}]"},
      {"", "", "", "", "yesterday"}};
  Rows cells;
  for (const Rows& choice : choices) {
    cells.push_back(choice[random() % choice.size()]);
  }
  const size_t unused = cells[4] == "member_of" ? 7 : 5;
  cells[unused].clear();
  if (unused == 5) cells[6].clear();
  if (cells[9].empty() && cells[11].empty()) cells[11] = "S";
  for (std::string& cell : cells) cell = absl::StrCat("\"", cell, "\"");
  return absl::StrJoin(cells, ",");
}

class ImportPassesTest : public ::testing::Test {
 protected:
  absl::Status Convert(const Rows& rows, ImportSink& sink) {
    const std::string path = folder_.File("claims.csv");
    reference::WriteBytes(
        path, absl::StrCat(kHeadings, "\n", absl::StrJoin(rows, "\n"), "\n"));
    return ImportClaimsCsv({.files = {path}}, empty_, sink);
  }

  bool IsGood(const Rows& rows) {
    auto spool = ImportSpool::Make(false);
    EXPECT_TRUE(spool.ok() && Convert(rows, **spool).ok());
    auto lines = (*spool)->TakeLines();
    CaseReader reader(empty_, {});
    const auto reading =
        reader.ReadMade(*std::move(lines), (*spool)->Original());
    EXPECT_TRUE(reading.ok());
    return (*spool)->error_count() == 0 && reading->error_count == 0;
  }

  // Row by row: one is bad if it is so below the good ones.
  std::set<uint64_t> SlowlyBad(const Rows& rows) {
    std::set<uint64_t> bad;
    Rows good;
    for (size_t i = 0; i < rows.size(); ++i) {
      good.push_back(rows[i]);
      if (IsGood(good)) continue;
      good.pop_back();
      bad.insert(i + 2);
    }
    return bad;
  }

  reference::TemporaryFolder folder_;
  testing::MemoryCase empty_;
};

TEST_F(ImportPassesTest, RowsAreBadBelowTheGoodOnesAlone) {
  uint64_t bad_rows = 0;
  uint64_t good_rows = 0;
  for (uint32_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Rows rows(1 + random() % 9);
    for (std::string& row : rows) row = RandomRow(random);
    auto spool = ImportSpool::Make(true);
    ASSERT_TRUE(spool.ok());
    ASSERT_TRUE(Convert(rows, **spool).ok());
    spool = WithoutBadRows(empty_, *std::move(spool), [&](ImportSink& sink) {
      return Convert(rows, sink);
    });
    ASSERT_TRUE(spool.ok()) << spool.status();
    std::set<uint64_t> bad;
    ASSERT_TRUE((*spool)
                    ->VisitBadRows(
                        [&](size_t, uint64_t row, const std::string& errors) {
                          bad.insert(row);
                          EXPECT_GT(errors.size(), 2u);
                          return absl::OkStatus();
                        })
                    .ok());
    ASSERT_EQ(bad, SlowlyBad(rows)) << absl::StrJoin(rows, "\n");
    EXPECT_GE((*spool)->error_count(), bad.size());
    // What is left is good.
    auto lines = (*spool)->TakeLines();
    ASSERT_TRUE(lines.ok());
    CaseReader reader(empty_, {});
    const auto reading =
        reader.ReadMade(*std::move(lines), (*spool)->Original());
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ(reading->error_count, 0);
    bad_rows += bad.size();
    good_rows += rows.size() - bad.size();
  }
  EXPECT_GT(bad_rows, 500);
  EXPECT_GT(good_rows, 500);
}

}  // namespace
}  // namespace attest
