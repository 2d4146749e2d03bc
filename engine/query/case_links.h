// CaseLinks gives the relationships of the graph of a case: those of each node,
// and the ends and the type of each.
//
// Those between entities come from the lists of the projection at first, and,
// once much has been asked, from an EntityAdjacency.
//
// Not thread-safe. Lifetime: borrows the case and the names.

#ifndef ATTEST_ENGINE_QUERY_CASE_LINKS_H_
#define ATTEST_ENGINE_QUERY_CASE_LINKS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "engine/query/case_ids.h"
#include "engine/query/case_lists.h"
#include "engine/query/case_names.h"
#include "engine/query/claim_pairs.h"
#include "engine/query/entity_adjacency.h"
#include "engine/query/property_graph.h"
#include "engine/query/visible_case.h"

namespace attest::query {

class CaseLinks {
 public:
  CaseLinks(const VisibleCase& visible, const CaseNames& names)
      : visible_(visible), names_(names), lists_(visible), pairs_(visible) {}

  // As PropertyGraph::NeighborsOf.
  [[nodiscard]] absl::Span<const Neighbor> NeighborsOf(
      NodeId node, Direction direction, absl::Span<const TypeId> types,
      bool any_type, std::vector<Neighbor>& storage);

  // As PropertyGraph::WillFollow.
  void WillFollow(NodeId node, Direction direction) const {
    if (adjacency_ && KindOf(node) == NodeKind::kEntity) {
      adjacency_->Prefetch(OrdinalOf(node), direction);
    }
  }

  [[nodiscard]] TypeId TypeOf(RelationshipId id) const;
  [[nodiscard]] NodeId StartOf(RelationshipId id);
  [[nodiscard]] NodeId EndOf(RelationshipId id);

  [[nodiscard]] CaseLists& lists() { return lists_; }
  [[nodiscard]] ClaimPairs& pairs() { return pairs_; }

  // Makes the array of relationships between entities now.
  const EntityAdjacency& Adjacency();

 private:
  // Which types were asked for.
  struct Selection {
    uint32_t fixed = 0;  // a bit for each
    bool every_predicate = false;
    std::vector<uint32_t> slots;  // rising; where not every one

    [[nodiscard]] bool Has(FixedType type) const {
      return (fixed >> static_cast<uint32_t>(type) & 1) != 0;
    }
    [[nodiscard]] bool HasSlot(uint32_t slot) const;
    [[nodiscard]] bool has_predicates() const {
      return every_predicate || !slots.empty();
    }
  };
  class Collector;

  void Select(absl::Span<const TypeId> types, bool any_type);
  // Those between entities: a piece of the array, or put into `storage`.
  [[nodiscard]] absl::Span<const Neighbor> BetweenEntities(
      uint32_t entity, Direction direction, std::vector<Neighbor>& storage);
  void BetweenEntitiesByLists(uint32_t entity, Direction direction,
                              std::vector<Neighbor>& storage);
  void AddByList(uint32_t entity, Role role, std::vector<Neighbor>& storage);
  [[nodiscard]] std::optional<EntityAdjacency::Edge> EdgeOf(
      uint32_t statement) const;

  void OfEntity(uint32_t entity, Collector& out);
  void OfStatement(uint32_t statement, Collector& out);
  void OfClaim(uint32_t claim, Collector& out);
  void OfReport(uint32_t report, Collector& out);
  void OfSource(uint32_t source, Collector& out);
  void Derivations(uint32_t event, Collector& out);
  [[nodiscard]] NodeId RecordNode(uint32_t event) const;
  [[nodiscard]] bool IsShownRecord(uint32_t event) const;
  [[nodiscard]] NodeId EntityNode(uint32_t entity) const {
    return NodeOf(NodeKind::kEntity, visible_.FirstMember(entity));
  }

  const VisibleCase& visible_;
  const CaseNames& names_;
  CaseLists lists_;
  ClaimPairs pairs_;
  std::optional<EntityAdjacency> adjacency_;
  // Of what was found by lists: when it is as much as the array takes, that is
  // made.
  uint64_t work_ = 0;
  // What was asked for last.
  bool has_selection_ = false;
  bool any_type_ = false;
  std::vector<TypeId> types_;
  Selection selection_;
};

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_LINKS_H_
