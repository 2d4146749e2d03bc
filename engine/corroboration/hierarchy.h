// Hierarchy is what lies in what: places in places, units and organizations in
// one another, as the live claims have it.
//
// Entities go by a number that the caller chooses, one for each identity
// group.
//
// Thread-safety: const methods run concurrently.

#ifndef ATTEST_ENGINE_CORROBORATION_HIERARCHY_H_
#define ATTEST_ENGINE_CORROBORATION_HIERARCHY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/model/id.h"
#include "engine/model/point.h"

namespace attest {

class Hierarchy {
 public:
  // Puts `child` below `parent`, beside what it is below already. Returns
  // false, and changes nothing, when that would close a ring.
  bool Add(EntityId child, EntityId parent);

  // The circle of a place; the first one given stays.
  void SetCircle(EntityId place, const Point& circle) {
    circles_.try_emplace(place, circle);
  }

  // Is there a way up from `a` to `b`? Not from `a` to itself.
  [[nodiscard]] bool IsBelow(EntityId a, EntityId b) const;

  // `a` is below `b`, or its circle lies within that of `b`.
  [[nodiscard]] bool IsInside(EntityId a, EntityId b) const;

  // Neither place is inside the other, and either both are below one and the
  // same, or their circles do not touch.
  [[nodiscard]] bool AreApart(EntityId a, EntityId b) const;

  // Nothing lies in anything and no circle is known.
  [[nodiscard]] bool empty() const {
    return parents_.empty() && circles_.empty();
  }

  [[nodiscard]] const Point* CircleOf(EntityId place) const;

  // The entities of which something else may hold than in `before`: whose
  // parents or circle differ, and all that is below one of these, here or
  // there. Sorted.
  [[nodiscard]] std::vector<EntityId> ChangedSince(
      const Hierarchy& before) const;

 private:
  // All that `entity` is below, sorted.
  [[nodiscard]] std::vector<EntityId> Above(EntityId entity) const;
  // Adds those whose parents or circle are not as in `other`, which may have
  // more.
  void AddDifferent(const Hierarchy& other,
                    absl::flat_hash_set<EntityId>& different) const;

  absl::flat_hash_map<EntityId, std::vector<EntityId>> parents_;
  absl::flat_hash_map<EntityId, Point> circles_;
};

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_HIERARCHY_H_
