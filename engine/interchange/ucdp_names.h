// The different names of sources that a row of the UCDP Georeferenced Event
// Dataset has in one place, grouped where they may be one source: nobody is
// counted as two witnesses for being spelled in two ways.

#ifndef ATTEST_ENGINE_INTERCHANGE_UCDP_NAMES_H_
#define ATTEST_ENGINE_INTERCHANGE_UCDP_NAMES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// What a name of a source is compared by.
[[nodiscard]] std::string UcdpNameKey(absl::string_view name);

// One of the parts of a name, which commas, slashes, `&`, `+` and "and" part.
struct UcdpNamePart {
  // Sorted; without articles, plurals made singular.
  std::vector<std::string> words;
  // Sorted: the words, and every two neighbours written as one.
  std::vector<std::string> joined;
  // Of two words or more, with and without the small ones.
  std::vector<std::string> initials;
  std::string skeleton;  // letters and digits alone
};

// Borrows nothing.
[[nodiscard]] std::vector<UcdpNamePart> UcdpNameParts(absl::string_view name);

// Does `part` name all of `whole`, or is it a part of that name?
[[nodiscard]] bool IsNamedBy(const UcdpNamePart& part,
                             const UcdpNamePart& whole);

// May a part of `a` and one of `b` name one source? So they may where the words
// of one are all words of the other ("police", "local police"), a word of one
// is the initials of the other ("SOHR"), or they differ in punctuation, spaces
// or plurals.
[[nodiscard]] bool MayBeOne(const std::vector<UcdpNamePart>& a,
                            const std::vector<UcdpNamePart>& b);

class UcdpNames {
 public:
  // The number of `name` among the different ones. `spelling`: how the row
  // writes it, where that is another way.
  size_t Add(const std::string& name, const std::string& spelling);
  size_t Add(const std::string& name) { return Add(name, name); }

  [[nodiscard]] size_t size() const { return names_.size(); }

  // Puts names that may be one into one group, all of them where they are too
  // many to compare. Returns whether there were any.
  // Complexity: quadratic in the number of names.
  bool Group();

  // The name, with those of its group, in the order of adding.
  // Requires: Group() was called after the last name was added.
  [[nodiscard]] std::vector<std::string> GroupOf(size_t number) const;

  [[nodiscard]] const std::vector<std::string>& all() const { return names_; }

 private:
  std::vector<std::string> keys_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> spellings_;
  std::vector<size_t> groups_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_UCDP_NAMES_H_
