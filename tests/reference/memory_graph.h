// A property graph in memory, plain and slow: what tests of the query language
// run on.
//
//     MemoryGraph graph;
//     const NodeId ann = graph.AddNode({"Person"}, {{"name", text}});
//     graph.AddRelationship(ann, "KNOWS", graph.AddNode({}));
//
// tests/query/tck/setup.h builds one from the text of CREATE.

#ifndef ATTEST_TESTS_REFERENCE_MEMORY_GRAPH_H_
#define ATTEST_TESTS_REFERENCE_MEMORY_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/property_graph.h"
#include "engine/query/value.h"

namespace attest::query {

class MemoryGraph final : public PropertyGraph {
 public:
  // -- Building -------------------------------------------------------------
  //
  // What a changing call names must exist. Numbers are given in the order in
  // which nodes and relationships are added, and never again. No prepared query
  // may live across a change.

  NodeId AddNode(const std::vector<std::string>& labels,
                 Value::Map properties = {});
  RelationshipId AddRelationship(NodeId from, absl::string_view type, NodeId to,
                                 Value::Map properties = {});

  // Null takes the property away.
  void SetProperty(NodeId node, absl::string_view key, Value value);
  void SetProperty(RelationshipId relationship, absl::string_view key,
                   Value value);
  void AddLabel(NodeId node, absl::string_view label);
  void RemoveLabel(NodeId node, absl::string_view label);

  // FailedPrecondition while `node` has relationships. Removing what is removed
  // does nothing.
  [[nodiscard]] absl::Status RemoveNode(NodeId node);
  void RemoveRelationship(RelationshipId relationship);

  // Makes the type `name` stand for all of `types`, as `:STATEMENT` stands for
  // every predicate.
  void AddTypeGroup(absl::string_view name,
                    const std::vector<std::string>& types);

  // From now on SeekNodes answers for `key`: by looking at every node.
  void AddIndex(absl::string_view key);

  [[nodiscard]] size_t node_count() const;
  [[nodiscard]] size_t relationship_count() const;

  // -- What a query sees ----------------------------------------------------

  [[nodiscard]] std::optional<LabelId> FindLabel(
      absl::string_view name) const override;
  [[nodiscard]] std::vector<TypeId> FindTypes(
      absl::string_view name) const override;
  [[nodiscard]] std::optional<KeyId> FindKey(
      absl::string_view name) const override;
  [[nodiscard]] std::vector<std::string> LabelNames() const override;
  [[nodiscard]] std::vector<std::string> TypeNames() const override;
  [[nodiscard]] std::vector<std::string> KeyNames() const override;

  void ScanNodes(std::optional<LabelId> label,
                 NodeVisitor visit) const override;
  bool SeekNodes(KeyId key, const Value& value,
                 NodeVisitor visit) const override;
  [[nodiscard]] bool HasIndex(KeyId key,
                              std::optional<LabelId> label) const override;
  [[nodiscard]] double NodeCount(std::optional<LabelId> label) const override;
  [[nodiscard]] double MeanDegree(std::optional<LabelId> label,
                                  Direction direction,
                                  absl::Span<const TypeId> types,
                                  bool any_type) const override;
  [[nodiscard]] bool HasLabel(NodeId node, LabelId label) const override;
  [[nodiscard]] std::vector<std::string> LabelsOf(NodeId node) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertyOf(NodeId node,
                                                 KeyId key) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertiesOf(NodeId node) const override;

  [[nodiscard]] absl::Span<const Neighbor> NeighborsOf(
      NodeId node, Direction direction, absl::Span<const TypeId> types,
      bool any_type, std::vector<Neighbor>& storage) const override;
  [[nodiscard]] std::string TypeOf(RelationshipId relationship) const override;
  [[nodiscard]] NodeId StartOf(RelationshipId relationship) const override;
  [[nodiscard]] NodeId EndOf(RelationshipId relationship) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertyOf(RelationshipId relationship,
                                                 KeyId key) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertiesOf(
      RelationshipId relationship) const override;

 private:
  // Names of one sort, numbered as they come.
  struct Names {
    std::vector<std::string> all;
    absl::btree_map<std::string, uint64_t> numbers;

    uint64_t Intern(absl::string_view name);
    [[nodiscard]] std::optional<uint64_t> Find(absl::string_view name) const;
    [[nodiscard]] std::vector<std::string> Sorted() const;
  };
  using Properties = absl::btree_map<uint64_t, Value>;
  struct NodeRecord {
    absl::btree_set<uint64_t> labels;
    Properties properties;
    std::vector<Neighbor> out;
    std::vector<Neighbor> in;
    bool removed = false;
  };
  struct RelationshipRecord {
    uint64_t type = 0;
    NodeId from;
    NodeId to;
    Properties properties;
    bool removed = false;
  };

  [[nodiscard]] NodeRecord& RecordOf(NodeId node);
  [[nodiscard]] const NodeRecord& RecordOf(NodeId node) const;
  [[nodiscard]] RelationshipRecord& RecordOf(RelationshipId relationship);
  [[nodiscard]] const RelationshipRecord& RecordOf(
      RelationshipId relationship) const;
  [[nodiscard]] Properties ByNumber(Value::Map properties);
  [[nodiscard]] Value ByName(const Properties& properties) const;

  Names labels_;
  Names types_;
  Names keys_;
  absl::btree_map<std::string, std::vector<TypeId>> type_groups_;
  absl::btree_set<uint64_t> indexed_keys_;
  std::vector<NodeRecord> nodes_;
  std::vector<RelationshipRecord> relationships_;
};

}  // namespace attest::query

#endif  // ATTEST_TESTS_REFERENCE_MEMORY_GRAPH_H_
