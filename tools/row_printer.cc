#include "tools/row_printer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/status_macros.h"
#include "tools/counted.h"
#include "tools/display_width.h"
#include "tools/row_value.h"
#include "tools/text_table.h"

namespace attest {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 16;
// So many rows of a table are looked at for the widths of its columns.
constexpr size_t kMeasuredRows = 1000;
constexpr uint64_t kMeasuredBytes = uint64_t{1} << 22;

std::string EvidenceJson(const std::vector<EventIndex>& evidence) {
  return absl::StrCat("[",
                      absl::StrJoin(evidence, ",",
                                    [](std::string* out, EventIndex event) {
                                      absl::StrAppend(out, event.value());
                                    }),
                      "]");
}

std::vector<TableColumn> ColumnsNamed(const std::vector<std::string>& names) {
  std::vector<TableColumn> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) {
    columns.push_back({TableCell(name), Clip::kFirst});
  }
  return columns;
}

}  // namespace

RowPrinter::RowPrinter(RowFrame frame, Mode mode, const Screen& screen,
                       Sink sink)
    : frame_(frame), mode_(mode), screen_(screen), sink_(std::move(sink)) {}

std::string RowPrinter::ColumnsJson() const {
  std::string json = "[";
  for (const std::string& column : columns_) {
    if (json.size() > 1) json += ",";
    AppendTextJson(column, json);
  }
  return json + "]";
}

void RowPrinter::Begin(const query::PropertyGraph& graph,
                       std::vector<std::string> columns) {
  graph_ = &graph;
  columns_ = std::move(columns);
  rows_here_ = 0;
  if (mode_ == Mode::kJson && frame_ == RowFrame::kAlone) {
    absl::StrAppend(&pending_, "{\n  \"columns\": ", ColumnsJson(),
                    ",\n  \"rows\": [");
  } else if (mode_ == Mode::kJson || mode_ == Mode::kJsonl) {
    if (mode_ == Mode::kJson) {
      absl::StrAppend(&pending_, results_ == 0 ? "{\n  \"results\": [" : ",",
                      "\n    ");
    }
    if (frame_ == RowFrame::kOneOf) {
      absl::StrAppend(&pending_, R"({"columns":)", ColumnsJson(),
                      R"(,"rows":[)");
    }
  } else if (mode_ != Mode::kTable && results_ == 0 && !columns_.empty()) {
    pending_ += HeadingsLine(columns_, mode_);
  }
  ++results_;
}

absl::StatusOr<bool> RowPrinter::Add(absl::Span<const query::Value> row,
                                     const std::vector<EventIndex>* evidence) {
  if (mode_ == Mode::kJson || mode_ == Mode::kJsonl) {
    if (frame_ == RowFrame::kOneOf || mode_ == Mode::kJson) {
      if (rows_here_ > 0) pending_ += ",";
      if (frame_ == RowFrame::kAlone) pending_ += "\n    ";
      RETURN_IF_ERROR(AppendRowJson(row, evidence));
    } else {
      RETURN_IF_ERROR(AppendRowJson(row, evidence));
      pending_ += "\n";
    }
  } else if (mode_ == Mode::kTable && screen_.lines > 0 &&
             rows_here_ >= screen_.lines) {
    // Counted alone.
  } else {
    ASSIGN_OR_RETURN(std::vector<std::string> cells, Cells(row, evidence));
    if (mode_ == Mode::kTable) {
      AddToTable(std::move(cells));
    } else {
      pending_ += CellsLine(cells, mode_);
    }
  }
  ++rows_here_;
  ++row_count_;
  if (pending_.size() >= kPieceBytes) RETURN_IF_ERROR(Flush());
  return !is_closed_;
}

absl::Status RowPrinter::AppendRowJson(
    absl::Span<const query::Value> row,
    const std::vector<EventIndex>* evidence) {
  pending_ += '{';
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) pending_ += ',';
    AppendTextJson(columns_[i], pending_);
    pending_ += ':';
    if (i == row.size() && evidence != nullptr) {
      pending_ += EvidenceJson(*evidence);
    } else {
      RETURN_IF_ERROR(AppendValueJson(*graph_, row[i], pending_));
    }
  }
  pending_ += '}';
  return absl::OkStatus();
}

// Programs read csv and tsv: what is no text is JSON there, as everywhere.
absl::StatusOr<std::vector<std::string>> RowPrinter::Cells(
    absl::Span<const query::Value> row,
    const std::vector<EventIndex>* evidence) const {
  const bool for_people = mode_ == Mode::kTable || mode_ == Mode::kMarkdown;
  std::vector<std::string> cells;
  for (const query::Value& value : row) {
    const bool is_text = value.type() == query::Value::Type::kString;
    if (for_people || is_text || value.IsNull()) {
      ASSIGN_OR_RETURN(std::string cell, ValueCell(*graph_, value));
      cells.push_back(std::move(cell));
      continue;
    }
    std::string json;
    RETURN_IF_ERROR(AppendValueJson(*graph_, value, json));
    const bool is_quoted = json.front() == '"';
    if (is_quoted) {
      ASSIGN_OR_RETURN(json, ValueCell(*graph_, value));
    }
    cells.push_back(std::move(json));
  }
  if (evidence != nullptr) cells.push_back(EvidenceJson(*evidence));
  return cells;
}

void RowPrinter::AddToTable(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    cell = TableCell(cell);
    measured_bytes_ += cell.size();
  }
  if (is_measured_) {
    PrintCells(cells);
    return;
  }
  measured_.push_back(std::move(cells));
  if (measured_.size() >= kMeasuredRows || measured_bytes_ > kMeasuredBytes) {
    PrintMeasured();
  }
}

void RowPrinter::PrintMeasured() {
  if (is_measured_ || columns_.empty()) return;
  is_measured_ = true;
  widths_ = ColumnWidths(ColumnsNamed(columns_), measured_, screen_.columns);
  if (widths_) pending_ += TableHead(ColumnsNamed(columns_), *widths_);
  for (std::vector<std::string>& row : measured_) PrintCells(row);
  measured_.clear();
}

void RowPrinter::PrintCells(std::vector<std::string>& cells) {
  if (!widths_) {
    pending_ += TableRecord(ColumnsNamed(columns_), cells, screen_.columns);
    return;
  }
  if (screen_.columns > 0) {
    for (size_t i = 0; i < cells.size(); ++i) {
      cells[i] = ClipToWidth(cells[i], (*widths_)[i]);
    }
  }
  pending_ += TableRow(cells, *widths_);
}

absl::Status RowPrinter::End(uint64_t applied_through) {
  if (mode_ == Mode::kTable) {
    PrintMeasured();
    widths_.reset();
    is_measured_ = false;
    measured_bytes_ = 0;
    const bool is_cut = screen_.lines > 0 && rows_here_ > screen_.lines;
    absl::StrAppend(
        &pending_,
        is_cut ? absl::StrCat(WithThousands(screen_.lines), " of ") : "",
        WithThousands(rows_here_), rows_here_ == 1 ? " row\n" : " rows\n");
  } else if (frame_ == RowFrame::kOneOf &&
             (mode_ == Mode::kJson || mode_ == Mode::kJsonl)) {
    absl::StrAppend(&pending_, R"(],"applied_through":)", applied_through, "}",
                    mode_ == Mode::kJsonl ? "\n" : "");
  } else if (mode_ == Mode::kJson) {
    absl::StrAppend(&pending_, rows_here_ > 0 ? "\n  ]" : "]");
  }
  return pending_.size() >= kPieceBytes ? Flush() : absl::OkStatus();
}

absl::Status RowPrinter::Finish(
    uint64_t applied_through, const std::vector<std::string>& redacted_since) {
  if (mode_ == Mode::kJson) {
    if (frame_ == RowFrame::kOneOf) {
      pending_ += results_ == 0 ? "{\n  \"results\": []" : "\n  ]";
    }
    if (!redacted_since.empty()) {
      absl::StrAppend(&pending_,
                      ",\n  \"redacted_since\": ", Dump(Json(redacted_since)));
    }
    absl::StrAppend(&pending_, ",\n  \"applied_through\": ", applied_through,
                    "\n}\n");
  } else if (mode_ == Mode::kTable) {
    pending_ += PositionLine(applied_through, screen_.columns);
  }
  return Flush();
}

absl::Status RowPrinter::Flush() {
  if (!is_closed_) {
    ASSIGN_OR_RETURN(const bool goes_on,
                     sink_(ForScreen(pending_, mode_, screen_)));
    is_closed_ = !goes_on;
  }
  pending_.clear();
  return absl::OkStatus();
}

}  // namespace attest
