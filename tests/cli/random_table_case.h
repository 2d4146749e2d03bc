// A random case for the command line, in which everything is named that a table
// may hold: odd texts and keys, restricted records, derivations, decisions.

#ifndef ATTEST_TESTS_CLI_RANDOM_TABLE_CASE_H_
#define ATTEST_TESTS_CLI_RANDOM_TABLE_CASE_H_

#include <cstdint>
#include <string>

namespace attest {

// Its lines in the case format. Keys hold no others: those of sources end with
// `qsNq`, of entities with `qeNq`, of reports with `qrNq`, of claims are
// `qcNq`. The first two entities are persons.
[[nodiscard]] std::string RandomTableCase(uint32_t seed);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_RANDOM_TABLE_CASE_H_
