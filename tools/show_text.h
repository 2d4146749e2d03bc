// The documents of `show`, `trace` and `path` as a person reads them: marked
// text (marked_text.h).

#ifndef ATTEST_TOOLS_SHOW_TEXT_H_
#define ATTEST_TOOLS_SHOW_TEXT_H_

#include <cstddef>
#include <string>

#include "tools/answer.h"

namespace attest {

// A dossier: who or what it is, then the statements by predicate, for each the
// claims, who says it through whom, when, in which report, with the passage.
// `width` 0: lines are not broken.
[[nodiscard]] std::string ShowText(const Json& document, size_t width);

// Every claim with everything it rests on.
[[nodiscard]] std::string TraceText(const Json& document, size_t width);

// One step a paragraph.
[[nodiscard]] std::string PathText(const Json& document, size_t width);

}  // namespace attest

#endif  // ATTEST_TOOLS_SHOW_TEXT_H_
