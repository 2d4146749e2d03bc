// The relationships between entities, by lists and by the array.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/query/case_links.h"

namespace attest::query {
namespace {

// What is found by lists costs about as much for each relationship as the array
// takes for so many statements.
constexpr uint64_t kWorkPerStep = 16;
constexpr uint64_t kLeastWork = 4096;

}  // namespace

bool CaseLinks::Selection::HasSlot(uint32_t slot) const {
  return every_predicate ||
         std::binary_search(slots.begin(), slots.end(), slot);
}

std::optional<EntityAdjacency::Edge> CaseLinks::EdgeOf(
    uint32_t statement) const {
  const StatementRow& row = visible_.tables().statements[statement];
  const uint32_t slot = names_.SlotOf(row.predicate);
  if ((row.object & kMarked) != 0 || names_.slots()[slot].is_literal ||
      !visible_.IsShownStatement(statement) ||
      !visible_.IsSupported(statement)) {
    return std::nullopt;
  }
  return EntityAdjacency::Edge{
      .from = visible_.FirstMember(row.subject),
      .to = visible_.FirstMember(row.object),
      .id = IdOf(LinkKind::kPredicate, slot, statement)};
}

const EntityAdjacency& CaseLinks::Adjacency() {
  if (adjacency_) return *adjacency_;
  const uint32_t statements = visible_.cut().statements();
  std::vector<EntityAdjacency::Edge> found;
  found.reserve(statements);
  std::vector<uint32_t> begins(names_.slots().size() + 1);
  for (uint32_t i = 0; i < statements; ++i) {
    const std::optional<EntityAdjacency::Edge> edge = EdgeOf(i);
    if (!edge) continue;
    ++begins[LinkOf(edge->id).first + 1];
    found.push_back(*edge);
  }
  for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  // By slot, and in each by statement: as the ids rise.
  std::vector<EntityAdjacency::Edge> edges(found.size());
  for (const EntityAdjacency::Edge& edge : found) {
    edges[begins[LinkOf(edge.id).first]++] = edge;
  }
  const auto nodes = static_cast<uint32_t>(visible_.tables().entities.size());
  return adjacency_.emplace(nodes, edges);
}

absl::Span<const Neighbor> CaseLinks::BetweenEntities(
    uint32_t entity, Direction direction, std::vector<Neighbor>& storage) {
  if (!selection_.has_predicates()) return {};
  if (!adjacency_) {
    if (work_ < kLeastWork + visible_.cut().statements() / 2) {
      BetweenEntitiesByLists(entity, direction, storage);
      return storage;
    }
    (void)Adjacency();
  }
  const bool is_both = direction == Direction::kBoth;
  if (selection_.every_predicate && !(is_both && adjacency_->has_loops())) {
    if (is_both) return adjacency_->Both(entity);
    return direction == Direction::kOut ? adjacency_->Out(entity)
                                        : adjacency_->In(entity);
  }
  const auto piece_of = [](absl::Span<const Neighbor> all, uint32_t slot) {
    return EntityAdjacency::Within(all, IdOf(LinkKind::kPredicate, slot),
                                   IdOf(LinkKind::kPredicate, slot + 1));
  };
  if (!is_both && selection_.slots.size() == 1) {
    return piece_of(direction == Direction::kOut ? adjacency_->Out(entity)
                                                 : adjacency_->In(entity),
                    selection_.slots[0]);
  }
  storage.clear();
  const NodeId self = NodeOf(NodeKind::kEntity, entity);
  const auto add = [&](absl::Span<const Neighbor> piece, bool loops) {
    for (const Neighbor& neighbor : piece) {
      if (loops || neighbor.node != self) storage.push_back(neighbor);
    }
  };
  const auto add_all = [&](absl::Span<const Neighbor> all, bool loops) {
    if (selection_.every_predicate) add(all, loops);
    for (const uint32_t slot : selection_.slots) {
      add(piece_of(all, slot), loops);
    }
  };
  if (direction != Direction::kIn) add_all(adjacency_->Out(entity), true);
  if (direction != Direction::kOut) add_all(adjacency_->In(entity), !is_both);
  return storage;
}

void CaseLinks::AddByList(uint32_t entity, Role role,
                          std::vector<Neighbor>& storage) {
  const ProjectionTables& tables = visible_.tables();
  const GroupedLists<uint32_t>& lists = role == Role::kSubject
                                            ? tables.StatementsBySubject()
                                            : tables.StatementsByObject();
  const auto begin = static_cast<std::ptrdiff_t>(storage.size());
  visible_.VisitGroup(entity, [&](uint32_t member) {
    for (const uint32_t statement : lists[member]) {
      if (statement >= visible_.cut().statements()) break;
      ++work_;
      const StatementRow& row = tables.statements[statement];
      if (!selection_.HasSlot(names_.SlotOf(row.predicate))) continue;
      const std::optional<EntityAdjacency::Edge> edge = EdgeOf(statement);
      if (!edge) continue;
      storage.push_back(
          {edge->id, NodeOf(NodeKind::kEntity,
                            role == Role::kSubject ? edge->to : edge->from)});
    }
  });
  std::sort(storage.begin() + begin, storage.end(),
            [](const Neighbor& a, const Neighbor& b) {
              return a.relationship < b.relationship;
            });
}

void CaseLinks::BetweenEntitiesByLists(uint32_t entity, Direction direction,
                                       std::vector<Neighbor>& storage) {
  storage.clear();
  work_ += kWorkPerStep;
  if (direction != Direction::kIn) AddByList(entity, Role::kSubject, storage);
  if (direction == Direction::kOut) return;
  const size_t out = storage.size();
  AddByList(entity, Role::kObject, storage);
  if (direction == Direction::kIn) return;
  const NodeId self = NodeOf(NodeKind::kEntity, entity);
  storage.erase(
      std::remove_if(storage.begin() + static_cast<std::ptrdiff_t>(out),
                     storage.end(),
                     [self](const Neighbor& one) { return one.node == self; }),
      storage.end());
}

}  // namespace attest::query
