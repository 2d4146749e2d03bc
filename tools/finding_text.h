// The documents of `corroborate` as a person reads them.

#ifndef ATTEST_TOOLS_FINDING_TEXT_H_
#define ATTEST_TOOLS_FINDING_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "tools/answer.h"
#include "tools/marked_text.h"

namespace attest {

// A paragraph a statement: the verdict in words, the lines, for each its chain
// from origin to report with the passages, what does not count and why, what
// stands against it and what it hangs on. `width` 0: lines are not broken.
// As all texts here, marked (marked_text.h).
[[nodiscard]] std::string FindingsText(const Json& statements, size_t width);

// How well a verdict lets a statement stand.
[[nodiscard]] Tone ToneOf(absl::string_view verdict);

// The verdict of a statement, in words and in its tone.
[[nodiscard]] std::string TonedVerdict(const Json& statement);

// "SINGLE LINE", and "1 low, 1 best, 2 high", of a statement.
[[nodiscard]] std::string VerdictText(const Json& statement);
[[nodiscard]] std::string LinesText(const Json& statement);

// "1 of these claims is sealed: --unseal shows it"; empty where none is.
[[nodiscard]] std::string SealedClaimsText(const Json& statement);

}  // namespace attest

#endif  // ATTEST_TOOLS_FINDING_TEXT_H_
