// HtmlPage is a page read strictly: what a browser would forgive is an error
// here. It knows as much of HTML as our own pages use.

#ifndef ATTEST_TESTS_INTERCHANGE_HTML_PAGE_H_
#define ATTEST_TESTS_INTERCHANGE_HTML_PAGE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

struct HtmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;  // entities resolved
  std::string text;  // of it and of what is in it, entities resolved
  std::optional<size_t> parent;

  [[nodiscard]] std::string Get(const std::string& attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? "" : found->second;
  }
  [[nodiscard]] bool Has(const std::string& attribute) const {
    return attributes.count(attribute) != 0;
  }
};

struct HtmlPage {
  std::vector<HtmlElement> elements;  // in the order of their beginning
  std::vector<std::string> errors;

  [[nodiscard]] std::vector<const HtmlElement*> All(
      absl::string_view name) const;
  // Is one with such a name above the element?
  [[nodiscard]] bool IsInside(const HtmlElement& element,
                              absl::string_view name) const;
};

// Errors: tags that are not balanced, attributes that are not quoted or stand
// twice, `&` and `<` that are no markup, a slash that closes nothing.
[[nodiscard]] HtmlPage ReadHtml(absl::string_view html);

// What our pages promise beyond being well-formed: ids are unique and what
// names one finds it; headings go down one level at a time from a single h1;
// header cells have a scope, tables a caption, pictures a title and a
// description, fields a label; nothing is fetched, and no attribute holds a
// script or a style.
[[nodiscard]] std::vector<std::string> BrokenPromises(const HtmlPage& page);

}  // namespace attest

#endif  // ATTEST_TESTS_INTERCHANGE_HTML_PAGE_H_
