// Rows of a table as RFC 4180 has them.

#ifndef ATTEST_ENGINE_INTERCHANGE_CSV_ROW_H_
#define ATTEST_ENGINE_INTERCHANGE_CSV_ROW_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace attest {

// `cells` with commas between them and CR LF at the end; those with a comma or
// what else may separate cells, a quotation mark or a line end in quotes. A
// cell that a spreadsheet would take for a formula, since it begins with = + -
// or @ and is no number, gets a blank before it: then it is text, and
// TableReader passes over the blank.
[[nodiscard]] std::string CsvRow(absl::Span<const std::string> cells);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CSV_ROW_H_
