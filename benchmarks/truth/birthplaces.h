// Birthplaces: seven sites on where 6,005 people were born, each as finely as
// it pleases, and a tree of places (Jung et al., EDBT 2019).

#ifndef ATTEST_BENCHMARKS_TRUTH_BIRTHPLACES_H_
#define ATTEST_BENCHMARKS_TRUTH_BIRTHPLACES_H_

#include <cstddef>
#include <string>

namespace attest {

// Prints a table for at most `most_people`. Returns false when a file cannot
// be read.
bool MeasureBirthplaces(const std::string& dir, size_t most_people);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_BIRTHPLACES_H_
