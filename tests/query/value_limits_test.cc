// Values that double with each step end in an error, before they cost much.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/query/query.h"
#include "engine/query/query_error.h"
#include "gtest/gtest.h"
#include "tests/query/small_answers.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {
namespace {

std::string DetailOf(const MemoryGraph& graph, const std::string& text) {
  RunOptions options;
  options.max_memory_bytes = 1 << 20;
  const auto rows = RowTexts(graph, text, options);
  if (rows.ok()) return "OK";
  const std::optional<QueryFault> fault = FaultOf(rows.status());
  return fault && fault->type == ErrorType::kLimit && fault->place
             ? fault->detail
             : rows.status().ToString();
}

TEST(ValueLimitsTest, ListsAndMapsThatDoubleEndInAnError) {
  const MemoryGraph graph;
  for (const char* value :
       {"reduce(a = [1], x IN range(1, 100) | [a, a])",
        "reduce(a = [1], x IN range(1, 100) | a + a)",
        "reduce(a = {b: 1}, x IN range(1, 100) | {b: a, c: a})",
        "reduce(a = {b: 1}, x IN range(1, 100) | a{.*, c: a, d: a})",
        "reduce(a = [1], x IN range(1, 100) | [y IN [1, 2] | a])",
        "reduce(a = [1], x IN range(1, 100) | COLLECT { UNWIND [1, 2] AS u "
        "RETURN a })",
        "reduce(a = 'a', x IN range(1, 100) | a + a)",
        "[x IN range(1, 10000) | range(1, 10000)]"}) {
    for (const char* use :
         {"RETURN %", "RETURN % = %", "RETURN DISTINCT %",
          "RETURN toString(size(%))", "WITH % AS v RETURN v ORDER BY v",
          "WITH % AS v RETURN v, count(*)", "RETURN collect(DISTINCT %)",
          "RETURN 1 IN [%]"}) {
      std::string text = use;
      for (size_t at = 0; (at = text.find('%', at)) != std::string::npos;) {
        text.replace(at, 1, value);
        at += std::string(value).size();
      }
      EXPECT_EQ(DetailOf(graph, text), "ValueTooLarge") << text;
    }
  }
}

TEST(ValueLimitsTest, APatternsListEndsInAnError) {
  MemoryGraph graph;
  const NodeId node = graph.AddNode({});
  for (int i = 0; i < 200; ++i) graph.AddRelationship(node, "R", node);
  EXPECT_EQ(DetailOf(graph, "RETURN size([()-->() | range(1, 1000)])"),
            "ValueTooLarge");
}

TEST(ValueLimitsTest, SeveralLargeValuesOfARowCountTogether) {
  const MemoryGraph graph;
  const std::string large = "range(1, 20000)";
  std::string columns = "WITH " + large + " AS c";
  std::string args = "RETURN size(coalesce(" + large;
  for (int i = 0; i < 40; ++i) {
    columns += ", " + large + " AS c" + std::to_string(i);
    args += ", " + large;
  }
  EXPECT_EQ(DetailOf(graph, columns + " RETURN size(c)"), "ValueTooLarge");
  EXPECT_EQ(DetailOf(graph, args + "))"), "ValueTooLarge");
}

TEST(ValueLimitsTest, WhatFitsIsMade) {
  const MemoryGraph graph;
  EXPECT_EQ(DetailOf(graph, "RETURN reduce(a = [1], x IN [1, 2] | [a, a])"),
            "OK");
}

}  // namespace
}  // namespace attest::query
