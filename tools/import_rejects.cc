#include "tools/import_rejects.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/ingest/input_file.h"
#include "engine/ingest/line_reader.h"
#include "engine/interchange/csv_row.h"
#include "engine/interchange/table_reader.h"
#include "engine/status_macros.h"
#include "tools/output_file.h"
#include "tools/rejects_path.h"

namespace attest {
namespace {

// The bad rows of one file, written as they are come to in it.
class Rejected {
 public:
  virtual ~Rejected() = default;
  virtual absl::Status Open(const ImportedFile& file) = 0;
  virtual absl::Status Write(uint64_t row, const std::string& errors) = 0;
  virtual absl::Status Finish() = 0;
};

std::string ErrorsLine(uint64_t row, const std::string& errors) {
  return absl::StrCat("{\"line\":", row, ",\"errors\":", errors, "}\n");
}

absl::Status Changed(const std::string& file) {
  return absl::AbortedError(
      absl::StrCat(file,
                   ": the file changed while it was read; import it again for "
                   "its rejects"));
}

// Of a file of lines.
class RejectedLines : public Rejected {
 public:
  explicit RejectedLines(const std::string& path)
      : lines_(path), errors_(RejectsErrorsPath(path)) {}

  absl::Status Open(const ImportedFile& file) override {
    constexpr size_t kWindowBytes = size_t{1} << 16;
    constexpr size_t kMaxLineBytes = size_t{64} << 20;
    original_ = &file;
    ASSIGN_OR_RETURN(file_, InputFile::Open(file.file.name));
    reader_ = std::make_unique<LineReader>(file_, kWindowBytes, kMaxLineBytes);
    RETURN_IF_ERROR(lines_.Open());
    return errors_.Open();
  }

  absl::Status Write(uint64_t row, const std::string& errors) override {
    Line line;
    while (row_ < row) {
      ASSIGN_OR_RETURN(const bool is_there, reader_->ReadAt(offset_, line));
      if (!is_there) return Changed(original_->file.name);
      offset_ = reader_->next_offset();
      text_ = std::string(line.text);
      ++row_;
    }
    RETURN_IF_ERROR(lines_.Write(absl::StrCat(text_, "\n")));
    return errors_.Write(ErrorsLine(row, errors));
  }

  absl::Status Finish() override {
    ASSIGN_OR_RETURN(const FileHash hash, HashFile(file_));
    if (hash.sha256 != original_->sha256) {
      return Changed(original_->file.name);
    }
    RETURN_IF_ERROR(lines_.Finish());
    return errors_.Finish();
  }

 private:
  const ImportedFile* original_ = nullptr;
  InputFile file_;
  std::unique_ptr<LineReader> reader_;
  uint64_t offset_ = 0;
  uint64_t row_ = 0;
  std::string text_;
  OutputFile lines_;
  OutputFile errors_;
};

// Of a table.
class RejectedRows : public Rejected {
 public:
  explicit RejectedRows(const std::string& path)
      : rows_(path), errors_(RejectsErrorsPath(path)) {}

  absl::Status Open(const ImportedFile& file) override {
    file_ = &file;
    ASSIGN_OR_RETURN(table_,
                     TableReader::Open(file.file.name, BadText::kIsKept));
    RETURN_IF_ERROR(rows_.Open());
    RETURN_IF_ERROR(errors_.Open());
    return rows_.Write(CsvRow(table_->headings()));
  }

  absl::Status Write(uint64_t row, const std::string& errors) override {
    while (table_->row() < row) {
      ASSIGN_OR_RETURN(const bool is_there, table_->Next());
      if (!is_there) return Changed(file_->file.name);
    }
    if (table_->row() != row) return Changed(file_->file.name);
    std::vector<std::string> cells;
    for (size_t i = 0; i < table_->headings().size(); ++i) {
      cells.emplace_back(table_->cell(i));
    }
    RETURN_IF_ERROR(rows_.Write(CsvRow(cells)));
    return errors_.Write(ErrorsLine(row, errors));
  }

  absl::Status Finish() override {
    while (true) {
      ASSIGN_OR_RETURN(const bool is_there, table_->Next());
      if (!is_there) break;
    }
    if (table_->sha256() != file_->sha256) return Changed(file_->file.name);
    RETURN_IF_ERROR(rows_.Finish());
    return errors_.Finish();
  }

 private:
  const ImportedFile* file_ = nullptr;
  std::unique_ptr<TableReader> table_;
  OutputFile rows_;
  OutputFile errors_;
};

}  // namespace

absl::Status WriteImportRejects(ImportSpool& spool, const std::string& path) {
  std::vector<std::string> names;
  for (const ImportedFile& file : spool.files()) {
    names.push_back(file.file.name);
  }
  const std::vector<std::string> paths = RejectsPaths(path, names);
  std::vector<std::unique_ptr<Rejected>> files;
  for (const ImportedFile& file : spool.files()) {
    const std::string& to = paths[files.size()];
    if (file.file.headings.empty()) {
      files.push_back(std::make_unique<RejectedLines>(to));
    } else {
      files.push_back(std::make_unique<RejectedRows>(to));
    }
    RETURN_IF_ERROR(files.back()->Open(file));
  }
  RETURN_IF_ERROR(spool.VisitBadRows(
      [&files](size_t file, uint64_t row, const std::string& errors) {
        return files[file]->Write(row, errors);
      }));
  for (const std::unique_ptr<Rejected>& file : files) {
    RETURN_IF_ERROR(file->Finish());
  }
  return absl::OkStatus();
}

}  // namespace attest
