#include "tests/interchange/ftm_fixture.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/ingest/case_reader.h"
#include "engine/interchange/ftm_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::testing {
namespace {

std::string Id(const nlohmann::json& key) {
  return std::string(absl::StripPrefix(key.get<std::string>(), "ftm:"));
}

std::string Cell(const FtmStatement& statement, const std::string& column) {
  if (column == "id") return statement.id;
  if (column == "entity_id") return statement.entity;
  if (column == "canonical_id") return statement.canonical;
  if (column == "schema") return statement.schema;
  if (column == "prop") return statement.property;
  if (column == "value") return statement.value;
  if (column == "dataset") return statement.dataset;
  if (column == "lang") return statement.lang;
  if (column == "original_value") return statement.original;
  if (column == "first_seen") return statement.first_seen;
  if (column == "last_seen") return statement.last_seen;
  if (column == "origin") return statement.origin;
  if (column == "external") return statement.is_external ? "t" : "f";
  return "";
}

}  // namespace

std::vector<std::string> FtmFixture::Write(const NamedTexts& files) {
  std::vector<std::string> paths;
  paths.reserve(files.size());
  for (const auto& [name, text] : files) {
    paths.push_back(folder_.Write(name, text));
  }
  return paths;
}

ImportList FtmFixture::Import(const NamedTexts& files, const ImportMap& map) {
  ImportList list;
  const absl::Status status = ImportFtm(
      {.files = Write(files), .map = map, .progress = nullptr}, case_, list);
  EXPECT_TRUE(status.ok()) << status;
  return list;
}

ImportList FtmFixture::Add(const NamedTexts& files, const ImportMap& map) {
  ImportList import = Import(files, map);
  EXPECT_THAT(import.errors(), ::testing::IsEmpty());
  AddLines(import);
  return import;
}

void FtmFixture::AddLines(const ImportList& import) {
  if (import.lines().empty()) return;
  CaseReader reader(case_, {});
  const auto reading =
      reader.ReadText("import", absl::StrJoin(import.lines(), "\n"));
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_EQ(ErrorsOf(*reading), "");
  // Whatever an importer hands out is new.
  EXPECT_EQ(reading->already_present, 0u);
  const absl::Status added = case_.Add(reader);
  EXPECT_TRUE(added.ok()) << added;
}

void FtmFixture::AddAny(const NamedTexts& files) {
  ImportList list;
  const absl::Status status = ImportFtm(
      {.files = Write(files), .map = {}, .progress = nullptr}, case_, list);
  if (status.ok()) AddLines(list);
}

std::string FtmFixture::Refusal(const NamedTexts& files) {
  ImportList list;
  return std::string(
      ImportFtm({.files = Write(files), .map = {}, .progress = nullptr}, case_,
                list)
          .message());
}

std::set<std::string> FtmClaimsOf(const ImportList& import) {
  std::set<std::string> claims;
  for (const nlohmann::json& line : import.Of("claim")) {
    const std::string report = line.at("report");
    const std::vector<std::string> parts = absl::StrSplit(report, ':');
    std::string claim =
        absl::StrCat(parts.at(2), ": ", Id(line.at("subject")), " ",
                     Id(line.at("predicate")), " ",
                     line.contains("object") ? Id(line.at("object"))
                                             : line.at("value").dump());
    if (line.contains("valid")) {
      absl::StrAppend(&claim, " [", line.at("valid").get<std::string>(), "]");
    }
    if (line.at("extracted_by").at("method") == "model") claim += " proposed";
    claims.insert(claim);
  }
  return claims;
}

std::set<std::string> FtmIdentitiesOf(const ImportList& import) {
  std::set<std::string> identities;
  for (const nlohmann::json& line : import.Of("identity")) {
    std::string a = Id(line.at("entities").at(0));
    std::string b = Id(line.at("entities").at(1));
    if (b < a) std::swap(a, b);
    identities.insert(
        absl::StrCat(a, " ", line.at("judgement").get<std::string>(), " ", b));
  }
  return identities;
}

std::string FtmCsv(const std::vector<FtmStatement>& statements,
                   std::vector<std::string> columns) {
  if (columns.empty()) {
    columns = {"canonical_id",   "entity_id", "prop",
               "prop_type",      "schema",    "value",
               "dataset",        "origin",    "lang",
               "original_value", "external",  "first_seen",
               "last_seen",      "id"};
  }
  std::string text = absl::StrCat(absl::StrJoin(columns, ","), "\n");
  for (const FtmStatement& statement : statements) {
    std::vector<std::string> cells;
    for (const std::string& column : columns) {
      cells.push_back(absl::StrCat(
          "\"", absl::StrReplaceAll(Cell(statement, column), {{"\"", "\"\""}}),
          "\""));
    }
    absl::StrAppend(&text, absl::StrJoin(cells, ","), "\n");
  }
  return text;
}

}  // namespace attest::testing
