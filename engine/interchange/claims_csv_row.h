// ClaimsCsvRow reads what one row of claims-csv says, cell by cell, as fields
// of the claim that it comes to.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROW_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROW_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/json_line.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/interchange/claims_csv_records.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/table_predicates.h"
#include "engine/interchange/table_reader.h"

namespace attest {

class ClaimsCsvRow {
 public:
  // All must outlive it.
  ClaimsCsvRow(const ImportRequest& request, const ExistingCase& existing,
               ImportSink& sink)
      : sink_(sink),
        predicates_(existing, request.map.predicates),
        records_(existing) {}

  // Rows of `table`, the file `name`, follow; both must outlive these.
  void BeginTable(const std::string& name, const TableReader& table,
                  const ClaimColumns& columns) {
    name_ = name;
    table_ = &table;
    columns_ = &columns;
  }

  // Reads the row that the table is at, and tells the sink what is wrong with
  // it. Errors: those of the case and of the sink.
  absl::Status Read();

  [[nodiscard]] bool is_wrong() const { return is_wrong_; }
  // Fields of the claim, each with a comma in front.
  [[nodiscard]] const std::string& said() const { return said_; }
  // Parts of the citation that cells state, each with a comma in front.
  [[nodiscard]] const std::string& citation() const { return citation_; }
  // As JSON. There is no place for it where the report has no text: then
  // as_stated and note have its words.
  [[nodiscard]] const std::string& quote() const { return quote_; }
  [[nodiscard]] bool has_place_for_quote() const { return records_.has_text(); }
  // As JSON, where the cell is that.
  [[nodiscard]] const std::string& extractor() const { return extractor_; }
  [[nodiscard]] const std::string& as_stated() const { return as_stated_; }
  [[nodiscard]] const std::string& note() const { return note_; }

  // Lines for what the row names and neither the case nor an earlier row has.
  [[nodiscard]] const std::vector<std::string>& lines() const {
    return records_.lines();
  }
  // Later rows may name what this one makes.
  void Keep() {
    records_.Keep();
    predicates_made_.clear();
  }

  [[nodiscard]] absl::string_view cell(ClaimColumn column) const {
    const auto& place = columns_->places[static_cast<size_t>(column)];
    return place ? table_->cell(*place) : absl::string_view();
  }

  // Tells the sink of a cell.
  absl::Status Wrong(ClaimColumn column, absl::string_view what,
                     absl::string_view want);
  // The same of what other rows may be the cause of: row `other_row` where it
  // says otherwise, or 0.
  absl::Status Contradicts(uint64_t other_row, ClaimColumn column,
                           absl::string_view what, absl::string_view want);
  absl::Status Warn(ClaimColumn column, absl::string_view what,
                    absl::string_view want);
  // Warns once of quotes for which there is no place.
  absl::Status TellOfQuote();

 private:
  absl::Status TellTextFaults();
  absl::Status TellCellsWithoutHeading();
  absl::Status TellWhatStandsAlone();
  absl::Status ReadDefinitions();
  // Takes one line of column definitions.
  absl::Status Define(const nlohmann::ordered_json& line);
  absl::Status ReadReport();
  absl::Status ReadStatement();
  absl::Status ReadEntity(ClaimColumn column, absl::string_view field,
                          absl::string_view kind, absl::string_view name);
  absl::Status ReadValue(const TablePredicate& predicate);
  absl::Status ReadAttribution();
  absl::Status ReadSpeakersAsJson();
  // Tells of what the row names which row made it, and what of it the case has
  // otherwise.
  absl::Status TellOf(ClaimColumn column, const NamedRecord& named);
  absl::Status ReadLists();
  absl::Status ReadList(ClaimColumn column);
  absl::Status ReadWords();
  absl::Status ReadExtractor();
  absl::Status ReadQuote();
  absl::Status KeepQuote();
  absl::Status ReadCitation();
  [[nodiscard]] RowError At(ClaimColumn column, absl::string_view what,
                            absl::string_view want) const;
  // Appends the key, unless there is a fault.
  absl::Status TakeKey(ClaimColumn column, const NamedRecord& named,
                       absl::string_view field);

  ImportSink& sink_;
  TablePredicates predicates_;
  ClaimsCsvRecords records_;
  JsonParser parser_;
  std::string name_;
  const TableReader* table_ = nullptr;
  const ClaimColumns* columns_ = nullptr;
  bool has_told_of_quotes_ = false;

  // Of the row at hand.
  bool is_wrong_ = false;
  std::string said_;
  std::string citation_;
  std::string quote_;
  std::string extractor_;
  std::string as_stated_;
  std::string note_;
  std::vector<std::string> predicates_made_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_ROW_H_
