// ClaimsCsvRecords knows which entities, sources and reports the claims of a
// table may name, and makes lines for those that are neither in the case nor
// in an earlier row.
//
// What is known is kept as hashes of eight bytes. Should two be equal, a line
// is missing, which the reader of the lines finds.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_RECORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_RECORDS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/ingest/existing_case.h"
#include "engine/model/event.h"

namespace attest {

// A key that a cell names, or why it names none.
struct NamedRecord {
  std::string key;  // empty: there is a fault
  std::string what;
  std::string want;
  uint64_t row = 0;  // that made it; 0: that at hand, or none
  // Fields of what the case has by this key, and has otherwise than the row.
  std::vector<std::string> edits;
  // Another record that may be meant, where this one is new.
  std::string twin;
};

// What a row says of a report beside its key.
struct ReportCells {
  absl::string_view title;
  absl::string_view published;
  absl::string_view url;
  absl::string_view language;
};

// What rows say of a record beside its key stands in the first row that names
// it, if anywhere: a later row may say the same, and nothing else. Of records
// that the case had before, what rows say is compared and not taken over.
class ClaimsCsvRecords {
 public:
  explicit ClaimsCsvRecords(const ExistingCase& existing)
      : existing_(existing) {}

  // Begins a row: what it makes is known to later rows after Keep() alone.
  void BeginRow(uint64_t row);
  // The lines that the row makes, definitions before their uses.
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  void Keep();

  // Takes `line`, a JSON object that defines or decides something, with the key
  // `id`, unless the case or an earlier row has it. A fault, or `key` is `id`.
  absl::StatusOr<NamedRecord> Define(RecordType type, const std::string& id,
                                     const nlohmann::ordered_json& line);

  // The entity of a cell: a key, or `kind:name` for a new one. `kind` and
  // `name` say of a new one what its key does not.
  absl::StatusOr<NamedRecord> Entity(absl::string_view cell,
                                     absl::string_view kind,
                                     absl::string_view name);

  // The source of a cell: a key, or `src:name` or a plain name for a new one. A
  // plain name is that of any source whose name differs in case, white space or
  // Unicode forms alone; so many spellings would be so many witnesses. A key is
  // what it is, but its twin is told.
  absl::StatusOr<NamedRecord> Source(absl::string_view cell,
                                     absl::string_view name,
                                     absl::string_view kind);

  // Is there such a source, in the case or in an earlier row?
  absl::StatusOr<bool> IsKnownSource(absl::string_view cell);

  // The report `key`, by `source` (a key; empty: the row names none). An empty
  // `key` is the report at its address, else the one of all rows of `source`
  // that name none.
  absl::StatusOr<NamedRecord> Report(absl::string_view key,
                                     absl::string_view source,
                                     const ReportCells& cells);
  // Does the report named last have a text, or is it withheld?
  [[nodiscard]] bool has_text() const { return has_text_; }

 private:
  struct KnownReport {
    uint64_t source = 0;  // the hash of its key; 0: not looked at
    uint32_t row = 0;     // that made it; 0: none
    bool has_text = false;
  };

  static uint64_t HashOf(RecordType type, absl::string_view key);
  // Is there a record called `key`, of `type` or of another?
  absl::StatusOr<bool> IsKnown(RecordType type, absl::string_view key);
  // The row that made the known record `key`; 0: none, or that at hand.
  [[nodiscard]] uint64_t RowOf(RecordType type, absl::string_view key) const;
  // The source whose name is `name` but for case, white space and Unicode
  // forms, in the case, an earlier row or this one; empty for none.
  absl::StatusOr<std::string> FindByName(absl::string_view name);
  void NoteName(absl::string_view source);
  void Make(RecordType type, absl::string_view key, std::string line);
  // Remembers what a record that the row makes is said to be.
  void Say(RecordType type, absl::string_view key, absl::string_view field,
           absl::string_view value);
  // A fault where an earlier row made the record, and `value` is stated and
  // something else than there.
  [[nodiscard]] std::optional<NamedRecord> Contradiction(
      RecordType type, absl::string_view key, absl::string_view field,
      absl::string_view value) const;
  using Field = std::pair<const char*, absl::string_view>;
  // The known record `key`, which a row says `fields` of; or a fault.
  absl::StatusOr<NamedRecord> Known(RecordType type, absl::string_view key,
                                    absl::Span<const Field> fields);
  // Remembers what the case says of a record.
  absl::Status LookAt(RecordType type, absl::string_view key,
                      const KnownRecord& found);
  absl::StatusOr<std::optional<KnownReport>> FindReport(absl::string_view key);
  absl::StatusOr<std::string> TitleFor(absl::string_view source) const;

  const ExistingCase& existing_;
  absl::flat_hash_map<uint64_t, uint32_t> known_;  // the rows that made them
  absl::flat_hash_map<uint64_t, KnownReport> reports_;
  std::vector<std::string> lines_;
  uint32_t row_ = 0;
  // What the row at hand makes.
  std::vector<uint64_t> made_;
  std::vector<std::pair<uint64_t, KnownReport>> made_reports_;
  // The hash of what a field of a record was made with, by that of the field.
  absl::flat_hash_map<uint64_t, uint64_t> said_;
  std::vector<std::pair<uint64_t, uint64_t>> made_said_;
  // Sources by their folded names; the first of each.
  absl::flat_hash_map<std::string, std::string> names_;
  bool has_read_names_ = false;
  std::vector<std::pair<std::string, std::string>> made_names_;
  // The same of what the case says; an edit of a field is told once.
  absl::flat_hash_map<uint64_t, uint64_t> case_says_;
  bool has_text_ = false;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_RECORDS_H_
