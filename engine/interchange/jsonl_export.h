// Export to the case format: what is exported can be added to an empty case
// and gives the same answers, but for event numbers, recording times, the root
// and what was withheld. See CASE_FORMAT, Withheld lines.

#ifndef ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/interchange/case_line.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

struct ExportOptions {
  OutgoingKeysOptions keys;
  bool without_by = false;  // nobody's name as who recorded
  // The events that are exported, with all that they refer to; null: all.
  const absl::flat_hash_set<EventIndex>* events = nullptr;
};

struct ExportSummary {
  uint64_t lines = 0;
  uint64_t stubs = 0;            // lines that say only that they are withheld
  uint64_t claims_left_out = 0;  // of sealed reports, or resting on such
  uint64_t names_left_out = 0;   // of entities, known from withheld reports
  uint64_t decisions_left_out = 0;  // on what is left out or withheld
  uint64_t not_chosen = 0;          // lines of the case
  // The events that were written in full, [begin, end) each, ascending.
  std::vector<std::pair<uint64_t, uint64_t>> whole;
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
