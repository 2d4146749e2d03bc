// What a site says of a flight, brought to one form: times to the minute,
// gates to letters and digits.

#ifndef ATTEST_BENCHMARKS_TRUTH_NORMALISERS_FLIGHT_VALUES_H_
#define ATTEST_BENCHMARKS_TRUTH_NORMALISERS_FLIGHT_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace attest {

// Minutes in a calendar of 31-day months. Reads the first clock time of `text`
// and its date, in any of the two dozen forms the sites use; zones are left
// out, as every site gives local time. Nothing when there is no clock time or
// no date, or when the text itself says that it speaks of the runway: the
// question is when the plane leaves or reaches the gate.
std::optional<int64_t> FlightMinute(absl::string_view text);

// Nothing when no gate is named, or a terminal alone. The terminal and "Gate"
// are left out, and what follows a stroke.
std::optional<std::string> FlightGate(absl::string_view text);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_NORMALISERS_FLIGHT_VALUES_H_
