#include "tools/answer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/counted.h"
#include "tools/marked_text.h"
#include "tools/text_table.h"

namespace attest {
namespace {

// The rows of `answer` as flat text cells under common headings.
struct Grid {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;
};

std::string CellOf(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  return Dump(value);
}

std::vector<Json> RowsOf(const Answer& answer) {
  if (answer.rows.empty()) return {answer.document};
  const Json& rows = answer.document.at(answer.rows);
  return {rows.begin(), rows.end()};
}

Grid GridOf(const std::vector<Json>& rows) {
  Grid grid;
  absl::flat_hash_map<std::string, size_t> columns;
  for (const Json& row : rows) {
    for (const auto& [name, value] : row.items()) {
      if (columns.emplace(name, grid.headings.size()).second) {
        grid.headings.push_back(name);
      }
    }
  }
  for (const Json& row : rows) {
    std::vector<std::string>& cells = grid.rows.emplace_back();
    cells.resize(grid.headings.size());
    for (const auto& [name, value] : row.items()) {
      cells[columns.at(name)] = CellOf(value);
    }
  }
  return grid;
}

// A key that is cut cannot be asked for.
std::vector<TableColumn> ColumnsOf(const Grid& grid) {
  std::vector<TableColumn> columns;
  for (const std::string& heading : grid.headings) {
    const bool has_keys = heading == "key" || heading == "statement" ||
                          heading == "claim" || heading == "from" ||
                          heading == "to";
    columns.push_back({heading, has_keys ? Clip::kNever : Clip::kFirst});
  }
  return columns;
}

std::string CsvCell(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  quoted += absl::StrReplaceAll(cell, {{"\"", "\"\""}});
  quoted += "\"";
  return quoted;
}

// Tabs and line breaks have no place in a TSV cell: they are escaped.
std::string TsvCell(const std::string& cell) {
  return absl::StrReplaceAll(
      cell, {{"\\", "\\\\"}, {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}});
}

std::string MarkdownCell(const std::string& cell) {
  return absl::StrReplaceAll(cell, {{"|", "\\|"}, {"\n", "<br>"}, {"\r", ""}});
}

template <class Escape>
std::string JoinCells(absl::Span<const std::string> cells,
                      absl::string_view separator, Escape escape) {
  return absl::StrJoin(cells, separator,
                       [&](std::string* out, const std::string& cell) {
                         out->append(escape(cell));
                       });
}

}  // namespace

std::string CellsLine(absl::Span<const std::string> cells, Mode mode) {
  switch (mode) {
    case Mode::kCsv:
      return JoinCells(cells, ",", CsvCell) + "\r\n";
    case Mode::kMarkdown:
      return absl::StrCat("| ", JoinCells(cells, " | ", MarkdownCell), " |\n");
    default:
      return JoinCells(cells, "\t", TsvCell) + "\n";
  }
}

std::string HeadingsLine(absl::Span<const std::string> headings, Mode mode) {
  std::string line = CellsLine(headings, mode);
  if (mode == Mode::kMarkdown) {
    line += CellsLine(std::vector<std::string>(headings.size(), "---"), mode);
  }
  return line;
}

namespace {

// Headings and rows of a mode that prints cells.
std::string RenderCells(const Grid& grid, Mode mode) {
  if (grid.headings.empty()) return "";
  std::string out = HeadingsLine(grid.headings, mode);
  for (const auto& row : grid.rows) out += CellsLine(row, mode);
  return out;
}

std::string RenderTable(const Answer& answer, const Screen& screen) {
  std::string out = answer.text;
  if (out.empty()) {
    std::vector<Json> rows = RowsOf(answer);
    const size_t all = rows.size();
    const bool cut = screen.lines > 0 && all > screen.lines;
    if (cut) rows.resize(screen.lines);
    const Grid grid = GridOf(rows);
    if (!grid.headings.empty()) {
      out = FormatTable(ColumnsOf(grid), grid.rows, screen.columns);
    }
    if (cut) {
      absl::StrAppend(&out, WithThousands(rows.size()), " of ",
                      WithThousands(all), " rows\n");
    } else if (!answer.rows.empty()) {
      absl::StrAppend(&out, WithThousands(all),
                      all == 1 ? " row\n" : " rows\n");
    }
  }
  if (!out.empty() && !absl::EndsWith(out, "\n")) out += "\n";
  return out + PositionLine(answer.applied_through, screen.columns);
}

std::string RenderLines(const Answer& answer) {
  std::string out;
  for (Json& row : RowsOf(answer)) {
    if (answer.rows.empty()) row["applied_through"] = answer.applied_through;
    out += Dump(row);
    out += "\n";
  }
  return out;
}

}  // namespace

bool IsRowMode(Mode mode) {
  return mode != Mode::kTable && mode != Mode::kJson;
}

std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', /*ensure_ascii=*/false,
                   Json::error_handler_t::replace);
}

std::string ForScreen(absl::string_view piece, Mode mode,
                      const Screen& screen) {
  switch (mode) {
    case Mode::kTable:
      return Shown(piece, {.isolates = screen.is_terminal,
                           .colours = screen.has_colours});
    case Mode::kJson:
    case Mode::kJsonl:
      return screen.is_terminal ? JsonForTerminal(piece) : std::string(piece);
    case Mode::kCsv:
      if (!screen.is_terminal) return std::string(piece);
      return Shown(absl::StrReplaceAll(piece, {{"\r\n", "\n"}}), {});
    case Mode::kTsv:
    case Mode::kMarkdown:
      return screen.is_terminal ? Shown(piece, {}) : std::string(piece);
  }
  return "";
}

namespace {

std::string RenderBytes(const Answer& answer, Mode mode, const Screen& screen) {
  switch (mode) {
    case Mode::kTable:
      return RenderTable(answer, screen);
    case Mode::kJson: {
      Json document = answer.document;
      document["applied_through"] = answer.applied_through;
      return Dump(document, 2) + "\n";
    }
    case Mode::kJsonl:
      return RenderLines(answer);
    case Mode::kCsv:
    case Mode::kTsv:
    case Mode::kMarkdown:
      return RenderCells(GridOf(RowsOf(answer)), mode);
  }
  return "";
}

}  // namespace

std::string Render(const Answer& answer, Mode mode, const Screen& screen) {
  return ForScreen(RenderBytes(answer, mode, screen), mode, screen);
}

}  // namespace attest
