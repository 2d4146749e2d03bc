#include "tools/import_rejects.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/interchange/csv_row.h"
#include "engine/interchange/table_reader.h"
#include "engine/status_macros.h"
#include "tools/output_file.h"

namespace attest {
namespace {

// The bad rows of one file, written as they are come to in it.
class RejectedRows {
 public:
  explicit RejectedRows(const std::string& path)
      : rows_(path), errors_(absl::StrCat(path, ".errors")) {}

  absl::Status Open(const ImportedFile& file) {
    file_ = &file;
    ASSIGN_OR_RETURN(table_,
                     TableReader::Open(file.file.name, BadText::kIsKept));
    RETURN_IF_ERROR(rows_.Open());
    RETURN_IF_ERROR(errors_.Open());
    return rows_.Write(CsvRow(table_->headings()));
  }

  absl::Status Write(uint64_t row, const std::string& errors) {
    while (table_->row() < row) {
      ASSIGN_OR_RETURN(const bool is_there, table_->Next());
      if (!is_there) return Changed();
    }
    if (table_->row() != row) return Changed();
    std::vector<std::string> cells;
    for (size_t i = 0; i < table_->headings().size(); ++i) {
      cells.emplace_back(table_->cell(i));
    }
    RETURN_IF_ERROR(rows_.Write(CsvRow(cells)));
    return errors_.Write(
        absl::StrCat("{\"line\":", row, ",\"errors\":", errors, "}\n"));
  }

  absl::Status Finish() {
    while (true) {
      ASSIGN_OR_RETURN(const bool is_there, table_->Next());
      if (!is_there) break;
    }
    if (table_->sha256() != file_->sha256) return Changed();
    RETURN_IF_ERROR(rows_.Finish());
    return errors_.Finish();
  }

 private:
  [[nodiscard]] absl::Status Changed() const {
    return absl::AbortedError(
        absl::StrCat(file_->file.name,
                     ": the file changed while it was read; import it "
                     "again for its rejects"));
  }

  const ImportedFile* file_ = nullptr;
  std::unique_ptr<TableReader> table_;
  OutputFile rows_;
  OutputFile errors_;
};

}  // namespace

absl::Status WriteImportRejects(ImportSpool& spool, const std::string& path) {
  std::vector<std::unique_ptr<RejectedRows>> files;
  for (const ImportedFile& file : spool.files()) {
    const std::string& name = file.file.name;
    const std::string base = name.substr(name.rfind('/') + 1);
    files.push_back(std::make_unique<RejectedRows>(
        spool.files().size() == 1 ? path : absl::StrCat(path, ".", base)));
    RETURN_IF_ERROR(files.back()->Open(file));
  }
  RETURN_IF_ERROR(spool.VisitBadRows(
      [&files](size_t file, uint64_t row, const std::string& errors) {
        return files[file]->Write(row, errors);
      }));
  for (const std::unique_ptr<RejectedRows>& file : files) {
    RETURN_IF_ERROR(file->Finish());
  }
  return absl::OkStatus();
}

}  // namespace attest
