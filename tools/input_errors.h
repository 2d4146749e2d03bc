// What is wrong with input files, as an answer.

#ifndef ATTEST_TOOLS_INPUT_ERRORS_H_
#define ATTEST_TOOLS_INPUT_ERRORS_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/ingest/case_reader.h"
#include "tools/answer.h"

namespace attest {

[[nodiscard]] Json ErrorJson(const InputError& error);

// {"errors": [...], "error_count"} over all of `readings`.
[[nodiscard]] Json ErrorsDocument(absl::Span<const FileReading> readings);

// The warnings of all of `readings`; empty where there are none.
[[nodiscard]] Json WarningsJson(absl::Span<const FileReading> readings);

// Prints errors and warnings on standard error, a line each, and how many
// more there are.
void PrintErrors(absl::Span<const FileReading> readings);

}  // namespace attest

#endif  // ATTEST_TOOLS_INPUT_ERRORS_H_
