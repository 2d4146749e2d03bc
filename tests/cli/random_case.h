// Random cases as their lines: every sort of line, decisions that take others
// back, dependences that lead in rings, odd keys and texts.

#ifndef ATTEST_TESTS_CLI_RANDOM_CASE_H_
#define ATTEST_TESTS_CLI_RANDOM_CASE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attest {

[[nodiscard]] std::vector<nlohmann::json> RandomCase(uint64_t seed);

// A file of these lines.
[[nodiscard]] std::string TextOf(const std::vector<nlohmann::json>& lines);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_RANDOM_CASE_H_
