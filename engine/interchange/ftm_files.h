// Reads files of FollowTheMoney. What a file holds is told by its first line:
// a JSON object with a schema is an entity, one with an `entity_id` a
// statement, an array (or an object with a judgement) a judgement of a
// resolver; a line of headings with `entity_id` begins a table of statements.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_FILES_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_FILES_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/input_file.h"
#include "engine/interchange/ftm_record.h"
#include "engine/interchange/import_lines.h"

namespace attest {

enum class FtmFileKind : uint8_t { kEntities, kStatements, kJudgements };

struct FtmFile {
  std::string path;
  FtmFileKind kind = FtmFileKind::kEntities;
  bool is_table = false;              // CSV, and no lines of JSON
  std::vector<std::string> headings;  // of a table
  uint64_t size_bytes = 0;
  std::optional<InputFile> spooled;  // what standard input had; path: `-`
};

// Takes what a file holds, row by row.
class FtmRows {
 public:
  virtual ~FtmRows() = default;

  // What is taken may be moved from.
  virtual absl::Status Entity(FtmRecord& record) = 0;
  virtual absl::Status Statement(FtmStatement& statement) = 0;
  virtual absl::Status Judgement(FtmJudgement& judgement) = 0;

  // The row is wrong, and comes in no other call.
  virtual absl::Status Fault(const RowError& fault) = 0;
  virtual absl::Status Warning(const RowError& warning) = 0;
};

struct FtmFileEnd {
  uint64_t rows = 0;  // the number of the last row
  std::array<uint8_t, 32> sha256 = {};
};

// Standard input (`-`) is read to its end and kept in a temporary file. Errors
// here and below: the file cannot be read, or is of none of these forms;
// a table is not sound (TableReader).
[[nodiscard]] absl::StatusOr<FtmFile> LookAtFtmFile(const std::string& path);

// Reads a file to its end. `progress`: the bytes read so far.
absl::StatusOr<FtmFileEnd> ReadFtmFile(
    const FtmFile& file, const std::function<void(uint64_t)>& progress,
    FtmRows& rows);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_FILES_H_
