// Text tables for terminals: columns as wide as they need, within a width.

#ifndef ATTEST_TOOLS_TEXT_TABLE_H_
#define ATTEST_TOOLS_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// The columns that `text` takes on a terminal: wide characters take two,
// combining and invisible ones none. Broken UTF-8 takes one a byte.
[[nodiscard]] size_t DisplayWidth(absl::string_view text);

// The beginning of `text` that fits `columns`, ending in an ellipsis when
// something was cut.
[[nodiscard]] std::string ClipToWidth(absl::string_view text, size_t columns);

// `text` broken at spaces into lines of at most `columns`; a longer word
// stands alone. Line breaks in `text` are spaces.
[[nodiscard]] std::vector<std::string> WrapToWidth(absl::string_view text,
                                                   size_t columns);

// May a column be clipped with the others, or only when they all are?
enum class Clip { kFirst, kLast };

struct TableColumn {
  std::string heading;
  Clip clip = Clip::kFirst;
};

// A table with a header line. `width` 0: as wide as it needs, nothing cut;
// otherwise the widest columns are clipped until a row fits.
// Requires: every row has as many cells as there are columns.
[[nodiscard]] std::string FormatTable(
    absl::Span<const TableColumn> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width);

// The parts of a table, for whoever prints it row by row: a cell on one line,
// without what would move the cursor; the widths that columns of such cells
// need within `width`, as above; the header with the rule below it; and a row,
// of which nothing is clipped.
[[nodiscard]] std::string TableCell(absl::string_view text);
[[nodiscard]] std::vector<size_t> ColumnWidths(
    absl::Span<const TableColumn> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width);
[[nodiscard]] std::string TableHead(absl::Span<const TableColumn> columns,
                                    absl::Span<const size_t> widths);
[[nodiscard]] std::string TableRow(absl::Span<const std::string> cells,
                                   absl::Span<const size_t> widths);

}  // namespace attest

#endif  // ATTEST_TOOLS_TEXT_TABLE_H_
