// SfmTable is one spreadsheet of a research project: persons, units or
// sources, told apart by its headings. A value has a column, and behind it
// those of its sources, of its confidence and, for dates, of month, day and
// year:
//
//     Rank | Source: Rank | Confidence: Rank | First citation | first_month ...
//
// Headings vary from sheet to sheet, so `Source: X` belongs to the value
// called X wherever it stands, and where there is none of that name to the
// value before it (`UUID: X` likewise). Case, spaces, punctuation and what
// stands in brackets make no difference to a name.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/sfm_date.h"
#include "engine/interchange/table_reader.h"

namespace attest {

enum class SfmKind : uint8_t { kSources, kUnits, kPersons };

// Where the parts of a value stand; kNoColumn: nowhere.
struct SfmColumns {
  static constexpr size_t kNoColumn = static_cast<size_t>(-1);

  size_t value = kNoColumn;
  size_t source = kNoColumn;
  size_t confidence = kNoColumn;
  size_t month = kNoColumn;
  size_t day = kNoColumn;
  size_t year = kNoColumn;
};

// Which parts of a value are read: of a text the cell alone, of a value its
// sources and its confidence too, of a date all.
enum class SfmParts : uint8_t { kText, kValue, kDate };

class SfmTable {
 public:
  // Errors: those of TableReader::Open; InvalidArgument where the headings are
  // of no table that is read here.
  static absl::StatusOr<SfmTable> Open(const std::string& path,
                                       const ImportMap& map);

  [[nodiscard]] SfmKind kind() const { return kind_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] TableReader& reader() { return *reader_; }

  // The columns of the value that goes by one of `names`, as NameOfHeading
  // gives them; all kNoColumn where there is none. From then on those of
  // `parts` count as known.
  SfmColumns Take(SfmParts parts,
                  std::initializer_list<absl::string_view> names);

  // Is the row at hand text, with no more cells than there are headings? No
  // other may be read: its cells stand under headings that are not theirs.
  [[nodiscard]] bool IsRowSound() const {
    return reader_->faults().empty() && !reader_->has_cells_beyond();
  }

  // Which of day and month stands first in the dates of `columns`, as far as
  // all rows agree that prove it. When first asked, the file is read once more;
  // kUnknown where it cannot be. Errors: those of TableReader.
  absl::StatusOr<SfmDateOrder> DateOrderOf(const SfmColumns& columns);

  // The columns that nothing took.
  [[nodiscard]] std::vector<size_t> Unknown() const;

  // The cell of the row at hand; empty for kNoColumn.
  [[nodiscard]] absl::string_view cell(size_t column) const {
    return column == SfmColumns::kNoColumn ? "" : reader_->cell(column);
  }
  // The heading as the file has it; empty for kNoColumn.
  [[nodiscard]] std::string heading(size_t column) const {
    return column == SfmColumns::kNoColumn ? std::string()
                                           : reader_->headings()[column];
  }

 private:
  SfmTable(std::string path, std::unique_ptr<TableReader> reader)
      : path_(std::move(path)), reader_(std::move(reader)) {}

  void FindColumns(const ImportMap& map);
  absl::Status FindKind();
  absl::Status FindDateOrders();

  std::string path_;
  std::unique_ptr<TableReader> reader_;
  SfmKind kind_ = SfmKind::kSources;
  absl::flat_hash_map<std::string, SfmColumns> values_;  // by name
  std::vector<bool> is_known_;                           // by column
  // By the column of the value, where a row proves one.
  absl::flat_hash_map<size_t, SfmDateOrder> orders_;
  bool has_orders_ = false;
};

// The letters and digits of a heading in lower case, without what stands in
// brackets and without the answers that it allows: "Start date? (Y/N)" and
// "start date Y/N" are both "startdate".
[[nodiscard]] std::string NameOfHeading(absl::string_view heading);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_TABLE_H_
