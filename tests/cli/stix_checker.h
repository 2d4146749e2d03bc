// A second reader of STIX 2.1, written from the specification (OASIS Standard,
// 10 June 2021) for the types that may be in a bundle of a case: which
// properties each has, what they may hold, and that whatever an object refers
// to is there. Slow and plain.

#ifndef ATTEST_TESTS_CLI_STIX_CHECKER_H_
#define ATTEST_TESTS_CLI_STIX_CHECKER_H_

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attest {

struct StixDocument {
  nlohmann::json json;
  // What is wrong with it.
  std::vector<std::string> problems;
  std::map<std::string, nlohmann::json> objects;  // by id
};

[[nodiscard]] StixDocument ReadStix(const std::string& text);

// The facts that an object has of the case; empty: none.
[[nodiscard]] nlohmann::json FactsOf(const nlohmann::json& object);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_STIX_CHECKER_H_
