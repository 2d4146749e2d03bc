// How a table that was saved as text separates its cells and ends its rows.

#ifndef ATTEST_ENGINE_INTERCHANGE_TABLE_DIALECT_H_
#define ATTEST_ENGINE_INTERCHANGE_TABLE_DIALECT_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace attest {

struct TableDialect {
  char separator = ',';
  char row_end = '\n';
  // Bytes at the beginning that are not of the table: a line `sep=;`, by which
  // a spreadsheet is told the separator, and which it does not show.
  size_t bytes_before = 0;

  friend bool operator==(const TableDialect&, const TableDialect&) = default;
};

// Tells the dialect by the first row of `text` that is not empty: a line
// `sep=;` says it, with any character but letters, digits, quotation marks and
// blanks; else the one of tabulator, comma and semicolon that stands most often
// in it outside quotes separates, the first in this order where there is a tie.
[[nodiscard]] TableDialect TableDialectOf(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_TABLE_DIALECT_H_
