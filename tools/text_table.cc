#include "tools/text_table.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <numeric>
#include <utility>

#include "absl/strings/str_split.h"

namespace attest {
namespace {

constexpr absl::string_view kEllipsis = "…";
constexpr size_t kGap = 2;
constexpr size_t kLeastColumn = 6;

size_t WidthOf(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Decodes the code point at `*at` and moves past it; a bad byte is one
// character of its own.
UChar32 NextCodePoint(absl::string_view text, size_t* at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int64_t>(text.size());
  auto i = static_cast<int64_t>(*at);
  UChar32 c = 0;
  U8_NEXT(bytes, i, length, c);
  if (c < 0) {
    ++*at;
    return 0xFFFD;
  }
  *at = static_cast<size_t>(i);
  return c;
}

// The widest of `widths` that may be cut further, at this `clip`.
size_t* WidestOf(absl::Span<const TableColumn> columns, Clip clip,
                 std::vector<size_t>& widths) {
  size_t* widest = nullptr;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (columns[i].clip != clip || widths[i] <= kLeastColumn) continue;
    if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
  }
  return widest;
}

std::vector<size_t> FitWidths(absl::Span<const TableColumn> columns,
                              std::vector<size_t> widths, size_t width) {
  if (width == 0 || widths.empty()) return widths;
  const size_t gaps = kGap * (widths.size() - 1);
  size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  for (; total > width; --total) {
    size_t* widest = WidestOf(columns, Clip::kFirst, widths);
    if (widest == nullptr) widest = WidestOf(columns, Clip::kLast, widths);
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    width += WidthOf(NextCodePoint(text, &at));
  }
  return width;
}

std::string ClipToWidth(absl::string_view text, size_t columns) {
  if (text.size() <= columns || DisplayWidth(text) <= columns) {
    return std::string(text);
  }
  if (columns == 0) return "";
  size_t width = 0;
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    width += WidthOf(NextCodePoint(text, &at));
    if (width > columns - 1) break;
    end = at;
  }
  std::string clipped(text.substr(0, end));
  clipped.append(kEllipsis.data(), kEllipsis.size());
  return clipped;
}

std::vector<std::string> WrapToWidth(absl::string_view text, size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  size_t width = 0;
  for (absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \n\r\t"), absl::SkipEmpty())) {
    const size_t word_width = DisplayWidth(word);
    if (!line.empty() && width + 1 + word_width > columns) {
      lines.push_back(std::move(line));
      line.clear();
      width = 0;
    }
    if (!line.empty()) {
      line.push_back(' ');
      ++width;
    }
    line.append(word.data(), word.size());
    width += word_width;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string TableCell(absl::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return line;
}

std::vector<size_t> ColumnWidths(
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

std::string FormatTable(absl::Span<const TableColumn> columns,
                        absl::Span<const std::vector<std::string>> rows,
                        size_t width) {
  std::vector<std::vector<std::string>> lines(rows.begin(), rows.end());
  for (std::vector<std::string>& line : lines) {
    for (std::string& cell : line) cell = TableCell(cell);
  }
  const std::vector<size_t> widths = ColumnWidths(columns, lines, width);
  std::string table = TableHead(columns, widths);
  for (std::vector<std::string>& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      line[i] = ClipToWidth(line[i], widths[i]);
    }
    table += TableRow(line, widths);
  }
  return table;
}

}  // namespace attest
