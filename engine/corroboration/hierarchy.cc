#include "engine/corroboration/hierarchy.h"

#include <algorithm>

namespace attest {

bool Hierarchy::Add(EntityId child, EntityId parent) {
  if (child == parent || IsBelow(parent, child)) return false;
  std::vector<EntityId>& parents = parents_[child];
  if (std::find(parents.begin(), parents.end(), parent) == parents.end()) {
    parents.push_back(parent);
  }
  return true;
}

std::vector<EntityId> Hierarchy::Above(EntityId entity) const {
  std::vector<EntityId> found;
  absl::flat_hash_set<EntityId> seen;
  std::vector<EntityId> pending = {entity};
  while (!pending.empty()) {
    const EntityId next = pending.back();
    pending.pop_back();
    const auto parents = parents_.find(next);
    if (parents == parents_.end()) continue;
    for (const EntityId parent : parents->second) {
      if (!seen.insert(parent).second) continue;
      found.push_back(parent);
      pending.push_back(parent);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool Hierarchy::IsBelow(EntityId a, EntityId b) const {
  if (!parents_.contains(a)) return false;
  const std::vector<EntityId> above = Above(a);
  return std::binary_search(above.begin(), above.end(), b);
}

const Point* Hierarchy::CircleOf(EntityId place) const {
  const auto circle = circles_.find(place);
  return circle == circles_.end() ? nullptr : &circle->second;
}

bool Hierarchy::IsInside(EntityId a, EntityId b) const {
  if (a == b) return false;
  if (IsBelow(a, b)) return true;
  const Point* inner = CircleOf(a);
  const Point* outer = CircleOf(b);
  return inner != nullptr && outer != nullptr && CircleInside(*inner, *outer);
}

bool Hierarchy::AreApart(EntityId a, EntityId b) const {
  if (a == b || IsInside(a, b) || IsInside(b, a)) return false;
  const Point* circle = CircleOf(a);
  const Point* other = CircleOf(b);
  if (circle != nullptr && other != nullptr && !CirclesTouch(*circle, *other)) {
    return true;
  }
  const std::vector<EntityId> above_a = Above(a);
  const std::vector<EntityId> above_b = Above(b);
  std::vector<EntityId> both;
  std::set_intersection(above_a.begin(), above_a.end(), above_b.begin(),
                        above_b.end(), std::back_inserter(both));
  return !both.empty();
}

void Hierarchy::AddDifferent(const Hierarchy& other,
                             absl::flat_hash_set<EntityId>& different) const {
  for (const auto& [entity, parents] : parents_) {
    const auto others = other.parents_.find(entity);
    if (others == other.parents_.end() || others->second != parents) {
      different.insert(entity);
    }
  }
  for (const auto& [place, circle] : circles_) {
    const Point* const same = other.CircleOf(place);
    if (same == nullptr || !(*same == circle)) different.insert(place);
  }
}

std::vector<EntityId> Hierarchy::ChangedSince(const Hierarchy& before) const {
  absl::flat_hash_set<EntityId> changed;
  AddDifferent(before, changed);
  before.AddDifferent(*this, changed);
  if (changed.empty()) return {};
  std::vector<EntityId> result(changed.begin(), changed.end());
  for (const Hierarchy* const hierarchy : {this, &before}) {
    for (const auto& [entity, parents] : hierarchy->parents_) {
      const std::vector<EntityId> above = hierarchy->Above(entity);
      if (std::any_of(above.begin(), above.end(),
                      [&](EntityId one) { return changed.contains(one); })) {
        result.push_back(entity);
      }
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace attest
