// Answers of the engine and of the reference, brought into a form in which they
// can be compared.

#ifndef ATTEST_TESTS_QUERY_ANSWER_COMPARISON_H_
#define ATTEST_TESTS_QUERY_ANSWER_COMPARISON_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/query/query.h"
#include "engine/query/value_order.h"
#include "engine/query/value_text.h"
#include "tests/reference/memory_graph.h"

namespace attest::query {

using Rows = std::vector<std::vector<Value>>;

inline bool ComesBefore(const std::vector<Value>& a,
                        const std::vector<Value>& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Value& x, const Value& y) { return Order(x, y) < 0; });
}

inline bool AreEquivalent(const std::vector<Value>& a,
                          const std::vector<Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), Equivalent);
}

inline bool AreEquivalent(const Rows& a, const Rows& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const auto& x, const auto& y) { return AreEquivalent(x, y); });
}

// Sorts what has no order: bags, and the rows.
inline Rows Settled(Rows rows, const std::vector<bool>& bags) {
  for (std::vector<Value>& row : rows) {
    for (size_t i = 0; i < row.size() && i < bags.size(); ++i) {
      if (!bags[i] || !row[i].Is(Value::Type::kList)) continue;
      Value::List list = row[i].list();
      std::sort(list.begin(), list.end(),
                [](const Value& a, const Value& b) { return Order(a, b) < 0; });
      row[i] = Value::MakeList(std::move(list));
    }
  }
  std::sort(rows.begin(), rows.end(), ComesBefore);
  return rows;
}

inline Rows ColumnsOf(const Rows& rows, const std::vector<size_t>& columns) {
  Rows result;
  for (const std::vector<Value>& row : rows) {
    std::vector<Value> values;
    for (const size_t column : columns) values.push_back(row[column]);
    result.push_back(std::move(values));
  }
  return result;
}

inline std::string TextOf(const PropertyGraph& graph, const Rows& rows) {
  std::string text;
  for (size_t i = 0; i < rows.size() && i < 12; ++i) {
    for (const Value& value : rows[i]) {
      absl::StrAppend(&text, i > 0 || !text.empty() ? " " : "",
                      ValueText(graph, value).value_or("?"), " |");
    }
    text += '\n';
  }
  return absl::StrCat(rows.size(), " rows\n", text);
}

inline std::string TextOf(const MemoryGraph& graph) {
  Rows rows;
  graph.ScanNodes(std::nullopt, [&](NodeId node) {
    rows.push_back({Value::Node(node)});
    return true;
  });
  for (uint64_t i = 0; i < graph.relationship_count(); ++i) {
    const RelationshipId id(i);
    rows.push_back({Value::Node(graph.StartOf(id)), Value::Relationship(id),
                    Value::Node(graph.EndOf(id))});
  }
  return TextOf(graph, rows);
}

inline absl::StatusOr<Rows> RowsOf(const Query& query, const MemoryGraph& graph,
                                   const Parameters& parameters) {
  absl::StatusOr<PreparedQuery> prepared = Prepare(query, graph);
  if (!prepared.ok()) return prepared.status();
  RunOptions options;
  options.parameters = parameters;
  Rows rows;
  const absl::Status status =
      prepared->Run(options, [&](absl::Span<const Value> row) {
        rows.emplace_back(row.begin(), row.end());
        return true;
      });
  if (!status.ok()) return status;
  return rows;
}

}  // namespace attest::query

#endif  // ATTEST_TESTS_QUERY_ANSWER_COMPARISON_H_
