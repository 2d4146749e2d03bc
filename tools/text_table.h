// Text tables for terminals: columns as wide as they need, within a width.

#ifndef ATTEST_TOOLS_TEXT_TABLE_H_
#define ATTEST_TOOLS_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// May a column be clipped? A key that is cut cannot be asked for.
enum class Clip : uint8_t { kFirst, kNever };

struct TableColumn {
  std::string heading;
  Clip clip = Clip::kFirst;
};

// A table with a header line, as marked text (marked_text.h). `width` 0: as
// wide as it needs, nothing cut; otherwise the widest columns are clipped until
// a row fits. Where that would leave too little of them, each row is a record:
// a line for every column, folded, with nothing cut.
// Requires: every row has as many cells as there are columns.
[[nodiscard]] std::string FormatTable(
    absl::Span<const TableColumn> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width);

// The parts of a table, for whoever prints it row by row: a cell on one line,
// marked; the widths that columns of such cells have within `width`, as above,
// or none where rows are to be records; the header with the rule below it; a
// row, of which nothing is clipped; and a record, with an empty line behind it.
[[nodiscard]] std::string TableCell(absl::string_view text);
[[nodiscard]] std::optional<std::vector<size_t>> ColumnWidths(
    absl::Span<const TableColumn> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width);
[[nodiscard]] std::string TableHead(absl::Span<const TableColumn> columns,
                                    absl::Span<const size_t> widths);
[[nodiscard]] std::string TableRow(absl::Span<const std::string> cells,
                                   absl::Span<const size_t> widths);
[[nodiscard]] std::string TableRecord(absl::Span<const TableColumn> columns,
                                      absl::Span<const std::string> cells,
                                      size_t width);

// The line below a table, or below other text, that names the log position.
[[nodiscard]] std::string PositionLine(uint64_t applied_through, size_t width);

}  // namespace attest

#endif  // ATTEST_TOOLS_TEXT_TABLE_H_
