#include "tests/interchange/sfm_fixture.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/ingest/case_reader.h"
#include "engine/interchange/sfm_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::testing {
namespace {

std::string Short(const RowError& error) {
  return absl::StrCat(error.row, ": ", error.column, ": ", error.what, ", got ",
                      error.got);
}

}  // namespace

absl::Status ImportList::BeginFile(const ImportFile& /*file*/) {
  return absl::OkStatus();
}

absl::Status ImportList::EndFile(uint64_t rows,
                                 const std::array<uint8_t, 32>& /*sha256*/) {
  rows_ += rows;
  return absl::OkStatus();
}

absl::Status ImportList::Line(uint64_t /*row*/, absl::string_view line) {
  lines_.emplace_back(line);
  return absl::OkStatus();
}

absl::Status ImportList::Error(const RowError& error) {
  errors_.push_back(Short(error));
  return absl::OkStatus();
}

absl::Status ImportList::Warning(const RowError& warning) {
  warnings_.push_back(Short(warning));
  return absl::OkStatus();
}

std::vector<nlohmann::json> ImportList::Of(absl::string_view type) const {
  std::vector<nlohmann::json> found;
  for (const std::string& text : lines_) {
    nlohmann::json line = nlohmann::json::parse(text);
    if (line.at("type") == std::string(type)) found.push_back(std::move(line));
  }
  return found;
}

std::vector<std::string> ImportList::Claims(absl::string_view predicate) const {
  std::vector<std::string> claims;
  for (const nlohmann::json& line : Of("claim")) {
    if (!predicate.empty() && line.at("predicate") != std::string(predicate)) {
      continue;
    }
    std::string claim = absl::StrCat(
        line.at("report").get<std::string>(), ": ",
        line.at("subject").get<std::string>(), " ",
        line.at("predicate").get<std::string>(), " ",
        line.contains("object") ? line.at("object").get<std::string>()
                                : line.at("value").dump());
    if (line.contains("valid")) {
      absl::StrAppend(&claim, " [", line.at("valid").get<std::string>(), "]");
    }
    if (line.contains("real_ends")) {
      absl::StrAppend(
          &claim, " {",
          absl::StrJoin(line.at("real_ends").get<std::vector<std::string>>(),
                        ","),
          "}");
    }
    claims.push_back(
        absl::StrReplaceAll(claim, {{":sfm:", ":"}, {"rpt:sfm:", ""}}));
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

void AddImportedLines(const ImportList& import, MemoryCase& into) {
  if (import.lines().empty()) return;
  CaseReader reader(into, {});
  const auto reading =
      reader.ReadText("import", absl::StrJoin(import.lines(), "\n"));
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_EQ(ErrorsOf(*reading), "");
  // Whatever an importer hands out is new.
  EXPECT_EQ(reading->already_present, 0u);
  const absl::Status added = into.Add(reader);
  ASSERT_TRUE(added.ok()) << added;
}

ImportList SfmFixture::Import(
    const std::vector<std::pair<std::string, std::string>>& tables,
    const ImportMap& map) {
  std::vector<std::string> paths;
  paths.reserve(tables.size());
  for (const auto& [name, text] : tables) {
    paths.push_back(folder_.Write(name, text));
  }
  return ImportFiles(paths, map);
}

ImportList SfmFixture::ImportFiles(const std::vector<std::string>& paths,
                                   const ImportMap& map) {
  ImportList list;
  const absl::Status status =
      ImportSfm({.files = paths, .map = map, .progress = nullptr}, case_, list);
  EXPECT_TRUE(status.ok()) << status;
  return list;
}

ImportList SfmFixture::Add(
    const std::vector<std::pair<std::string, std::string>>& tables,
    const ImportMap& map) {
  ImportList import = Import(tables, map);
  EXPECT_THAT(import.errors(), ::testing::IsEmpty());
  AddLines(import);
  return import;
}

void SfmFixture::AddLines(const ImportList& import) {
  AddImportedLines(import, case_);
}

uint64_t SfmFixture::AddGoodLines(const ImportList& import) {
  if (import.lines().empty()) return 0;
  CaseReader reader(case_, {.set_rejects_aside = true});
  const auto reading =
      reader.ReadText("import", absl::StrJoin(import.lines(), "\n"));
  EXPECT_TRUE(reading.ok()) << reading.status();
  if (!reading.ok()) return 0;
  for (const InputError& error : reading->errors) {
    EXPECT_THAT(error.what, ::testing::HasSubstr("unknown "));
  }
  const absl::Status added = case_.Add(reader);
  EXPECT_TRUE(added.ok()) << added;
  return reading->rejected;
}

std::string Csv(const std::vector<std::string>& rows) {
  std::string text;
  for (const std::string& row : rows) {
    std::vector<std::string> cells;
    for (absl::string_view cell : absl::StrSplit(row, '|')) {
      cells.push_back(
          absl::StrCat("\"",
                       absl::StrReplaceAll(absl::StripAsciiWhitespace(cell),
                                           {{"\"", "\"\""}}),
                       "\""));
    }
    absl::StrAppend(&text, absl::StrJoin(cells, ","), "\n");
  }
  return text;
}

}  // namespace attest::testing
