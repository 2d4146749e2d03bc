#include "tools/page.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/display_width.h"
#include "tools/folded_lines.h"
#include "tools/marked_text.h"

namespace attest {
namespace {

// The lines of a paragraph behind its first.
constexpr size_t kHanging = 2;
// Words have at least so many cells; of a narrower terminal half.
constexpr size_t kLeastRoom = 16;

}  // namespace

void Page::Line(size_t indent, absl::string_view text) {
  Fold(indent, Harmless(text), kHanging);
}

void Page::Item(size_t indent, absl::string_view label,
                absl::string_view text) {
  // The label stays with the first word of the text.
  std::string whole = Unbroken(label);
  absl::StrAppend(&whole, Harmless(text));
  Fold(indent, whole, DisplayWidth(label));
}

void Page::Fold(size_t indent, absl::string_view text, size_t hanging) {
  if (width_ == 0) {
    absl::StrAppend(&text_, std::string(indent, ' '), text, "\n");
    return;
  }
  const size_t least = std::max<size_t>(std::min(kLeastRoom, width_ / 2), 1);
  const size_t most_indent = width_ > least ? width_ - least : 0;
  const size_t first = std::min(indent, most_indent);
  const size_t next = std::min(indent + hanging, most_indent);
  const std::vector<std::string> lines =
      FoldedLines(text, width_ - first, width_ - next);
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&text_, std::string(i == 0 ? first : next, ' '), lines[i],
                    "\n");
  }
}

}  // namespace attest
