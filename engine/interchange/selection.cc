#include "engine/interchange/selection.h"

#include <algorithm>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "engine/status_macros.h"

namespace attest {
namespace {

template <class Set>
auto Rising(const Set& set) {
  std::vector<typename Set::value_type> rising(set.begin(), set.end());
  std::sort(rising.begin(), rising.end());
  return rising;
}

// Subject, object and place, as joined.
template <class Visit>
void VisitEntitiesOf(const View& view, StatementId statement, Visit&& visit) {
  const StatementParts parts = view.statement(statement);
  visit(view.RepresentativeOf(parts.subject));
  const auto* object = std::get_if<EntityId>(&parts.object);
  if (object != nullptr) visit(view.RepresentativeOf(*object));
  if (parts.place) visit(view.RepresentativeOf(*parts.place));
}

// Is every member of the group hidden?
bool HidesGroup(const View& view, const Discretion& discretion, EntityId id) {
  const std::vector<EntityId> group = view.GroupOf(id);
  return std::all_of(group.begin(), group.end(),
                     [&](EntityId member) { return discretion.Hides(member); });
}

class Selector {
 public:
  Selector(const View& view, const Discretion& discretion)
      : view_(view), discretion_(discretion) {}

  void AddEntity(EntityId id) {
    if (HidesGroup(view_, discretion_, id)) return;
    seeds_.insert(view_.RepresentativeOf(id));
  }
  void AddStatement(StatementId id) {
    id = view_.FirstOf(id);
    (discretion_.Hides(view_, id) ? hidden_ : whole_).insert(id);
  }
  void AddClaim(ClaimId id) {
    (discretion_.Hides(id) ? hidden_single_ : single_).insert(id);
  }

  // Adds the statements that are up to `hops` away.
  void Walk(uint64_t hops) {
    absl::flat_hash_set<EntityId> known = seeds_;
    std::vector<EntityId> frontier = Rising(seeds_);
    std::vector<EntityId> next;
    const auto reach = [&](EntityId entity) {
      if (known.insert(entity).second) next.push_back(entity);
    };
    const auto reach_entities_of = [&](StatementId statement) {
      VisitEntitiesOf(view_, statement, reach);
    };
    for (const StatementId statement : whole_) reach_entities_of(statement);
    for (const ClaimId claim : single_) {
      reach_entities_of(view_.FirstOf(view_.claim(claim).statement));
    }
    for (uint64_t hop = 0; hop < hops; ++hop) {
      if (frontier.empty() && next.empty()) break;
      for (const EntityId entity : frontier) {
        for (const Role role : {Role::kSubject, Role::kObject, Role::kPlace}) {
          for (const StatementId statement : view_.StatementsOf(entity, role)) {
            if (whole_.contains(statement)) continue;
            if (discretion_.Hides(view_, statement)) {
              hidden_.insert(statement);
              continue;
            }
            whole_.insert(statement);
            reach_entities_of(statement);
          }
        }
      }
      frontier = std::move(next);
      next.clear();
    }
  }

  // Adds the claims left out of what is wholly hidden.
  absl::Status TakeHidden(KeepStatement keep, std::vector<ClaimId>& sealed) {
    for (const StatementId statement : Rising(hidden_)) {
      ASSIGN_OR_RETURN(const bool stays, keep(statement));
      if (!stays) continue;
      for (const ClaimId claim : view_.ClaimsOf(statement)) {
        sealed.push_back(claim);
      }
    }
    for (const ClaimId claim : Rising(hidden_single_)) {
      const StatementId statement = view_.FirstOf(view_.claim(claim).statement);
      ASSIGN_OR_RETURN(const bool stays, keep(statement));
      if (stays) sealed.push_back(claim);
    }
    std::sort(sealed.begin(), sealed.end());
    sealed.erase(std::unique(sealed.begin(), sealed.end()), sealed.end());
    return absl::OkStatus();
  }

  absl::StatusOr<Selection> Take(KeepStatement keep) {
    Selection selection;
    absl::flat_hash_set<EntityId> entities = seeds_;
    absl::flat_hash_set<StatementId> statements;
    absl::flat_hash_set<StatementId> in_part;
    const auto take = [&](StatementId statement) -> absl::StatusOr<bool> {
      ASSIGN_OR_RETURN(const bool stays, keep(statement));
      if (!stays) return false;
      statements.insert(statement);
      VisitEntitiesOf(view_, statement,
                      [&](EntityId entity) { entities.insert(entity); });
      return true;
    };
    for (const StatementId statement : Rising(whole_)) {
      ASSIGN_OR_RETURN(const bool stays, take(statement));
      if (!stays) continue;
      for (const ClaimId claim : view_.ClaimsOf(statement)) {
        (discretion_.Hides(claim) ? selection.sealed : selection.claims)
            .push_back(claim);
      }
    }
    RETURN_IF_ERROR(TakeHidden(keep, selection.sealed));
    for (const ClaimId claim : Rising(single_)) {
      const StatementId statement = view_.FirstOf(view_.claim(claim).statement);
      if (whole_.contains(statement)) continue;
      ASSIGN_OR_RETURN(const bool stays, take(statement));
      if (!stays) continue;
      selection.claims.push_back(claim);
      in_part.insert(statement);
    }
    std::sort(selection.claims.begin(), selection.claims.end());
    selection.statements = Rising(statements);
    selection.in_part = Rising(in_part);
    selection.entities = Rising(entities);
    return selection;
  }

 private:
  const View& view_;
  const Discretion& discretion_;
  absl::flat_hash_set<EntityId> seeds_;
  absl::flat_hash_set<StatementId> whole_;
  absl::flat_hash_set<ClaimId> single_;
  absl::flat_hash_set<StatementId> hidden_;
  absl::flat_hash_set<ClaimId> hidden_single_;
};

}  // namespace

bool Selection::Has(StatementId id) const {
  return std::binary_search(statements.begin(), statements.end(), id);
}

bool Selection::IsWhole(StatementId id) const {
  return Has(id) && !std::binary_search(in_part.begin(), in_part.end(), id);
}

absl::StatusOr<Selection> SelectAll(const View& view,
                                    const Discretion& discretion,
                                    LoneEntities lone, KeepStatement keep) {
  Selector selector(view, discretion);
  for (const StatementId statement : view.Statements()) {
    selector.AddStatement(statement);
  }
  if (lone == LoneEntities::kStay) {
    for (const EntityId entity : view.Entities()) selector.AddEntity(entity);
  }
  return selector.Take(keep);
}

absl::StatusOr<Selection> SelectAround(const View& view,
                                       const Discretion& discretion,
                                       const SelectionSeeds& seeds,
                                       uint64_t hops, KeepStatement keep) {
  Selector selector(view, discretion);
  for (const EntityId entity : seeds.entities) selector.AddEntity(entity);
  for (const StatementId statement : seeds.statements) {
    selector.AddStatement(statement);
  }
  for (const ClaimId claim : seeds.claims) selector.AddClaim(claim);
  selector.Walk(hops);
  return selector.Take(keep);
}

}  // namespace attest
