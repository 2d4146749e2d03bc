// The rows that an import set aside, as a table or lines that can be mended and
// imported, and what is wrong with each beside it.

#ifndef ATTEST_TOOLS_IMPORT_REJECTS_H_
#define ATTEST_TOOLS_IMPORT_REJECTS_H_

#include <string>

#include "absl/status/status.h"
#include "engine/interchange/import_spool.h"

namespace attest {

// Writes the bad rows of each file of `spool`, as CSV under its headings, or as
// the lines that they are where it has none, to where RejectsPaths says; and
// beside it, what is wrong with each, a JSON object a row.
// Aborted when a file is not what it was.
absl::Status WriteImportRejects(ImportSpool& spool, const std::string& path);

}  // namespace attest

#endif  // ATTEST_TOOLS_IMPORT_REJECTS_H_
