#include "engine/query/row_steps.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/query/held_bytes.h"
#include "engine/query/query_error.h"
#include "engine/query/value_order.h"
#include "engine/query/value_room.h"

namespace attest::query {
namespace {

// Rows as keys, by equivalence of their values.
struct ValuesHash {
  size_t operator()(const std::vector<Value>& values) const {
    size_t hash = values.size();
    for (const Value& value : values) {
      hash = absl::HashOf(hash, HashOf(value));
    }
    return hash;
  }
};
struct ValuesEquivalent {
  bool operator()(const std::vector<Value>& a,
                  const std::vector<Value>& b) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), Equivalent);
  }
};

uint64_t BytesOf(const std::vector<Value>& values) {
  uint64_t bytes = sizeof(values);
  for (const Value& value : values) bytes += value.memory_bytes();
  return bytes;
}

}  // namespace

bool ProjectStep::Make(Frame& frame) {
  // All before any is set: an item may be named as what another reads.
  values_.resize(items_.size());
  ValueRoom room(*frame.run);
  for (size_t i = 0; i < items_.size(); ++i) {
    const BoundExpression& expression = *items_[i].expression;
    absl::StatusOr<Value> value = expression.Evaluate(frame);
    if (!value.ok()) return frame.run->Fail(value.status());
    const absl::Status fits = room.Take(*value, expression.place());
    if (!fits.ok()) return frame.run->Fail(fits);
    values_[i] = *std::move(value);
  }
  for (size_t i = 0; i < items_.size(); ++i) {
    frame.slots[items_[i].slot] = std::move(values_[i]);
  }
  return Pass(frame);
}

bool UnwindStep::Make(Frame& frame) {
  const absl::StatusOr<Value> list = list_->Evaluate(frame);
  if (!list.ok()) return frame.run->Fail(list.status());
  if (list->IsNull()) return true;
  if (!list->Is(Value::Type::kList)) {
    frame.slots[slot_] = *list;
    return Pass(frame);
  }
  for (const Value& element : list->list()) {
    frame.slots[slot_] = element;
    if (!Pass(frame)) return false;
  }
  return true;
}

GroupStep::Group GroupStep::MakeGroup() const {
  Group group;
  for (const BoundAggregate& aggregate : aggregates_) {
    group.aggregates.push_back(
        MakeAggregate(aggregate.kind, aggregate.distinct));
  }
  return group;
}

bool GroupStep::Take(Frame& frame, Group& group) const {
  std::vector<Value> args;
  for (size_t i = 0; i < aggregates_.size(); ++i) {
    const BoundAggregate& aggregate = aggregates_[i];
    args.clear();
    bool null = false;
    for (const BoundPtr& arg : aggregate.args) {
      absl::StatusOr<Value> value = arg->Evaluate(frame);
      if (!value.ok()) return frame.run->Fail(value.status());
      null |= value->IsNull();
      args.push_back(*std::move(value));
    }
    if (null) continue;
    const absl::Status status = group.aggregates[i]->Add(args, *frame.run);
    if (!status.ok()) return frame.run->Fail(AtPlace(status, aggregate.place));
  }
  return true;
}

bool GroupStep::Give(Frame& frame, Group& group) {
  for (size_t i = 0; i < keys_.size(); ++i) {
    frame.slots[keys_[i].slot] = group.keys[i];
  }
  for (size_t i = 0; i < aggregates_.size(); ++i) {
    absl::StatusOr<Value> value = group.aggregates[i]->Result();
    if (!value.ok()) {
      return frame.run->Fail(AtPlace(value.status(), aggregates_[i].place));
    }
    frame.slots[aggregates_[i].slot] = *std::move(value);
  }
  return Pass(frame);
}

bool GroupStep::CountsNodes() const {
  const std::optional<Slot> slot = input_.GivesNodes();
  return slot && keys_.empty() &&
         std::all_of(aggregates_.begin(), aggregates_.end(),
                     [&](const BoundAggregate& aggregate) {
                       return aggregate.kind == AggregateKind::kCountStar ||
                              (aggregate.kind == AggregateKind::kCount &&
                               aggregate.args[0]->AsSlot() == slot);
                     });
}

bool GroupStep::CountNodes(Frame& frame) {
  const bool distinct = std::any_of(
      aggregates_.begin(), aggregates_.end(),
      [](const BoundAggregate& aggregate) { return aggregate.distinct; });
  int64_t rows = 0;
  NodeSet& nodes = counted_;
  nodes.Clear();
  first_.clear();
  input_.RunForNodes(frame, [&](absl::Span<const NodeId> more) {
    // Those of one call differ: a set is made once there is a second.
    const bool is_first = rows == 0;
    rows += static_cast<int64_t>(more.size());
    if (!distinct) return true;
    if (is_first) {
      first_.assign(more.begin(), more.end());
      return true;
    }
    for (const NodeId node : std::exchange(first_, {})) nodes.Insert(node);
    for (const NodeId node : more) nodes.Insert(node);
    return true;
  });
  if (!frame.run->status().ok()) return false;
  for (const BoundAggregate& aggregate : aggregates_) {
    frame.slots[aggregate.slot] = Value::Integer(
        aggregate.distinct ? static_cast<int64_t>(first_.size() + nodes.size())
                           : rows);
  }
  return Pass(frame);
}

bool GroupStep::Make(Frame& frame) {
  if (CountsNodes()) return CountNodes(frame);
  HeldBytes held(frame.run);
  std::vector<Group> groups;
  absl::flat_hash_map<std::vector<Value>, size_t, ValuesHash, ValuesEquivalent>
      group_of;
  if (keys_.empty()) groups.push_back(MakeGroup());
  std::vector<Value> keys(keys_.size());
  input_.Run(frame, [&](Frame& row) {
    if (keys_.empty()) return Take(row, groups[0]);
    for (size_t i = 0; i < keys_.size(); ++i) {
      absl::StatusOr<Value> key = keys_[i].expression->Evaluate(row);
      if (!key.ok()) return row.run->Fail(key.status());
      keys[i] = *std::move(key);
    }
    const auto [found, is_new] = group_of.try_emplace(keys, groups.size());
    if (is_new) {
      if (!held.Hold(2 * BytesOf(keys) + 64 * aggregates_.size())) return false;
      groups.push_back(MakeGroup());
      groups.back().keys = keys;
    }
    return Take(row, groups[found->second]);
  });
  if (!frame.run->status().ok()) return false;
  for (Group& group : groups) {
    if (!Give(frame, group)) return false;
  }
  return true;
}

bool DistinctStep::Make(Frame& frame) {
  HeldBytes held(frame.run);
  absl::flat_hash_set<std::vector<Value>, ValuesHash, ValuesEquivalent> seen;
  std::vector<Value> values(slots_.size());
  return input_.Run(frame, [&](Frame& row) {
    for (size_t i = 0; i < slots_.size(); ++i) values[i] = row.slots[slots_[i]];
    if (!seen.insert(values).second) return true;
    if (!held.Hold(BytesOf(values))) return false;
    return Pass(row);
  });
}

uint64_t SortStep::BytesOf(const Row& row) {
  return query::BytesOf(row.keys) + query::BytesOf(row.values);
}

bool SortStep::Before(const Row& a, const Row& b) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    const int order = Order(a.keys[i], b.keys[i]);
    if (order != 0) return (order < 0) != keys_[i].descending;
  }
  return a.order < b.order;
}

bool SortStep::Take(Frame& frame, uint64_t wanted, std::vector<Row>& rows,
                    uint64_t& count) const {
  Row row;
  row.order = count++;
  for (const Key& key : keys_) {
    absl::StatusOr<Value> value = key.expression->Evaluate(frame);
    if (!value.ok()) return frame.run->Fail(value.status());
    row.keys.push_back(*std::move(value));
  }
  for (const Slot slot : slots_) row.values.push_back(frame.slots[slot]);
  rows.push_back(std::move(row));
  // Twice as many as are wanted: drop the worse half.
  if (rows.size() >= 1024 && rows.size() / 2 >= wanted) {
    const auto middle = rows.begin() + static_cast<ptrdiff_t>(wanted);
    std::nth_element(
        rows.begin(), middle, rows.end(),
        [this](const Row& a, const Row& b) { return Before(a, b); });
    rows.erase(middle, rows.end());
  }
  return true;
}

bool SortStep::Make(Frame& frame) {
  uint64_t wanted = UINT64_MAX;
  if (limit_ != nullptr) {
    const absl::StatusOr<uint64_t> limit = CountOf(*limit_, frame);
    if (!limit.ok()) return frame.run->Fail(limit.status());
    wanted = *limit;
    if (skip_ != nullptr) {
      const absl::StatusOr<uint64_t> skip = CountOf(*skip_, frame);
      if (!skip.ok()) return frame.run->Fail(skip.status());
      wanted += std::min(*skip, UINT64_MAX - wanted);
    }
  }
  HeldBytes held(frame.run);
  std::vector<Row> rows;
  uint64_t count = 0;
  uint64_t bytes = 0;
  input_.Run(frame, [&](Frame& row) {
    const size_t before = rows.size();
    if (!Take(row, wanted, rows, count)) return false;
    if (rows.size() > before) {
      const uint64_t more = BytesOf(rows.back());
      bytes += more;
      return held.Hold(more);
    }
    // Some were dropped.
    uint64_t left = 0;
    for (const Row& kept : rows) left += BytesOf(kept);
    held.Release(bytes - std::min(left, bytes));
    bytes = left;
    return true;
  });
  if (!frame.run->status().ok()) return false;
  std::sort(rows.begin(), rows.end(),
            [this](const Row& a, const Row& b) { return Before(a, b); });
  for (Row& row : rows) {
    for (size_t i = 0; i < slots_.size(); ++i) {
      frame.slots[slots_[i]] = std::move(row.values[i]);
    }
    if (!Pass(frame)) return false;
  }
  return true;
}

absl::StatusOr<uint64_t> CountOf(const BoundExpression& count, Frame& frame) {
  const absl::StatusOr<Value> value = count.Evaluate(frame);
  if (!value.ok()) return value.status();
  if (!value->Is(Value::Type::kInteger)) {
    return AtPlace(RunError(ErrorType::kSyntax, "InvalidArgumentType",
                            absl::StrCat("wanted an integer that is not "
                                         "negative, got ",
                                         NameOf(value->type()))),
                   count.place());
  }
  if (value->integer() < 0) {
    return AtPlace(RunError(ErrorType::kSyntax, "NegativeIntegerArgument",
                            absl::StrCat("wanted an integer that is not "
                                         "negative, got ",
                                         value->integer())),
                   count.place());
  }
  return static_cast<uint64_t>(value->integer());
}

bool SkipLimitStep::Make(Frame& frame) {
  uint64_t skip = 0;
  uint64_t limit = UINT64_MAX;
  if (skip_ != nullptr) {
    const absl::StatusOr<uint64_t> count = CountOf(*skip_, frame);
    if (!count.ok()) return frame.run->Fail(count.status());
    skip = *count;
  }
  if (limit_ != nullptr) {
    const absl::StatusOr<uint64_t> count = CountOf(*limit_, frame);
    if (!count.ok()) return frame.run->Fail(count.status());
    limit = *count;
  }
  if (limit == 0) return true;
  uint64_t seen = 0;
  bool more = true;
  input_.Run(frame, [&](Frame& row) {
    if (seen++ < skip) return true;
    more = Pass(row);
    return more && seen - skip < limit;
  });
  return more && frame.run->status().ok();
}

bool UnionStep::Make(Frame& frame) {
  for (size_t part = 0; part < parts_.size(); ++part) {
    const bool more = parts_[part].Run(frame, [&](Frame& row) {
      for (size_t i = 0; i < slots_.size(); ++i) {
        row.slots[slots_[i]] = row.slots[columns_[part][i]];
      }
      return Pass(row);
    });
    if (!more) return false;
  }
  return true;
}

}  // namespace attest::query
