#include "tests/interchange/html_page.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace attest {
namespace {

const std::set<std::string>& VoidElements() {
  static const auto* const kVoid = new std::set<std::string>{
      "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"};
  return *kVoid;
}

class Reader {
 public:
  explicit Reader(absl::string_view html) : html_(html) {}

  HtmlPage Read() {
    if (!absl::StartsWith(html_, "<!doctype html>\n")) Fail("no doctype");
    at_ = std::min(html_.size(), size_t{15});
    while (at_ < html_.size()) {
      if (html_[at_] == '<') {
        ReadTag();
      } else {
        ReadText();
      }
    }
    for (const size_t open : open_) {
      Fail(absl::StrCat("<", page_.elements[open].name, "> is not closed"));
    }
    return std::move(page_);
  }

 private:
  void Fail(const std::string& what) {
    page_.errors.push_back(
        absl::StrCat(what, " at byte ", at_, ": ",
                     html_.substr(std::min(at_, html_.size()), 40)));
  }

  bool IsInSvg() const {
    return std::any_of(open_.begin(), open_.end(), [this](size_t open) {
      return page_.elements[open].name == "svg";
    });
  }

  void AddText(const std::string& text) {
    for (const size_t open : open_) page_.elements[open].text += text;
  }

  // Text up to `end`, with entities resolved.
  std::string Resolved(absl::string_view text) {
    static const auto* const kEntities =
        new std::vector<std::pair<std::string, std::string>>{{"&amp;", "&"},
                                                             {"&lt;", "<"},
                                                             {"&gt;", ">"},
                                                             {"&quot;", "\""},
                                                             {"&#39;", "'"}};
    std::string plain;
    while (!text.empty()) {
      if (text[0] != '&') {
        plain += text[0];
        text.remove_prefix(1);
        continue;
      }
      bool is_known = false;
      for (const auto& [entity, value] : *kEntities) {
        if (!absl::StartsWith(text, entity)) continue;
        plain += value;
        text.remove_prefix(entity.size());
        is_known = true;
        break;
      }
      if (is_known) continue;
      Fail("an ampersand that begins no entity");
      text.remove_prefix(1);
    }
    return plain;
  }

  void ReadText() {
    const size_t end = std::min(html_.find('<', at_), html_.size());
    const absl::string_view text = html_.substr(at_, end - at_);
    if (absl::StrContains(text, ">")) Fail("a > in the text");
    if (open_.empty() && !absl::StripAsciiWhitespace(text).empty()) {
      Fail("text outside of the page");
    }
    AddText(Resolved(text));
    at_ = end;
  }

  std::string ReadName() {
    const size_t begin = at_;
    while (at_ < html_.size() &&
           (absl::ascii_isalnum(static_cast<unsigned char>(html_[at_])) ||
            html_[at_] == '-')) {
      ++at_;
    }
    return std::string(html_.substr(begin, at_ - begin));
  }

  void ReadTag() {
    ++at_;
    const bool closes = at_ < html_.size() && html_[at_] == '/';
    if (closes) ++at_;
    const std::string name = ReadName();
    if (name.empty()) return Fail("a < that begins no tag");
    if (closes) return Close(name);
    HtmlElement element;
    element.name = name;
    if (!open_.empty()) element.parent = open_.back();
    const bool is_closed = ReadAttributes(element);
    const size_t number = page_.elements.size();
    page_.elements.push_back(std::move(element));
    const bool is_void = VoidElements().count(name) != 0;
    if (is_closed && !IsInSvg()) Fail("a slash that closes nothing");
    if (is_closed || is_void) return;
    open_.push_back(number);
    if (name == "script" || name == "style") ReadRaw(name);
  }

  // Returns whether the tag closes itself.
  bool ReadAttributes(HtmlElement& element) {
    while (at_ < html_.size()) {
      if (html_[at_] == '>') {
        ++at_;
        return false;
      }
      if (absl::StartsWith(html_.substr(at_), "/>")) {
        at_ += 2;
        return true;
      }
      if (html_[at_] != ' ') {
        Fail("no space before an attribute");
        ++at_;
        continue;
      }
      ++at_;
      const std::string name = ReadAttributeName();
      std::string value;
      if (absl::StartsWith(html_.substr(at_), "=\"")) {
        at_ += 2;
        const size_t end = std::min(html_.find('"', at_), html_.size());
        const absl::string_view raw = html_.substr(at_, end - at_);
        if (absl::StrContains(raw, "<")) Fail("a < in an attribute");
        value = Resolved(raw);
        at_ = end + 1;
      }
      if (name.empty()) Fail("an attribute without a name");
      if (!element.attributes.emplace(name, value).second) {
        Fail(absl::StrCat("attribute ", name, " twice"));
      }
    }
    return false;
  }

  std::string ReadAttributeName() {
    const size_t begin = at_;
    while (at_ < html_.size() &&
           (absl::ascii_isalnum(static_cast<unsigned char>(html_[at_])) ||
            html_[at_] == '-' || html_[at_] == ':')) {
      ++at_;
    }
    return std::string(html_.substr(begin, at_ - begin));
  }

  void ReadRaw(const std::string& name) {
    const size_t end =
        std::min(html_.find(absl::StrCat("</", name), at_), html_.size());
    AddText(std::string(html_.substr(at_, end - at_)));
    at_ = end;
  }

  void Close(const std::string& name) {
    if (at_ >= html_.size() || html_[at_] != '>') Fail("a closing tag is open");
    ++at_;
    if (open_.empty() || page_.elements[open_.back()].name != name) {
      return Fail(absl::StrCat("</", name, "> closes nothing"));
    }
    open_.pop_back();
  }

  absl::string_view html_;
  size_t at_ = 0;
  HtmlPage page_;
  std::vector<size_t> open_;
};

class Promises {
 public:
  explicit Promises(const HtmlPage& page) : page_(page) {}

  std::vector<std::string> Broken() {
    for (const HtmlElement& one : page_.elements) {
      if (one.Has("id") && !ids_.insert(one.Get("id")).second) {
        Fail(one, "its id stands twice");
      }
    }
    for (const HtmlElement& one : page_.elements) Check(one);
    CheckHeadings();
    return std::move(broken_);
  }

 private:
  void Fail(const HtmlElement& element, const std::string& what) {
    std::string tag = absl::StrCat("<", element.name);
    for (const auto& [name, value] : element.attributes) {
      absl::StrAppend(&tag, " ", name, "=\"", value, "\"");
    }
    broken_.push_back(absl::StrCat(tag, ">: ", what));
  }

  void Check(const HtmlElement& one) {
    for (const char* name : {"aria-labelledby", "aria-describedby", "for",
                             "aria-controls", "headers"}) {
      for (const absl::string_view id :
           absl::StrSplit(one.Get(name), ' ', absl::SkipEmpty())) {
        if (ids_.count(std::string(id)) == 0) Fail(one, "names no element");
      }
    }
    CheckLinks(one);
    for (const auto& [name, value] : one.attributes) {
      if (absl::StartsWith(name, "on") || name == "style") {
        Fail(one, "a script or style in an attribute");
      }
    }
    if (one.name == "th" && one.Get("scope") != "col" &&
        one.Get("scope") != "row") {
      Fail(one, "no scope");
    }
    if (one.name == "table" && !HasChild(one, "caption")) {
      Fail(one, "no caption");
    }
    if (one.name == "svg" &&
        (one.Get("role") != "img" || !HasChild(one, "title") ||
         !HasChild(one, "desc"))) {
      Fail(one, "no alternative");
    }
    if ((one.name == "input" || one.name == "select") &&
        !page_.IsInside(one, "label")) {
      Fail(one, "no label");
    }
  }

  void CheckLinks(const HtmlElement& one) {
    static const auto* const kFetching = new std::set<std::string>{
        "iframe", "img",  "link",   "object", "embed", "audio",
        "video",  "base", "source", "image",  "use",   "form-action"};
    if (kFetching->count(one.name) != 0) Fail(one, "may be fetched");
    for (const char* name : {"src", "srcset", "action", "formaction", "ping",
                             "background", "poster", "data", "xlink:href"}) {
      if (one.Has(name)) Fail(one, "may be fetched");
    }
    if (!one.Has("href")) return;
    const std::string href = one.Get("href");
    if (one.name != "a") return Fail(one, "a link that is none");
    if (absl::StartsWith(href, "#")) {
      if (ids_.count(href.substr(1)) == 0) Fail(one, "leads nowhere");
      return;
    }
    const std::string lower = absl::AsciiStrToLower(href);
    if (!absl::StartsWith(lower, "https://") &&
        !absl::StartsWith(lower, "http://")) {
      Fail(one, "a link that is neither http nor https");
    }
  }

  bool HasChild(const HtmlElement& parent, absl::string_view name) const {
    return std::any_of(page_.elements.begin(), page_.elements.end(),
                       [&](const HtmlElement& one) {
                         return one.name == name && one.parent &&
                                &page_.elements[*one.parent] == &parent;
                       });
  }

  void CheckHeadings() {
    int before = 0;
    int firsts = 0;
    for (const HtmlElement& one : page_.elements) {
      if (one.name.size() != 2 || one.name[0] != 'h' || one.name[1] < '1' ||
          one.name[1] > '6') {
        continue;
      }
      const int level = one.name[1] - '0';
      if (level == 1) ++firsts;
      if (level > before + 1) Fail(one, "a level is left out");
      if (absl::StripAsciiWhitespace(one.text).empty()) Fail(one, "is empty");
      before = level;
    }
    if (firsts != 1) broken_.push_back(absl::StrCat(firsts, " h1"));
  }

  const HtmlPage& page_;
  std::set<std::string> ids_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<const HtmlElement*> HtmlPage::All(absl::string_view name) const {
  std::vector<const HtmlElement*> found;
  for (const HtmlElement& one : elements) {
    if (one.name == name) found.push_back(&one);
  }
  return found;
}

bool HtmlPage::IsInside(const HtmlElement& element,
                        absl::string_view name) const {
  for (std::optional<size_t> parent = element.parent; parent;
       parent = elements[*parent].parent) {
    if (elements[*parent].name == name) return true;
  }
  return false;
}

HtmlPage ReadHtml(absl::string_view html) { return Reader(html).Read(); }

std::vector<std::string> BrokenPromises(const HtmlPage& page) {
  return Promises(page).Broken();
}

}  // namespace attest
