#include "engine/interchange/csv_row.h"

#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace attest {
namespace {

bool LooksLikeFormula(absl::string_view cell) {
  constexpr absl::string_view kBeginnings = "=+-@";
  double number = 0;
  return !cell.empty() &&
         kBeginnings.find(cell.front()) != absl::string_view::npos &&
         !absl::SimpleAtod(cell, &number);
}

}  // namespace

std::string CsvRow(absl::Span<const std::string> cells) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += ',';
    const std::string& cell = cells[i];
    const absl::string_view guard = LooksLikeFormula(cell) ? " " : "";
    if (cell.find_first_of(",;\t\"\r\n") == std::string::npos) {
      absl::StrAppend(&row, guard, cell);
    } else {
      absl::StrAppend(&row, "\"", guard,
                      absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
    }
  }
  return row + "\r\n";
}

}  // namespace attest
