// Cases that are exported as STIX.

#ifndef ATTEST_TESTS_CLI_STIX_CASES_H_
#define ATTEST_TESTS_CLI_STIX_CASES_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

namespace attest {

// A random case with places that have coordinates, groups and values; where
// `has_withheld`, some records are restricted or sealed.
std::vector<nlohmann::json> StixCase(uint64_t seed, bool has_withheld);

// A case that has an object of every type.
std::vector<nlohmann::json> SmallStixCase();

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_STIX_CASES_H_
