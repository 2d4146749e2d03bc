// ClaimsCsvEdits finds what a row says of a claim that the case has, and not
// so: what plays no part in telling claims apart, and so is not taken over when
// a table is imported again.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EDITS_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EDITS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/claims_csv_columns.h"
#include "engine/model/event.h"

namespace attest {

// What a row says beside its claim. Empty: it does not say.
struct RowNotes {
  std::optional<std::string> note;  // nullopt: there is no such column
  absl::string_view by;
  absl::string_view recorded;
  absl::string_view extracted_by;
  std::string extracted_method;
  absl::string_view extracted_version;
};

class ClaimsCsvEdits {
 public:
  // `existing` must outlive it.
  explicit ClaimsCsvEdits(const ExistingCase& existing) : existing_(existing) {}

  // The columns in which `row` says something else than `known`, the event of
  // its claim. A note that the row leaves out was taken out, unless the report
  // is one whose notes no table is given. Errors: those of the case.
  absl::StatusOr<std::vector<ClaimColumn>> Find(const RowNotes& row,
                                                const Event& known);

 private:
  absl::StatusOr<bool> IsOpen(EventIndex report);
  absl::StatusOr<std::string> RecordedBy(const Event& event);

  const ExistingCase& existing_;
  std::map<EventIndex, bool> open_;             // reports
  std::map<EventIndex, std::string> added_by_;  // each file, by its end
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EDITS_H_
