// The lines of one event of the UCDP Georeferenced Event Dataset.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_EVENT_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_EVENT_H_

#include <string>

#include "absl/status/status.h"
#include "engine/interchange/ucdp_lines.h"
#include "engine/interchange/ucdp_row.h"

namespace attest {

// Adds to `lines`, which are at this event, `event` (a key) with all that the
// row says of it: what was reported as claims of the articles, through those
// that they name; what those who made the dataset decided as claims of the
// dataset's own report.
absl::Status AddUcdpEvent(const UcdpRow& row, const UcdpCells& cells,
                          const std::string& event, UcdpLines& lines);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_EVENT_H_
