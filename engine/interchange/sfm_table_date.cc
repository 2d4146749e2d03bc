#include "engine/interchange/sfm_table_date.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/interchange/sfm_date.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

std::string Shown(const SfmDateCells& cells) {
  std::string shown(cells.text);
  if (!cells.month.empty() || !cells.day.empty() || !cells.year.empty()) {
    absl::StrAppend(&shown, " (", cells.month, "/", cells.day, "/", cells.year,
                    ")");
  }
  return shown;
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ReadTableDate(
    SfmTable& table, const SfmColumns& columns, SfmLines& lines) {
  const SfmDateCells cells{.text = table.cell(columns.value),
                           .month = table.cell(columns.month),
                           .day = table.cell(columns.day),
                           .year = table.cell(columns.year)};
  if (cells.empty()) return std::optional<std::string>("");
  absl::StatusOr<SfmDate> date = ReadSfmDate(cells);
  if (date.ok() && date->is_by_order) {
    ASSIGN_OR_RETURN(const SfmDateOrder order, table.DateOrderOf(columns));
    date = ReadSfmDate(cells, order);
    if (order == SfmDateOrder::kDayFirst) {
      RETURN_IF_ERROR(
          lines.WarnOnce(table.heading(columns.value),
                         "dates of this column are read day first, as "
                         "rows of it prove",
                         "", "month first"));
    }
  }
  if (!date.ok()) {
    lines.AddError(table.heading(columns.value),
                   std::string(date.status().message()), Shown(cells),
                   "a date as in 10/6/2014, 2014-10-06, October 2014 or 2014");
    return std::optional<std::string>();
  }
  if (!date->warning.empty()) {
    RETURN_IF_ERROR(lines.Warn(table.heading(columns.value), date->warning,
                               cells.text, "one date"));
  }
  return std::optional<std::string>(std::move(date->edtf));
}

}  // namespace attest
