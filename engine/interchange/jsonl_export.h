// Export to the case format: what is exported can be added to an empty case
// and gives the same answers, but for event numbers, recording times, the root
// and what was withheld. See CASE_FORMAT, Withheld lines.

#ifndef ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/audit/record_keys.h"
#include "engine/interchange/case_line.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

struct ExportOptions {
  bool include_restricted = false;  // restricted lines in full
  bool keep_keys = false;           // of withheld records
  bool without_by = false;          // nobody's name as who recorded
  // The secret of the case: keys of withheld records are replaced by an HMAC
  // under it, so that two exports of one case agree.
  std::string secret;
};

struct ExportSummary {
  uint64_t lines = 0;
  uint64_t stubs = 0;            // lines that say only that they are withheld
  uint64_t claims_left_out = 0;  // of sealed reports, or resting on such
  uint64_t decisions_left_out = 0;  // on what is left out or withheld
  // The events that were written in full, [begin, end) each, ascending.
  std::vector<std::pair<uint64_t, uint64_t>> whole;
};

// Writes the events before the view's cut as lines, each with its line end.
// What is sealed goes out as a stub, whatever the options.
// Errors: those of the log, of `name_content` and of `write`.
absl::StatusOr<ExportSummary> ExportJsonl(
    const EventLog& log, const View& view, const ExportOptions& options,
    NameContent name_content,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

// `key` as it stands in exports where its record is withheld: `#` and 20 hex
// digits of an HMAC-SHA-256 under `secret`. A key that begins with `#` stays.
[[nodiscard]] std::string WithheldKey(absl::string_view key,
                                      absl::string_view secret);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_JSONL_EXPORT_H_
