// STIX 2.1 (OASIS Standard, 10 June 2021): one bundle, as OpenCTI, MISP and
// others who share intelligence read it. STIX.md says what becomes of what.

#ifndef ATTEST_ENGINE_INTERCHANGE_STIX_EXPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_STIX_EXPORT_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/findings/findings.h"
#include "engine/interchange/entity_graph.h"
#include "engine/interchange/graphml_export.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/interchange/stix_outgoing.h"
#include "engine/log/event_log.h"
#include "engine/projection/view.h"

namespace attest {

struct StixOptions {
  // See StixIds.
  std::string case_name;
  Unsupported unsupported = Unsupported::kGoes;
  bool include_restricted = false;  // as `keys` does
};

struct StixSummary {
  std::map<std::string, uint64_t> objects;  // by type
  uint64_t statements = 0;
  uint64_t claims = 0;
  StixCounts left_out;
  StixCounts reworded;
  std::set<EventIndex> events;  // of the records that went out in full
};

// Writes what `selection` has of `view`. `now`: the view of all events.
// `findings`: of `view`. Errors: those of the log, of `figures_of` and of
// `write`.
absl::StatusOr<StixSummary> ExportStix(
    const EventLog& log, const View& view, const View& now,
    const OutgoingKeys& keys, const Selection& selection,
    const ExportOrigin& origin, const StixOptions& options,
    const Findings& findings, StixOutgoing::FiguresOf figures_of,
    absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_STIX_EXPORT_H_
