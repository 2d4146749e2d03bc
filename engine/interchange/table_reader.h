// TableReader reads a spreadsheet saved as text: CSV (RFC 4180, also with
// semicolons) or TSV, told apart by the first row, or with the separator that a
// line `sep=;` above it states. Quoted cells may hold separators and line ends,
// which come out as LF. A quotation mark within a cell that does not begin with
// one is itself. The text is UTF-8, or UTF-16 with a byte order mark.
//
//     ASSIGN_OR_RETURN(auto table, TableReader::Open("claims.csv"));
//     while (true) {
//       ASSIGN_OR_RETURN(const bool is_there, table->Next());
//       if (!is_there) break;
//       use(table->row(), table->cell(column));
//     }
//
// A row is counted as spreadsheets count it: that of the headings is 1, and a
// row of several lines is one. A line `sep=;`, which they do not show, is none.
// Memory holds one row.
//
// Thread-safety: none.
// Lifetime: cells are valid until the next call of Next.

#ifndef ATTEST_ENGINE_INTERCHANGE_TABLE_READER_H_
#define ATTEST_ENGINE_INTERCHANGE_TABLE_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/input_file.h"

namespace attest {

// Is a cell whose text is no UTF-8, or has control characters other than line
// ends and tabulators, an error that ends the reading, or is its row come to
// like others, with faults()?
enum class BadText : uint8_t { kEndsReading, kIsKept };

// What is wrong with the text of a cell.
struct CellTextFault {
  size_t column = 0;  // from 0
  std::string what;
  std::string got;
  std::string want;
};

class TableReader {
 public:
  // Opens the file at `path` (`-`: standard input) and reads its headings,
  // without the white space around them. Errors: NotFound, PermissionDenied;
  // InvalidArgument where there is no row, there are more than 16,384 columns,
  // two headings are equal and not empty, or the file is a workbook, or its
  // headings are no text.
  static absl::StatusOr<std::unique_ptr<TableReader>> Open(
      const std::string& path, BadText bad_text);
  static absl::StatusOr<std::unique_ptr<TableReader>> Open(
      const std::string& path) {
    return Open(path, BadText::kEndsReading);
  }
  // The same of `file`, which is called `path` and must outlive the reader.
  static absl::StatusOr<std::unique_ptr<TableReader>> Open(
      const std::string& path, const InputFile& file, BadText bad_text);

  virtual ~TableReader() = default;

  [[nodiscard]] virtual const std::vector<std::string>& headings() const = 0;

  // Goes to the next row that is not empty; false at the end.
  // Errors: InvalidArgument, with row and column, for bad text unless it is
  // kept, a quotation mark that is not closed or is followed by text, a cell of
  // more than 16 MiB and a row of more than 64 MiB. ResourceExhausted or
  // Unavailable where the file cannot be read.
  virtual absl::StatusOr<bool> Next() = 0;

  [[nodiscard]] virtual uint64_t row() const = 0;
  // The cell below the n-th heading, without the white space around it; empty
  // where the row is short.
  [[nodiscard]] virtual absl::string_view cell(size_t column) const = 0;
  // What is wrong with the texts of the row, whose cells are then as they
  // stand in the file and need not be UTF-8.
  [[nodiscard]] virtual const std::vector<CellTextFault>& faults() const = 0;
  // More cells than headings, empty or not: an unquoted separator moves every
  // cell behind it, and what it moves beyond the last heading may be empty.
  // Spreadsheets that pad rows pad that of the headings too. The reader of a
  // format says whether that is an error.
  [[nodiscard]] virtual bool has_cells_beyond() const = 0;

  [[nodiscard]] virtual uint64_t bytes_read() const = 0;
  [[nodiscard]] virtual uint64_t size_bytes() const = 0;  // 0: unknown
  // Of the whole file. Requires: Next returned false.
  [[nodiscard]] virtual std::array<uint8_t, 32> sha256() const = 0;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_TABLE_READER_H_
