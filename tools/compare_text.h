// The document of `compare` as a person reads it.

#ifndef ATTEST_TOOLS_COMPARE_TEXT_H_
#define ATTEST_TOOLS_COMPARE_TEXT_H_

#include <cstddef>
#include <string>

#include "tools/answer.h"

namespace attest {

// What they agree on, what not, what only one says, and what is known of how
// one came from the other. `width` 0: lines are not broken.
[[nodiscard]] std::string CompareText(const Json& document, size_t width);

}  // namespace attest

#endif  // ATTEST_TOOLS_COMPARE_TEXT_H_
