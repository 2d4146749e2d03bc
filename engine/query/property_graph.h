// PropertyGraph is what a query reads: nodes with labels and properties, and
// relationships of one type each between them.
//
// A case is one (case_graph.h); the tests build small ones in memory.
//
// Names are looked up once, when a query is prepared: labels, types and
// property keys become numbers that are good for this graph alone. A name that
// the graph does not have gives none, and matches nothing.
//
// Thread-safety: a graph and what borrows from it belong to one thread.

#ifndef ATTEST_ENGINE_QUERY_PROPERTY_GRAPH_H_
#define ATTEST_ENGINE_QUERY_PROPERTY_GRAPH_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/query/value.h"

namespace attest::query {

class CaseGraph;

using LabelId = Id<struct LabelTag>;
using TypeId = Id<struct TypeTag>;
using KeyId = Id<struct KeyTag>;

// Which relationships of a node: those that leave it, those that come in, both.
enum class Direction : uint8_t { kOut, kIn, kBoth };

// A relationship as seen from one of its ends, and the node at the other.
struct Neighbor {
  RelationshipId relationship;
  NodeId node;
};

class PropertyGraph {
 public:
  // Answers whether to go on.
  using NodeVisitor = absl::FunctionRef<bool(NodeId)>;

  virtual ~PropertyGraph() = default;
  PropertyGraph() = default;
  PropertyGraph(const PropertyGraph&) = delete;
  PropertyGraph& operator=(const PropertyGraph&) = delete;

  // The graph of a case, for what only a case can answer; null otherwise.
  [[nodiscard]] virtual const CaseGraph* AsCase() const { return nullptr; }

  // -- Names ----------------------------------------------------------------

  [[nodiscard]] virtual std::optional<LabelId> FindLabel(
      absl::string_view name) const = 0;
  // One name may stand for several types.
  [[nodiscard]] virtual std::vector<TypeId> FindTypes(
      absl::string_view name) const = 0;
  [[nodiscard]] virtual std::optional<KeyId> FindKey(
      absl::string_view name) const = 0;

  // All names, for suggestions and completion, sorted.
  [[nodiscard]] virtual std::vector<std::string> LabelNames() const = 0;
  [[nodiscard]] virtual std::vector<std::string> TypeNames() const = 0;
  [[nodiscard]] virtual std::vector<std::string> KeyNames() const = 0;

  // -- Nodes ----------------------------------------------------------------

  // Every node, or every one with `label`, in a fixed order.
  virtual void ScanNodes(std::optional<LabelId> label,
                         NodeVisitor visit) const = 0;

  // The nodes of which the property `key` equals `value`, where an index tells;
  // false, and nothing visited, where none does. Labels are the caller's to
  // check.
  virtual bool SeekNodes(KeyId key, const Value& value,
                         NodeVisitor visit) const = 0;
  // Would SeekNodes answer for `key` (and nodes of `label`, when given)?
  [[nodiscard]] virtual bool HasIndex(KeyId key,
                                      std::optional<LabelId> label) const = 0;

  // The nodes of `label` of which the property `key` is an integer in [low,
  // high], in the order of ScanNodes and as many at once as is quick; false,
  // and nothing visited, where the graph has no array of them.
  virtual bool ScanNodesBetween(
      LabelId /*label*/, KeyId /*key*/, int64_t /*low*/, int64_t /*high*/,
      absl::FunctionRef<bool(absl::Span<const NodeId>)> /*visit*/) const {
    return false;
  }
  // May ScanNodesBetween answer?
  [[nodiscard]] virtual bool HasArray(LabelId /*label*/, KeyId /*key*/) const {
    return false;
  }

  // How many nodes have `label`, or are there; how many relationships of a type
  // a node has about, seen in a direction. For estimates alone.
  [[nodiscard]] virtual double NodeCount(
      std::optional<LabelId> label) const = 0;
  [[nodiscard]] virtual double MeanDegree(std::optional<LabelId> label,
                                          Direction direction,
                                          absl::Span<const TypeId> types,
                                          bool any_type) const = 0;

  [[nodiscard]] virtual bool HasLabel(NodeId node, LabelId label) const = 0;
  // Sorted.
  [[nodiscard]] virtual std::vector<std::string> LabelsOf(
      NodeId node) const = 0;
  // Null when it has none. Errors: what reading it from the log may give.
  [[nodiscard]] virtual absl::StatusOr<Value> PropertyOf(NodeId node,
                                                         KeyId key) const = 0;
  // A map without nulls.
  [[nodiscard]] virtual absl::StatusOr<Value> PropertiesOf(
      NodeId node) const = 0;

  // -- Relationships --------------------------------------------------------

  // The relationships of `node`, those of `types` or, with `any_type`, all. A
  // relationship from a node to itself comes once in each direction, and once
  // in kBoth. The answer lies in `storage`, or in the graph itself; it is valid
  // until `storage` changes. `storage` need not be empty: it is overwritten.
  [[nodiscard]] virtual absl::Span<const Neighbor> NeighborsOf(
      NodeId node, Direction direction, absl::Span<const TypeId> types,
      bool any_type, std::vector<Neighbor>& storage) const = 0;
  // NeighborsOf is asked for `node` soon: the graph may load what it has in
  // memory of it, in which lists far apart cost more than what is in them.
  virtual void WillFollow(NodeId /*node*/, Direction /*direction*/) const {}

  [[nodiscard]] virtual std::string TypeOf(
      RelationshipId relationship) const = 0;
  [[nodiscard]] virtual NodeId StartOf(RelationshipId relationship) const = 0;
  [[nodiscard]] virtual NodeId EndOf(RelationshipId relationship) const = 0;
  [[nodiscard]] virtual absl::StatusOr<Value> PropertyOf(
      RelationshipId relationship, KeyId key) const = 0;
  [[nodiscard]] virtual absl::StatusOr<Value> PropertiesOf(
      RelationshipId relationship) const = 0;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_PROPERTY_GRAPH_H_
