#include "engine/interchange/ucdp_import.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/table_reader.h"
#include "engine/interchange/table_row_errors.h"
#include "engine/interchange/ucdp_columns.h"
#include "engine/interchange/ucdp_event.h"
#include "engine/interchange/ucdp_lines.h"
#include "engine/interchange/ucdp_row.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

using Column = UcdpColumn;

constexpr uint64_t kRowsBetweenProgress = 4096;
constexpr size_t kShownKeys = 20;  // of claims, in a message

// R writes NA where there is nothing.
absl::string_view OrNothing(absl::string_view cell) {
  return cell == "NA" ? absl::string_view() : cell;
}

class UcdpImport {
 public:
  UcdpImport(const ImportRequest& request, const ExistingCase& existing,
             ImportSink& sink)
      : request_(request), sink_(sink), lines_(existing, sink, request.map) {}

  absl::Status ReadFile(const std::string& name) {
    name_ = name;
    ASSIGN_OR_RETURN(table_, TableReader::Open(name, BadText::kIsKept));
    ASSIGN_OR_RETURN(const bool is_good, ReadHeadings());
    uint64_t rows = 0;
    while (true) {
      ASSIGN_OR_RETURN(const bool is_there, table_->Next());
      if (!is_there) break;
      if (is_good && !sink_.IsSetAside(table_->row())) {
        RETURN_IF_ERROR(ReadRow());
      }
      if (++rows % kRowsBetweenProgress == 0 && request_.progress) {
        request_.progress(table_->bytes_read(), table_->size_bytes());
      }
    }
    return sink_.EndFile(table_->row(), table_->sha256());
  }

 private:
  [[nodiscard]] std::string Heading(Column column) const {
    const size_t place = columns_.place(column);
    return place == UcdpColumns::kNone ? std::string(UcdpHeading(column))
                                       : table_->headings()[place];
  }

  // Tells the sink of the file. False when it cannot be read.
  absl::StatusOr<bool> ReadHeadings() {
    columns_ = FindUcdpColumns(table_->headings(), request_.map.headings);
    RETURN_IF_ERROR(sink_.BeginFile(
        {.name = name_, .headings = table_->headings(), .columns = {}}));
    for (const std::string& missing : columns_.missing) {
      RETURN_IF_ERROR(sink_.Error(
          {.file = name_,
           .what = absl::StrCat("there is no column ", missing),
           .want = "the headings of UCDP GED, or --map FILE {\"headings\": "
                   "{\"theirs\": \"ours\"}}"}));
    }
    return columns_.missing.empty();
  }

  absl::Status Tell(const UcdpRemark& remark, bool is_error) {
    const RowError told = {.file = name_,
                           .row = table_->row(),
                           .column = Heading(remark.column),
                           .what = remark.what,
                           .got = remark.got,
                           .want = remark.want};
    return is_error ? sink_.Error(told) : sink_.Warning(told);
  }

  // Each column that nothing is made of, once.
  absl::Status WarnOfUnknown() {
    for (auto column = columns_.unknown.begin();
         column != columns_.unknown.end();) {
      const absl::string_view cell = table_->cell(*column);
      if (cell.empty()) {
        ++column;
        continue;
      }
      RETURN_IF_ERROR(
          sink_.Warning({.file = name_,
                         .row = table_->row(),
                         .column = table_->headings()[*column],
                         .what = "an unknown column; left out",
                         .got = CellForMessage(cell),
                         .want = "a column of UCDP_GED.md, or --map"}));
      column = columns_.unknown.erase(column);
    }
    return absl::OkStatus();
  }

  // What the case says of the event and the row does not say any more.
  absl::Status WarnOfForgotten() {
    ASSIGN_OR_RETURN(std::vector<std::string> keys, lines_.Forgotten());
    if (keys.empty()) return absl::OkStatus();
    std::string what = absl::StrCat(
        keys.size(), keys.size() == 1 ? " claim" : " claims",
        " of the case that the row does not make any more; still standing");
    const bool has_more = keys.size() > kShownKeys;
    keys.resize(std::min(keys.size(), kShownKeys));
    return sink_.Warning(
        {.file = name_,
         .row = table_->row(),
         .column = Heading(Column::kId),
         .what = std::move(what),
         .got = absl::StrCat(absl::StrJoin(keys, " "), has_more ? " ..." : ""),
         .want = "attest retract, if they are wrong"});
  }

  absl::Status TellTextFaults() {
    for (const RowError& error : TextErrors(name_, *table_)) {
      RETURN_IF_ERROR(sink_.Error(error));
    }
    return absl::OkStatus();
  }

  absl::Status ReadRow() {
    if (!table_->faults().empty()) return TellTextFaults();
    if (table_->has_cells_beyond()) {
      return sink_.Error({.file = name_,
                          .row = table_->row(),
                          .what = "more cells than headings",
                          .want =
                              "a heading for each, and quotation "
                              "marks around a cell that holds a separator"});
    }
    UcdpCells cells;
    content_.clear();
    for (size_t n = 0; n < kUcdpColumns; ++n) {
      const size_t place = columns_.places[n];
      cells[n] = place == UcdpColumns::kNone ? absl::string_view()
                                             : OrNothing(table_->cell(place));
      absl::StrAppend(&content_, cells[n].size(), ":", cells[n]);
    }
    RETURN_IF_ERROR(WarnOfUnknown());
    const UcdpReading reading = ReadUcdpRow(cells);
    for (const UcdpRemark& error : reading.errors) {
      RETURN_IF_ERROR(Tell(error, true));
    }
    if (!reading.errors.empty()) return absl::OkStatus();
    const std::string event = ImportKey("incident", "ucdp", {reading.row.id});
    bool is_equal = false;
    ASSIGN_OR_RETURN(const bool is_new, lines_.BeginEvent(table_->row(), event,
                                                          content_, is_equal));
    if (!is_new) {
      return Tell({.column = Column::kId,
                   .what = is_equal ? "the row says what an earlier one says; "
                                      "it is taken once"
                                    : "an id that an earlier row has, which "
                                      "says something else",
                   .got = reading.row.id,
                   .want = is_equal ? "" : "one row for each event"},
                  !is_equal);
    }
    for (const UcdpRemark& warning : reading.warnings) {
      RETURN_IF_ERROR(Tell(warning, false));
    }
    RETURN_IF_ERROR(AddUcdpEvent(reading.row, cells, event, lines_));
    RETURN_IF_ERROR(WarnOfForgotten());
    return lines_.EndEvent();
  }

  const ImportRequest& request_;
  ImportSink& sink_;
  UcdpLines lines_;
  std::string name_;
  std::unique_ptr<TableReader> table_;
  UcdpColumns columns_;
  std::string content_;
};

}  // namespace

absl::Status ImportUcdpGed(const ImportRequest& request,
                           const ExistingCase& existing, ImportSink& sink) {
  UcdpImport import(request, existing, sink);
  for (const std::string& file : request.files) {
    RETURN_IF_ERROR(import.ReadFile(file));
  }
  return absl::OkStatus();
}

}  // namespace attest
