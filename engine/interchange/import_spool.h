// ImportSpool keeps the lines that an importer makes in a temporary file, for
// the reader of the case format, and remembers from which row each comes, so
// that what the reader finds wrong with a line is told by row and column.
//
// Memory: eight bytes a row, and the first errors.
// Thread-safety: none.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_SPOOL_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_SPOOL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/case_reader.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/spool_writer.h"

namespace attest {

// A file that was imported from.
struct ImportedFile {
  ImportFile file;
  uint64_t rows = 0;
  std::array<uint8_t, 32> sha256 = {};
  bool is_read = false;  // to its end
};

// Errors and warnings here have the row as `line`, the number of the column in
// the table (from 1; 0: none in particular) as `column`, and its heading as
// `field`.
class ImportSpool : public ImportSink {
 public:
  // With `keeps_all_errors`, those beyond the first are kept on disk, for
  // VisitBadRows.
  static absl::StatusOr<std::unique_ptr<ImportSpool>> Make(
      bool keeps_all_errors);

  // One for the same files once more, which begin in the same order, without
  // the rows that are bad in `before` whatever becomes of others, and of which
  // it keeps what is wrong. An error that may rest on what a row above says is
  // left to the next time where that row is bad as the reader sees it, or may
  // be another one without such; of the errors that are new in `before`, the
  // first always stays.
  static absl::StatusOr<std::unique_ptr<ImportSpool>> MakeWithout(
      std::unique_ptr<ImportSpool> before);

  // ImportSink.
  absl::Status BeginFile(const ImportFile& file) override;
  absl::Status EndFile(uint64_t rows,
                       const std::array<uint8_t, 32>& sha256) override;
  absl::Status Line(uint64_t row, absl::string_view line) override;
  absl::Status Error(const RowError& error) override;
  absl::Status Warning(const RowError& warning) override;
  void ReliesOn(uint64_t row, uint64_t maker) override;
  void CountPresent() override { ++already_present_; }
  [[nodiscard]] bool IsSetAside(uint64_t row) const override {
    return !files_.empty() &&
           set_aside_.contains({.file = files_.size() - 1, .row = row});
  }

  // The lines. Call once, after all rows.
  absl::StatusOr<InputFile> TakeLines();

  // The files for the event that closes the import: of several, their names,
  // their rows in all, and the SHA-256 of what `sha256sum` prints for them,
  // which its note says.
  [[nodiscard]] OriginalFile Original() const;

  [[nodiscard]] const std::vector<ImportedFile>& files() const {
    return files_;
  }
  // What is wrong with a file as a whole (row 0) cannot be set aside.
  [[nodiscard]] bool is_refused() const { return is_refused_; }
  [[nodiscard]] uint64_t error_count() const { return error_count_; }
  [[nodiscard]] const std::vector<InputError>& errors() const {
    return errors_;
  }
  [[nodiscard]] uint64_t warning_count() const { return warning_count_; }
  [[nodiscard]] const std::vector<InputError>& warnings() const {
    return warnings_;
  }
  // Rows whose claims are in the case.
  [[nodiscard]] uint64_t already_present() const { return already_present_; }

  // What the reader says of a line, said of its row.
  [[nodiscard]] InputError AtRow(InputError error) const;

  // Adds what is wrong with a line that the reader set aside to its row.
  absl::Status AddRejected(const RejectedLine& rejected);

  // Adds what a reader found wrong with the lines to the errors.
  void AddErrors(const FileReading& reading);

  // Visits the rows with errors, with the number of their file among files(),
  // in ascending order. Requires: Make(true).
  absl::Status VisitBadRows(
      absl::FunctionRef<absl::Status(size_t file, uint64_t row,
                                     const std::string& errors)>
          visit);
  // How many those are.
  [[nodiscard]] uint64_t CountBadRows();

 private:
  // What is wrong with a row, on disk.
  struct BadRow {
    uint32_t file = 0;
    uint32_t row = 0;
    uint64_t offset = 0;
    uint32_t size = 0;
    uint32_t other_row = 0;
    bool may_rest_on_rows = false;
    bool is_by_reader = false;
    bool is_settled = false;  // in a pass before
    uint64_t hash = 0;        // of the error
  };
  // A row that goes by what another made.
  struct Reliance {
    uint32_t row = 0;
    uint32_t maker = 0;
  };
  struct FirstLine {
    size_t line = 0;  // counted from 0
    size_t file = 0;
  };
  // The lines of a row, up to those of the next one.
  struct LinesOfRow {
    uint32_t line = 0;  // the first, counted from 0
    uint32_t row = 0;
  };
  struct RowOfFile {
    size_t file = 0;
    uint64_t row = 0;

    friend bool operator==(const RowOfFile&, const RowOfFile&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const RowOfFile& at) {
      return H::combine(std::move(state), at.file, at.row);
    }
  };

  ImportSpool(TempSpool lines, TempSpool faults, bool keeps_all_errors)
      : lines_(std::move(lines)),
        faults_(std::move(faults)),
        keeps_all_errors_(keeps_all_errors) {}

  absl::Status FlushRow();
  absl::Status FlushLines();
  absl::Status KeepBadRow(size_t file, const InputError& error, BadRow bad);
  void Settle();
  // Of a line, counted from 1.
  [[nodiscard]] size_t FileOfLine(uint64_t line) const;
  [[nodiscard]] uint64_t RowOfLine(uint64_t line) const;
  [[nodiscard]] InputError FromRow(const RowError& error) const;
  void SortBadRows();

  SpoolWriter lines_;
  TempSpool faults_;  // of bad rows
  const bool keeps_all_errors_;
  std::string buffer_;
  size_t line_count_ = 0;         // but for the row at hand
  std::vector<LinesOfRow> rows_;  // those that have lines

  // The row at hand.
  std::string pending_;
  size_t pending_lines_ = 0;
  uint64_t row_ = 0;
  bool is_row_bad_ = false;

  std::vector<ImportedFile> files_;
  std::vector<FirstLine> first_lines_;  // of the files, ascending
  std::vector<InputError> errors_;      // the first ones
  uint64_t error_count_ = 0;
  std::vector<InputError> warnings_;  // the first ones
  uint64_t warning_count_ = 0;
  uint64_t already_present_ = 0;
  bool is_refused_ = false;
  std::vector<BadRow> bad_rows_;
  std::vector<Reliance> reliances_;
  absl::flat_hash_set<RowOfFile> set_aside_;
};

// The first of all errors, in the order of their files and rows.
[[nodiscard]] std::vector<InputError> FirstErrors(
    const ImportSpool& spool, std::vector<InputError> errors);

// `FILE:ROW: error: column "X": WHAT, got GOT, want WANT`.
[[nodiscard]] std::string FormatRowError(const InputError& error,
                                         absl::string_view severity);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_SPOOL_H_
