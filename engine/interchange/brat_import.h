// ImportBrat reads documents annotated with brat: `.ann` files, each with its
// text in a `.txt` file beside it. BRAT.md says what becomes of what.

#ifndef ATTEST_ENGINE_INTERCHANGE_BRAT_IMPORT_H_
#define ATTEST_ENGINE_INTERCHANGE_BRAT_IMPORT_H_

#include "absl/status/status.h"
#include "engine/ingest/existing_case.h"
#include "engine/interchange/import_lines.h"

namespace attest {

// Reads the `.ann` files of `request`, one after the other; memory holds one
// document of at most 16 MiB. What is wrong with a line goes to `sink`, and
// the lines after it are read; a file without its text is refused.
// Errors: of the files, of the case and of `sink`.
absl::Status ImportBrat(const ImportRequest& request,
                        const ExistingCase& existing, ImportSink& sink);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_BRAT_IMPORT_H_
