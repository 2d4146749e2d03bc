// claims-csv: a table of claims, one a row, whose columns are named as the
// fields of the case format. What is here can be imported as claims-csv; it
// says nothing of decisions, of texts of reports, nor how a source or report
// derives from another, and a cell has no white space around it.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_

#include <cstdint>
#include <set>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/log/event_log.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

enum class RecordedBy : uint8_t { kStands, kIsLeftOut };

struct ClaimsCsvSummary {
  uint64_t rows = 0;
  // Retracted, rejected, proposed: a table cannot say so, and would make them
  // count.
  uint64_t not_counting = 0;
  uint64_t resting_on_sealed = 0;
  std::set<EventIndex> events;  // that went out, rising
};

// Writes the headings, and a row for each claim of `selection` that counts.
// Claims of a withheld report are without quote, as_stated and note; what is
// withheld goes by a key that stands for its own and has no name. Errors: those
// of the log and of `write`.
absl::StatusOr<ClaimsCsvSummary> ExportClaimsCsv(
    const EventLog& log, const View& view, const Discretion& discretion,
    const OutgoingKeys& keys, const Selection& selection, RecordedBy by,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_EXPORT_H_
