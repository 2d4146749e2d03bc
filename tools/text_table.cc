#include "tools/text_table.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/display_width.h"
#include "tools/marked_text.h"
#include "tools/page.h"

namespace attest {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kLeastColumn = 6;

// The widest of `widths` that may be cut further.
size_t* WidestOf(absl::Span<const TableColumn> columns,
                 std::vector<size_t>& widths) {
  size_t* widest = nullptr;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (columns[i].clip == Clip::kNever || widths[i] <= kLeastColumn) continue;
    if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
  }
  return widest;
}

std::optional<std::vector<size_t>> FitWidths(
    absl::Span<const TableColumn> columns, std::vector<size_t> widths,
    size_t width) {
  if (width == 0 || widths.empty()) return widths;
  const size_t gaps = kGap * (widths.size() - 1);
  size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  for (; total > width; --total) {
    size_t* widest = WidestOf(columns, widths);
    if (widest == nullptr) return std::nullopt;
    --*widest;
  }
  return widths;
}

}  // namespace

std::string TableCell(absl::string_view text) { return OfOthers(text); }

std::optional<std::vector<size_t>> ColumnWidths(
    absl::Span<const TableColumn> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width) {
  std::vector<size_t> widths;
  widths.reserve(columns.size());
  for (const TableColumn& column : columns) {
    widths.push_back(DisplayWidth(column.heading));
  }
  for (const std::vector<std::string>& row : rows) {
    assert(row.size() == columns.size());
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  return FitWidths(columns, std::move(widths), width);
}

std::string TableHead(absl::Span<const TableColumn> columns,
                      absl::Span<const size_t> widths) {
  std::vector<std::string> headings;
  std::vector<std::string> rules;
  for (size_t i = 0; i < columns.size(); ++i) {
    headings.push_back(ClipToWidth(columns[i].heading, widths[i]));
    rules.emplace_back(widths[i], '-');
  }
  return TableRow(headings, widths) + TableRow(rules, widths);
}

std::string TableRow(absl::Span<const std::string> cells,
                     absl::Span<const size_t> widths) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    row += cells[i];
    if (i + 1 == cells.size()) break;
    const size_t width = DisplayWidth(cells[i]);
    row.append(widths[i] - std::min(width, widths[i]) + kGap, ' ');
  }
  row.push_back('\n');
  return row;
}

std::string TableRecord(absl::Span<const TableColumn> columns,
                        absl::Span<const std::string> cells, size_t width) {
  size_t widest = 0;
  for (const TableColumn& column : columns) {
    widest = std::max(widest, DisplayWidth(column.heading));
  }
  widest = std::min(widest, width / 2);
  Page page(width);
  for (size_t i = 0; i < cells.size(); ++i) {
    std::string label = ClipToWidth(columns[i].heading, widest);
    label.append(widest - std::min(widest, DisplayWidth(label)) + kGap, ' ');
    page.Item(0, label, cells[i].empty() ? "-" : cells[i]);
  }
  page.Blank();
  return page.Take();
}

std::string PositionLine(uint64_t applied_through, size_t width) {
  Page page(width);
  page.Line(0, absl::StrCat("as of log position ", applied_through));
  return page.Take();
}

std::string FormatTable(absl::Span<const TableColumn> columns,
                        absl::Span<const std::vector<std::string>> rows,
                        size_t width) {
  std::vector<std::vector<std::string>> lines(rows.begin(), rows.end());
  for (std::vector<std::string>& line : lines) {
    for (std::string& cell : line) cell = TableCell(cell);
  }
  const auto widths = ColumnWidths(columns, lines, width);
  std::string table = widths ? TableHead(columns, *widths) : "";
  for (std::vector<std::string>& line : lines) {
    if (!widths) {
      table += TableRecord(columns, line, width);
      continue;
    }
    for (size_t i = 0; i < line.size(); ++i) {
      line[i] = ClipToWidth(line[i], (*widths)[i]);
    }
    table += TableRow(line, *widths);
  }
  return table;
}

}  // namespace attest
