// Lines of text as a person reads them.

#ifndef ATTEST_TOOLS_PAGE_H_
#define ATTEST_TOOLS_PAGE_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace attest {

// Lines of marked text (marked_text.h), each folded at the width and indented,
// the following lines of it further than the first. Width 0: lines are not
// folded. No line is wider than a width of at least 2, and nothing is cut off.
class Page {
 public:
  explicit Page(size_t width) : width_(width) {}

  void Line(size_t indent, absl::string_view text);

  // The same with a word before it, "quote  " for one, below which nothing of
  // the text stands.
  void Item(size_t indent, absl::string_view label, absl::string_view text);

  void Blank() { text_ += "\n"; }
  void Add(absl::string_view text) { text_.append(text.data(), text.size()); }

  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  void Fold(size_t indent, absl::string_view text, size_t hanging);

  const size_t width_;
  std::string text_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_PAGE_H_
