// The clauses of the reference.

#include "tests/reference/query_reference.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "engine/query/value_order.h"

namespace attest::query {
namespace {

bool IsAggregate(const Expression& e) {
  if (e.kind == ExpressionKind::kCountStar) return true;
  if (e.kind != ExpressionKind::kCall) return false;
  for (const char* name : {"count", "sum", "min", "max", "collect"}) {
    if (absl::EqualsIgnoreCase(e.name, name)) return true;
  }
  return false;
}

bool HoldsAggregate(const Expression& e) {
  if (IsAggregate(e)) return true;
  return std::any_of(e.children.begin(), e.children.end(),
                     [](const ExpressionPtr& child) {
                       return child != nullptr && HoldsAggregate(*child);
                     });
}

bool AreEquivalent(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), Equivalent);
}

}  // namespace

QueryReference::QueryReference(const MemoryGraph& graph,
                               const Parameters& parameters,
                               absl::string_view text, uint64_t max_tries)
    : graph_(&graph),
      parameters_(&parameters),
      text_(text),
      tries_left_(max_tries) {}

void QueryReference::Fail(const absl::Status& status) {
  if (status_.ok()) status_ = status;
}

absl::string_view QueryReference::TextOf(const Expression& e) const {
  return text_.substr(e.place.begin, e.place.end - e.place.begin);
}

absl::StatusOr<ReferenceAnswer> QueryReference::Run(const Query& query) {
  status_ = absl::OkStatus();
  Table table = RunQuery(query, {});
  if (!status_.ok()) return status_;
  return ReferenceAnswer{std::move(table.columns), std::move(table.rows)};
}

QueryReference::Table QueryReference::RunQuery(const Query& query,
                                               const Row& outer) {
  Table all;
  for (size_t part = 0; part < query.parts.size(); ++part) {
    const Table table = RunSingle(query.parts[part], outer);
    if (!status_.ok()) return all;
    if (part == 0) all.columns = table.columns;
    for (const std::vector<Value>& row : table.rows) {
      std::vector<Value> ordered;
      for (const std::string& column : all.columns) {
        const auto at =
            std::find(table.columns.begin(), table.columns.end(), column);
        ordered.push_back(row[static_cast<size_t>(at - table.columns.begin())]);
      }
      all.rows.push_back(std::move(ordered));
    }
  }
  if (query.parts.size() == 1 || query.union_all[0]) return all;
  std::vector<std::vector<Value>> different;
  for (const std::vector<Value>& row : all.rows) {
    const bool seen = std::any_of(
        different.begin(), different.end(),
        [&](const auto& other) { return AreEquivalent(row, other); });
    if (!seen) different.push_back(row);
  }
  all.rows = std::move(different);
  return all;
}

QueryReference::Table QueryReference::RunSingle(const SingleQuery& query,
                                                const Row& outer) {
  Rows rows = {outer};
  Table table;
  for (const Clause& clause : query.clauses) {
    if (!status_.ok()) break;
    switch (clause.kind) {
      case ClauseKind::kMatch:
        RunMatch(clause, rows);
        break;
      case ClauseKind::kUnwind:
        RunUnwind(clause, rows);
        break;
      case ClauseKind::kWith:
      case ClauseKind::kReturn:
        table.columns.clear();
        RunProjection(clause, outer, rows, table.columns);
        break;
    }
  }
  for (const Row& row : rows) {
    std::vector<Value> values;
    for (const std::string& column : table.columns) {
      const auto found = row.find(column);
      values.push_back(found == row.end() ? Value() : found->second);
    }
    table.rows.push_back(std::move(values));
  }
  return table;
}

void QueryReference::RunUnwind(const Clause& clause, Rows& rows) {
  Rows result;
  for (const Row& row : rows) {
    const Value list = Evaluate(*clause.expression, row, nullptr);
    if (list.IsNull()) continue;
    const Value::List each =
        list.Is(Value::Type::kList) ? list.list() : Value::List{list};
    for (const Value& element : each) {
      Row next = row;
      next[clause.name] = element;
      result.push_back(std::move(next));
    }
  }
  rows = std::move(result);
}

uint64_t QueryReference::Count(const ExpressionPtr& e, uint64_t otherwise) {
  if (e == nullptr) return otherwise;
  const Value count = Evaluate(*e, {}, nullptr);
  return count.Is(Value::Type::kInteger) && count.integer() >= 0
             ? static_cast<uint64_t>(count.integer())
             : otherwise;
}

std::vector<QueryReference::Made> QueryReference::MakeRows(
    const Clause& clause, const Row& outer, const Rows& rows,
    const std::vector<std::string>& columns, size_t starred) {
  const bool groups =
      std::any_of(clause.items.begin(), clause.items.end(),
                  [](const auto& i) { return HoldsAggregate(*i.expression); });
  // The values of a row that are no aggregates; nulls stand for those.
  const auto keys_of = [&](const Row& row) {
    std::vector<Value> keys;
    for (size_t i = 0; i < starred; ++i) {
      keys.push_back(row.count(columns[i]) > 0 ? row.at(columns[i]) : Value());
    }
    for (const ProjectionItem& item : clause.items) {
      keys.push_back(HoldsAggregate(*item.expression)
                         ? Value()
                         : Evaluate(*item.expression, row, nullptr));
    }
    return keys;
  };
  std::vector<Made> made;
  if (!groups) {
    for (const Row& row : rows) made.push_back({keys_of(row), row});
    return made;
  }
  struct Keyed {
    std::vector<Value> keys;
    Group rows;
  };
  std::vector<Keyed> keyed;
  const bool has_keys =
      starred > 0 ||
      std::any_of(clause.items.begin(), clause.items.end(),
                  [](const auto& i) { return !HoldsAggregate(*i.expression); });
  if (!has_keys) keyed.push_back({keys_of(outer), {}});
  for (const Row& row : rows) {
    std::vector<Value> keys = keys_of(row);
    const auto found = std::find_if(
        keyed.begin(), keyed.end(),
        [&](const Keyed& group) { return AreEquivalent(group.keys, keys); });
    if (found != keyed.end()) {
      found->rows.push_back(row);
    } else {
      keyed.push_back({std::move(keys), {row}});
    }
  }
  for (const Keyed& group : keyed) {
    Made row{group.keys, {}};
    for (size_t i = 0; i < clause.items.size(); ++i) {
      const Expression& e = *clause.items[i].expression;
      if (!HoldsAggregate(e)) continue;
      row.values[starred + i] =
          Evaluate(e, group.rows.empty() ? outer : group.rows[0], &group.rows);
    }
    made.push_back(std::move(row));
  }
  return made;
}

void QueryReference::Sort(const Clause& clause,
                          const std::vector<std::string>& columns,
                          std::vector<Made>& made) {
  const size_t starred = columns.size() - clause.items.size();
  std::vector<std::pair<std::vector<Value>, size_t>> order;
  for (size_t i = 0; i < made.size(); ++i) {
    std::vector<Value> keys;
    for (const SortItem& sort : clause.order_by) {
      size_t same = clause.items.size();
      for (size_t k = 0; k < clause.items.size(); ++k) {
        if (TextOf(*clause.items[k].expression) == TextOf(*sort.expression)) {
          same = k;
        }
      }
      keys.push_back(same < clause.items.size()
                         ? made[i].values[starred + same]
                         : Evaluate(*sort.expression, made[i].seen, nullptr));
    }
    order.emplace_back(std::move(keys), i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto& a, const auto& b) {
                     for (size_t i = 0; i < clause.order_by.size(); ++i) {
                       const int compared = Order(a.first[i], b.first[i]);
                       if (compared != 0) {
                         return (compared < 0) != clause.order_by[i].descending;
                       }
                     }
                     return false;
                   });
  std::vector<Made> sorted;
  for (const auto& [keys, i] : order) sorted.push_back(made[i]);
  made = std::move(sorted);
}

void QueryReference::RunProjection(const Clause& clause, const Row& outer,
                                   Rows& rows,
                                   std::vector<std::string>& columns) {
  if (clause.star && !rows.empty()) {
    for (const auto& [name, value] : rows[0]) columns.push_back(name);
  }
  const size_t starred = columns.size();
  for (const ProjectionItem& item : clause.items) columns.push_back(item.name);
  std::vector<Made> made = MakeRows(clause, outer, rows, columns, starred);
  for (Made& row : made) {
    for (size_t i = 0; i < columns.size(); ++i) {
      row.seen[columns[i]] = row.values[i];
    }
  }
  if (clause.distinct) {
    std::vector<Made> different;
    for (Made& row : made) {
      const bool seen = std::any_of(
          different.begin(), different.end(), [&](const Made& other) {
            return AreEquivalent(row.values, other.values);
          });
      if (!seen) different.push_back(std::move(row));
    }
    made = std::move(different);
  }
  Sort(clause, columns, made);
  const uint64_t skip = Count(clause.skip, 0);
  const uint64_t limit = Count(clause.limit, UINT64_MAX);
  rows.clear();
  for (size_t i = 0; i < made.size(); ++i) {
    if (i < skip || i - skip >= limit) continue;
    if (clause.where != nullptr && !Holds(*clause.where, made[i].seen)) {
      continue;
    }
    Row row;
    for (size_t k = 0; k < columns.size(); ++k) {
      row[columns[k]] = made[i].values[k];
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace attest::query
