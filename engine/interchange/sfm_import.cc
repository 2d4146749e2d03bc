#include "engine/interchange/sfm_import.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/interchange/import_keys.h"
#include "engine/interchange/sfm_lines.h"
#include "engine/interchange/sfm_persons.h"
#include "engine/interchange/sfm_sources.h"
#include "engine/interchange/sfm_table.h"
#include "engine/interchange/sfm_units.h"
#include "engine/status_macros.h"
#include "engine/text/utf8.h"

namespace attest {
namespace {

constexpr uint64_t kRowsBetweenProgress = 1024;

class SfmImport {
 public:
  SfmImport(const ImportRequest& request, const ExistingCase& existing,
            ImportSink& sink)
      : request_(request),
        sink_(sink),
        lines_(existing, sink, request.map),
        sources_(lines_),
        names_(lines_),
        units_(names_),
        persons_(names_) {}

  absl::Status Run() {
    std::vector<SfmTable> tables;
    for (const std::string& file : request_.files) {
      ASSIGN_OR_RETURN(SfmTable table, SfmTable::Open(file, request_.map));
      bytes_ += table.reader().size_bytes();
      tables.push_back(std::move(table));
    }
    for (const SfmTable& table : tables) {
      if (table.kind() == SfmKind::kUnits) {
        RETURN_IF_ERROR(ReadNames(table.path()));
      }
    }
    std::stable_sort(tables.begin(), tables.end(),
                     [](const SfmTable& a, const SfmTable& b) {
                       return a.kind() < b.kind();
                     });
    for (SfmTable& table : tables) RETURN_IF_ERROR(ReadTable(table));
    return sources_.Finish();
  }

 private:
  // A column that nothing is made of.
  struct UnknownColumn {
    size_t number = 0;
    uint64_t cells = 0;  // with something in them
    uint64_t row = 0;    // of the first, and what stands there
    std::string first;
  };

  absl::Status ReadNames(const std::string& path) {
    if (path == "-") {
      return absl::InvalidArgumentError(
          "error: the table of units is read twice, got standard input, want "
          "a file");
    }
    ASSIGN_OR_RETURN(SfmTable table, SfmTable::Open(path, request_.map));
    units_.Begin(table);
    while (true) {
      ASSIGN_OR_RETURN(const bool is_there, table.reader().Next());
      if (!is_there) return absl::OkStatus();
      if (table.IsRowSound()) units_.NoteName(table);
    }
  }

  void Begin(SfmTable& table) {
    switch (table.kind()) {
      case SfmKind::kSources:
        sources_.Begin(table);
        break;
      case SfmKind::kUnits:
        units_.Begin(table);
        break;
      case SfmKind::kPersons:
        persons_.Begin(table);
        break;
    }
    // Kept for the project's own work, not for publication.
    for (absl::string_view name : {"ownerinitialofstaffresearcher", "status"}) {
      table.Take(SfmParts::kText, {name});
    }
    unknown_.clear();
    for (size_t column : table.Unknown()) {
      const std::string name = NameOfHeading(table.heading(column));
      if (!absl::StartsWith(name, "comments"))
        unknown_.push_back({.number = column});
    }
  }

  absl::Status AddRow(SfmTable& table) {
    switch (table.kind()) {
      case SfmKind::kSources:
        return sources_.AddRow(table);
      case SfmKind::kUnits:
        return units_.AddRow(table, lines_, sources_);
      case SfmKind::kPersons:
        break;
    }
    return persons_.AddRow(table, lines_, sources_);
  }

  void CountUnknown(const SfmTable& table) {
    for (UnknownColumn& column : unknown_) {
      const absl::string_view cell = table.cell(column.number);
      if (cell.empty()) continue;
      if (column.cells++ > 0) continue;
      column.row = row_;
      column.first = std::string(FirstCodePoints(cell, 60));
    }
  }

  // Each column that nothing is made of, once.
  absl::Status WarnOfUnknown(const SfmTable& table) {
    for (const UnknownColumn& column : unknown_) {
      if (column.cells == 0) continue;
      RETURN_IF_ERROR(sink_.Warning(
          {table.path(), column.row, table.heading(column.number),
           absl::StrCat("an unknown column; left out",
                        column.cells == 1
                            ? ""
                            : absl::StrCat(", with what stands in ",
                                           column.cells, " rows")),
           CellForMessage(column.first), "a column of SFM.md, or --map"}));
    }
    return absl::OkStatus();
  }

  absl::Status ReadRow(SfmTable& table) {
    const TableReader& reader = table.reader();
    for (const CellTextFault& fault : reader.faults()) {
      lines_.AddError(reader.headings()[fault.column], fault.what, fault.got,
                      fault.want);
    }
    if (reader.has_cells_beyond()) {
      lines_.AddError("", "more cells than headings",
                      absl::StrCat("more than ", reader.headings().size()),
                      "a heading for each cell, and quotation marks around a "
                      "cell that holds a separator");
    }
    if (!table.IsRowSound()) return absl::OkStatus();
    RETURN_IF_ERROR(AddRow(table));
    CountUnknown(table);
    return absl::OkStatus();
  }

  // The name of a file, with its folders where two files have one name.
  std::string NameOf(const std::string& path) const {
    const auto base = [](const std::string& file) {
      return file.substr(file.rfind('/') + 1);
    };
    const std::string name = base(path);
    const auto same = std::count_if(
        request_.files.begin(), request_.files.end(),
        [&](const std::string& file) { return base(file) == name; });
    return same > 1 ? path : name;
  }

  absl::Status ReadTable(SfmTable& table) {
    Begin(table);
    lines_.BeginFile(table.path(), NameOf(table.path()));
    TableReader& reader = table.reader();
    RETURN_IF_ERROR(sink_.BeginFile(
        {.name = table.path(), .headings = reader.headings(), .columns = {}}));
    uint64_t rows = 0;
    uint64_t last = 1;
    while (true) {
      ASSIGN_OR_RETURN(const bool is_there, reader.Next());
      if (!is_there) break;
      last = reader.row();
      if (sink_.IsSetAside(last)) continue;
      lines_.BeginRow(last);
      row_ = last;
      RETURN_IF_ERROR(ReadRow(table));
      RETURN_IF_ERROR(lines_.EndRow());
      if (request_.progress && ++rows % kRowsBetweenProgress == 0) {
        request_.progress(done_ + reader.bytes_read(), bytes_);
      }
    }
    RETURN_IF_ERROR(WarnOfUnknown(table));
    done_ += reader.bytes_read();
    if (request_.progress) request_.progress(done_, bytes_);
    return sink_.EndFile(last, reader.sha256());
  }

  const ImportRequest& request_;
  ImportSink& sink_;
  SfmLines lines_;
  SfmSources sources_;
  SfmUnitNames names_;
  SfmUnits units_;
  SfmPersons persons_;
  std::vector<UnknownColumn> unknown_;
  uint64_t row_ = 0;
  uint64_t bytes_ = 0;
  uint64_t done_ = 0;
};

}  // namespace

absl::Status ImportSfm(const ImportRequest& request,
                       const ExistingCase& existing, ImportSink& sink) {
  return SfmImport(request, existing, sink).Run();
}

}  // namespace attest
