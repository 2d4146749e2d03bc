// Imports small research spreadsheets into a case in memory.

#ifndef ATTEST_TESTS_INTERCHANGE_SFM_FIXTURE_H_
#define ATTEST_TESTS_INTERCHANGE_SFM_FIXTURE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/interchange/import_lines.h"
#include "tests/ingest/memory_case.h"

namespace attest::testing {

// What an import made. Lines of rows with errors are dropped, as a sink must.
class ImportList : public ImportSink {
 public:
  absl::Status BeginFile(const ImportFile& file) override;
  absl::Status EndFile(uint64_t rows,
                       const std::array<uint8_t, 32>& sha256) override;
  absl::Status Line(uint64_t row, absl::string_view line) override;
  absl::Status Error(const RowError& error) override;
  absl::Status Warning(const RowError& warning) override;

  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  // `ROW: COLUMN: WHAT, got GOT`, the file's name without its folder.
  [[nodiscard]] const std::vector<std::string>& errors() const {
    return errors_;
  }
  [[nodiscard]] const std::vector<std::string>& warnings() const {
    return warnings_;
  }
  [[nodiscard]] uint64_t rows() const { return rows_; }

  // The lines of this type, as JSON.
  [[nodiscard]] std::vector<nlohmann::json> Of(absl::string_view type) const;
  // Claims as `REPORT: SUBJECT PREDICATE OBJECT-OR-VALUE [VALID] {REAL ENDS}`,
  // keys without `:sfm`, sorted.
  [[nodiscard]] std::vector<std::string> Claims(
      absl::string_view predicate = "") const;

 private:
  std::vector<std::string> lines_;
  std::vector<std::string> errors_;
  std::vector<std::string> warnings_;
  uint64_t rows_ = 0;
};

// Adds the lines to `into`. Expects that they are good, and new.
void AddImportedLines(const ImportList& import, MemoryCase& into);

class SfmFixture {
 public:
  // Imports `tables`, name and text each, against the case as it is.
  ImportList Import(
      const std::vector<std::pair<std::string, std::string>>& tables,
      const ImportMap& map = {});
  // The same, and adds the lines to the case. Expects that they are good.
  ImportList Add(const std::vector<std::pair<std::string, std::string>>& tables,
                 const ImportMap& map = {});
  ImportList ImportFiles(const std::vector<std::string>& paths,
                         const ImportMap& map = {});
  void AddLines(const ImportList& import);
  // The same where rows were dropped: lines that name what those would have
  // defined are dropped too, and nothing else may be wrong. Returns how many.
  uint64_t AddGoodLines(const ImportList& import);

  [[nodiscard]] const MemoryCase& stored() const { return case_; }

 private:
  TempFolder folder_;
  MemoryCase case_;
};

// A table as text: `|` between the cells of a row, which are trimmed.
[[nodiscard]] std::string Csv(const std::vector<std::string>& rows);

}  // namespace attest::testing

#endif  // ATTEST_TESTS_INTERCHANGE_SFM_FIXTURE_H_
