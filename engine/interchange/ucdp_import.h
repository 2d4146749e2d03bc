// ImportUcdpGed reads the UCDP Georeferenced Event Dataset: events of organized
// violence, a row each, with the articles that they were coded from.
// UCDP_GED.md says which column becomes which line.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_IMPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_IMPORT_H_

#include "absl/status/status.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads the files of `request`, one after the other. What is wrong with a row
// goes to `sink`, and the rows after it are read; a file that lacks a needed
// column is refused. Memory holds a row, and some 30 bytes for each event,
// article, source, place and actor, and 16 for each claim of such an event that
// the case has where a row tells an event of the case again.
// Errors: those of TableReader, of the case and of `sink`.
absl::Status ImportUcdpGed(const ImportRequest& request,
                           const ExistingCase& existing, ImportSink& sink);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_IMPORT_H_
