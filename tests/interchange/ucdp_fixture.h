// Writes small tables of events and imports them into a case in memory.

#ifndef ATTEST_TESTS_INTERCHANGE_UCDP_FIXTURE_H_
#define ATTEST_TESTS_INTERCHANGE_UCDP_FIXTURE_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/interchange/import_lines.h"
#include "tests/ingest/memory_case.h"
#include "tests/interchange/sfm_fixture.h"

namespace attest::testing {

// Cells by heading.
using UcdpCellsOf = std::map<std::string, std::string>;

// A good row: one article, one day, one place. `changes` replaces cells.
[[nodiscard]] UcdpCellsOf UcdpEventRow(const std::string& id,
                                       const UcdpCellsOf& changes = {});

// A table with a column for each heading that a row has.
[[nodiscard]] std::string UcdpTable(const std::vector<UcdpCellsOf>& rows);

// Some rows were set aside before.
class UcdpImportList : public ImportList {
 public:
  [[nodiscard]] bool IsSetAside(uint64_t row) const override {
    return set_aside.count(row) > 0;
  }
  std::set<uint64_t> set_aside;
};

class UcdpFixture {
 public:
  // Imports `table` against the case as it is.
  UcdpImportList Import(const std::string& table, const ImportMap& map = {},
                        std::set<uint64_t> set_aside = {});
  // The same, and adds the lines to the case. Expects that they are good.
  UcdpImportList Add(const std::string& table, const ImportMap& map = {});

  void AddLines(const ImportList& import) { AddImportedLines(import, case_); }

 private:
  TempFolder folder_;
  MemoryCase case_;
};

// The claims of `lines`, each as what a reader would say of it, sorted:
// `OFFICE, DATE, TITLE [< SPEAKER]: SUBJECT PREDICATE OBJECT-OR-VALUE [@ VALID]
// [as AS_STATED]`, with names for keys.
[[nodiscard]] std::vector<std::string> UcdpClaims(const ImportList& import);

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INTERCHANGE_UCDP_FIXTURE_H_
