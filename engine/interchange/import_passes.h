// What of a table can be imported where some of its rows are bad: as if these
// were not there.

#ifndef ATTEST_ENGINE_INTERCHANGE_IMPORT_PASSES_H_
#define ATTEST_ENGINE_INTERCHANGE_IMPORT_PASSES_H_

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"
#include "engine/interchange/import_spool.h"

namespace attest {

// Finds the rows that a reader of lines refuses, or the importer, and leaves
// them out: what else they define, and rows that say the same, must not rest on
// them, and rows that contradict them alone are not bad. So each row is bad if
// it is so below the good rows above it. `convert` makes the lines of one file,
// as it did into `spool`, which keeps all errors; it is called again until no
// more rows are bad, or for a hundred times.
absl::StatusOr<std::unique_ptr<ImportSpool>> WithoutBadRows(
    const ExistingCase& existing, std::unique_ptr<ImportSpool> spool,
    absl::FunctionRef<absl::Status(ImportSink&)> convert);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_IMPORT_PASSES_H_
