// ImportSfm reads the research spreadsheets of the Security Force Monitor and
// of those who work alike: persons with their postings, units, and the
// sources that both cite. SFM.md says which column becomes which line.

#ifndef ATTEST_ENGINE_INTERCHANGE_SFM_IMPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_SFM_IMPORT_H_

#include "absl/status/status.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads the files of `request`, in whatever order they are given, as one
// import: sources first, then units, then persons. What is wrong with a row
// goes to `sink`, and the rows after it are read.
//
// Units are named by name from anywhere, so their table is read twice; it can
// be no standard input. Memory holds a row, and 20 to 32 bytes for each key.
// Errors: those of TableReader and of `sink`; InvalidArgument for a file that
// is none of the three tables.
absl::Status ImportSfm(const ImportRequest& request,
                       const ExistingCase& existing, ImportSink& sink);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_SFM_IMPORT_H_
