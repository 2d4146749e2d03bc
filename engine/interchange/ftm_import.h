// FollowTheMoney, as OpenSanctions, Aleph and others publish it: files of
// entities, of statements and of a resolver's judgements make lines of the case
// format. FTM.md says what becomes of what.
//
// Files are read twice: first for the kinds of the entities that they have, as
// an edge may stand before what it lies between.
// Memory: some 50 bytes for each entity and 17 for each claim, and what
// FtmGroups takes.

#ifndef ATTEST_ENGINE_INTERCHANGE_FTM_IMPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_FTM_IMPORT_H_

#include "absl/status/status.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads the files of `request`, in any order, as one import. Errors: a file
// cannot be read, or is none of these; those of `existing` and `sink`.
absl::Status ImportFtm(const ImportRequest& request,
                       const ExistingCase& existing, ImportSink& sink);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_FTM_IMPORT_H_
