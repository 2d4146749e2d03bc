#include "tests/interchange/ucdp_fixture.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/interchange/ucdp_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attest::testing {

UcdpCellsOf UcdpEventRow(const std::string& id, const UcdpCellsOf& changes) {
  UcdpCellsOf row = {
      {"id", id},
      {"type_of_violence", "1"},
      {"conflict_new_id", "77"},
      {"conflict_name", "Elbonia: Government"},
      {"side_a_new_id", "10"},
      {"side_a", "Government of Elbonia"},
      {"side_b_new_id", "20"},
      {"side_b", "Marsh Front"},
      {"source_office", "Courier"},
      {"source_date", "2014-05-04"},
      {"source_headline", "Three die at ford"},
      {"where_prec", "1"},
      {"where_coordinates", "Ford"},
      {"adm_1", "Marsh province"},
      {"latitude", "12.5"},
      {"longitude", "-3.25"},
      {"country", "Elbonia"},
      {"country_id", "999"},
      {"event_clarity", "1"},
      {"date_prec", "1"},
      {"date_start", "2014-05-03 00:00:00.000"},
      {"date_end", "2014-05-03 00:00:00.000"},
      {"deaths_a", "3"},
      {"deaths_b", "0"},
      {"deaths_civilians", "0"},
      {"deaths_unknown", "0"},
      {"best", "3"},
      {"high", "5"},
      {"low", "2"},
  };
  for (const auto& [heading, cell] : changes) row[heading] = cell;
  return row;
}

std::string UcdpTable(const std::vector<UcdpCellsOf>& rows) {
  std::set<std::string> headings;
  for (const UcdpCellsOf& row : rows) {
    for (const auto& [heading, cell] : row) headings.insert(heading);
  }
  std::string table = absl::StrJoin(headings, ",") + "\n";
  for (const UcdpCellsOf& row : rows) {
    std::string separator;
    for (const std::string& heading : headings) {
      const auto cell = row.find(heading);
      absl::StrAppend(&table, separator, "\"",
                      cell == row.end()
                          ? std::string()
                          : absl::StrReplaceAll(cell->second, {{"\"", "\"\""}}),
                      "\"");
      separator = ",";
    }
    table += "\n";
  }
  return table;
}

UcdpImportList UcdpFixture::Import(const std::string& table,
                                   const ImportMap& map,
                                   std::set<uint64_t> set_aside) {
  UcdpImportList list;
  list.set_aside = std::move(set_aside);
  const absl::Status status =
      ImportUcdpGed({.files = {folder_.Write("ged.csv", table)},
                     .map = map,
                     .progress = nullptr},
                    case_, list);
  EXPECT_TRUE(status.ok()) << status;
  return list;
}

UcdpImportList UcdpFixture::Add(const std::string& table,
                                const ImportMap& map) {
  UcdpImportList import = Import(table, map);
  EXPECT_THAT(import.errors(), ::testing::IsEmpty());
  AddImportedLines(import, case_);
  return import;
}

std::vector<std::string> UcdpClaims(const ImportList& import) {
  std::map<std::string, std::string> names;
  for (const std::string& text : import.lines()) {
    const nlohmann::json line = nlohmann::json::parse(text);
    const std::string type = line.at("type");
    std::string name;
    if (type == "report") {
      name = absl::StrCat(names[line.at("source").get<std::string>()], ", ",
                          line.value("published", ""), ", ",
                          line.at("title").get<std::string>());
    } else {
      name = line.value("name", "");
    }
    if (!name.empty()) names[line.at("id").get<std::string>()] = name;
  }
  std::vector<std::string> claims;
  for (const nlohmann::json& line : import.Of("claim")) {
    const auto named = [&names, &line](const char* field) {
      const std::string key = line.at(field);
      return names.count(key) > 0 ? names[key] : key;
    };
    std::string claim = named("report");
    if (line.contains("attribution")) {
      for (const auto& speaker : line.at("attribution")) {
        absl::StrAppend(&claim, " < ",
                        names[speaker.at("source").get<std::string>()]);
      }
    }
    absl::StrAppend(
        &claim, ": ", named("subject"), " ",
        line.at("predicate").get<std::string>(), " ",
        line.contains("object") ? named("object") : line.at("value").dump());
    if (line.contains("valid")) {
      absl::StrAppend(&claim, " @ ", line.at("valid").get<std::string>());
    }
    if (line.contains("as_stated")) {
      absl::StrAppend(&claim, " as ", line.at("as_stated").get<std::string>());
    }
    claims.push_back(std::move(claim));
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

}  // namespace attest::testing
