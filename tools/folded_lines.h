// Text folded into lines that fit a terminal.

#ifndef ATTEST_TOOLS_FOLDED_LINES_H_
#define ATTEST_TOOLS_FOLDED_LINES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// Marked text (marked_text.h) in lines of at most `first` cells, and of at most
// `next` from the second on; both at least 1. A line ends at spaces, which are
// dropped there, or between characters of East Asia; a longer word between
// grapheme clusters. A number stays with the word behind it, its unit, and with
// what says how exact it is before it. What is open at the end of a line is
// closed there and opened on the next. Line breaks in `text` are spaces.
[[nodiscard]] std::vector<std::string> FoldedLines(absl::string_view text,
                                                   size_t first, size_t next);

}  // namespace attest

#endif  // ATTEST_TOOLS_FOLDED_LINES_H_
