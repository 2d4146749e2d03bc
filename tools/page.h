// Lines of text as a person reads them.

#ifndef ATTEST_TOOLS_PAGE_H_
#define ATTEST_TOOLS_PAGE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "tools/text_table.h"

namespace attest {

// Lines of text, each paragraph broken at the width and indented. Width 0:
// lines are not broken.
class Page {
 public:
  explicit Page(size_t width) : width_(width) {}

  void Line(size_t indent, absl::string_view text) {
    const size_t room = width_ > indent + 20 ? width_ - indent : 20;
    const std::vector<std::string> lines =
        width_ == 0 ? std::vector<std::string>{absl::StrReplaceAll(
                          text, {{"\n", " "}, {"\r", ""}})}
                    : WrapToWidth(text, room);
    for (const std::string& line : lines) {
      absl::StrAppend(&text_, std::string(indent, ' '), line, "\n");
    }
  }
  void Blank() { text_ += "\n"; }
  void Add(absl::string_view text) { absl::StrAppend(&text_, text); }

  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  const size_t width_;
  std::string text_;
};

}  // namespace attest

#endif  // ATTEST_TOOLS_PAGE_H_
