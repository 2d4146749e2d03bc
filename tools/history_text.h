// The document of `history`, and what a decision says, as a person reads them.

#ifndef ATTEST_TOOLS_HISTORY_TEXT_H_
#define ATTEST_TOOLS_HISTORY_TEXT_H_

#include <cstddef>
#include <string>

#include "tools/answer.h"

namespace attest {

// One event a line, with what a decision says below it. `width` 0: lines are
// not broken.
[[nodiscard]] std::string HistoryText(const Json& document, size_t width);

// What the decision `entry` says: "judgement different, entities a, b"; empty
// for what is none. `shown_key`: whose history it is.
[[nodiscard]] std::string DecisionText(const Json& entry,
                                       const std::string& shown_key);

}  // namespace attest

#endif  // ATTEST_TOOLS_HISTORY_TEXT_H_
