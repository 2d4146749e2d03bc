// Book: 895 shops on the authors of 1,265 computer books, a hundred of them
// looked up on their covers (Dong et al., VLDB 2009).

#ifndef ATTEST_BENCHMARKS_TRUTH_BOOK_H_
#define ATTEST_BENCHMARKS_TRUTH_BOOK_H_

#include <cstddef>
#include <string>

namespace attest {

// Prints a table. Returns false when a file cannot be read.
bool MeasureBook(const std::string& dir, size_t most_lines);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_BOOK_H_
