// How much room a text takes on a terminal.
//
// A terminal has cells, and what a reader takes for one character, a grapheme
// cluster (UAX #29), takes none of them, one or two: wide characters of East
// Asia (UAX #11) and emoji two, whatever they are joined of; marks that stand
// on a letter none. Terminals that draw the parts of a joined emoji one by one
// take more.

#ifndef ATTEST_TOOLS_DISPLAY_WIDTH_H_
#define ATTEST_TOOLS_DISPLAY_WIDTH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// The grapheme cluster that begins at `at` < text.size(). A byte that is not
// UTF-8 is one of its own; so are the marks of marked_text.h.
[[nodiscard]] absl::string_view GraphemeAt(absl::string_view text, size_t at);

// The cells of one grapheme cluster; a mark takes none.
[[nodiscard]] size_t GraphemeWidth(absl::string_view grapheme);

// The cells of a text.
[[nodiscard]] size_t DisplayWidth(absl::string_view text);

// The beginning of `text` that fits `columns`, ending in an ellipsis when
// something was cut. Marks behind the cut stay: what was begun ends.
[[nodiscard]] std::string ClipToWidth(absl::string_view text, size_t columns);

}  // namespace attest

#endif  // ATTEST_TOOLS_DISPLAY_WIDTH_H_
