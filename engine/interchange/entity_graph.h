// EntityGraph is the chosen part of a case as programs that draw graphs take
// it: entities as nodes, statements of two entities as edges, each with
// attributes in columns. A statement with a literal value is an attribute of
// its subject: the best supported value of each predicate, and beside it, in
// words and with their verdicts, all others.
//
//     EntityGraph graph(selection, sources);
//     RETURN_IF_ERROR(graph.Prepare());
//     RETURN_IF_ERROR(graph.VisitNodes(...));
//     RETURN_IF_ERROR(graph.VisitEdges(...));
//
// Only what has support is drawn: a statement that nobody stands behind any
// more, or that is only denied, is no edge and no attribute, unless its verdict
// was asked for. What is withheld is a node without a name and attributes, by a
// key that stands for its own. What is said of it alone is left out where it is
// one with what is not withheld, which would go out as what is said of that.

#ifndef ATTEST_ENGINE_INTERCHANGE_ENTITY_GRAPH_H_
#define ATTEST_ENGINE_INTERCHANGE_ENTITY_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/findings/finding.h"
#include "engine/interchange/outgoing_keys.h"
#include "engine/interchange/selection.h"
#include "engine/model/point.h"
#include "engine/model/predicate.h"
#include "engine/projection/view.h"

namespace attest {

// No truth values: programs do not agree on how they are written.
enum class ColumnType : uint8_t { kText, kInteger, kNumber };

struct GraphColumn {
  std::string name;
  ColumnType type = ColumnType::kText;
};

// `values` follow the columns; an empty one is absent.
struct GraphNode {
  EntityId entity;
  std::string id;
  std::string label;
  std::vector<std::string> values;
};
struct GraphEdge {
  std::string id;
  std::string from;
  std::string to;
  std::string label;
  std::vector<std::string> values;
};

// One value of `coordinates` that a place is said to have.
struct PlacePoint {
  StatementId statement;
  Point point;
  Figures figures;
  std::string id;  // of the statement
};
struct PlacePoints {
  std::vector<PlacePoint> points;
  uint64_t others = 0;  // values with support that are not among them
};

// Names of the entities chosen, each once for every entity.
struct NameCounts {
  uint64_t further = 0;   // beside those that they go by
  uint64_t withheld = 0;  // left out, as they are known from withheld reports
};

enum class Unsupported : uint8_t { kGoes, kStays };

// Not thread-safe. Lifetime: borrows all it is made of.
class EntityGraph {
 public:
  using FiguresOf = absl::FunctionRef<absl::StatusOr<Figures>(StatementId)>;

  // The live claims that support a statement, in any form.
  using SupportersOf =
      absl::FunctionRef<absl::StatusOr<std::vector<ClaimId>>(StatementId)>;

  EntityGraph(const View& view, const Discretion& discretion,
              const OutgoingKeys& keys, const Selection& selection,
              Unsupported unsupported, FiguresOf figures_of,
              SupportersOf supporters_of)
      : view_(view),
        discretion_(discretion),
        keys_(keys),
        selection_(selection),
        unsupported_(unsupported),
        figures_of_(figures_of),
        supporters_of_(supporters_of) {}

  // Finds which columns there are. Required before all else. Errors here and
  // below: those of the figures, of the log, and of `visit`.
  absl::Status Prepare();

  [[nodiscard]] const std::vector<GraphColumn>& node_columns() const {
    return node_columns_;
  }
  [[nodiscard]] static const std::vector<GraphColumn>& EdgeColumns();

  // In the order in which they were defined, and first claimed.
  absl::Status VisitNodes(
      absl::FunctionRef<absl::Status(const GraphNode&)> visit) const;
  absl::Status VisitEdges(
      absl::FunctionRef<absl::Status(const GraphEdge&)> visit);

  // The key of its predicate.
  [[nodiscard]] absl::string_view PredicateOf(StatementId id) const {
    return view_.KeyOf(view_.statement(id).predicate);
  }

  // Where a place is said to be: of the values with support the best, and every
  // one that is contested; none of what is withheld. A fallback, which never
  // has support, is taken where there is nothing else. Values count wherever
  // the case has them, chosen or not; without support, only chosen ones.
  absl::StatusOr<PlacePoints> PointsOf(EntityId place);

  // Statements that were chosen and have no support, but for the points that
  // PointsOf gave.
  [[nodiscard]] uint64_t unsupported_left_out() const {
    return left_out_ - unsupported_points_.size();
  }

  // Statements that were chosen, have a literal value, and are attributes of
  // nodes. Rising.
  [[nodiscard]] const std::vector<StatementId>& literal_statements() const {
    return literal_statements_;
  }

  // Statements that were chosen, and only said of a withheld entity that is one
  // with another.
  [[nodiscard]] uint64_t withheld_left_out() const { return withheld_; }

  // Of nodes, all but those that are withheld.
  [[nodiscard]] NameCounts CountNames() const;

  // The records whose names or claims went out in full, rising.
  [[nodiscard]] const std::set<EventIndex>& events() const { return events_; }

 private:
  // Of one literal predicate.
  struct Literals {
    PredicateId predicate;
    Literal literal = Literal::kText;
    size_t column = 0;  // its first
  };

  [[nodiscard]] absl::StatusOr<bool> Stands(StatementId id) const;
  // Does a claim that counts assert it, and none deny it?
  [[nodiscard]] bool IsSaid(StatementId id) const;
  // The member of the group that stands for it: one that is not withheld, if
  // there is.
  [[nodiscard]] EntityId StandingOf(EntityId id) const;
  // Is it withheld, and one with what is not?
  [[nodiscard]] bool IsWithheldMember(EntityId id) const;
  [[nodiscard]] bool NamesWithheldMember(const StatementParts& parts) const;
  // The parts of a form of `id` that somebody stands behind and that names no
  // withheld member; none if there is no such form.
  [[nodiscard]] absl::StatusOr<std::optional<StatementParts>> PartsOf(
      StatementId id) const;
  void AddLiteralColumns(PredicateId predicate);
  absl::Status SetLiterals(EntityId entity,
                           std::vector<std::string>& values) const;
  // Names of the members that are not withheld, the one that they go by first.
  [[nodiscard]] std::vector<std::string> NamesOf(EntityId entity,
                                                 uint64_t& withheld) const;
  absl::StatusOr<GraphEdge> EdgeOf(StatementId id, const StatementParts& parts,
                                   EntityId object);
  absl::Status SetSaidBy(StatementId id, std::vector<std::string>& values);

  const View& view_;
  const Discretion& discretion_;
  const OutgoingKeys& keys_;
  const Selection& selection_;
  const Unsupported unsupported_;
  const FiguresOf figures_of_;
  const SupportersOf supporters_of_;
  std::vector<GraphColumn> node_columns_;
  std::map<std::string, Literals> literals_;  // by predicate key
  uint64_t left_out_ = 0;
  uint64_t withheld_ = 0;
  std::vector<StatementId> literal_statements_;
  absl::flat_hash_set<StatementId> unsupported_points_;  // drawn and chosen
  absl::flat_hash_set<StatementId> unnamed_;  // those without PartsOf
  mutable std::set<EventIndex> events_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_ENTITY_GRAPH_H_
