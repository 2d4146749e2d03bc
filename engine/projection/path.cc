#include "engine/projection/path.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

class PathFinder {
 public:
  PathFinder(const View& view, absl::FunctionRef<bool(ClaimId)> keep)
      : view_(view),
        tables_(view.tables()),
        cut_(view.cut_state()),
        deaths_(cut_.deaths()),
        graph_(tables_.EntityGraph()),
        keep_(keep),
        hops_(tables_.entities.size(), kNoRow) {}

  std::optional<std::vector<PathStep>> Find(EntityId from, EntityId to,
                                            size_t max_hops) {
    const uint32_t start = Vertex(from);
    if (!Spread(Vertex(to), start, max_hops)) return std::nullopt;
    std::vector<PathStep> steps;
    for (uint32_t at = start; hops_[at] != 0;) {
      std::optional<PathStep> step = NextStep(at);
      if (!step) return std::nullopt;
      steps.push_back(*std::move(step));
    }
    return steps;
  }

 private:
  // An identity group is one vertex: its first member.
  [[nodiscard]] uint32_t Vertex(EntityId id) const {
    const EntityId first = view_.RepresentativeOf(id);
    return tables_.places[first.value()].ordinal();
  }
  [[nodiscard]] EntityId IdOf(uint32_t entity) const {
    return EntityId(tables_.entities[entity].event);
  }
  [[nodiscard]] uint32_t Contract(uint32_t entity) const {
    if (view_.identity().empty()) return entity;
    return Vertex(IdOf(entity));
  }

  [[nodiscard]] bool IsDead(uint32_t claim) const {
    return !deaths_.bits.empty() && !NotDead{deaths_.bits.data()}(claim);
  }

  // Calls visit(claim, other vertex, is reversed) on the edges of a vertex.
  template <class Visitor>
  void VisitEdges(uint32_t vertex, Visitor&& visit) const {
    for (const EntityId member : view_.GroupOf(IdOf(vertex))) {
      const uint32_t entity = tables_.places[member.value()].ordinal();
      VisitList(graph_.out_lists(), entity, false, visit);
      VisitList(graph_.in_lists(), entity, true, visit);
    }
  }
  template <class Visitor>
  void VisitList(const GroupedLists<HalfEdge>& lists, uint32_t entity,
                 bool reversed, Visitor&& visit) const {
    for (const HalfEdge& edge : lists[entity]) {
      if (edge.ordinal >= cut_.claims()) break;
      if (IsDead(edge.ordinal)) continue;
      visit(edge.ordinal, Contract(edge.other), reversed);
    }
  }
  [[nodiscard]] bool Keeps(uint32_t claim) const {
    return keep_(ClaimId(tables_.claim_events[claim]));
  }

  // Finds the hops from every vertex to `goal`, as far as `start`.
  bool Spread(uint32_t goal, uint32_t start, size_t max_hops) {
    hops_[goal] = 0;
    std::deque<uint32_t> queue = {goal};
    while (!queue.empty() && hops_[start] == kNoRow) {
      const uint32_t at = queue.front();
      queue.pop_front();
      if (hops_[at] >= max_hops) break;
      VisitEdges(at, [&](uint32_t claim, uint32_t other, bool) {
        if (hops_[other] != kNoRow || !Keeps(claim)) return;
        hops_[other] = hops_[at] + 1;
        queue.push_back(other);
      });
    }
    return hops_[start] != kNoRow;
  }

  // Steps from `at` along the earliest claim that leads nearer the goal. There
  // is one, but in a forged snapshot whose edges lead one way only.
  std::optional<PathStep> NextStep(uint32_t& at) const {
    uint32_t best = kNoRow;
    uint32_t next = at;
    bool is_reversed = false;
    VisitEdges(at, [&](uint32_t claim, uint32_t other, bool reversed) {
      if (claim > best || hops_[other] == kNoRow ||
          hops_[other] + 1 != hops_[at] || !Keeps(claim)) {
        return;
      }
      best = claim;
      next = other;
      is_reversed = reversed;
    });
    if (best == kNoRow) return std::nullopt;
    PathStep step;
    step.from = IdOf(at);
    step.to = IdOf(next);
    step.statement = view_.FirstOf(StatementId(tables_.claim_statements[best]));
    step.predicate = view_.statement(step.statement).predicate;
    step.reversed = is_reversed;
    for (const ClaimId claim : view_.ClaimsOf(step.statement)) {
      const uint32_t row = tables_.places[claim.value()].ordinal();
      if (tables_.FlagsOf(row).stance() == Stance::kAsserts && !IsDead(row) &&
          keep_(claim)) {
        step.claims.push_back(claim);
      }
    }
    at = next;
    return step;
  }

  const View& view_;
  const ProjectionTables& tables_;
  const CutState& cut_;
  const Deaths& deaths_;
  const Graph& graph_;
  absl::FunctionRef<bool(ClaimId)> keep_;
  // To the goal, from every entity: in a forged snapshot an edge before the cut
  // may lead past it.
  std::vector<uint32_t> hops_;
};

}  // namespace

std::optional<std::vector<PathStep>> ShortestPath(
    const View& view, EntityId from, EntityId to, size_t max_hops,
    absl::FunctionRef<bool(ClaimId)> keep) {
  if (!view.Has(from) || !view.Has(to)) return std::nullopt;
  return PathFinder(view, keep).Find(from, to, max_hops);
}

}  // namespace attest
