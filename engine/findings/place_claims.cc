#include "engine/findings/place_claims.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "engine/model/vocabulary.h"
#include "engine/projection/cut_state.h"
#include "engine/projection/tables.h"

namespace attest {
namespace {

uint32_t BuiltinRow(const char* key) {
  return kMarked | static_cast<uint32_t>(BuiltinPredicateId(key)->value() -
                                         kBuiltinPredicates);
}

}  // namespace

std::vector<uint32_t> PlaceClaims(const View& view) {
  const ProjectionTables& tables = view.tables();
  const CutState& cut = view.cut_state();
  const uint32_t rows[] = {BuiltinRow("contained_in"), BuiltinRow("part_of"),
                           BuiltinRow("coordinates")};
  std::vector<uint32_t> claims;
  for (uint32_t i = 0; i < cut.statements(); ++i) {
    const uint32_t predicate = tables.statements[i].predicate;
    if (std::find(std::begin(rows), std::end(rows), predicate) ==
        std::end(rows)) {
      continue;
    }
    for (const uint32_t claim : tables.ClaimsOfStatement()[i]) {
      if (claim >= cut.claims()) break;
      claims.push_back(claim);
    }
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

std::vector<uint32_t> PlaceClaimsAbove(const View& view,
                                       const Statements& statements,
                                       const Statement& asked,
                                       const std::vector<uint32_t>& others) {
  const ProjectionTables& tables = view.tables();
  absl::flat_hash_set<EntityId> seen;
  std::vector<EntityId> pending;
  const auto reach = [&](EntityId entity, EntityKind kind) {
    const bool lies_in_others = kind == EntityKind::kPlace ||
                                kind == EntityKind::kUnit ||
                                kind == EntityKind::kOrganization;
    if (lies_in_others && seen.insert(entity).second) pending.push_back(entity);
  };
  const auto reach_from = [&](const Statement& statement) {
    reach(statement.subject(), statement.subject_kind());
    if (const auto* entity = std::get_if<EntityId>(&statement.object())) {
      reach(*entity, statement.object_kind());
    }
    if (statement.place()) reach(*statement.place(), EntityKind::kPlace);
  };
  reach_from(asked);
  for (const uint32_t other : others) reach_from(statements.Of(other));
  std::vector<uint32_t> claims;
  while (!pending.empty()) {
    const EntityId entity = pending.back();
    pending.pop_back();
    for (const char* key : {"contained_in", "part_of", "coordinates"}) {
      for (const uint32_t statement :
           statements.About(entity, Role::kSubject, BuiltinRow(key))) {
        const StatementRow& row = tables.statements[statement];
        if ((row.object & kMarked) == 0) {
          const uint32_t above = statements.GroupOf(row.object);
          reach(EntityId(tables.entities[above].event),
                statements.KindOf(above));
        }
        const std::vector<uint32_t> more = statements.ClaimsOf(statement);
        claims.insert(claims.end(), more.begin(), more.end());
      }
    }
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

BuiltHierarchy BuildHierarchy(const View& view, const Statements& statements,
                              const std::vector<uint32_t>& claims,
                              absl::FunctionRef<bool(uint32_t)> is_live) {
  const ProjectionTables& tables = view.tables();
  const uint32_t coordinates = BuiltinRow("coordinates");
  const auto row_of = [&](uint32_t claim) -> const StatementRow& {
    return tables.statements[tables.claim_statements[claim]];
  };
  const auto group = [&](uint32_t entity) {
    return EntityId(tables.entities[statements.GroupOf(entity)].event);
  };
  // Subject, predicate and object: an entity, or a literal, which is the same
  // for the same value.
  const auto pair_of = [&](uint32_t claim) {
    const StatementRow& row = row_of(claim);
    const uint32_t object = (row.object & kMarked) != 0
                                ? row.object
                                : statements.GroupOf(row.object);
    return std::make_tuple(statements.GroupOf(row.subject), row.predicate,
                           object);
  };
  absl::flat_hash_set<std::tuple<uint32_t, uint32_t, uint32_t>> denied;
  for (const uint32_t claim : claims) {
    if (tables.FlagsOf(claim).stance() == Stance::kDenies && is_live(claim)) {
      denied.insert(pair_of(claim));
    }
  }
  BuiltHierarchy built;
  for (const uint32_t claim : claims) {
    if (tables.FlagsOf(claim).stance() != Stance::kAsserts || !is_live(claim) ||
        denied.contains(pair_of(claim))) {
      continue;
    }
    const StatementRow& row = row_of(claim);
    if (row.predicate == coordinates) {
      const Statement statement = statements.Of(tables.claim_statements[claim]);
      const auto* point = std::get_if<Point>(&statement.object());
      if (point != nullptr && !point->fallback) {
        built.hierarchy.SetCircle(statement.subject(), *point);
      }
    } else if ((row.object & kMarked) == 0 &&
               !built.hierarchy.Add(group(row.subject), group(row.object))) {
      built.rings.push_back(claim);
    }
  }
  return built;
}

}  // namespace attest
