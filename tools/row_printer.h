// RowPrinter prints the rows of a query as they come, in any mode, in memory
// that does not grow with them.
//
//     RowPrinter printer(RowFrame::kAlone, mode, screen, Session::PrintPiece);
//     printer.Begin(graph, {"name", "lines"});
//     ... printer.Add(row, nullptr) ...
//     RETURN_IF_ERROR(printer.End(position));
//     RETURN_IF_ERROR(printer.Finish(position, {}));
//
// What is printed is held back until some is together: a query that fails early
// prints nothing.

#ifndef ATTEST_TOOLS_ROW_PRINTER_H_
#define ATTEST_TOOLS_ROW_PRINTER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/model/id.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"
#include "tools/answer.h"

namespace attest {

// How the rows of one query stand among those of others.
enum class RowFrame : uint8_t {
  kAlone,  // they are the answer
  kOneOf,  // in json a list of results, in jsonl a line for each
};

class RowPrinter {
 public:
  // Takes what is to be printed next; false once nobody reads any more.
  using Sink = std::function<absl::StatusOr<bool>(absl::string_view)>;

  // `screen`: that of a table, which then shows as many rows as fit, and counts
  // the others.
  RowPrinter(RowFrame frame, Mode mode, const Screen& screen, Sink sink);

  // The columns of the rows that follow, and the graph of their values, which
  // must live until End. Of several queries the columns are the same.
  void Begin(const query::PropertyGraph& graph,
             std::vector<std::string> columns);

  // Prints a row, the values of the columns; where `evidence` is not null it is
  // that of the last. False once nobody reads any more.
  absl::StatusOr<bool> Add(absl::Span<const query::Value> row,
                           const std::vector<EventIndex>* evidence);

  // Ends the rows of one query, as of that log position.
  absl::Status End(uint64_t applied_through);

  // Ends the answer. `redacted_since`: see Session.
  absl::Status Finish(uint64_t applied_through,
                      const std::vector<std::string>& redacted_since);

  // All rows so far.
  [[nodiscard]] uint64_t row_count() const { return row_count_; }

 private:
  absl::Status AppendRowJson(absl::Span<const query::Value> row,
                             const std::vector<EventIndex>* evidence);
  absl::StatusOr<std::vector<std::string>> Cells(
      absl::Span<const query::Value> row,
      const std::vector<EventIndex>* evidence) const;
  void AddToTable(std::vector<std::string> cells);
  void PrintMeasured();
  void PrintCells(std::vector<std::string>& cells);
  [[nodiscard]] std::string ColumnsJson() const;
  absl::Status Flush();

  const RowFrame frame_;
  const Mode mode_;
  const Screen screen_;
  const Sink sink_;
  const query::PropertyGraph* graph_ = nullptr;
  std::vector<std::string> columns_;
  std::string pending_;
  bool is_closed_ = false;
  uint64_t results_ = 0;
  uint64_t rows_here_ = 0;
  uint64_t row_count_ = 0;
  // Of a table: the first rows, until they are measured; then the widths.
  std::vector<std::vector<std::string>> measured_;
  uint64_t measured_bytes_ = 0;
  bool is_measured_ = false;
  std::optional<std::vector<size_t>> widths_;  // none: rows are records
};

}  // namespace attest

#endif  // ATTEST_TOOLS_ROW_PRINTER_H_
