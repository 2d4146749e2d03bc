// The authors of a book as a shop lists them, brought to one form.

#ifndef ATTEST_BENCHMARKS_TRUTH_NORMALISERS_BOOK_AUTHORS_H_
#define ATTEST_BENCHMARKS_TRUTH_NORMALISERS_BOOK_AUTHORS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace attest {

// Last name and first initial, in lower case; the initial may be missing.
using Author = std::pair<std::string, std::string>;

// The distinct authors, ascending; none when the shop names none. Shops write
// "Last, First; ...", "First Last, ...", "LAST, FIRST LAST, FIRST", "By
// (author) ..." and more; commas alone do not always tell which is meant.
std::vector<Author> Authors(absl::string_view text);

// Whether `precise` says all that `general` does: for each author of it one
// with the same last name and the same initial, if it has one.
bool RefinesAuthors(const std::vector<Author>& precise,
                    const std::vector<Author>& general);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_NORMALISERS_BOOK_AUTHORS_H_
