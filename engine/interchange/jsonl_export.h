// Export to the case format: what is exported can be added to an empty case
// and gives the same answers, but for event numbers, recording times, the root
// and what was withheld. See CASE_FORMAT, Withheld lines.
//
// What the texts show of the dependence of reports is no line of the case, and
// is found anew elsewhere: where it would not be, since texts stay here, it
// goes as decisions behind all other lines.

#ifndef ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/outgoing_events.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

struct ExportSummary {
  uint64_t lines = 0;
  uint64_t stubs = 0;  // lines that say only that they are withheld
  LeftOutCounts left_out;
  EventRuns whole;  // of what went out in full
};

// Writes the events before the view's cut as lines, each with its line end.
// `now`: the view of all events. What is sealed goes out as a stub, whatever
// the options. Errors: those of the log, of `name_content` and of `write`.
absl::StatusOr<ExportSummary> ExportJsonl(
    const EventLog& log, const View& view, const View& now,
    const ExportOptions& options, NameContent name_content,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_
