// Imports a real sample whole, where there is one, and compares what comes out
// with a slow second reading of it that knows the columns by their headings.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interchange/sfm_fixture.h"

namespace attest::testing {
namespace {

using ::testing::IsEmpty;

using Cells = std::vector<std::string>;

// Character by character, as RFC 4180 has it.
std::vector<Cells> ReadTable(const std::string& path, char separator) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Cells> rows(1, Cells(1));
  bool is_quoted = false;
  const std::string bytes = text.str();
  for (size_t at = 0; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '"' && is_quoted && at + 1 < bytes.size() &&
        bytes[at + 1] == '"') {
      rows.back().back() += bytes[++at];
    } else if (c == '"' && (is_quoted || rows.back().back().empty())) {
      is_quoted = !is_quoted;
    } else if (c == separator && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !is_quoted) {
      rows.emplace_back(1);
    } else if (c != '\r') {
      rows.back().back() += c;
    }
  }
  while (!rows.empty() && rows.back() == Cells(1)) rows.pop_back();
  return rows;
}

std::set<std::string> Split(const std::string& cell) {
  std::set<std::string> parts;
  for (absl::string_view part : absl::StrSplit(cell, ';')) {
    const std::string trimmed(absl::StripAsciiWhitespace(part));
    if (!trimmed.empty()) parts.insert(trimmed);
  }
  return parts;
}

class Sample : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = std::string(ATTEST_SHARED_DIR) + "/sfm-sample/";
    paths_ = {folder + "persons.csv", folder + "units.tsv",
              folder + "sources.csv"};
    for (const std::string& path : paths_) {
      if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "no sample at " << path;
      }
    }
    persons_ = ReadTable(paths_[0], ',');
    units_ = ReadTable(paths_[1], '\t');
    sources_ = ReadTable(paths_[2], ',');
  }

  // How many different (subject, value, dates, source) the rows of `table`
  // have in the column `value`, cited in `sources`; `dates`: the columns that
  // the claims of a source take their time from, and the columns of their
  // sources.
  static size_t Count(const std::vector<Cells>& table, const Cells& subject,
                      const Cells& values, const std::string& sources,
                      const std::vector<Cells>& dates, bool is_list = false) {
    std::set<Cells> claims;
    const auto at = [&table](const std::string& heading) {
      for (size_t n = 0; n < table[0].size(); ++n) {
        if (table[0][n] == heading) return n;
      }
      ADD_FAILURE() << "no column " << heading;
      return size_t{0};
    };
    for (size_t row = 1; row < table.size(); ++row) {
      const auto cell = [&](const std::string& heading) {
        return table[row].at(at(heading));
      };
      if (cell(values[0]).empty()) continue;
      std::set<std::string> texts = {cell(values[0])};
      if (is_list) texts = Split(cell(values[0]));
      for (const std::string& text : texts) {
        for (const std::string& source : Split(cell(sources))) {
          Cells claim = {source, text};
          for (const std::string& name : subject) claim.push_back(cell(name));
          for (size_t n = 1; n < values.size(); ++n) {
            claim.push_back(cell(values[n]));
          }
          for (const Cells& date : dates) {
            const bool is_cited = Split(cell(date[0])).contains(source);
            for (size_t n = 1; n < date.size(); ++n) {
              claim.push_back(is_cited ? cell(date[n]) : "");
            }
          }
          claims.insert(claim);
        }
      }
    }
    return claims.size();
  }

  std::vector<std::string> paths_;
  std::vector<Cells> persons_;
  std::vector<Cells> units_;
  std::vector<Cells> sources_;
};

TEST_F(Sample, ClaimsAreValuesTimesCitationsLessRepeats) {
  SfmFixture fixture;
  const ImportList import = fixture.ImportFiles(paths_);
  EXPECT_THAT(import.errors(), IsEmpty());
  fixture.AddLines(import);
  std::map<std::string, size_t> counts;
  for (const nlohmann::json& claim : import.Of("claim")) {
    std::string predicate = claim.at("predicate");
    const std::string subject = claim.at("subject");
    ++counts[predicate];
    if (absl::StartsWith(subject, "person:")) ++counts["person " + predicate];
    if (absl::StartsWith(subject, "unit:")) ++counts["unit " + predicate];
  }
  const std::vector<Cells> posting = {
      {"Source: First citation", "First citation", "first_month", "first_day",
       "first_year", "Start date? (Y/N)"},
      {"Source: Last citation", "Last citation", "End date? (Y/N)"}};
  const Cells person = {"Name", "division_id"};
  EXPECT_EQ(counts["member_of"], Count(persons_, person, {"Organization"},
                                       "Source: Organization", posting));
  EXPECT_EQ(counts["commands"] + counts["holds_role"],
            Count(persons_, person, {"Role", "Organization"}, "Source: Role",
                  posting));
  EXPECT_EQ(counts["sfm:title"],
            Count(persons_, person, {"Title (official title)"}, "Source: Title",
                  {{"Source: First citation", "First citation"},
                   {"Source: Last citation", "Last citation"}}));
  EXPECT_EQ(counts["holds_rank"],
            Count(persons_, person, {"Rank"}, "Source: Rank",
                  {{"Source: First citation", "First citation"},
                   {"Source: Last citation", "Last citation"}}));
  EXPECT_EQ(
      counts["person known_as"],
      Count(persons_, person, {"Name"}, "Source: Name", {}) +
          Count(persons_, person,
                {"Aliases or alternative spellings (semi-colon separated)"},
                "Source: Aliases or alternative spellings", {}, true));
  EXPECT_EQ(counts["sfm:start_context"],
            Count(persons_, person, {"Context for start date"},
                  "Source: Context for start date",
                  {{"Source: First citation", "First citation"}}));

  const Cells unit = {"o_id"};
  EXPECT_EQ(counts["unit known_as"],
            Count(units_, unit, {"Organization:Name"}, "Source: Name", {}) +
                Count(units_, unit, {"Organization:other_names"},
                      "Source: Aliases or alternative spellings", {}, true));
  EXPECT_EQ(counts["sfm:classification"],
            Count(units_, unit, {"Organization:classification"},
                  "Source: Classification", {}, true));
  EXPECT_EQ(
      counts["part_of"],
      Count(units_, unit, {"OrganizationOrganization:parent_id"},
            "Source: OrganizationOrganization:parent_id",
            {{"Source: Date of first citation for parent organization",
              "OrganizationOrganization:date_first_cited"},
             {"Source: Date of last citation for parent organization",
              "OrganizationOrganization:date_last_cited"},
             {"UUID: Administrative, Command, or Informal parent relationship",
              "OrganizationOrganization:classification"}}));
  EXPECT_EQ(counts["operates_in"],
            Count(units_, unit, {"Area of Operations GeonameID"},
                  "Source: Area of Operations",
                  {{"Source: Date of first citation for area of operations",
                    "Date of first citation for area of operations"},
                   {"Source: Date of last citation for area of operations",
                    "Date of last citation for area of operations"}}));
  EXPECT_GT(counts["based_at"], 0u);
  EXPECT_GT(counts["contained_in"], 0u);

  // Every row of the table of sources is a report, and no other.
  EXPECT_EQ(import.Of("report").size(), sources_.size() - 1);
  // Every claim has a confidence, as every value of the sample has.
  EXPECT_EQ(import.Of("assessment").size(), import.Of("claim").size());
}

TEST_F(Sample, ImportingItAgainAddsNothingInAnyOrder) {
  SfmFixture fixture;
  fixture.AddLines(fixture.ImportFiles(paths_));
  EXPECT_THAT(fixture.ImportFiles(paths_).lines(), IsEmpty());
  EXPECT_THAT(fixture.ImportFiles({paths_[2], paths_[0], paths_[1]}).lines(),
              IsEmpty());
}

TEST_F(Sample, EachTableWorksAlone) {
  for (const std::string& path : paths_) {
    SfmFixture fixture;
    const ImportList import = fixture.ImportFiles({path});
    EXPECT_THAT(import.errors(), IsEmpty()) << path;
    fixture.AddLines(import);
    EXPECT_THAT(fixture.ImportFiles({path}).lines(), IsEmpty()) << path;
  }
}

}  // namespace
}  // namespace attest::testing
