// What a cell of a table can hold, and what comes back from it.

#ifndef ATTEST_ENGINE_INTERCHANGE_CELL_TEXT_H_
#define ATTEST_ENGINE_INTERCHANGE_CELL_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// `cell` without the white space around it, no-break spaces among it.
[[nodiscard]] absl::string_view TrimmedCell(absl::string_view cell);

// The first control character of `text` that is no line end or tabulator;
// npos: none. Requires: line ends are LF.
[[nodiscard]] size_t FindForbiddenControl(absl::string_view text);

// `text`, which is UTF-8, as TableReader gives it back from a cell of CsvRow:
// trimmed, with every line end as LF; control characters, which it refuses, as
// U+FFFD.
[[nodiscard]] std::string CellText(absl::string_view text);

// Does a cell hold it as it is?
[[nodiscard]] bool FitsCell(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CELL_TEXT_H_
