#include "tests/reference/memory_graph.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/query/value_order.h"

namespace attest::query {
namespace {

// Sets `value` in `properties`, where null means to have none.
template <class Properties>
void Set(Properties& properties, uint64_t key, Value value) {
  if (value.IsNull()) {
    properties.erase(key);
  } else {
    properties[key] = std::move(value);
  }
}

template <class Properties>
Value Get(const Properties& properties, KeyId key) {
  const auto found = properties.find(key.value());
  return found == properties.end() ? Value::Null() : found->second;
}

void Drop(RelationshipId relationship, std::vector<Neighbor>& neighbors) {
  neighbors.erase(std::remove_if(neighbors.begin(), neighbors.end(),
                                 [relationship](const Neighbor& neighbor) {
                                   return neighbor.relationship == relationship;
                                 }),
                  neighbors.end());
}

}  // namespace

uint64_t MemoryGraph::Names::Intern(absl::string_view name) {
  const auto [place, is_new] =
      numbers.emplace(std::string(name), uint64_t{all.size()});
  if (is_new) all.emplace_back(name);
  return place->second;
}

std::optional<uint64_t> MemoryGraph::Names::Find(absl::string_view name) const {
  const auto found = numbers.find(std::string(name));
  if (found == numbers.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> MemoryGraph::Names::Sorted() const {
  std::vector<std::string> sorted;
  sorted.reserve(numbers.size());
  for (const auto& [name, number] : numbers) sorted.push_back(name);
  return sorted;
}

MemoryGraph::NodeRecord& MemoryGraph::RecordOf(NodeId node) {
  assert(node.index() < nodes_.size());
  return nodes_[node.index()];
}

const MemoryGraph::NodeRecord& MemoryGraph::RecordOf(NodeId node) const {
  assert(node.index() < nodes_.size());
  return nodes_[node.index()];
}

MemoryGraph::RelationshipRecord& MemoryGraph::RecordOf(
    RelationshipId relationship) {
  assert(relationship.value() < relationships_.size());
  return relationships_[relationship.value()];
}

const MemoryGraph::RelationshipRecord& MemoryGraph::RecordOf(
    RelationshipId relationship) const {
  assert(relationship.value() < relationships_.size());
  return relationships_[relationship.value()];
}

MemoryGraph::Properties MemoryGraph::ByNumber(Value::Map properties) {
  Properties numbered;
  for (auto& [name, value] : properties) {
    Set(numbered, keys_.Intern(name), std::move(value));
  }
  return numbered;
}

Value MemoryGraph::ByName(const Properties& properties) const {
  Value::Map named;
  named.reserve(properties.size());
  for (const auto& [key, value] : properties) {
    named.emplace_back(keys_.all[key], value);
  }
  return Value::MakeMap(std::move(named));
}

// -- Building ----------------------------------------------------------------

NodeId MemoryGraph::AddNode(const std::vector<std::string>& labels,
                            Value::Map properties) {
  NodeRecord record;
  for (const std::string& label : labels) {
    record.labels.insert(labels_.Intern(label));
  }
  record.properties = ByNumber(std::move(properties));
  nodes_.push_back(std::move(record));
  return {0, nodes_.size() - 1};
}

RelationshipId MemoryGraph::AddRelationship(NodeId from, absl::string_view type,
                                            NodeId to, Value::Map properties) {
  const RelationshipId id(relationships_.size());
  relationships_.push_back({.type = types_.Intern(type),
                            .from = from,
                            .to = to,
                            .properties = ByNumber(std::move(properties))});
  RecordOf(from).out.push_back({id, to});
  RecordOf(to).in.push_back({id, from});
  return id;
}

void MemoryGraph::SetProperty(NodeId node, absl::string_view key, Value value) {
  Set(RecordOf(node).properties, keys_.Intern(key), std::move(value));
}

void MemoryGraph::SetProperty(RelationshipId relationship,
                              absl::string_view key, Value value) {
  Set(RecordOf(relationship).properties, keys_.Intern(key), std::move(value));
}

void MemoryGraph::AddLabel(NodeId node, absl::string_view label) {
  RecordOf(node).labels.insert(labels_.Intern(label));
}

void MemoryGraph::RemoveLabel(NodeId node, absl::string_view label) {
  RecordOf(node).labels.erase(labels_.Intern(label));
}

absl::Status MemoryGraph::RemoveNode(NodeId node) {
  NodeRecord& record = RecordOf(node);
  if (!record.out.empty() || !record.in.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("node ", node.index(), " still has relationships: got ",
                     record.out.size() + record.in.size(), " ends, want none"));
  }
  record.removed = true;
  return absl::OkStatus();
}

void MemoryGraph::RemoveRelationship(RelationshipId relationship) {
  RelationshipRecord& record = RecordOf(relationship);
  record.removed = true;
  Drop(relationship, RecordOf(record.from).out);
  Drop(relationship, RecordOf(record.to).in);
}

void MemoryGraph::AddTypeGroup(absl::string_view name,
                               const std::vector<std::string>& types) {
  std::vector<TypeId>& group = type_groups_[std::string(name)];
  for (const std::string& type : types) {
    group.emplace_back(types_.Intern(type));
  }
}

void MemoryGraph::AddIndex(absl::string_view key) {
  indexed_keys_.insert(keys_.Intern(key));
}

size_t MemoryGraph::node_count() const {
  return static_cast<size_t>(NodeCount(std::nullopt));
}

size_t MemoryGraph::relationship_count() const {
  return static_cast<size_t>(
      std::count_if(relationships_.begin(), relationships_.end(),
                    [](const RelationshipRecord& r) { return !r.removed; }));
}

// -- What a query sees -------------------------------------------------------

std::optional<LabelId> MemoryGraph::FindLabel(absl::string_view name) const {
  const std::optional<uint64_t> number = labels_.Find(name);
  if (!number.has_value()) return std::nullopt;
  return LabelId(*number);
}

std::vector<TypeId> MemoryGraph::FindTypes(absl::string_view name) const {
  const auto group = type_groups_.find(std::string(name));
  if (group != type_groups_.end()) return group->second;
  const std::optional<uint64_t> number = types_.Find(name);
  if (!number.has_value()) return {};
  return {TypeId(*number)};
}

std::optional<KeyId> MemoryGraph::FindKey(absl::string_view name) const {
  const std::optional<uint64_t> number = keys_.Find(name);
  if (!number.has_value()) return std::nullopt;
  return KeyId(*number);
}

std::vector<std::string> MemoryGraph::LabelNames() const {
  return labels_.Sorted();
}

std::vector<std::string> MemoryGraph::TypeNames() const {
  return types_.Sorted();
}

std::vector<std::string> MemoryGraph::KeyNames() const {
  return keys_.Sorted();
}

void MemoryGraph::ScanNodes(std::optional<LabelId> label,
                            NodeVisitor visit) const {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].removed) continue;
    if (label.has_value() && !nodes_[i].labels.contains(label->value())) {
      continue;
    }
    if (!visit(NodeId(0, i))) return;
  }
}

bool MemoryGraph::SeekNodes(KeyId key, const Value& value,
                            NodeVisitor visit) const {
  if (!HasIndex(key, std::nullopt)) return false;
  ScanNodes(std::nullopt, [&](NodeId node) {
    const Value property = Get(RecordOf(node).properties, key);
    return Equals(property, value) != true || visit(node);
  });
  return true;
}

bool MemoryGraph::HasIndex(KeyId key, std::optional<LabelId> /*label*/) const {
  return indexed_keys_.contains(key.value());
}

double MemoryGraph::NodeCount(std::optional<LabelId> label) const {
  double count = 0;
  ScanNodes(label, [&](NodeId) {
    ++count;
    return true;
  });
  return count;
}

double MemoryGraph::MeanDegree(std::optional<LabelId> label,
                               Direction direction,
                               absl::Span<const TypeId> types,
                               bool any_type) const {
  double nodes = 0;
  double neighbors = 0;
  std::vector<Neighbor> storage;
  ScanNodes(label, [&](NodeId node) {
    ++nodes;
    neighbors += static_cast<double>(
        NeighborsOf(node, direction, types, any_type, storage).size());
    return true;
  });
  return nodes == 0 ? 0 : neighbors / nodes;
}

bool MemoryGraph::HasLabel(NodeId node, LabelId label) const {
  return RecordOf(node).labels.contains(label.value());
}

std::vector<std::string> MemoryGraph::LabelsOf(NodeId node) const {
  std::vector<std::string> names;
  for (const uint64_t label : RecordOf(node).labels) {
    names.push_back(labels_.all[label]);
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<Value> MemoryGraph::PropertyOf(NodeId node, KeyId key) const {
  return Get(RecordOf(node).properties, key);
}

absl::StatusOr<Value> MemoryGraph::PropertiesOf(NodeId node) const {
  return ByName(RecordOf(node).properties);
}

absl::Span<const Neighbor> MemoryGraph::NeighborsOf(
    NodeId node, Direction direction, absl::Span<const TypeId> types,
    bool any_type, std::vector<Neighbor>& storage) const {
  const NodeRecord& record = RecordOf(node);
  const auto matches = [&](const Neighbor& neighbor) {
    const TypeId type(RecordOf(neighbor.relationship).type);
    return any_type ||
           std::find(types.begin(), types.end(), type) != types.end();
  };
  storage.clear();
  if (direction != Direction::kIn) {
    std::copy_if(record.out.begin(), record.out.end(),
                 std::back_inserter(storage), matches);
  }
  if (direction != Direction::kOut) {
    for (const Neighbor& neighbor : record.in) {
      // A loop has been seen on its way out.
      if (direction == Direction::kBoth && neighbor.node == node) continue;
      if (matches(neighbor)) storage.push_back(neighbor);
    }
  }
  return storage;
}

std::string MemoryGraph::TypeOf(RelationshipId relationship) const {
  return types_.all[RecordOf(relationship).type];
}

NodeId MemoryGraph::StartOf(RelationshipId relationship) const {
  return RecordOf(relationship).from;
}

NodeId MemoryGraph::EndOf(RelationshipId relationship) const {
  return RecordOf(relationship).to;
}

absl::StatusOr<Value> MemoryGraph::PropertyOf(RelationshipId relationship,
                                              KeyId key) const {
  return Get(RecordOf(relationship).properties, key);
}

absl::StatusOr<Value> MemoryGraph::PropertiesOf(
    RelationshipId relationship) const {
  return ByName(RecordOf(relationship).properties);
}

}  // namespace attest::query
