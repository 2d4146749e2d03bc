// What the graph of a case has, with counts: what `.schema` shows.

#ifndef ATTEST_ENGINE_QUERY_CASE_SCHEMA_H_
#define ATTEST_ENGINE_QUERY_CASE_SCHEMA_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/query/case_graph.h"

namespace attest::query {

struct CaseSchema {
  // A label, and its nodes; the keys that they can have.
  struct LabelEntry {
    std::string name;
    uint64_t nodes = 0;
    std::vector<std::string> keys;
  };
  // A type, and its relationships; none counted where they are derived when
  // they are matched.
  struct TypeEntry {
    std::string name;
    std::optional<uint64_t> relationships;
    std::string from;  // labels; empty: of several
    std::string to;
    std::vector<std::string> keys;
  };
  // A literal predicate, and the statements that give it a value.
  struct LiteralEntry {
    std::string name;
    uint64_t statements = 0;
  };

  std::vector<LabelEntry> labels;  // in the order of enum Label
  // Those of the page, then predicates between entities that are used.
  std::vector<TypeEntry> types;
  std::vector<LiteralEntry> literals;  // those that are used
};

// Complexity: linear in the nodes, and in the relationships that are counted.
[[nodiscard]] CaseSchema SchemaOf(const CaseGraph& graph);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_SCHEMA_H_
