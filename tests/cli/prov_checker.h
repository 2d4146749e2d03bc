// A second reader of PROV-JSON, written from the specifications: the W3C member
// submission for its form, PROV-N for names, PROV-CONSTRAINTS for what may be
// said together. Slow and plain.

#ifndef ATTEST_TESTS_CLI_PROV_CHECKER_H_
#define ATTEST_TESTS_CLI_PROV_CHECKER_H_

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attest {

struct ProvDocument {
  nlohmann::json json;
  // What is wrong with it.
  std::vector<std::string> problems;
  // Every record of a kind ("wasDerivedFrom"), of the document and its bundles.
  std::map<std::string, std::vector<nlohmann::json>> relations;
  // Entities, activities and agents by name, with the attributes of all places
  // where they are declared.
  std::map<std::string, nlohmann::json> entities;
  std::map<std::string, nlohmann::json> activities;
  std::map<std::string, nlohmann::json> agents;
};

[[nodiscard]] ProvDocument ReadProv(const std::string& text);

// The key that the local part of `name` stands for.
[[nodiscard]] std::string KeyInProvName(const std::string& name);

// Is `type` among the types of a record?
[[nodiscard]] bool HasProvType(const nlohmann::json& record,
                               const std::string& type);

}  // namespace attest

#endif  // ATTEST_TESTS_CLI_PROV_CHECKER_H_
