#include "engine/interchange/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/interchange/claims_csv_rows.h"
#include "engine/projection/projection.h"
#include "tests/reference/fold_random.h"

namespace attest {
namespace {

using reference::RandomLog;

constexpr uint64_t kFar = 1'000'000;

std::set<EntityId> EntitiesOf(const View& view, StatementId statement) {
  const StatementParts parts = view.statement(statement);
  std::set<EntityId> entities = {view.RepresentativeOf(parts.subject)};
  if (const auto* object = std::get_if<EntityId>(&parts.object)) {
    entities.insert(view.RepresentativeOf(*object));
  }
  if (parts.place) entities.insert(view.RepresentativeOf(*parts.place));
  return entities;
}

// The definition, tried until nothing changes.
Selection SlowSelection(const View& view, const Discretion& discretion,
                        const SelectionSeeds& seeds, uint64_t hops,
                        const std::set<StatementId>& kept) {
  std::set<StatementId> shown;
  for (const StatementId id : view.Statements()) {
    if (!discretion.Hides(view, id)) shown.insert(view.FirstOf(id));
  }
  std::map<EntityId, uint64_t> away;
  std::set<EntityId> seeded;
  for (const EntityId id : seeds.entities) {
    bool is_shown = false;
    for (const EntityId member : view.GroupOf(id)) {
      is_shown |= !discretion.Hides(member);
    }
    if (is_shown) seeded.insert(view.RepresentativeOf(id));
  }
  for (const EntityId id : seeded) away[id] = 0;
  std::set<StatementId> whole;
  std::set<StatementId> single;
  std::set<ClaimId> single_claims;
  for (const StatementId id : seeds.statements) {
    if (shown.contains(view.FirstOf(id))) whole.insert(view.FirstOf(id));
  }
  for (const ClaimId id : seeds.claims) {
    if (discretion.Hides(id)) continue;
    single.insert(view.FirstOf(view.claim(id).statement));
    single_claims.insert(id);
  }
  const auto reach = [&](StatementId statement, uint64_t distance) {
    bool changed = false;
    for (const EntityId entity : EntitiesOf(view, statement)) {
      const auto known = away.find(entity);
      if (known != away.end() && known->second <= distance) continue;
      away[entity] = distance;
      changed = true;
    }
    return changed;
  };
  for (const StatementId id : whole) reach(id, 1);
  for (const StatementId id : single) reach(id, 1);
  for (bool changed = true; changed;) {
    changed = false;
    for (const StatementId id : shown) {
      uint64_t least = kFar;
      for (const EntityId entity : EntitiesOf(view, id)) {
        const auto known = away.find(entity);
        if (known != away.end()) least = std::min(least, known->second);
      }
      if (least + 1 > hops) continue;
      whole.insert(id);
      changed |= reach(id, least + 1);
    }
  }
  Selection selection;
  std::set<EntityId> entities = seeded;
  std::set<StatementId> statements;
  std::set<ClaimId> claims;
  std::set<ClaimId> sealed;
  std::set<StatementId> in_part;
  const auto take = [&](StatementId id) {
    statements.insert(id);
    for (const EntityId entity : EntitiesOf(view, id)) entities.insert(entity);
  };
  for (const StatementId id : whole) {
    if (!kept.contains(id)) continue;
    take(id);
    for (const ClaimId claim : view.Claims()) {
      if (view.FirstOf(view.claim(claim).statement) != id) continue;
      (discretion.Hides(claim) ? sealed : claims).insert(claim);
    }
  }
  // What would be whole, and is wholly hidden.
  std::set<StatementId> hidden;
  for (const StatementId id : seeds.statements) hidden.insert(view.FirstOf(id));
  for (const StatementId id : view.Statements()) {
    for (const EntityId entity : EntitiesOf(view, id)) {
      const auto known = away.find(entity);
      if (known != away.end() && known->second < hops) {
        hidden.insert(view.FirstOf(id));
      }
    }
  }
  for (const ClaimId claim : view.Claims()) {
    const StatementId id = view.FirstOf(view.claim(claim).statement);
    const bool is_chosen = std::find(seeds.claims.begin(), seeds.claims.end(),
                                     claim) != seeds.claims.end();
    if (kept.contains(id) && discretion.Hides(claim) &&
        (is_chosen || (hidden.contains(id) && !shown.contains(id)))) {
      sealed.insert(claim);
    }
  }
  for (const ClaimId claim : single_claims) {
    const StatementId id = view.FirstOf(view.claim(claim).statement);
    if (!kept.contains(id)) continue;
    take(id);
    claims.insert(claim);
    if (!whole.contains(id)) in_part.insert(id);
  }
  selection.in_part.assign(in_part.begin(), in_part.end());
  selection.entities.assign(entities.begin(), entities.end());
  selection.statements.assign(statements.begin(), statements.end());
  selection.claims.assign(claims.begin(), claims.end());
  selection.sealed.assign(sealed.begin(), sealed.end());
  return selection;
}

template <class Id>
std::vector<Id> Some(std::mt19937_64& random, const std::vector<Id>& ids) {
  std::vector<Id> some;
  if (ids.empty()) return some;
  for (uint64_t left = random() % 3; left > 0; --left) {
    some.push_back(ids[random() % ids.size()]);
  }
  return some;
}

// Each claim chosen is a row of a table or counted once, and each row rests on
// rows.
void CheckRows(const View& view, const Discretion& discretion,
               const Selection& selection) {
  const ClaimsCsvRows rows = RowsOf(view, discretion, selection);
  ASSERT_EQ(rows.claims.size() - rows.premises + rows.not_counting +
                rows.resting_on_sealed + rows.resting_on_left_out +
                rows.not_writable,
            selection.claims.size());
  const std::set<ClaimId> is_row(rows.claims.begin(), rows.claims.end());
  for (const ClaimId id : rows.claims) {
    ASSERT_TRUE(view.IsLive(id) && !discretion.Hides(id));
    for (const ClaimId premise : view.claim(id).rests_on) {
      ASSERT_TRUE(is_row.contains(premise));
    }
  }
  uint64_t not_counting = 0;
  for (const ClaimId id : selection.claims) {
    if (!view.IsLive(id)) ++not_counting;
  }
  ASSERT_GE(rows.not_counting, not_counting);
}

TEST(SelectionTest, IsWhatTryingEveryStatementGives) {
  const uint64_t seed = 20'260'712;
  std::mt19937_64 random(seed);
  uint64_t sealed = 0;
  uint64_t chosen = 0;
  for (int round = 0; round < 600; ++round) {
    const uint64_t case_seed = random();
    SCOPED_TRACE(testing::Message() << "seed " << case_seed);
    Projection projection;
    uint64_t index = 0;
    for (const Event& event : RandomLog(case_seed).Make(20 + random() % 150)) {
      ASSERT_TRUE(projection.Apply(EventIndex(index++), event).ok());
    }
    const View now = projection.Now();
    const auto cut =
        projection.At(random() % 2 == 0 ? index : random() % index);
    ASSERT_TRUE(cut.ok());
    const View& view = *cut;
    const Discretion discretion(now, Sealed::kHide);
    const SelectionSeeds seeds = {.entities = Some(random, view.Entities()),
                                  .statements = Some(random, view.Statements()),
                                  .claims = Some(random, view.Claims())};
    std::set<StatementId> kept;
    const bool keeps_all = random() % 2 == 0;
    for (const StatementId id : view.Statements()) {
      if (keeps_all || random() % 3 != 0) kept.insert(id);
    }
    const auto keep = [&](StatementId id) -> absl::StatusOr<bool> {
      return kept.contains(id);
    };
    for (const uint64_t hops : {0U, 1U, 2U, 3U, 50U}) {
      const auto fast = SelectAround(view, discretion, seeds, hops, keep);
      ASSERT_TRUE(fast.ok());
      const Selection slow = SlowSelection(view, discretion, seeds, hops, kept);
      ASSERT_EQ(fast->entities, slow.entities) << hops;
      ASSERT_EQ(fast->statements, slow.statements) << hops;
      ASSERT_EQ(fast->claims, slow.claims) << hops;
      ASSERT_EQ(fast->in_part, slow.in_part) << hops;
      ASSERT_EQ(fast->sealed, slow.sealed) << hops;
      sealed += slow.sealed.size();
      chosen += slow.statements.size();
      for (const ClaimId claim : fast->claims) {
        ASSERT_FALSE(discretion.Hides(claim));
      }
    }
    const auto all = SelectAll(view, discretion, LoneEntities::kGo, keep);
    ASSERT_TRUE(all.ok());
    const Selection slow = SlowSelection(
        view, discretion, {.statements = view.Statements()}, 0, kept);
    ASSERT_EQ(*all, slow);
    if (keeps_all) {
      ASSERT_EQ(all->claims.size() + all->sealed.size(), view.Claims().size());
    }
    CheckRows(view, discretion, *all);
    const auto part = SelectAround(view, discretion, seeds, 1, keep);
    ASSERT_TRUE(part.ok());
    CheckRows(view, discretion, *part);
  }
  // The rounds tried what they are for.
  EXPECT_GT(sealed, 100u);
  EXPECT_GT(chosen, 10'000u);
}

}  // namespace
}  // namespace attest
