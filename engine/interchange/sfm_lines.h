// SfmLines gathers the lines of one row and hands them out when nothing is
// wrong with it; it knows which keys have been handed out before, in this
// import or in the case, so that no key comes twice.
//
// Keys of claims are `claim:sfm:` and 20 hex digits of a SHA-256 over what the
// claim says (report, subject, predicate, value, time, and of what it says it);
// neither the row, the page, the note nor the confidence enter it. The file,
// the cell and the row stand in its citation. Confidence is an assessment of
// its own, given again only where the one that stands differs.
//
// Memory: that of SfmDefined, some 20 to 32 bytes for each key.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_LINES_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_LINES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/ingest/input_hasher.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/sfm_defined.h"

namespace attest {

// One value as one report has it.
struct SfmClaim {
  std::string report;
  std::string page;
  std::string subject;
  std::string predicate;  // built in, or of PredicateLine
  std::string object;     // a key; empty: `value`
  std::string value;      // JSON
  std::string valid;
  bool real_start = false;
  bool real_end = false;
  std::string as_stated;
  // Which posting, parent or site a value is of that does not name it; the note
  // says it to the reader.
  std::string of;
  std::string note;
  std::string confidence;  // low, moderate, high, or empty
  std::string column;      // the heading, for messages
  // The number of the column, from 0.
  std::optional<size_t> column_number;
};

class SfmLines {
 public:
  // All must outlive the lines.
  SfmLines(const ExistingCase& existing, ImportSink& sink, const ImportMap& map)
      : existing_(existing), sink_(sink), map_(map) {}
  SfmLines(const SfmLines&) = delete;
  SfmLines& operator=(const SfmLines&) = delete;

  // Rows of `file` follow. `name` stands for it in citations.
  void BeginFile(const std::string& file, const std::string& name);
  void BeginRow(uint64_t row);
  // Hands out the lines of the row, or what is wrong with it.
  absl::Status EndRow();

  void AddError(absl::string_view column, std::string what,
                absl::string_view got, std::string want);
  // The same warning about the same cell content is given once for each row,
  // so that each cell that loses something is told;
  absl::Status Warn(absl::string_view column, std::string what,
                    absl::string_view got, std::string want);
  // of a row of any file that has been read;
  absl::Status WarnAt(const std::string& file, uint64_t row,
                      absl::string_view column, std::string what,
                      absl::string_view got, std::string want);
  // or once for a file, where one answer serves every row.
  absl::Status WarnOnce(absl::string_view column, std::string what,
                        absl::string_view got, std::string want);

  // Adds the line that defines `key` unless it is defined. Returns whether it
  // was new.
  absl::StatusOr<bool> Define(absl::string_view key,
                              absl::FunctionRef<std::string()> make_line);
  absl::Status AddEntity(absl::string_view key, absl::string_view kind,
                         absl::string_view name, absl::string_view country);
  // Adds a claim, with the predicate it needs and its confidence. Returns
  // whether it was new.
  absl::StatusOr<bool> AddClaim(const SfmClaim& claim);
  // The confidence of a claim that an earlier import has made; nothing where
  // none has.
  absl::Status AssessStored(const SfmClaim& claim);
  // Did an earlier import make the claim, with `note` in its note?
  absl::StatusOr<bool> IsStoredWith(const SfmClaim& claim,
                                    absl::string_view note);
  // Adds a line whatever was there before.
  void AddLine(std::string line) { lines_.push_back(std::move(line)); }

  // Is `key` defined, by this import or in the case?
  absl::StatusOr<bool> IsDefined(absl::string_view key);
  // In the case?
  absl::StatusOr<bool> IsStored(absl::string_view key);

  [[nodiscard]] const ExistingCase& existing() const { return existing_; }

 private:
  absl::uint128 HashOf(absl::string_view bytes);
  absl::Status WarnUnlessTold(uint64_t row, absl::string_view column,
                              std::string what, absl::string_view got,
                              std::string want);
  absl::StatusOr<bool> DefineHashed(absl::uint128 hash, absl::string_view key,
                                    absl::FunctionRef<std::string()> make_line);
  absl::Status AddPredicate(const std::string& key);
  struct Identified {
    const std::string& predicate;  // as mapped
    absl::uint128 hash;
    std::string key;
  };
  Identified Identify(const SfmClaim& claim);
  absl::Status Assess(absl::uint128 hash, const std::string& claim,
                      const SfmClaim& said);
  // The key of an assessment that gives the value `wanted`; empty where that
  // stands already.
  absl::StatusOr<std::string> NewAssessment(const std::string& claim,
                                            size_t wanted);

  const ExistingCase& existing_;
  ImportSink& sink_;
  const ImportMap& map_;
  InputHasher hasher_;
  std::string file_;
  std::string file_name_;
  uint64_t row_ = 0;
  std::vector<std::string> lines_;
  std::vector<absl::uint128> added_;     // by this row
  std::vector<absl::uint128> assessed_;  // by this row
  std::vector<RowError> errors_;
  // What is defined, and of claims the confidence given: 0 none, or one more
  // than its place in the scheme.
  SfmDefined defined_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_LINES_H_
