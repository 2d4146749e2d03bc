// ErrorLog keeps the first errors of a file, counts all, and, when rejects
// are wanted, keeps every one on disk.

#ifndef ATTEST_ENGINE_INGEST_ERROR_LOG_H_
#define ATTEST_ENGINE_INGEST_ERROR_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/input_error.h"
#include "engine/ingest/input_file.h"

namespace attest {

class ErrorLog {
 public:
  // Keeps every error, for VisitLines.
  absl::Status KeepAll();

  // Adds the errors of a line, and `count` of them in all, which may be more.
  // `line_offset` is where the line stands in the file.
  absl::Status Add(uint64_t line_offset, std::vector<InputError>& errors,
                   uint64_t count);

  [[nodiscard]] uint64_t count() const { return count_; }

  // The first ones, by line and column.
  [[nodiscard]] std::vector<InputError> First() const;

  // The number of lines with errors. Requires: KeepAll.
  [[nodiscard]] uint64_t CountLines();

  // Visits the lines with errors in the order of the file.
  // Requires: KeepAll.
  absl::Status VisitLines(
      absl::FunctionRef<absl::Status(uint64_t line_offset,
                                     std::vector<InputError> errors)>
          visit);

 private:
  // The errors of one Add on disk.
  struct Spooled {
    uint64_t line = 0;
    uint64_t line_offset = 0;
    uint64_t spool_offset = 0;
    uint64_t size_bytes = 0;
  };

  void SortSpooled();

  std::vector<InputError> first_;  // sorted
  uint64_t count_ = 0;
  std::optional<TempSpool> spool_;
  std::vector<Spooled> spooled_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_ERROR_LOG_H_
