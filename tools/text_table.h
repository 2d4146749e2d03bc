// Text tables for terminals: columns as wide as they need, within a width.

#ifndef ATTEST_TOOLS_TEXT_TABLE_H_
#define ATTEST_TOOLS_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace attest {

// The columns that `text` takes on a terminal: wide characters take two,
// combining and invisible ones none. Broken UTF-8 takes one a byte.
[[nodiscard]] size_t DisplayWidth(absl::string_view text);

// The beginning of `text` that fits `columns`, ending in an ellipsis when
// something was cut.
[[nodiscard]] std::string ClipToWidth(absl::string_view text, size_t columns);

// `text` broken at spaces into lines of at most `columns`; a longer word
// stands alone. Line breaks in `text` are spaces.
[[nodiscard]] std::vector<std::string> WrapToWidth(absl::string_view text,
                                                   size_t columns);

// May a column be clipped with the others, or only when they all are?
enum class Clip { kFirst, kLast };

struct Column {
  std::string heading;
  Clip clip = Clip::kFirst;
};

// A table with a header line. `width` 0: as wide as it needs, nothing cut;
// otherwise the widest columns are clipped until a row fits.
// Requires: every row has as many cells as there are columns.
[[nodiscard]] std::string FormatTable(
    absl::Span<const Column> columns,
    absl::Span<const std::vector<std::string>> rows, size_t width);

}  // namespace attest

#endif  // ATTEST_TOOLS_TEXT_TABLE_H_
