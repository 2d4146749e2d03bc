// Flight: 38 sites on the times and gates of 1,200 flights a day, with the
// airlines' own sites for the truth of a hundred (Li et al., VLDB 2013).

#ifndef ATTEST_BENCHMARKS_TRUTH_FLIGHT_H_
#define ATTEST_BENCHMARKS_TRUTH_FLIGHT_H_

#include <string>

#include "absl/types/span.h"

namespace attest {

// Prints a table for the days, and what was found dependent. Returns false
// when a file cannot be read.
bool MeasureFlight(const std::string& dir, absl::Span<const char* const> days);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_FLIGHT_H_
