// claims-csv: a table of claims, one a row, as lines of the case format. What
// its columns and cells mean is in CASE_FORMAT and in `attest import --help`.
//
// The key of a claim is derived from what its row says, without the row's
// number and what makes no difference in the case format either (`by`, `note`,
// `recorded`, `extracted_by`), and without what describes its entities, sources
// and report. Of equal rows one is a claim.
//
// Memory: some 40 bytes a row, and 8 for each entity, source and report.

#ifndef ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_IMPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_IMPORT_H_

#include "absl/status/status.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads the files of `request` one after the other. What is wrong with rows
// goes to `sink`. Errors: those of TableReader, of `existing` and of `sink`.
absl::Status ImportClaimsCsv(const ImportRequest& request,
                             const ExistingCase& existing, ImportSink& sink);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CLAIMS_CSV_IMPORT_H_
