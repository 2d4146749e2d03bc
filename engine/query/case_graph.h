// CaseGraph is the property graph of a case, as of one log position: the tables
// of `QUERY` over the projection and its findings.
//
//     CaseGraph graph(view, now, access, {});
//     ASSIGN_OR_RETURN(PreparedQuery prepared, Prepare(query, graph));
//
// Nothing is copied: nodes and relationships are numbers, and what is said of
// them is looked up when it is asked for. What makes many questions quick (the
// array of relationships between entities, all figures, the keys of statements)
// is made once enough was asked that it pays.
//
// Errors that a method cannot return are kept in status(): whoever runs a query
// asks for it at the end, and then the answer is void.
//
// Not thread-safe. Lifetime: that of the views' projection, and of `access`.

#ifndef ATTEST_ENGINE_QUERY_CASE_GRAPH_H_
#define ATTEST_ENGINE_QUERY_CASE_GRAPH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/findings/finding.h"
#include "engine/query/case_access.h"
#include "engine/query/case_links.h"
#include "engine/query/case_names.h"
#include "engine/query/case_properties.h"
#include "engine/query/case_seek.h"
#include "engine/query/case_statistics.h"
#include "engine/query/property_graph.h"
#include "engine/query/visible_case.h"

namespace attest::query {

class CaseGraph : public PropertyGraph {
 public:
  // `view`: that of the position asked for; `now`: that of all events, which
  // says what is sealed.
  CaseGraph(const View& view, const View& now, CaseAccess& access,
            const CaseGraphOptions& options);

  [[nodiscard]] absl::Status status() const;

  // -- What only a case has -------------------------------------------------

  [[nodiscard]] const CaseGraph* AsCase() const override { return this; }

  // Requires: a statement.
  [[nodiscard]] Figures FiguresOf(NodeId statement) const {
    return visible_.figures().Of(OrdinalOf(statement));
  }
  // The values of `lines_low`, `lines_best` or `lines_high` of all statements,
  // by the index of their nodes, for filters that are decided on arrays:
  // nanoseconds for each. Among them are some that are no nodes, which
  // IsShownStatement tells. Empty for another key.
  [[nodiscard]] absl::Span<const uint32_t> LinesOfStatements(KeyId key) const;
  [[nodiscard]] bool IsShownStatement(NodeId statement) const {
    return visible_.IsShownStatement(OrdinalOf(statement));
  }

  // For the files of this module.
  [[nodiscard]] const VisibleCase& visible() const { return visible_; }
  [[nodiscard]] const CaseNames& names() const { return names_; }
  [[nodiscard]] CaseLinks& links() const { return links_; }
  [[nodiscard]] CaseProperties& properties() const { return properties_; }

  // -- PropertyGraph --------------------------------------------------------

  [[nodiscard]] std::optional<LabelId> FindLabel(
      absl::string_view name) const override;
  [[nodiscard]] std::vector<TypeId> FindTypes(
      absl::string_view name) const override;
  [[nodiscard]] std::optional<KeyId> FindKey(
      absl::string_view name) const override;
  [[nodiscard]] std::vector<std::string> LabelNames() const override;
  [[nodiscard]] std::vector<std::string> TypeNames() const override;
  [[nodiscard]] std::vector<std::string> KeyNames() const override;

  // In the order of enum NodeKind, and in each of definition or first claim.
  void ScanNodes(std::optional<LabelId> label,
                 NodeVisitor visit) const override;
  // By `id`.
  bool SeekNodes(KeyId key, const Value& value,
                 NodeVisitor visit) const override;
  // By the lines of statements.
  bool ScanNodesBetween(
      LabelId label, KeyId key, int64_t low, int64_t high,
      absl::FunctionRef<bool(absl::Span<const NodeId>)> visit) const override;
  [[nodiscard]] bool HasArray(LabelId label, KeyId key) const override;
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
  void WillFollow(NodeId node, Direction direction) const override {
    links_.WillFollow(node, direction);
  }
  [[nodiscard]] std::string TypeOf(RelationshipId relationship) const override;
  [[nodiscard]] NodeId StartOf(RelationshipId relationship) const override;
  [[nodiscard]] NodeId EndOf(RelationshipId relationship) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertyOf(RelationshipId relationship,
                                                 KeyId key) const override;
  [[nodiscard]] absl::StatusOr<Value> PropertiesOf(
      RelationshipId relationship) const override;

 private:
  // The label beside Entity that an entity has.
  [[nodiscard]] Label EntityLabel(uint32_t entity) const;
  [[nodiscard]] bool ScanKind(NodeKind kind, std::optional<LabelId> label,
                              NodeVisitor visit) const;
  [[nodiscard]] bool IsShown(NodeKind kind, uint32_t ordinal) const;
  [[nodiscard]] uint32_t CountOf(NodeKind kind) const;

  const VisibleCase visible_;
  const CaseNames names_;
  mutable CaseLinks links_;
  mutable CaseProperties properties_;
  mutable CaseSeek seek_;
  mutable CaseStatistics statistics_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_GRAPH_H_
